"""The store's directory: who may read it, who has it open, and the room kept in reserve."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from storage.durable import sync_directory
from storage.errors import Damaged, InUse, NoRoom, TooNew
from storage.kiosk.migrations import APPLICATION_ID, VERSION
from storage.waiting import sync

DATABASE = "kiosk.db"
RESERVE = "reserve"
LOCK = "lock"
RESERVE_BYTES = 1024 * 1024


class StoreFiles:
    """A store's directory, held by this process until :meth:`release`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.database = directory / DATABASE
        self._lock = -1

    def take(self) -> None:
        """Make the directory where it is missing and hold it.

        Raises InUse when another program has it open, TooNew or Damaged (nothing is changed)
        when what lies there is not for this program, NoRoom when the disk is full.
        """
        check_database_file(self.database)
        try:
            if not self.directory.is_dir():
                self.directory.mkdir(mode=0o700, parents=True)
                sync_directory(self.directory.parent)
            self._lock = os.open(self.directory / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
            _hold(self._lock)
            if not self.database.exists():
                if (self.directory / RESERVE).exists():
                    raise Damaged(f"{DATABASE} is missing from the store")
                # SQLite gives -wal and -shm the rights of the database
                os.close(os.open(self.database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
                sync_directory(self.directory)
        except OSError as error:
            self.release()
            raise trouble(error) from None
        except (Damaged, InUse):
            self.release()
            raise

    def release(self) -> None:
        """Let go of the directory; harmless when it was not held."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def keep_reserve(self) -> bool:
        """Put the reserve in place; False when there is no room for it now."""
        path = self.directory / RESERVE
        if path.exists() and path.stat().st_size == RESERVE_BYTES:
            return True
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                # written, not merely sized, and not zeros: a hole reserves nothing, and a disk
                # that compresses would keep next to nothing for it
                filling = os.urandom(RESERVE_BYTES)
                while filling:
                    filling = filling[os.write(handle, filling) :]
                sync(handle)
            finally:
                os.close(handle)
            sync_directory(self.directory)
        except OSError:
            self.free_reserve()
            return False
        return True

    def free_reserve(self) -> bool:
        """Give the reserve's room back; False when there was none to give."""
        path = self.directory / RESERVE
        try:
            given = path.stat().st_size > 0
            os.truncate(path, 0)
        except FileNotFoundError:
            return False
        return given

    def log_is_used(self) -> bool:
        """Whether anything lies in the write-ahead log."""
        return _has_bytes(self.directory / f"{DATABASE}-wal")

    def sync_log(self) -> None:
        """Make the emptied write-ahead log durable; SQLite itself does not wait for that."""
        log = self.directory / f"{DATABASE}-wal"
        if log.exists():
            handle = os.open(log, os.O_RDWR)
            try:
                sync(handle)
            finally:
                os.close(handle)


def check_database_file(path: Path) -> None:
    """Look at the file's header before SQLite may touch it. Raises TooNew or Damaged.

    With a log or journal beside it the header may be half written, as a power cut leaves it:
    only SQLite can put the two together, and the same questions are asked after that.
    """
    try:
        if any(_has_bytes(path.with_name(path.name + end)) for end in ("-wal", "-journal")):
            return
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        raise trouble(error) from None
    if not header:
        return  # made, but not yet written to, when the power went
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise Damaged(f"{DATABASE} is not a database, or its beginning is damaged")
    version = int.from_bytes(header[60:64], "big")
    application = int.from_bytes(header[68:72], "big")
    if application not in (0, APPLICATION_ID):
        raise Damaged(f"{DATABASE} belongs to another program")
    if version > VERSION:
        raise TooNew(
            f"the store has version {version} and this program reads up to {VERSION}. "
            "Update the program and try again; nothing was changed"
        )


def _has_bytes(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def trouble(error: OSError) -> NoRoom | Damaged:
    """The system's refusal in the store's own words."""
    if error.errno == 28 or error.errno == 122:  # ENOSPC, EDQUOT
        return NoRoom("the disk is full. Free some room and try again")
    return Damaged(f"the store's directory cannot be used: {error.strerror}")


def _hold(handle: int) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise InUse("another program has this store open. Close it and try again") from None
