"""Files that were not taken in: kept as they came, with the reason, until a person decides."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection

from storage.errors import StorageError
from storage.workspace import actors
from storage.workspace.values import QuarantinedFile

RAW_LIMIT = 64 * 1024 * 1024


def put(
    connection: Connection, raw: bytes, name: str, code: str, message: str, *, actor: str,
    now: datetime,
) -> bytes:
    """Keep a file; its SHA-256 comes back. The same file again only renews the reason."""
    if len(raw) > RAW_LIMIT:
        raise StorageError(f"{name}: larger than what is kept in quarantine")
    hash = sha256(raw).digest()
    connection.exec_driver_sql(
        "INSERT INTO quarantine (hash, raw, name, code, message, actor, at) VALUES (?,?,?,?,?,?,?)"
        " ON CONFLICT (hash) DO UPDATE SET name = excluded.name, code = excluded.code,"
        " message = excluded.message, released = NULL, released_by = NULL",
        (hash, raw, name, code, message, actors.number(connection, actor), int(now.timestamp())),
    )
    return hash


def listed(connection: Connection) -> tuple[QuarantinedFile, ...]:
    """What lies in quarantine, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT hash, name, code, message, at, length(raw) size FROM quarantine"
        " WHERE released IS NULL ORDER BY number"
    )
    return tuple(
        QuarantinedFile(
            hash=row.hash, name=row.name, code=row.code, message=row.message,
            at=datetime.fromtimestamp(row.at, UTC), size=row.size,
        )
        for row in rows
    )


def raw(connection: Connection, hash: bytes) -> bytes | None:
    """The exact bytes of a file in quarantine, to try it again; None when it is not there."""
    found = connection.exec_driver_sql(
        "SELECT raw FROM quarantine WHERE hash = ? AND released IS NULL", (hash,)
    ).scalar_one_or_none()
    return None if found is None else bytes(found)


def release(connection: Connection, hash: bytes, *, actor: str, now: datetime) -> bool:
    """Take a file out of the list (it was taken in, or a person let it go); its bytes stay.

    False when it was not in the list: once more is harmless.
    """
    changed = connection.exec_driver_sql(
        "UPDATE quarantine SET released = ?, released_by = ?"
        " WHERE hash = ? AND released IS NULL",
        (int(now.timestamp()), actors.number(connection, actor), hash),
    )
    return changed.rowcount == 1


def by_reason(connection: Connection) -> dict[str, int]:
    """How many files lie in quarantine, by reason."""
    rows = connection.exec_driver_sql(
        "SELECT code, count(*) files FROM quarantine WHERE released IS NULL"
        " GROUP BY code ORDER BY code"
    )
    return {row.code: row.files for row in rows}
