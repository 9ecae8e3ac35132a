"""Every row of one workspace's database into another's, whatever kinds the two are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from storage.workspace import files, migrations, portions, sealed_columns, staging
from storage.workspace.schema import metadata
from storage.workspace.sqlcipher import SqlCipher

ROWS_AT_ONCE = 5_000
_NAMED_BY_HASH = ("circumstance",)
"""Tables whose ``number`` is always given, and is no count."""


def to_file(source: Connection, path: Path, key: bytes) -> None:
    """All rows that ``source`` sees, in a new SQLCipher file with the raw ``key``."""
    files.make_empty_file(path)
    with closing(SqlCipher(path, key)) as target:
        with target.writing() as connection:
            migrations.migrate(connection)
            copy_rows(source, connection)
        target.make_single_file()


def copy_rows(source: Connection, target: Connection, without: Collection[str] = ()) -> None:
    """Copy all tables but ``without`` into the empty ones of ``target``; parents come first.

    Secrets are opened with the key of the one side and sealed with that of the other. Raises
    Damaged when one does not open.
    """
    for table in metadata.sorted_tables:
        if table.name not in without:
            _copy(source, target, table)
    if target.dialect.name != "sqlite":
        _go_on_counting(target)


def _copy(source: Connection, target: Connection, table: Table) -> None:
    columns = [str(column.name) for column in table.columns]
    # in the order of the key: where a row lies shall tell nothing of when it came
    order = ",".join(column.name for column in table.primary_key.columns)
    many = portions.rows_at_once(source, str(table.name), ROWS_AT_ONCE)
    found = source.exec_driver_sql(
        f"SELECT {','.join(columns)} FROM {table.name} ORDER BY {order}",  # noqa: S608
        execution_options={"yield_per": many},
    )
    for rows in found.partitions(many):
        some: Sequence[Sequence[Any]] = rows
        if table.name in sealed_columns.TABLES:
            some = [_resealed(source, target, str(table.name), columns, row) for row in rows]
        staging.insert(target, table.name, columns, some)


def _resealed(
    source: Connection, target: Connection, table: str, columns: Sequence[str], row: Sequence[Any]
) -> tuple[Any, ...]:
    sealed, values = sealed_columns.TABLES[table], dict(zip(columns, row, strict=True))
    name = values[sealed.row]
    for column in sealed.columns:
        plain = sealed_columns.open(source, table, column, name, values[column])
        values[column] = sealed_columns.seal(target, table, column, name, plain)
    return tuple(values.values())


def _go_on_counting(connection: Connection) -> None:
    """PostgreSQL's own counters, which copied rows did not move."""
    for table in metadata.sorted_tables:
        key = [column.name for column in table.primary_key.columns]
        if key == ["number"] and table.name not in _NAMED_BY_HASH:
            connection.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence(?, 'number'), max(number))"  # noqa: S608
                f" FROM {table.name} HAVING max(number) > 0", (table.name,),
            )
