"""Backups: a consistent, encrypted copy with its slots, checked before anybody relies on it."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from storage.durable import sync_directory
from storage.errors import Damaged, StorageError
from storage.seal.slots import write_slots
from storage.workspace import actors, ended_file, files, tombstones, verifying, whereabouts
from storage.workspace.database import Database
from storage.workspace.sqlcipher import SqlCipher
from storage.workspace.values import Backup

SKIPPED_NUMBERS = 1_000
"""What a restored workspace leaves out of receipt numbers and package versions: those that
may have been given out after the backup was made."""

BESIDE = (tombstones.FILE, ended_file.FILE)
"""What goes along when it lies beside the database."""

_LEFTOVER = re.compile(r"\.backup-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}\.new")
_INSERT = (
    "INSERT INTO backup (generation, path, records, batch, actor, at) VALUES (?,?,?,?,?,?)"
)


def back_up(
    database: Database, key: bytes, directory: Path, *, generation: bytes, actor: str,
    now: datetime,
) -> Backup:
    """Copy the open workspace into a new directory below ``directory``.

    It is written under another name, opened with the same key, checked, made durable and
    renamed; only then does the workspace note it. Raises StorageError, Damaged or NoRoom,
    and then nothing is noted and nothing is left; only when there is no room for the note, the
    whole and checked copy stays, and no receipt names it. What a killed process left is swept away.
    """
    name = f"backup-{now:%Y%m%dT%H%M%SZ}-{generation.hex()[:8]}"
    final, temporary = directory / name, directory / f".{name}.new"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _sweep(directory)
        temporary.mkdir(mode=0o700)
    except OSError as error:
        raise files.trouble(error) from None
    try:
        with files.held(temporary):  # so that nobody sweeps it away before it has its name
            made = (generation, str(final.absolute()), actor, now)
            batch, records = _copy(database, key, temporary, made)
            if final.exists():
                raise StorageError(f"{name} is there already")
            temporary.rename(final)
        sync_directory(directory)
    except OSError as error:
        raise files.trouble(error) from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    with database.writing() as connection:
        _note(connection, generation, str(final.absolute()), records, batch, actor, now)
    return Backup(generation=generation, path=str(final), records=records, at=now)


def _sweep(directory: Path) -> None:
    """Remove half-made backups that no living process holds."""
    for path in tuple(directory.iterdir()):
        if not _LEFTOVER.fullmatch(path.name) or path.is_symlink() or not path.is_dir():
            continue
        with files.held(path) as ours:
            if ours:
                shutil.rmtree(path, ignore_errors=True)


def listed(connection: Connection) -> tuple[Backup, ...]:
    """Every backup made of this workspace, oldest first; ``path`` is where it was made."""
    rows = connection.exec_driver_sql(
        "SELECT generation, path, records, at FROM backup ORDER BY number"
    )
    return tuple(
        Backup(
            generation=generation, path=path, records=records,
            at=datetime.fromtimestamp(at, UTC),
        )
        for generation, path, records, at in rows
    )


def restore(backup: Path, directory: Path) -> None:
    """Put a backup in ``directory``, which must be empty or not exist; open it there.

    Raises what opening raises for files that are missing or damaged, StorageError when
    something lies there already, NoRoom. The backup itself is not changed.
    """
    slots = files.read_slots(backup)
    if slots.address:
        raise StorageError(f"{backup.name} is no backup: its rows lie on a server")
    files.make_empty_directory(directory)
    try:
        log = (files.LOG,) if files.has_log(backup) else ()  # somebody opened the backup itself
        beside = tuple(name for name in BESIDE if (backup / name).is_file())
        # without slots it is no workspace yet
        for name in (files.DATABASE, *log, *beside, files.SLOTS):
            target = directory / name
            files.make_empty_file(target)
            shutil.copyfile(backup / name, target)
            files.sync_file(target)
        sync_directory(directory)
    except OSError as error:
        raise files.trouble(error) from None
    if files.read_slots(directory) != slots:
        raise Damaged("the copy of the backup is not like it. Try again")


def _copy(
    database: Database, key: bytes, temporary: Path, made: tuple[bytes, str, str, datetime]
) -> tuple[int, int]:
    """Write and check the copy; its last batch and how many records it holds."""
    generation, place, actor, now = made
    path = files.database_path(temporary)
    database.copy_to(path)
    for beside in BESIDE:
        if (database.directory / beside).is_file():
            files.write_new(temporary / beside, (database.directory / beside).read_bytes())
    slots = whereabouts.in_file(files.read_slots(database.directory), key)
    files.write_new(temporary / files.SLOTS, write_slots(slots))
    with path.open("rb") as written:
        beginning = written.read(16)
    if beginning == b"SQLite format 3\0":
        raise StorageError("the backup came out unencrypted and was removed")
    copy = SqlCipher(path, key)
    try:
        _untie(copy)
        with copy.reading() as connection:
            found = verifying.sums(connection, verifying.quick(copy.damages, connection))
            batch = connection.exec_driver_sql(
                "SELECT coalesce(max(number), 0) FROM batch"
            ).scalar_one()
        if found.faults:
            raise Damaged(f"the backup does not hold: {found.faults[0]}")
        with copy.writing() as connection:
            _note(connection, generation, place, found.records, batch, actor, now)
            _leave_numbers_out(connection)
        copy.make_single_file()
    finally:
        copy.close()
    return int(batch), found.records


def _untie(copy: SqlCipher) -> None:
    """What leads from answers to their bundles goes, also from the pages it would leave free."""
    with copy.writing() as connection:
        # what devices carry will have turned on before this copy is ever restored
        connection.exec_driver_sql("DELETE FROM token")
        tied = connection.exec_driver_sql("DELETE FROM fresh").rowcount
    if tied:
        copy.compact()


def _note(
    connection: Connection, generation: bytes, name: str, records: int, batch: int,
    actor: str, now: datetime,
) -> None:
    row = (generation, name, records, batch, actors.number(connection, actor))
    connection.exec_driver_sql(_INSERT, (*row, int(now.timestamp())))


def _leave_numbers_out(connection: Connection) -> None:
    connection.exec_driver_sql(
        "UPDATE stream SET last_receipt = last_receipt + ?", (SKIPPED_NUMBERS,)
    )
    connection.exec_driver_sql("UPDATE campaign SET packages = packages + ?", (SKIPPED_NUMBERS,))
