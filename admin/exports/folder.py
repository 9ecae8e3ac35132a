"""The folder of an export: there whole, for its owner alone, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from admin.exports.refused import Refused
from assets.words import later
from storage.durable import sync_directory

UNFINISHED = ".unfinished"


class NotThere(Refused):
    """The folder cannot be made where it is wanted; says why and what to do."""


def ready(target: Path, workspace: Path) -> Path:
    """The folder in full. NotThere when something lies there, or it is inside the workspace."""
    whole = target.absolute()
    if whole.is_symlink() or (whole.exists() and not whole.is_dir()):
        raise NotThere(
            later("{folder} is there already and is no folder; name a new one"), folder=target
        )
    # a folder is written beside its name and renamed; beside a disk lies another disk
    if os.path.ismount(whole):
        raise NotThere(
            later("{folder} is a whole disk or stick; name a new folder on it"), folder=target
        )
    if whole.is_dir() and any(whole.iterdir()):
        raise NotThere(
            later("{folder} is not empty, and nothing is ever written over; name a new one"),
            folder=target,
        )
    outside(whole, workspace)
    if not whole.parent.is_dir():
        raise NotThere(later("there is no folder {folder} to write in"), folder=target.parent)
    left = _unfinished(whole)
    if left.exists():
        raise NotThere(
            later(
                "{folder} is left of an export that did not end, and holds answers: remove it "
                "first (unless another export is writing there now)"
            ), folder=left,
        )
    return whole


def outside(target: Path, workspace: Path) -> None:
    """NotThere when what would be written is inside the workspace."""
    if target.resolve().is_relative_to(workspace.resolve()):
        raise NotThere(
            later("{folder} is inside the workspace, where nothing may lie readable"),
            folder=target,
        )


@contextmanager
def made(target: Path) -> Iterator[Path]:
    """A folder to write in, which becomes ``target`` when all went well, and else is removed."""
    folder = _unfinished(target)
    folder.mkdir(mode=0o700)
    with ExitStack() as undone:
        undone.callback(shutil.rmtree, folder, ignore_errors=True)
        yield folder
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                _sync(file)
        for inner in (*(one for one in folder.rglob("*") if one.is_dir()), folder):
            sync_directory(inner)
        if target.is_dir():
            target.rmdir()
        folder.rename(target)
        undone.pop_all()
    # it is there, whole: a system that cannot make the name durable has not failed
    with suppress(OSError):
        sync_directory(target.parent)


def nothing_left(target: Path) -> bool:
    """Whether an export that failed is gone: not under its name, nor as it was being written."""
    whole = target.is_dir() and any(target.iterdir())
    return not whole and not _unfinished(target).exists()


def _unfinished(target: Path) -> Path:
    return target.with_name(f".{target.name}{UNFINISHED}")


def _sync(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
