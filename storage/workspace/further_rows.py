"""Answers of forms beside the simple ones, as they lie in the table ``further``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection

from storage import further
from storage.workspace.erasures import parts
from survey.records import Further

_SOME = (
    "SELECT t.response, q.id, t.at, t.kind, t.number, t.text, t.choices FROM further t"
    " JOIN question q ON q.number = t.question WHERE t.campaign = ?{which}"
)

_COUNTED = (
    " JOIN question q ON q.number = t.question JOIN response r ON r.campaign = t.campaign"
    " AND r.id = t.response WHERE t.campaign = ? AND q.id = ? AND r.state = 0 ORDER BY t.response"
)
_MORE = (
    "SELECT t.response, q.id, t.at, t.kind, t.number, t.text, t.choices"  # noqa: S608
    " FROM further t" + _COUNTED + ", t.at"
)
_SIMPLE = tuple(
    f"SELECT t.response, q.id, NULL, '{kind}', {columns} FROM {table} t{_COUNTED}"  # noqa: S608
    for table, kind, columns in (
        ("rating", "integer", "t.value, NULL, NULL"), ("choice", "choice", "NULL, NULL, t.choice"),
        ("words", "text", "NULL, t.text, NULL"), ("declined", "none", "NULL, NULL, NULL"),
    )
)


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


def of_question(
    connection: Connection, campaign: int, question: UUID
) -> Iterator[tuple[bytes, Further]]:
    """Every counted answer to one question with its response, in whatever table it lies.

    In each table in the order of hashed ids, which tells nothing.
    """
    for query in (*_SIMPLE, _MORE):
        for row in connection.exec_driver_sql(query, (campaign, question.bytes)):
            yield bytes(row.response), _read(*row[1:])


def _read(
    node: bytes, at: bytes | None, kind: str, number: int | None, text: str | None,
    choices: bytes | None,
) -> Further:
    value: int | str | bytes | None = number if number is not None else text
    return further.of_row(bytes(node), bytes(at or b""), kind, choices if value is None else value)


def _order(one: Further) -> tuple[bytes, tuple[int, ...]]:
    return one.node.bytes, one.at
