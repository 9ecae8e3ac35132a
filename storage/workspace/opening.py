"""Creating and opening a workspace. What cannot be opened is left exactly as it was."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.errors import Damaged, NoRoom
from storage.seal import calibration, recovery, slots
from storage.seal.slots import KEY_BYTES, Cost, Slots
from storage.values import Clock, RandomBytes
from storage.workspace import actors, files, migrations, recovery_keys
from storage.workspace.database import Database
from storage.workspace.passphrases import unlock
from storage.workspace.sqlcipher import SqlCipher, peek_version
from storage.workspace.workspace import Workspace

_ORGANISATION = (
    "INSERT INTO organisation (number, workspace, name, seed, recovery, created)"
    " VALUES (1,?,?,?,?,?)"
)


def create(
    directory: Path, *, name: str, passphrase: str, clock: Clock,
    random: RandomBytes = os.urandom, cost: Cost | None = None,
) -> tuple[Workspace, str]:
    """A new workspace for organisation ``name``, and the recovery code to print and lock away.

    Without ``cost`` a guess at the passphrase costs what this computer can bear (see
    :mod:`storage.seal.calibration`). ``directory`` must be empty or not exist. ValueError for an
    empty passphrase, StorageError or NoRoom when the directory cannot be used; then nothing is
    left in it.
    """
    key, code, id = random(KEY_BYTES), random(recovery.CODE_BYTES), random(16)
    cost = cost or calibration.calibrated()
    wrapped = Slots(
        workspace=id,
        slots=(
            slots.passphrase_slot(id, key, passphrase, cost=cost, random=random),
            slots.recovery_slot(id, key, code, random=random),
        ),
    )
    files.make_empty_directory(directory)
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, directory, ignore_errors=True)
        organisation = (id, name, random(32), b"", int(clock().timestamp()))
        _fill(directory, key, organisation, recovery.recovery_secret(code))
        # the slots come last: without them a half-made directory is no workspace
        files.write_new(directory / files.SLOTS, slots.write_slots(wrapped))
        undo.pop_all()
    return _open(directory, wrapped, key, clock, random), recovery.write_code(code)


def open_workspace(
    directory: Path, *, passphrase: str | None = None, recovery_code: str | None = None,
    clock: Clock, random: RandomBytes = os.urandom,
) -> Workspace:
    """Open with one of the two secrets. Whatever is raised, nothing on disk has changed.

    On a full disk it opens for reading, unless a log or a migration must be written first: then
    NoRoom. WrongKey: the secret opens nothing, or the code has a typing error. MissingKey: no
    workspace, or no slots, here. Damaged. TooNew: a newer program wrote it. ValueError
    unless exactly one secret is given.
    """
    found, key = unlock(directory, passphrase=passphrase, recovery_code=recovery_code)
    return _open(directory, found, key, clock, random)


def _fill(directory: Path, key: bytes, organisation: tuple[Any, ...], sheet: bytes) -> None:
    path = files.database_path(directory)
    files.make_empty_file(path)
    with closing(SqlCipher(path, key)) as database:
        with database.writing() as connection:
            migrations.migrate(connection)
            connection.exec_driver_sql(_ORGANISATION, organisation)
            made = datetime.fromtimestamp(organisation[-1], UTC)
            recovery_keys.begin_sheet(connection, sheet, actor=actors.UNNAMED, now=made)
        database.empty_log()


def _open(
    directory: Path, found: Slots, key: bytes, clock: Clock, random: RandomBytes
) -> Workspace:
    path = files.database_path(directory)
    version = peek_version(path, key)
    if version is None and not files.has_log(directory):
        raise Damaged(f"{files.DATABASE} is damaged, or not the one its slots open")
    migrations.check(version or 0)
    with ExitStack() as undo:
        database, version = _first_look(directory, key)
        undo.callback(database.close)
        if version == 0:
            raise Damaged(f"{files.DATABASE} is empty. Restore a backup")
        database.migrate()
        recovery_keys.take_the_secret_out(database)
        with database.reading() as connection:
            id = connection.exec_driver_sql("SELECT workspace FROM organisation").scalar_one()
        if id != found.workspace:
            raise Damaged(f"{files.SLOTS} belongs to another {files.DATABASE}")
        workspace = Workspace(database, key, clock, random)
        undo.pop_all()
    return workspace


def _first_look(directory: Path, key: bytes) -> tuple[Database, int]:
    """The database and its schema's version; on a full disk still, where that is enough."""
    path = files.database_path(directory)
    with ExitStack() as undo:
        database = SqlCipher(path, key)
        undo.callback(database.close)
        try:
            with database.reading() as connection:
                version = migrations.version_of(connection)
        except NoRoom:
            if files.has_log(directory):
                raise
            database.close()
            database = SqlCipher(path, key, still=True)
            undo.callback(database.close)
            with database.reading() as connection:
                version = migrations.version_of(connection)
        undo.pop_all()
    return database, version
