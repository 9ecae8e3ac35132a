"""Rows into their tables, in the order of hashed ids: so that where one lies tells nothing.

The one hot path of a writer: raw statements and tuples. All rows of many bundles go in sorted
together, which touches each page once; a response's ratings by one statement with a row of
values for each, in a third of the time of one statement for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage.errors import StorageError
from storage.unsealed import Rows

CIRCUMSTANCE = (
    "number", "campaign", "form", "form_version", "unit", "place", "mode", "language", "time",
    "day", "clock", "consent",
)
RESPONSE = ("campaign", "id", "circumstance", "complete", "code")
RATING = ("campaign", "response", "question", "value")
CHOICE = ("campaign", "response", "question", "choice")
WORDS = ("campaign", "response", "question", "text")
DECLINED = ("campaign", "response", "question")
EVENT = ("campaign", "id", "session", "lamport", "device", "body")
FRESH = ("batch", "campaign", "response")


class Clash(StorageError):
    """A row is here already and the ledger does not say so; nothing of the call can stay."""


def write(connection: Connection, rows: Rows) -> None:
    """Write ``rows``. Raises Clash, after which the transaction must be undone."""
    try:
        for statement, some in _statements(rows):
            if some:
                connection.exec_driver_sql(statement, some)
    except IntegrityError:
        raise Clash("an answer is here already, though its place is not") from None


def _statements(rows: Rows) -> tuple[tuple[str, list[tuple[Any, ...]]], ...]:
    return (
        (_insert("circumstance", CIRCUMSTANCE, " ON CONFLICT (number) DO NOTHING"),
         sorted(rows.circumstances.values(), key=_first)),
        (_insert("response", RESPONSE), sorted(rows.responses)),
        *((_rating(count), sorted(some)) for count, some in rows.ratings.items()),
        (_insert("choice", CHOICE), sorted(rows.choices)),
        (_insert("words", WORDS), sorted(rows.words)),
        (_insert("declined", DECLINED), sorted(rows.declined)),
        (_insert("session_event", EVENT), sorted(rows.events)),
        (_insert("fresh", FRESH), sorted(rows.fresh)),
    )


@cache
def _insert(table: str, columns: Sequence[str], otherwise: str = "") -> str:
    marks = ",".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}){otherwise}"  # noqa: S608


@cache
def _rating(count: int) -> str:
    """The statement for ``count`` ratings of one response.

    OR FAIL: what fails is undone by the transaction or savepoint. The default, ABORT, would
    keep a journal for each statement, which within a savepoint costs more the longer it is.
    """
    values = (f"(?1,?2,?{at},?{at + 1})" for at in range(3, 3 + 2 * count, 2))
    return f"INSERT OR FAIL INTO rating ({', '.join(RATING)}) VALUES {','.join(values)}"  # noqa: S608


def _first(row: tuple[Any, ...]) -> int:
    return int(row[0])
