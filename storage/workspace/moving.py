"""A workspace's rows from its file to a server, and back; its directory and secrets stay."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Connection

from storage.durable import sync_directory
from storage.errors import Damaged, StorageError
from storage.values import RandomBytes
from storage.workspace import addresses, copying, files, migrations, verifying
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
    program that has it open can do nothing more with it. Raises what opening raises, and
    StorageError when the rows lie on a server already; then nothing has changed here.
    """
    found, key = unlock(directory, passphrase=passphrase, recovery_code=recovery_code)
    if files.is_on_server(directory):
        raise StorageError("the rows of this workspace lie on a server already")
    with ExitStack() as closing:
        file = SqlCipher(files.database_path(directory), key)
        closing.callback(file.close)
        target = on_server(directory, server, key, found.workspace, random)
        closing.callback(target.close)
        file.migrate()
        with file.writing() as source:
            with target.writing() as connection:
                target.begin(connection)
                migrations.migrate(connection)
                copying.copy_rows(source, connection)
                _compare(source, connection, target)
            files.write_new(directory / files.ADDRESS, addresses.write_file(server))
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
    off leaves them on the server, or in both places and the server's are the ones that count.
    """
    found, key = unlock(directory, passphrase=passphrase, recovery_code=recovery_code)
    if not files.is_on_server(directory):
        raise StorageError("the rows of this workspace lie in a file already")
    server = addresses.read_file(files.read_address(directory), database_password)
    path = files.database_path(directory)
    new = path.with_name(f"{path.name}.new")
    with ExitStack() as closing:
        source = on_server(directory, server, key, found.workspace, random)
        closing.callback(source.close)
        source.migrate()
        with source.writing() as connection:
            new.unlink(missing_ok=True)
            copying.to_file(connection, new, key)
            file = SqlCipher(new, key)
            closing.callback(file.close)
            with file.reading() as copied:
                _compare(connection, copied, file)
            file.make_single_file()
            new.replace(path)
            (directory / files.ADDRESS).unlink()
            sync_directory(directory)
            connection.exec_driver_sql(f"DROP SCHEMA {server.schema} CASCADE")


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
