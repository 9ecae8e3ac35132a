"""Signed files beside the database and in backups: what is not ours is put aside, not lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from storage.errors import StorageError
from storage.workspace import files

T = TypeVar("T")


def read(path: Path, limit: int, reader: Callable[[bytes], T]) -> T | None:
    """What ``reader`` makes of the file, which has at most ``limit`` bytes; None without one.

    A link or a folder is none. StorageError when it cannot be read, and what ``reader`` raises.
    """
    try:
        if path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as file:
            return reader(file.read(limit + 1))
    except OSError as error:
        raise files.trouble(error) from None


def own(
    path: Path, limit: int, reader: Callable[[bytes], T], is_ours: Callable[[T], bool]
) -> T | None:
    """As :func:`read`, before the file is replaced: whatever is not ours is put aside.

    Damaged, another's, a folder or a link: it gets another name, is not trusted and not lost.
    """
    try:
        found = read(path, limit, reader)
    except StorageError:
        found = None
    if found is not None and is_ours(found):
        return found
    if os.path.lexists(path):
        files.put_aside(path)
    return None
