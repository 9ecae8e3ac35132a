"""Many rows into one table: the one statement that the two databases do not share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage.errors import Conflict

ROWS_AT_ONCE = 50
"""Rows in one of SQLite's statements: a third of the time of one statement for each."""


def insert(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]],
    *, ignore: bool = False,
) -> None:
    """Write ``rows``, tuples in the order of ``columns``, inside the caller's transaction.

    Conflict when a row with the same key is here already, or with ``ignore`` that row stays as
    it is. After a Conflict the caller's transaction or savepoint must be undone.
    """
    if not rows:
        return
    try:
        if connection.dialect.name == "sqlite":
            _insert(connection, table, columns, rows, ignore)
        else:
            from storage.workspace import copy_in  # only who uses it needs psycopg

            copy_in.insert(connection, table, columns, rows, ignore=ignore)
    except IntegrityError:
        raise Conflict(f"a row of {table} is here already") from None


def _insert(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]],
    ignore: bool,
) -> None:
    # OR FAIL: the caller undoes what fails. The default, ABORT, would keep a journal for each
    # statement, which within a savepoint costs more the longer the bundle.
    otherwise = "IGNORE" if ignore else "FAIL"
    beginning = f"INSERT OR {otherwise} INTO {table} ({','.join(columns)}) VALUES "  # noqa: S608
    one = f"({','.join('?' * len(columns))})"
    whole = len(rows) // ROWS_AT_ONCE * ROWS_AT_ONCE
    if whole:
        several = beginning + ",".join([one] * ROWS_AT_ONCE)
        upcoming = iter(rows)
        connection.exec_driver_sql(several, [
            tuple(chain.from_iterable(islice(upcoming, ROWS_AT_ONCE)))
            for _ in range(whole // ROWS_AT_ONCE)
        ])
    if whole < len(rows):
        connection.exec_driver_sql(beginning + one, [tuple(row) for row in rows[whole:]])
