"""Creating and opening a workspace. What cannot be opened is left exactly as it was."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from storage.errors import Damaged, MissingKey, NoRoom, StorageError, WrongKey
from storage.seal import calibration, place, recovery, slots
from storage.seal.slots import KEY_BYTES, Cost, Slots
from storage.values import Clock, RandomBytes
from storage.workspace import (
    actors,
    addresses,
    files,
    migrations,
    recovery_keys,
    rekeying,
    remembering,
    sealed_columns,
    whereabouts,
)
from storage.workspace.addresses import Address
from storage.workspace.database import Database
from storage.workspace.passphrases import open_slots, unlock
from storage.workspace.sqlcipher import SqlCipher, peek_version
from storage.workspace.workspace import Workspace

_ORGANISATION = (
    "INSERT INTO organisation (number, workspace, name, seed, recovery, created, place)"
    " VALUES (1,?,?,?,?,?,?)"
)


def create(
    directory: Path, *, name: str, passphrase: str, clock: Clock,
    random: RandomBytes = os.urandom, cost: Cost | None = None, server: Address | None = None,
) -> tuple[Workspace, str]:
    """A new workspace for organisation ``name``, and the recovery code to print and lock away.

    Without ``cost`` a guess at the passphrase costs what this computer can bear (see
    :mod:`storage.seal.calibration`). ``directory`` must be empty or not exist. ValueError for an
    empty passphrase, StorageError or NoRoom when the directory cannot be used; then nothing is
    left in it. With ``server`` the rows are kept there, in a schema that must be empty or not
    exist; NoPassword and StorageError when it cannot be used.
    """
    key, code, id = random(KEY_BYTES), random(recovery.CODE_BYTES), random(16)
    cost = cost or calibration.calibrated()
    address = "" if server is None else addresses.write(server)
    wrapped = Slots(
        workspace=id, place=place.make(key, id, whereabouts.FIRST, address),
        slots=(
            slots.passphrase_slot(id, key, passphrase, cost=cost, random=random),
            slots.recovery_slot(id, key, code, random=random),
        ),
    )
    files.make_empty_directory(directory)
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, directory, ignore_errors=True)
        organisation = (id, name, random(32), b"", int(clock().timestamp()))
        with closing(_new_database(directory, wrapped, key, random, server)) as database:
            with database.writing() as connection:
                database.begin(connection)
                _fill(connection, organisation, recovery.recovery_secret(code))
                if server is not None:  # a schema must not outlive its only key
                    files.write_new(directory / files.SLOTS, slots.write_slots(wrapped))
            database.empty_log()
        # the slots come last: without them a half-made directory is no workspace
        files.write_new(directory / files.SLOTS, slots.write_slots(wrapped))
        undo.pop_all()
    password = None if server is None else server.password
    return _open(directory, wrapped, key, clock, random, password), recovery.write_code(code)


def open_workspace(
    directory: Path, *, passphrase: str | None = None, recovery_code: str | None = None,
    clock: Clock, random: RandomBytes = os.urandom, database_password: str | None = None,
) -> Workspace:
    """Open with one of the two secrets. Whatever is raised, nothing on disk has changed.

    On a full disk it opens for reading, unless a log or a migration must be written first: then
    NoRoom. WrongKey: the secret opens nothing, or the code has a typing error. MissingKey: no
    workspace, or no slots, here. Damaged. TooNew: a newer program wrote it. ValueError
    unless exactly one secret is given. Where the rows lie on a server that wants a password and
    finds none by libpq's own ways, ``database_password`` is used; without one NoPassword.
    """
    secrets = {"passphrase": passphrase, "recovery_code": recovery_code}
    try:
        found, key = unlock(directory, **secrets)
        return _open(directory, found, key, clock, random, database_password)
    except (Damaged, WrongKey) as fault:
        # a power cut may have come after the server's rows got a new key, and before the slots
        waiting = rekeying.waiting_slots(directory)
        if waiting is None:
            raise
        try:
            key = open_slots(waiting, **secrets)
        except (WrongKey, MissingKey):
            raise fault from None
        workspace = _open(directory, waiting, key, clock, random, database_password)
        rekeying.settle_server(directory)
        return workspace


def _fill(connection: Connection, organisation: tuple[Any, ...], sheet: bytes) -> None:
    migrations.migrate(connection)
    id, name, seed, secret, created = organisation
    sealed, number = (
        sealed_columns.seal(connection, "organisation", column, id, value)
        for column, value in (("seed", seed), ("place", whereabouts.written(whereabouts.FIRST)))
    )
    connection.exec_driver_sql(_ORGANISATION, (id, name, sealed, secret, created, number))
    made = datetime.fromtimestamp(created, UTC)
    recovery_keys.begin_sheet(connection, sheet, actor=actors.UNNAMED, now=made)


def _new_database(
    directory: Path, made: Slots, key: bytes, random: RandomBytes, server: Address | None
) -> Database:
    if server is not None:
        return on_server(directory, server, key, made.workspace, random)
    path = files.database_path(directory)
    files.make_empty_file(path)
    return SqlCipher(path, key)


def on_server(
    directory: Path, server: Address, key: bytes, workspace: bytes, random: RandomBytes
) -> Database:
    """The database at ``server``. StorageError where the program has no driver for it."""
    try:
        from storage.workspace.postgres import Postgres  # only who uses it needs psycopg
    except ImportError:
        raise StorageError(
            "this program was installed without PostgreSQL: pip install 'vardera[postgres]'"
        ) from None
    return Postgres(directory, server, key, workspace, random)


def _open(
    directory: Path, found: Slots, key: bytes, clock: Clock, random: RandomBytes,
    password: str | None,
) -> Workspace:
    if found.place is not None:
        place.check(found.place, key, found.workspace)
    with ExitStack() as undo:
        if found.address:
            whereabouts.check_beside(directory, found, key)
            server = addresses.read_stored(found.address, password)
            database = on_server(directory, server, key, found.workspace, random)
            undo.callback(database.close)
            version = _version(database)
        else:
            whereabouts.finish_move(directory, found, key)
            database, version = _file(directory, key)
            undo.callback(database.close)
        if version == 0:
            raise Damaged(f"{database.name} is empty. Restore a backup")
        migrations.check(version)
        with database.reading() as connection:
            id = connection.exec_driver_sql("SELECT workspace FROM organisation").scalar_one()
        if id != found.workspace:
            raise Damaged(f"{files.SLOTS} belongs to another {database.name}")
        with database.reading() as connection:
            whereabouts.check(connection, found, version)
        database.migrate()
        recovery_keys.take_the_secret_out(database)
        remembering.forget_when_opened(database, clock())
        if found.address:
            rekeying.drop_waiting(database, found)
        workspace = Workspace(database, key, clock, random)
        undo.pop_all()
    return workspace


def _file(directory: Path, key: bytes) -> tuple[Database, int]:
    path = files.database_path(directory)
    version = peek_version(path, key)
    if version is None and not files.has_log(directory):
        raise Damaged(f"{files.DATABASE} is damaged, or not the one its slots open")
    migrations.check(version or 0)
    return _first_look(directory, key)


def _version(database: Database) -> int:
    with database.reading() as connection:
        return migrations.version_of(connection)


def _first_look(directory: Path, key: bytes) -> tuple[Database, int]:
    """The database and its schema's version; on a full disk still, where that is enough."""
    path = files.database_path(directory)
    try:
        return _looked_at(SqlCipher(path, key))
    except NoRoom:
        if files.has_log(directory):
            raise
        return _looked_at(SqlCipher(path, key, still=True))
    except Damaged:
        # SQLCipher reads its salt from the file's first bytes, also where a power cut left
        # them half written and whole in the log; closing has just moved the log over them
        if peek_version(path, key) is None:
            raise
        return _looked_at(SqlCipher(path, key))


def _looked_at(database: SqlCipher) -> tuple[Database, int]:
    with ExitStack() as undo:
        undo.callback(database.close)
        version = _version(database)
        undo.pop_all()
    return database, version
