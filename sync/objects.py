"""Carrying files in an object store or a server's folder, through fsspec.

A store that takes a whole object in one request gives it its name when the last byte has
come; in a folder elsewhere the file is written under another name first. Loaded only when
such a place is asked for: the kiosk starts without fsspec.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from storage.errors import Damaged
from sync.envelope import FILE_LIMIT
from sync.errors import FileGone, NameTaken, PlaceGone, PlaceRefuses, TransportError
from sync.naming import is_text, printable
from sync.object_trouble import Taken, families, told
from sync.placing import settle
from sync.transport import plain_name, sound_name

_MD5 = re.compile(r'"?([0-9a-f]{32})"?')
_TEMPORARY = ".tmp-"


class Files(Protocol):
    """What is used of an fsspec file system; paths have no scheme."""

    protocol: str | tuple[str, ...]

    def ls(self, path: str, detail: bool = ..., **more: Any) -> list[dict[str, Any]]: ...
    def info(self, path: str, **more: Any) -> dict[str, Any]: ...
    def cat_file(self, path: str, start: int = ..., end: int = ...) -> bytes: ...
    def pipe_file(self, path: str, value: bytes, mode: str = ...) -> object: ...
    def open(self, path: str, mode: str = ...) -> Any: ...
    def mv(self, path1: str, path2: str) -> None: ...
    def rm_file(self, path: str) -> None: ...


class ObjectTransport:
    """Files under ``root`` (``bucket/prefix`` or a directory) of ``files``.

    ``shown`` is what the place is called in messages; it never holds credentials. With
    ``whole`` the store takes an object in one request and refuses a taken name; otherwise a
    file is renamed when it is complete. ``let_go`` is called once at the end.
    """

    def __init__(
        self, files: Files, root: str, shown: str, *, whole: bool,
        let_go: Callable[[], None] = lambda: None,
    ) -> None:
        self._files = files
        self._root = root.rstrip("/")
        self._shown = printable(shown)
        self._whole = whole
        self._let_go: Callable[[], None] | None = let_go

    def list(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`."""
        return tuple(sorted(
            name for name, entry in self._entries(suffix).items()
            if plain_name(name) and _ordinary(entry)
        ))

    def bad_names(self, suffix: str) -> tuple[str, ...]:
        """See :class:`sync.transport.Transport`. An object store's names are always UTF-8."""
        if self._whole:
            return ()
        return tuple(sorted(
            os.fsencode(name).decode(errors="backslashreplace")
            for name in self._entries(suffix) if not is_text(name)
        ))

    def get(self, name: str, limit: int = FILE_LIMIT) -> bytes:
        """See :class:`sync.transport.Transport`."""
        if not plain_name(name):
            raise ValueError(f"{name!r} is not a name in a place")
        try:
            data = self._read(name, limit + 1)
        except FileNotFoundError:
            self._must_be_there()
            raise FileGone(f"{name} does not lie in {self._shown} any more") from None
        if len(data) > limit:
            raise Damaged(f"{name}: more than the {limit} bytes allowed")
        return data

    def put(self, name: str, data: bytes) -> None:
        """See :class:`sync.transport.Transport`. What was stored is asked for afterwards."""
        if not sound_name(name):
            raise ValueError(f"{name!r} is not a name that may be carried")
        try:
            if self._lies(name, data):
                return
            if not self._whole:
                self._must_be_there()
            with told(self._shown, "written"):
                self._write(name, data)
        except Taken:
            pass  # somebody was quicker; whether with the same bytes is seen below
        except FileNotFoundError:
            self._must_be_there()
            raise TransportError(f"{self._shown} could not be written") from None
        if not self._lies(name, data):
            raise PlaceGone(
                f"{name} was written to {self._shown} and does not lie there. Try again; "
                "nothing was lost"
            )

    def remove(self, name: str) -> bool:
        """Take a file away; False when it did not lie there."""
        if not plain_name(name):
            raise ValueError(f"{name!r} is not a name in a place")
        try:
            with told(self._shown, "written"):
                if not _ordinary(self._files.info(self._path(name))):
                    raise PlaceRefuses(f"{name} is not an ordinary file; it was left alone")
                self._files.rm_file(self._path(name))
        except FileNotFoundError:
            self._must_be_there()
            return False
        return True

    def close(self) -> None:
        """See :class:`sync.transport.Transport`."""
        let_go, self._let_go = self._let_go, None
        if let_go is not None:
            with suppress(*families()):
                let_go()

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _entries(self, suffix: str) -> dict[str, dict[str, Any]]:
        try:
            with told(self._shown, "read"):
                listed = self._files.ls(self._root, detail=True)
        except FileNotFoundError:
            self._must_be_there()
            return {}
        named = ((entry["name"].rpartition("/")[2], entry) for entry in listed)
        return {name: entry for name, entry in named if name.lower().endswith(suffix)}

    def _must_be_there(self) -> None:
        """PlaceGone unless the bucket is there, or the directory of a server's folder."""
        place = self._root.partition("/")[0] if self._whole else self._root
        try:
            with told(self._shown, "read"):
                there = self._files.info(place)["type"] == "directory"
        except FileNotFoundError:
            there = False
        if not there:
            raise PlaceGone(f"{self._shown} is not there. See that its name is right")

    def _read(self, name: str, most: int) -> bytes:
        path = self._path(name)
        with told(self._shown, "read"):
            entry = self._files.info(path)
            if not _ordinary(entry):
                raise PlaceRefuses(
                    f"{name} in {self._shown} is not an ordinary file; it was left alone"
                )
            size = entry.get("size")
            # asking an object store for a part of nothing is an error of its own
            return b"" if size == 0 else self._files.cat_file(path, start=0, end=most)

    def _lies(self, name: str, data: bytes) -> bool:
        """Whether ``data`` lies there under ``name``. NameTaken when something else does."""
        try:
            with told(self._shown, "read"):
                entry = self._files.info(self._path(name))
            same = _ordinary(entry) and entry.get("size") == len(data)
            if same and not _told_by_etag(entry, data):
                same = self._read(name, len(data) + 1) == data
        except FileNotFoundError:
            return False
        if not same:
            raise NameTaken(
                f"{name} already lies in {self._shown} with another content; "
                "nothing was overwritten"
            )
        return True

    def _write(self, name: str, data: bytes) -> None:
        if self._whole:
            self._files.pipe_file(self._path(name), data, mode="create")
            return
        temporary = self._path(f"{_TEMPORARY}{os.urandom(8).hex()}")
        try:
            with self._files.open(temporary, "wb") as file:
                file.write(data)
                file.flush()
                if _local(self._files):
                    os.fsync(file.fileno())
            if _local(self._files):
                settle(temporary, self._path(name))
            else:
                self._move(temporary, self._path(name))
        except families():
            with suppress(*families()):
                self._files.rm_file(temporary)
            raise

    def _move(self, temporary: str, target: str) -> None:
        try:
            self._files.info(target)
        except FileNotFoundError:
            self._files.mv(temporary, target)
        else:
            raise FileExistsError(target)


def _ordinary(entry: dict[str, Any]) -> bool:
    return entry["type"] == "file" and not entry.get("islink", False)


def _local(files: Files) -> bool:
    return "file" in files.protocol


def _told_by_etag(entry: dict[str, Any], data: bytes) -> bool:
    """Whether the store's own checksum says so; not every kind of object has one."""
    found = _MD5.fullmatch(str(entry.get("ETag", "")))
    return found is not None and found[1] == hashlib.md5(data, usedforsecurity=False).hexdigest()
