"""A workspace's directory: the encrypted database, and the slots that open it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.durable import sync_directory
from storage.errors import Damaged, MissingKey, NoRoom, StorageError
from storage.seal import slots as seal
from storage.seal.slots import Slots

DATABASE = "workspace.db"
LOG = "workspace.db-wal"
SLOTS = "workspace.slots"
MOVING = "workspace.db.new"
"""What comes from a server, until all of it is there."""
LITTLE_ROOM = 64 * 1024


def database_path(directory: Path) -> Path:
    return directory / DATABASE


def is_on_server(directory: Path) -> bool:
    """Whether the slots here say that the rows lie on a server; :func:`read_slots` otherwise.

    To be shown only: who opens it must have ``storage.seal.place`` look at the place.
    """
    return bool(read_slots(directory).address)


def read_slots(directory: Path) -> Slots:
    """The slots of the workspace here. Raises MissingKey, Damaged or TooNew."""
    path = directory / SLOTS
    try:
        with path.open("rb") as file:
            data = file.read(seal.FILE_LIMIT + 1)
    except FileNotFoundError:
        if (directory / DATABASE).exists():
            raise MissingKey(
                f"{SLOTS} is missing beside {DATABASE}. Copy it from a backup"
            ) from None
        raise MissingKey(f"there is no workspace in {directory.name}") from None
    except OSError as error:
        raise trouble(error) from None
    slots = seal.read_slots(data)
    there = any((directory / name).exists() for name in (DATABASE, MOVING))
    if not there and not slots.address:
        raise Damaged(f"{DATABASE} is missing beside {SLOTS}. Copy it from a backup")
    return slots


def stamp(path: Path) -> tuple[int, int]:
    """Size in bytes and time of change in nanoseconds; zeros when there is no such file."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    except OSError as error:
        raise trouble(error) from None
    return found.st_size, found.st_mtime_ns


def has_log(directory: Path) -> bool:
    """Whether the database's write-ahead log holds anything."""
    log = directory / LOG
    return log.exists() and log.stat().st_size > 0


def write_new(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads, whole and durable or not at all."""
    temporary = path.with_name(path.name + ".new")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_directory(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise trouble(error) from None


def put_aside(path: Path) -> None:
    """Give whatever lies at ``path`` another name, ``….damaged`` or ``….damaged-2`` and so on."""
    aside, number = path.with_name(f"{path.name}.damaged"), 1
    try:
        while os.path.lexists(aside):
            number += 1
            aside = path.with_name(f"{path.name}.damaged-{number}")
        path.replace(aside)
    except OSError as error:
        raise trouble(error) from None


def make_empty_file(path: Path) -> None:
    """An empty file with mode 0600; SQLite gives its -wal and -shm the same rights."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise trouble(error) from None


def make_empty_directory(directory: Path) -> None:
    """A directory with mode 0700. StorageError when something lies there already."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise StorageError(f"{directory.name} is not empty. Choose another directory")
        directory.chmod(0o700)
    except OSError as error:
        raise trouble(error) from None


def sync_file(path: Path) -> None:
    """Make a file's bytes durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def held(directory: Path) -> Iterator[bool | None]:
    """Lock ``directory``, also against other processes; a killed one holds nothing.

    False when somebody else holds it; None where there are no such locks (Windows, some
    network disks), so that nobody can tell.
    """
    if sys.platform == "win32":
        yield None
        return
    import fcntl

    handle = os.open(directory, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            ours: bool | None = True
        except BlockingIOError:
            ours = False
        except OSError:
            ours = None
        yield ours
    finally:
        os.close(handle)


def is_full(directory: Path) -> bool:
    """Whether there is no room for the index of a log (32 KiB) and a few pages."""
    try:
        return shutil.disk_usage(directory).free < LITTLE_ROOM
    except OSError:
        return False


def trouble(error: OSError) -> StorageError:
    """The system's refusal in storage's own words."""
    if error.errno in (28, 122):  # ENOSPC, EDQUOT
        return NoRoom("the disk is full. Free some room and try again")
    return StorageError(f"the directory cannot be used: {error.strerror}")
