"""Where a stick is, as the system shows it: folders staff can carry to and load from. No Qt."""

from __future__ import annotations

import os
import string
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

Find = Callable[[], tuple[Path, ...]]
"""Tells which sticks are there."""

_UNDER = ("media", "run/media", "mnt")


def sticks(root: Path = Path("/")) -> tuple[Path, ...]:
    """Folders of what is plugged in and may be read, sorted; never what a link leads to."""
    found = _drives() if sys.platform == "win32" else _mounted(root)
    return tuple(sorted(set(found)))


def _mounted(root: Path) -> Iterator[Path]:
    """Mount points below the places where systems put sticks, at most two folders deep."""
    for under in _UNDER:
        for folder in _folders(root / under):
            if _is_another_disk(folder, root / under):
                yield folder
            else:
                yield from (
                    inner for inner in _folders(folder) if _is_another_disk(inner, folder)
                )


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(e.path) for e in entries if e.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _is_another_disk(folder: Path, above: Path) -> bool:
    try:
        return folder.stat().st_dev != above.stat().st_dev
    except OSError:
        return False


def _drives() -> Iterator[Path]:
    system = os.environ.get("SYSTEMDRIVE", "C:").upper()
    for letter in string.ascii_uppercase:
        drive = Path(f"{letter}:/")
        if f"{letter}:" != system and drive.is_dir():
            yield drive
