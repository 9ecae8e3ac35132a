"""A full disk for one process: the system itself refuses every later write to a database."""

from __future__ import annotations

import ctypes
import platform
import struct

from storage.errors import StorageError

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _ERROR, _NO_SPACE = 0x7FFF0000, 0x00050000, 28
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
# the audit name of the machine, and the number of pwrite64, with which SQLite writes
_MACHINES = {"x86_64": (0xC000003E, 18), "aarch64": (0xC00000B7, 67)}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def fill() -> None:
    """From now on ``pwrite64`` fails with ENOSPC in this process, until it ends.

    Needs no rights, but Linux on x86-64 or ARM64; StorageError elsewhere.
    """
    try:
        machine, pwrite64 = _MACHINES[platform.machine()]
    except KeyError:
        raise StorageError(f"no full disk can be simulated on {platform.machine()}") from None
    steps = (
        (_LOAD, 0, 0, 4), (_EQUAL, 0, 3, machine),
        (_LOAD, 0, 0, 0), (_EQUAL, 0, 1, pwrite64),
        (_RETURN, 0, 0, _ERROR | _NO_SPACE), (_RETURN, 0, 0, _ALLOW),
    )
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    program = _Program(len(steps), code)
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system.prctl(
        _SECCOMP, _FILTER, ctypes.byref(program), 0, 0
    ):
        raise StorageError("the system does not let a full disk be simulated")
