"""A workspace's rows from its file to a server, and back; its directory and secrets stay."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from storage.durable import sync_directory
from storage.errors import Damaged, StorageError
from storage.seal import place
from storage.seal.slots import Slots, write_slots
from storage.values import RandomBytes
from storage.workspace import (
    addresses,
    copying,
    files,
    migrations,
    rekeying,
    verifying,
    whereabouts,
)
from storage.workspace.addresses import Address
from storage.workspace.database import Database
from storage.workspace.opening import on_server
from storage.workspace.passphrases import unlock
from storage.workspace.schema import metadata
from storage.workspace.sqlcipher import SqlCipher


def to_server(
    directory: Path, server: Address, *, passphrase: str | None = None,
    recovery_code: str | None = None, random: RandomBytes = os.urandom,
) -> None:
    """Move the rows to ``server``, into a schema that is empty or not there.

    They are copied and checked while nobody else can write; only then does the file go. Another
    program that has it open can do nothing more with it. Where they lie on a server already, and
    ``server`` is another name of it, that name is kept. Raises what opening raises, and
    StorageError when the rows lie on another server; then nothing has changed here.
    """
    found, key = _unlocked(directory, passphrase, recovery_code)
    if found.address:
        _rename_server(directory, server, (found, key), random)
        return
    whereabouts.finish_move(directory, found, key)
    moved = whereabouts.moved(found, key, addresses.write(server))
    with ExitStack() as undo:
        file = SqlCipher(files.database_path(directory), key)
        undo.callback(file.close)
        target = on_server(directory, server, key, found.workspace, random)
        undo.callback(target.close)
        file.migrate()
        with file.writing() as source:
            whereabouts.check(source, found, migrations.VERSION)
            with target.writing() as connection:
                target.begin(connection)
                migrations.migrate(connection)
                copying.copy_rows(source, connection)
                whereabouts.note(connection, moved.generation)
                _compare(source, connection, target)
            files.write_new(directory / files.SLOTS, write_slots(moved))  # now the server counts
            for table in reversed(metadata.sorted_tables):  # for whoever still has it open
                source.exec_driver_sql(f"DROP TABLE {table.name}")
        file.empty_log()
    _remove_file(directory)


def to_file(
    directory: Path, *, passphrase: str | None = None, recovery_code: str | None = None,
    database_password: str | None = None, random: RandomBytes = os.urandom,
) -> None:
    """Move the rows from their server into an encrypted file, and take them off the server.

    Raises what opening raises, and StorageError when they lie in a file already. What breaks
    off leaves them where the slots say. What is left on the server, or copied from there before,
    counts no more: the slots and the file have the next number.
    """
    found, key = _unlocked(directory, passphrase, recovery_code)
    if not found.address:
        raise StorageError("the rows of this workspace lie in a file already")
    whereabouts.check_beside(directory, found, key)
    server = addresses.read_stored(found.address, database_password)
    moved, new = whereabouts.moved(found, key), whereabouts.moving_path(directory)
    with ExitStack() as undo:
        source = on_server(directory, server, key, found.workspace, random)
        undo.callback(source.close)
        source.migrate()
        with source.writing() as connection:
            whereabouts.check(connection, found, migrations.VERSION)
            new.unlink(missing_ok=True)
            copying.to_file(connection, new, key)
            file = SqlCipher(new, key)
            undo.callback(file.close)
            with file.writing() as copied:
                whereabouts.note(copied, moved.generation)
                _compare(connection, copied, file)
            file.make_single_file()
            files.write_new(directory / files.SLOTS, write_slots(moved))  # now the file counts
            whereabouts.put_in_place(directory)
            connection.exec_driver_sql(f"DROP SCHEMA {server.schema} CASCADE")


def _unlocked(
    directory: Path, passphrase: str | None, recovery_code: str | None
) -> tuple[Slots, bytes]:
    rekeying.check_settled(directory)
    found, key = unlock(directory, passphrase=passphrase, recovery_code=recovery_code)
    if found.place is not None:
        place.check(found.place, key, found.workspace)
    return found, key


def _rename_server(
    directory: Path, server: Address, opened: tuple[Slots, bytes], random: RandomBytes
) -> None:
    """Keep ``server`` as the address, when the very rows that the slots name lie there."""
    found, key = opened
    if addresses.write(server) == found.address:
        raise StorageError("the rows of this workspace lie there already")
    whereabouts.check_beside(directory, found, key)
    with (
        closing(on_server(directory, server, key, found.workspace, random)) as database,
        database.reading() as connection,
    ):
        version = migrations.version_of(connection)
        if version == 0:
            raise StorageError(
                "the rows of this workspace lie on another server already. Move them into the "
                "file first"
            )
        migrations.check(version)
        whereabouts.check(connection, found, version)
    made = place.make(key, found.workspace, found.generation, addresses.write(server))
    files.write_new(directory / files.SLOTS, write_slots(replace(found, place=made)))


def _compare(source: Connection, target: Connection, database: Database) -> None:
    """Raise Damaged unless every table has as many rows, and all of them hold together."""
    for table in metadata.sorted_tables:
        query = f"SELECT count(*) FROM {table.name}"  # noqa: S608
        if len({c.exec_driver_sql(query).scalar_one() for c in (source, target)}) > 1:
            raise Damaged(f"not all rows of {table.name} arrived. Nothing was changed")
    faults = verifying.quick(database.damages, target)
    if faults:
        raise Damaged(f"what arrived does not hold: {faults[0]}. Nothing was changed")


def _remove_file(directory: Path) -> None:
    path = files.database_path(directory)
    for name in (path.name, files.LOG, f"{path.name}-shm"):
        (directory / name).unlink(missing_ok=True)
    sync_directory(directory)
