"""Columns that hold secrets: sealed once more where the database itself is not encrypted.

In SQLCipher a secret is a value like others. On PostgreSQL it goes in and out through here.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from storage.errors import StorageError
from storage.seal.columns import ColumnSealer

SEALER = "vardera.sealer"
"""Where a server's connection carries its sealer: in ``Connection.info``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The secret ``columns`` of a table, and the column that names a row of it."""

    row: str
    columns: tuple[str, ...]


TABLES = {
    "organisation": Sealed(row="workspace", columns=("seed", "recovery", "place")),
    "campaign": Sealed(row="id", columns=("seed", "row_secret")),
    "campaign_key": Sealed(row="id", columns=("seed",)),
    "forwarder": Sealed(row="public", columns=("seed",)),
}


def seal(connection: Connection, table: str, column: str, row: bytes, value: bytes) -> bytes:
    """``value`` as it is written to ``table.column`` of ``row``; empty stays empty: erased."""
    sealer = _sealer(connection)
    return value if sealer is None or not value else sealer.seal(table, column, row, value)


def open(connection: Connection, table: str, column: str, row: bytes, value: bytes) -> bytes:
    """``value`` as it was before :func:`seal`. Raises Damaged when it does not open."""
    sealer = _sealer(connection)
    return value if sealer is None or not value else sealer.open(table, column, row, value)


def _sealer(connection: Connection) -> ColumnSealer | None:
    if connection.dialect.name == "sqlite":
        return None
    sealer = connection.info.get(SEALER)
    if not isinstance(sealer, ColumnSealer):
        raise StorageError("this database has no key for its secrets: nothing was done")
    return sealer
