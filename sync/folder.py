"""Carrying files in a folder: a USB stick, a network share, a synchronised directory."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.errors import Damaged
from sync.envelope import FILE_LIMIT
from sync.errors import FileGone, PlaceFull, PlaceGone, PlaceRefuses, TransportError
from sync.transport import plain_name, sound_name

_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.EIO}
_REFUSES = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_TEMPORARY = ".tmp-"


class FolderTransport:
    """Files in the directory ``folder``, which must exist. ``random`` names unfinished files."""

    def __init__(self, folder: Path, random: Callable[[int], bytes] = os.urandom) -> None:
        self._folder = folder
        self._random = random

    def list(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`."""
        with self._told("read"), os.scandir(self._folder) as entries:
            return tuple(sorted(
                entry.name for entry in entries
                if entry.name.lower().endswith(suffix) and plain_name(entry.name)
                and entry.is_file(follow_symlinks=False)
            ))

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        """See :class:`sync.transport.Transport`."""
        if not plain_name(name):
            raise ValueError(f"{name!r} is not a name in a folder")
        with self._told("read"):
            try:
                with (self._folder / name).open("rb") as file:
                    data = file.read(limit + 1)
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
            if target.exists():
                self._refuse_other(target, data)
                return
            try:
                _write_durably(temporary, data)
                temporary.replace(target)
            except OSError:
                with suppress(OSError):
                    temporary.unlink()
                raise
            _sync_directory(self._folder)

    def close(self) -> None:
        """See :class:`sync.transport.Transport`; a folder holds nothing open."""

    def _refuse_other(self, target: Path, data: bytes) -> None:
        with target.open("rb") as file:
            if file.read(len(data) + 1) != data:
                raise PlaceRefuses(
                    f"{target.name} already lies in {self._folder} with another content; "
                    "nothing was overwritten"
                )

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        """Turn the operating system's errors into what a person can act upon."""
        try:
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


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_directory(folder: Path) -> None:
    # Windows cannot open a directory, and some shares refuse to sync one
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        if os.name == "nt":
            return
        raise
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
