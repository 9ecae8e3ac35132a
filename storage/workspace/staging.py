"""Many rows into one table: the one statement that the two databases do not share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

import psycopg
from sqlalchemy import BigInteger, Connection, Integer, LargeBinary
from sqlalchemy.exc import IntegrityError

from storage.errors import Conflict
from storage.workspace.schema import metadata

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
        elif ignore:
            _merge(connection, table, columns, rows)
        else:
            _copy(connection, table, (table, columns), rows)
    except (IntegrityError, psycopg.IntegrityError):
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


def _merge(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    staged, names = f"staged_{table}", ",".join(columns)
    connection.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS {staged} (LIKE {table})")
    connection.exec_driver_sql(f"DELETE FROM {staged}")  # noqa: S608
    _copy(connection, staged, (table, columns), rows)
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM {staged} ON CONFLICT DO NOTHING"  # noqa: S608
    )


def _copy(
    connection: Connection, into: str, like: tuple[str, Sequence[str]],
    rows: Iterable[Sequence[Any]],
) -> None:
    """COPY in binary form: as fast as PostgreSQL's own indexes allow."""
    table, columns = like
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    types = [_type(table, column) for column in columns]
    statement = f"COPY {into} ({','.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def _type(table: str, column: str) -> str:
    kind = metadata.tables[table].c[column].type
    if isinstance(kind, BigInteger | Integer):
        return "int8"
    return "bytea" if isinstance(kind, LargeBinary) else "text"
