"""Giving a finished file its name, without ever taking a name from another file."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS}
_NO_SUCH_CALL = {errno.EINVAL, errno.ENOSYS, errno.EPERM}
_HERE = -100  # AT_FDCWD
_NOREPLACE = 1


def settle(temporary: str | Path, target: str | Path) -> None:
    """Make ``temporary`` (whole and durable) lie under ``target``, durably.

    Raises FileExistsError, and leaves ``temporary``, when the name is taken; OSError. Of two
    who try at once one gets the name. Only where the file system has neither hard links nor a
    rename that refuses (and is not Windows') is that a look before a rename.
    """
    temporary, target = Path(temporary), Path(target)
    if sys.platform == "win32":
        temporary.rename(target)  # refuses a name that is taken
        return
    try:
        os.link(temporary, target, follow_symlinks=False)
    except OSError as fault:
        if fault.errno not in _NO_LINKS:
            raise
        _rename(temporary, target)
    else:
        temporary.unlink()
    sync_names(target.parent)


def sync_names(folder: Path) -> None:
    """Make names made or removed in ``folder`` durable, where its file system can."""
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


def _rename(temporary: Path, target: Path) -> None:
    if sys.platform == "linux":
        refusal = _renameat2(os.fsencode(temporary), os.fsencode(target))
        if refusal == 0:
            return
        if refusal not in _NO_SUCH_CALL:
            raise OSError(refusal, os.strerror(refusal), str(target))
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    temporary.rename(target)


def _renameat2(old: bytes, new: bytes) -> int:
    """0, or the error's number. FAT has no hard links, but this."""
    import ctypes

    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return errno.ENOSYS
    return 0 if call(_HERE, old, _HERE, new, _NOREPLACE) == 0 else ctypes.get_errno()
