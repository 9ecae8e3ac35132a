"""Puts finished paper on disk: whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from storage.durable import sync_directory


def keep(data: bytes, out: Path, *, private: bool = False) -> Path:
    """Write ``data`` to ``out`` through a temporary name in the same folder; gives ``out``.

    ``private`` leaves the file readable by its owner only, from its first byte on.
    Raises OSError; then nothing is changed and nothing is left behind.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".writing-")  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if not private:
                os.fchmod(file.fileno(), 0o644)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(out)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    sync_directory(out.parent)
    return out


def try_place(out: Path) -> None:
    """Raise OSError when :func:`keep` could not write ``out``; leaves only its folder behind."""
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(out))
    with tempfile.TemporaryFile(dir=out.parent, prefix=".writing-"):
        return
