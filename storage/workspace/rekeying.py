"""A new database key: after it neither old slots nor what they open lead to today's rows.

A file is written anew beside the old one; two renames then put it and its slots in place. What
breaks off between is finished, or swept away, by whoever opens the workspace next. On a server
the secret columns are sealed anew in one transaction.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection

from storage.durable import sync_directory
from storage.errors import Damaged, InUse, NotInPlace
from storage.seal.columns import ColumnSealer
from storage.seal.slots import FILE_LIMIT, Slots, read_slots, write_slots
from storage.workspace import files, sealed_columns, verifying
from storage.workspace.database import Database
from storage.workspace.sqlcipher import SqlCipher, alone, translated, turn_key

NEXT_DATABASE = "workspace.db.next"
NEXT_SLOTS = "workspace.slots.next"
"""Whole and durable only when the database beside it is: from then on the new key counts."""
SERVER_SLOTS = "workspace.slots.server"
"""Slots of a key that the server's rows may or may not have been sealed with yet."""
_TURNING = "another program is giving the workspace a new key. Try again"


def rekey_file(
    directory: Path, turned: tuple[bytes, bytes], slots: Slots,
    change: Callable[[Connection], None],
) -> None:
    """Write the database anew with the second of two raw 32-byte keys, which ``slots`` wrap.

    ``change`` is done in the new one only. Nobody else may have the workspace open: InUse. A
    power cut leaves the old or the new, each with its slots. Raises StorageError, NoRoom, Damaged.
    """
    finish(directory)
    key, new = turned
    path, made = files.database_path(directory), directory / NEXT_DATABASE
    try:
        with files.held(directory), _opened(path) as kept, alone(path, key) as old:
            _sweep(directory)
            with translated(path):
                files.make_empty_file(made)
                old.execute("VACUUM INTO ?", (str(made),)).close()
            turn_key(made, key, new)
            _finish_copy(made, new, change)
            sync_directory(directory)
            files.write_new(directory / NEXT_SLOTS, write_slots(slots))
            if sys.platform != "win32":  # there an open file cannot be replaced
                _swap(directory)
                os.ftruncate(kept, 0)  # who waited for the old file must not go on in it
        finish(directory)
    except OSError as error:
        raise files.trouble(error) from None
    finally:
        if not (directory / NEXT_SLOTS).exists():
            _sweep(directory)


def rekey_server(
    database: Database, sealer: ColumnSealer, slots: Slots, change: Callable[[Connection], None]
) -> None:
    """Seal every secret on the server anew with ``sealer``, whose key ``slots`` wrap.

    All in one transaction with ``change``. A power cut before its end leaves the old; after it
    :func:`opening.open_workspace` finds the new slots where they wait.
    """
    directory = database.directory
    with database.writing() as connection:
        change(connection)
        for table, sealed in sealed_columns.TABLES.items():
            for column in sealed.columns:
                _reseal(connection, sealer, table, (column, sealed.row))
        files.write_new(directory / SERVER_SLOTS, write_slots(slots))
    settle_server(directory)
    database.scrub()


def waiting_slots(directory: Path) -> Slots | None:
    """Slots that a power cut left waiting, where the rows lie on a server."""
    path = directory / SERVER_SLOTS
    if not path.is_file() or not files.is_on_server(directory):
        return None
    try:
        return read_slots(path.read_bytes()[: FILE_LIMIT + 1])
    except OSError as error:
        raise files.trouble(error) from None


def check_settled(directory: Path) -> None:
    """Raise NotInPlace while slots wait: nobody knows before an opening which of them count."""
    if waiting_slots(directory) is not None:
        raise NotInPlace(
            "the workspace's new key is not in place yet. Open the workspace once, then try again"
        )


def drop_waiting(database: Database, slots: Slots) -> None:
    """Take away slots that wait for a server's new key, unless they are the ``slots`` that
    ``database`` was opened with. InUse while another program gives it a new key.
    """
    path = database.directory / SERVER_SLOTS
    try:
        if not path.is_file() or path.read_bytes() == write_slots(slots):
            return
        with database.writing() as connection:  # in which nobody else is giving a new key
            id, seed = connection.exec_driver_sql("SELECT workspace, seed FROM organisation").one()
            sealed_columns.open(connection, "organisation", "seed", bytes(id), bytes(seed))
            path.unlink(missing_ok=True)
        sync_directory(database.directory)
    except Damaged:
        raise InUse(_TURNING) from None
    except OSError as error:
        raise files.trouble(error) from None


def settle_server(directory: Path) -> None:
    """Put the slots that wait in place: the server's rows are known to be theirs."""
    try:
        (directory / SERVER_SLOTS).replace(directory / files.SLOTS)
        sync_directory(directory)
    except OSError as error:
        raise files.trouble(error) from None


def finish(directory: Path) -> None:
    """Do, or sweep away, what a power cut left. InUse while another program is at it."""
    begun = directory / NEXT_SLOTS
    if not begun.exists() and not (directory / NEXT_DATABASE).exists():
        return
    try:
        with files.held(directory) as ours:
            if begun.exists():
                if ours is False:
                    raise InUse(_TURNING)
                _swap(directory)
            elif ours:
                _sweep(directory)
    except OSError as error:
        raise files.trouble(error) from None


def _finish_copy(made: Path, new: bytes, change: Callable[[Connection], None]) -> None:
    with closing(SqlCipher(made, new)) as database:
        with database.writing() as connection:
            change(connection)
        with database.reading() as connection:
            faults = verifying.quick(database.damages, connection)
        if faults:
            raise Damaged(f"the copy does not hold: {faults[0]}. Nothing was changed")
        database.make_single_file()


def _reseal(
    connection: Connection, sealer: ColumnSealer, table: str, names: tuple[str, str]
) -> None:
    column, row = names
    found = connection.exec_driver_sql(f"SELECT {row}, {column} FROM {table}").all()  # noqa: S608
    for id, value in found:
        plain = sealed_columns.open(connection, table, column, bytes(id), bytes(value or b""))
        if plain:
            connection.exec_driver_sql(
                f"UPDATE {table} SET {column} = ? WHERE {row} = ?",  # noqa: S608
                (sealer.seal(table, column, bytes(id), plain), id),
            )


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    # closed only after the database's connection: closing it drops that one's locks
    handle = os.open(path, os.O_RDWR)
    try:
        yield handle
    finally:
        os.close(handle)


def _swap(directory: Path) -> None:
    made = directory / NEXT_DATABASE
    if made.exists():
        for suffix in ("-wal", "-shm", "-journal"):  # of the old file, whoever left them
            Path(f"{files.database_path(directory)}{suffix}").unlink(missing_ok=True)
        made.replace(files.database_path(directory))
        sync_directory(directory)
    (directory / NEXT_SLOTS).replace(directory / files.SLOTS)
    sync_directory(directory)


def _sweep(directory: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            (directory / f"{NEXT_DATABASE}{suffix}").unlink(missing_ok=True)
