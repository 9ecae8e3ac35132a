"""A form file's neighbours: files beside it, found by the URIs that forms use."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

from survey.forms.engine.circumstances import Files

LARGEST = 64 * 1024 * 1024
"""Bytes of a file beside a form that are read; a larger one counts as not there."""

_ELSEWHERE = frozenset("\\:\0")
"""Signs that lead out of a folder on some systems."""

_READING = (
    os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)  # fmt: skip


def beside(folder: Path) -> Files:
    """Files of ``folder`` and its ``media`` by the last part of their URI, nothing outside.

    A link leads outside, so it counts as not there, like whatever else is no ordinary file.
    """

    def read(uri: str) -> bytes | None:
        name = PurePosixPath(uri.rpartition("//")[2]).name
        if not name or name == ".." or _ELSEWHERE & set(name):
            return None
        found = _ordinary(folder / name)
        if found is None and not (folder / "media").is_symlink():
            found = _ordinary(folder / "media" / name)
        return found

    return read


def _ordinary(place: Path) -> bytes | None:
    """The whole of an ordinary file of at most ``LARGEST`` bytes, not reached by a link."""
    try:
        if place.is_symlink():
            return None
        with os.fdopen(os.open(place, _READING), "rb") as file:
            data = file.read(LARGEST + 1) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except (OSError, ValueError):  # not there, or no name of a file
        return None
    return data if data is not None and len(data) <= LARGEST else None
