"""Answers of forms beside the simple ones, as they lie in the table ``further``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection

from storage import further
from storage.workspace.erasures import parts
from survey.records import Further, Kind

_SOME = (
    "SELECT t.response, q.id, t.at, t.kind, t.number, t.text, t.choices FROM further t"
    " JOIN question q ON q.number = t.question WHERE t.campaign = ?{which}"
)

_NUMBERS = "SELECT number, id FROM question WHERE id IN ({ids})"
_GIVEN = tuple(
    f"SELECT t.response, t.question, {columns} FROM {table} t"  # noqa: S608 - names of our own
    " WHERE t.campaign = ? AND t.question IN ({numbers})"
    for table, columns in (
        ("rating", "NULL, 'integer', t.value, NULL, NULL"),
        ("choice", "NULL, 'choice', NULL, NULL, t.choice"),
        ("words", "NULL, 'text', NULL, t.text, NULL"),
        ("declined", "NULL, 'none', NULL, NULL, NULL"),
        ("further", "t.at, t.kind, t.number, t.text, t.choices"),
    )
)
FormKey = tuple[UUID, int]
"""A form's id and version."""


def of(
    connection: Connection, campaign: int, responses: Sequence[bytes]
) -> dict[bytes, tuple[Further, ...]]:
    """By response (16-byte row id), in the order of question and place. Raises Damaged."""
    found: dict[bytes, list[Further]] = {}
    for some in parts(responses):
        which = f" AND t.response IN ({','.join('?' * len(some))})"
        rows = connection.exec_driver_sql(_SOME.format(which=which), (campaign, *some))
        for row in rows:
            found.setdefault(bytes(row.response), []).append(read(*row[1:]))
    return {id: tuple(sorted(some, key=_order)) for id, some in found.items()}


def of_questions(
    connection: Connection, campaign: int, questions: Sequence[UUID]
) -> Iterator[tuple[bytes, bytes, Further]]:
    """Every answer to some questions as it came, counted or not, in whatever table it lies.

    As question, response (16 bytes each) and answer. Equal answers are one object, and each table
    is gone through once, whatever the number of questions.
    """
    marks = ",".join("?" * len(questions))
    rows = connection.exec_driver_sql(
        _NUMBERS.format(ids=marks), tuple(one.bytes for one in questions)
    )
    nodes = {int(number): bytes(id) for number, id in rows}
    if not nodes:
        return
    marks = ",".join("?" * len(nodes))
    made: dict[tuple[object, ...], Further] = {}
    for query in _GIVEN:
        for row in connection.exec_driver_sql(query.format(numbers=marks), (campaign, *nodes)):
            response, said = row[0], row[1:]
            node = nodes[said[0]]
            one = made.get(said)
            if one is None:
                one = made[said] = read(node, *said[1:])
            yield node, bytes(response), one


def read(
    node: bytes, at: bytes | None, kind: str, number: int | None, text: str | None,
    choices: bytes | None,
) -> Further:
    """The answer in a row, after its response; a file without its bytes. Raises Damaged."""
    if kind == Kind.FILE:
        return further.file_of_row(bytes(node), bytes(at or b""), number, text)
    value: int | str | bytes | None = number if number is not None else text
    return further.of_row(bytes(node), bytes(at or b""), kind, choices if value is None else value)


def _order(one: Further) -> tuple[bytes, tuple[int, ...]]:
    return one.node.bytes, one.at
