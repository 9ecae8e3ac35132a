"""Many rows into one of PostgreSQL's tables, by COPY in binary form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from sqlalchemy import BigInteger, Connection, LargeBinary

from storage.errors import Conflict
from storage.workspace.schema import metadata


def insert(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]],
    *, ignore: bool = False,
) -> None:
    """Write ``rows`` straight into the table; with ``ignore`` by way of a temporary one.

    Conflict when a row with the same key is here already; psycopg's other errors pass.
    """
    if ignore:
        staged, names = f"staged_{table}", ",".join(columns)
        connection.exec_driver_sql(f"CREATE TEMP TABLE IF NOT EXISTS {staged} (LIKE {table})")
        connection.exec_driver_sql(f"DELETE FROM {staged}")  # noqa: S608
        copy(connection, staged, (table, columns), rows)
        connection.exec_driver_sql(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {staged}"  # noqa: S608
            " ON CONFLICT DO NOTHING"
        )
        return
    try:
        copy(connection, table, (table, columns), rows)
    except psycopg.IntegrityError:
        raise Conflict(f"a row of {table} is here already") from None


def copy(
    connection: Connection, into: str, like: tuple[str, Sequence[str]],
    rows: Iterable[Sequence[Any]],
) -> None:
    """COPY ``rows`` into a table that has the types of table and columns ``like``."""
    table, columns = like
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    statement = f"COPY {into} ({','.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with raw.cursor() as cursor, cursor.copy(statement) as writer:
        writer.set_types([_type(table, column) for column in columns])
        for row in rows:
            writer.write_row(row)


def _type(table: str, column: str) -> str:
    kind = metadata.tables[table].c[column].type
    if isinstance(kind, BigInteger):
        return "int8"
    return "bytea" if isinstance(kind, LargeBinary) else "text"
