"""Carrying files in a folder: a USB stick, a network share, a synchronised directory."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from storage.errors import Damaged
from sync.envelope import FILE_LIMIT
from sync.errors import FileGone, NameTaken, PlaceFull, PlaceGone, PlaceRefuses, TransportError
from sync.naming import is_text
from sync.placing import settle, sync_names
from sync.transport import plain_name, sound_name

_GONE = {
    errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.EIO,
    errno.ENOTCONN, errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ECONNABORTED,
}
_REFUSES = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_TEMPORARY = ".tmp-"
_LEFTOVER = re.compile(r"\.tmp-[0-9a-f]{16}")
_LEFT_SECONDS = 24 * 3600

_NO_ORDINARY_FILE = {errno.EINVAL, errno.ELOOP, errno.ENXIO}
# not waiting: a named pipe would otherwise hold the program until somebody writes to it
_READING = os.O_RDONLY | sum(
    getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)
_WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | sum(
    getattr(os, flag, 0) for flag in ("O_CLOEXEC", "O_BINARY")
)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def read_file(path: Path, limit: int = FILE_LIMIT) -> bytes:
    """The whole of an ordinary file that a person named; a link to one is followed.

    Raises OSError when it cannot be read or is no ordinary file (a pipe, a device, a folder)
    and Damaged when it is longer than ``limit`` bytes.
    """
    with _open_regular(path, _READING) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise Damaged(f"{path}: more than the {limit} bytes allowed")
    return data


class FolderTransport:
    """Files in the directory ``folder``, which must exist. ``random`` names unfinished files."""

    def __init__(self, folder: Path, random: Callable[[int], bytes] = os.urandom) -> None:
        self._folder = folder
        self._random = random
        self._disk: int | None = None
        self._swept = False

    def list(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`."""
        with self._told("read"), os.scandir(self._folder) as entries:
            return tuple(sorted(
                entry.name for entry in entries
                if entry.name.lower().endswith(suffix) and plain_name(entry.name)
                and entry.is_file(follow_symlinks=False)
            ))

    def bad_names(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`."""
        with self._told("read"), os.scandir(self._folder) as entries:
            return tuple(sorted(
                os.fsencode(entry.name).decode(errors="backslashreplace") for entry in entries
                if entry.name.lower().endswith(suffix) and not is_text(entry.name)
            ))

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        """See :class:`sync.transport.Transport`."""
        if not plain_name(name):
            raise ValueError(f"{name!r} is not a name in a folder")
        with self._told("read"):
            try:
                data = self._read(name, limit + 1)
            except FileNotFoundError:
                if not self._folder.is_dir():
                    raise
                raise FileGone(f"{name} does not lie in {self._folder} any more") from None
        if len(data) > limit:
            raise Damaged(f"{name}: more than the {limit} bytes allowed")
        return data

    def put(self, name: str, data: bytes) -> None:
        """See :class:`sync.transport.Transport`. A crash leaves only a ``.tmp-`` file."""
        if not sound_name(name):
            raise ValueError(f"{name!r} is not a name that may be carried")
        target = self._folder / name
        temporary = self._folder / f"{_TEMPORARY}{self._random(8).hex()}"
        with self._told("written"):
            if os.path.lexists(target):
                self._refuse_other(name, data)
                return
            try:
                written = _write_durably(temporary, data)
                self._same_disk()
                settle(temporary, target)
            except FileExistsError:
                # another program was quicker
                with suppress(OSError):
                    temporary.unlink()
                self._refuse_other(name, data)
            except OSError:
                with suppress(OSError):
                    temporary.unlink()
                raise
            self._sweep(written)

    def remove(self, name: str) -> bool:
        """Take an ordinary file away, durably; False when it did not lie there."""
        if not plain_name(name):
            raise ValueError(f"{name!r} is not a name in a folder")
        with self._told("written"):
            target = self._folder / name
            try:
                if not stat.S_ISREG(target.lstat().st_mode):
                    raise PlaceRefuses(f"{name} is not an ordinary file; it was left alone")
                target.unlink()
            except FileNotFoundError:
                if not self._folder.is_dir():
                    raise
                return False
            sync_names(self._folder)
        return True

    def close(self) -> None:
        """See :class:`sync.transport.Transport`; a folder holds nothing open."""

    def _same_disk(self) -> None:
        """A stick that was pulled leaves its empty folder: nothing may be written into that."""
        disk = self._folder.stat().st_dev
        if self._disk is None:
            self._disk = disk
        elif disk != self._disk:
            raise OSError(errno.ENODEV, "another disk lies there now")

    def _sweep(self, written: float) -> None:
        """Take away what crashes left, a day before ``written`` by the place's own clock."""
        if self._swept:
            return
        self._swept = True
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                if _LEFTOVER.fullmatch(entry.name) and entry.is_file(follow_symlinks=False) and (
                    entry.stat(follow_symlinks=False).st_mtime < written - _LEFT_SECONDS
                ):
                    Path(entry.path).unlink()

    def _read(self, name: str, most: int) -> bytes:
        try:
            with _open_regular(self._folder / name, _READING | _NO_LINK) as file:
                return file.read(most)
        except OSError as fault:
            if fault.errno not in _NO_ORDINARY_FILE:
                raise
            raise PlaceRefuses(
                f"{name} in {self._folder} is not an ordinary file; it was left alone"
            ) from None

    def _refuse_other(self, name: str, data: bytes) -> None:
        try:
            same = self._read(name, len(data) + 1) == data
        except (PlaceRefuses, PermissionError):
            same = False
        if not same:
            raise NameTaken(
                f"{name} already lies in {self._folder} with another content; "
                "nothing was overwritten"
            )

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        """Turn the operating system's errors into what a person can act upon."""
        try:
            self._same_disk()
            yield
        except OSError as fault:
            where, reason = self._folder, fault.strerror or "no reason given"
            if fault.errno in _FULL:
                raise PlaceFull(
                    f"{where} is full. Make room or use another stick; nothing was lost"
                ) from None
            if fault.errno in _REFUSES:
                raise PlaceRefuses(f"{where} may not be {done} ({reason})") from None
            if fault.errno in _GONE:
                raise PlaceGone(
                    f"{where} cannot be reached ({reason}). Put the stick back or connect "
                    "the share, and try again; nothing was lost"
                ) from None
            raise TransportError(f"{where} could not be {done} ({reason})") from None


def _open_regular(path: Path, flags: int) -> BinaryIO:
    handle = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not an ordinary file")
        return os.fdopen(handle, "rb")
    except OSError:
        os.close(handle)
        raise


def _write_durably(path: Path, data: bytes) -> float:
    """Returns when it was written, by the clock of the place itself (seconds)."""
    handle = os.open(path, _WRITING, 0o644)  # a loose umask lets nobody change what is carried
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        return os.fstat(file.fileno()).st_mtime
