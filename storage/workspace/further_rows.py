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

_COUNTED = (
    " JOIN question q ON q.number = t.question JOIN response r ON r.campaign = t.campaign"
    " AND r.id = t.response JOIN circumstance c ON c.number = r.circumstance"
    " WHERE t.campaign = ? AND q.id IN ({ids}) AND r.state = 0 AND r.complete >= ?"
)
_OF = "SELECT t.response, c.form, c.form_version, q.id"
_MORE = (
    f"{_OF}, t.at, t.kind, t.number, t.text, t.choices"
    " FROM further t" + _COUNTED
)
_SIMPLE = tuple(
    f"{_OF}, NULL, '{kind}', {columns} FROM {table} t{_COUNTED}"
    for table, kind, columns in (
        ("rating", "integer", "t.value, NULL, NULL"), ("choice", "choice", "NULL, NULL, t.choice"),
        ("words", "text", "NULL, t.text, NULL"), ("declined", "none", "NULL, NULL, NULL"),
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
            found.setdefault(bytes(row.response), []).append(_read(*row[1:]))
    return {id: tuple(sorted(some, key=_order)) for id, some in found.items()}


def of_questions(
    connection: Connection, campaign: int, questions: Sequence[UUID], *, partials: bool = True
) -> Iterator[tuple[bytes, FormKey, Further]]:
    """Every counted answer to some questions as it came, in whatever table it lies.

    With its response and the form that was asked; those of partial responses only with
    ``partials``. Each table is gone through once, whatever the number of questions.
    """
    marks = ",".join("?" * len(questions))
    values = (campaign, *(one.bytes for one in questions), 0 if partials else 1)
    for query in (*_SIMPLE, _MORE):
        for row in connection.exec_driver_sql(query.format(ids=marks), values):
            form = UUID(bytes=bytes(row[1])), int(row[2])
            yield bytes(row[0]), form, _read(*row[3:])


def _read(
    node: bytes, at: bytes | None, kind: str, number: int | None, text: str | None,
    choices: bytes | None,
) -> Further:
    if kind == Kind.FILE:
        return further.file_of_row(bytes(node), bytes(at or b""), number, text)
    value: int | str | bytes | None = number if number is not None else text
    return further.of_row(bytes(node), bytes(at or b""), kind, choices if value is None else value)


def _order(one: Further) -> tuple[bytes, tuple[int, ...]]:
    return one.node.bytes, one.at
