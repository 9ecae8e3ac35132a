"""Many rows into one of PostgreSQL's tables, by COPY in binary form."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import psycopg
from sqlalchemy import BigInteger, Connection, LargeBinary

from storage.errors import Conflict
from storage.workspace.schema import metadata

RESPONSES_AT_ONCE = 500

_COPY_RATINGS = "COPY rating (campaign, response, question, value) FROM STDIN (FORMAT BINARY)"
_BEGINNING, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_HEAD = struct.Struct("!hiqi16s")
_TAIL = struct.Struct("!iqiq")
# campaign, response, then a question and a value for each rating
Wide = tuple[Any, ...]


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


def insert_ratings(
    connection: Connection, wide: Iterable[Wide]
) -> None:
    """Write ratings from rows of ``(campaign, response16, question, value, question, value, …)``.

    In a third of the time of :func:`insert`: what the ratings of a response have in common, and
    what is alike in many responses, is put into bytes once. Conflict as there.
    """
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    tails = _Tails()
    try:
        with raw.cursor() as cursor, cursor.copy(_COPY_RATINGS) as writer:
            writer.write(_BEGINNING)
            left = iter(wide)
            while some := tuple(islice(left, RESPONSES_AT_ONCE)):
                writer.write(b"".join([_ratings(row, tails) for row in some]))
            writer.write(_END)
    except psycopg.IntegrityError:
        raise Conflict("a row of rating is here already") from None


class _Tails(dict[tuple[int, int], bytes]):
    """Question and value as COPY has them."""

    def __missing__(self, pair: tuple[int, int]) -> bytes:
        made = self[pair] = _TAIL.pack(8, pair[0], 8, pair[1])
        return made


def _ratings(row: Wide, tails: _Tails) -> bytes:
    head = _HEAD.pack(4, 8, row[0], 16, row[1])
    pairs = zip(row[2::2], row[3::2], strict=True)
    return head + head.join([tails[pair] for pair in pairs])
