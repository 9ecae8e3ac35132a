"""Rows into their tables, in the order of hashed ids: so that where one lies tells nothing.

The one hot path of a writer: raw statements and tuples. All rows of many bundles go in sorted
together, which touches each page once; a response's ratings by one statement with a row of
values for each, in a third of the time of one statement for each.
"""

from __future__ import annotations

from functools import cache
from itertools import chain

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage.errors import Conflict, StorageError
from storage.unsealed import Row, Rows

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
FURTHER = ("campaign", "response", "question", "at", "kind", "number", "text", "choices")
FILE = ("campaign", "response", "question", "at", "hash", "data")
BESIDE = ("campaign", "response", "arm", "language_switches")
FLAG = ("campaign", "response", "flag")
SCREEN = ("campaign", "response", "question", "seconds", "changes", "helped")
VOUCHER = ("campaign", "hash")
NOTE = ("campaign", "id", "kind", "device", "day", "body")


class Clash(StorageError):
    """A row is here already and the ledger does not say so; nothing of the call can stay."""


def write(connection: Connection, rows: Rows) -> None:
    """Write ``rows``. Raises Clash, after which the transaction must be undone."""
    copying = connection.dialect.name != "sqlite"
    try:
        if rows.circumstances:
            some = sorted(rows.circumstances.values())
            _write(connection, "circumstance", CIRCUMSTANCE, some, copying, shared=True)
        _write(connection, "response", RESPONSE, sorted(rows.responses), copying)
        if copying:
            _copy_ratings(connection, rows)
        else:
            for count, wide in rows.ratings.items():
                connection.exec_driver_sql(_rating(count), sorted(wide))
        _write(connection, "choice", CHOICE, sorted(rows.choices), copying)
        _write(connection, "words", WORDS, sorted(rows.words), copying)
        _write(connection, "declined", DECLINED, sorted(rows.declined), copying)
        _write(connection, "further", FURTHER, sorted(rows.further, key=_place), copying)
        _write(connection, "file", FILE, sorted(rows.files, key=_place), copying)
        _write(connection, "session_event", EVENT, sorted(rows.events), copying)
        _write(connection, "beside", BESIDE, sorted(rows.beside, key=_named), copying)
        _write(connection, "flag", FLAG, sorted(rows.flags), copying)
        _write(connection, "screen", SCREEN, sorted(rows.screens), copying)
        _write(connection, "note", NOTE, sorted(rows.notes), copying)
        given = sorted((campaign, hash) for campaign, _, hash in rows.vouchers)
        _write(connection, "voucher", VOUCHER, given, copying, shared=True)
        _write(connection, "fresh", FRESH, sorted(rows.fresh), copying)
    except (IntegrityError, Conflict):
        raise Clash("an answer is here already, though its place is not") from None


def _place(row: Row) -> Row:
    return row[:4]


def _named(row: Row) -> Row:
    return row[:2]


def _copy_ratings(connection: Connection, rows: Rows) -> None:
    from storage.workspace import copy_in  # its driver is not loaded where nobody needs it

    copy_in.insert_ratings(connection, sorted(chain.from_iterable(rows.ratings.values())))


def _write(
    connection: Connection, table: str, columns: tuple[str, ...], rows: list[Row],
    copying: bool, *, shared: bool = False,
) -> None:
    """``rows`` into ``table``; where ``shared``, one that is there already is the same."""
    if not rows:
        return
    if copying:
        from storage.workspace import staging  # its driver is not loaded where nobody needs it

        staging.insert(connection, table, columns, rows, ignore=shared)
    else:
        otherwise = " ON CONFLICT DO NOTHING" if shared else ""
        connection.exec_driver_sql(_insert(table, columns, otherwise), rows)


@cache
def _insert(table: str, columns: tuple[str, ...], otherwise: str) -> str:
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
