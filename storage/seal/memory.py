"""Keeping keys and answers out of core dumps and swap, as far as a Python program can."""

from __future__ import annotations

import sys
from pathlib import Path

from survey.late import dataclass

_PR_SET_DUMPABLE = 4
_CAP_IPC_LOCK = 14
_MCL_CURRENT, _MCL_FUTURE, _MCL_ONFAULT = 1, 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was achieved for this process.

    ``dumps``: no core dump is written. ``traces``: other programs of the same user cannot read
    its memory or attach a debugger. ``swap``: its memory is never swapped out (hibernation
    writes it all the same).
    """

    dumps: bool
    traces: bool
    swap: bool


def keep_out_of_swap() -> Kept:
    """Forbid what can be forbidden; may be repeated. Never raises, and costs milliseconds.

    Locking into memory is tried only where the right to it has no limit: with one, a later
    need for memory would end the program.
    """
    if not sys.platform.startswith("linux"):
        return Kept(dumps=_no_dumps(), traces=False, swap=False)
    return Kept(dumps=_no_dumps(), traces=_no_traces(), swap=_locked())


def _no_dumps() -> bool:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return False
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    except (OSError, ValueError):
        return False
    return True


def _no_traces() -> bool:
    return _called("prctl", _PR_SET_DUMPABLE, 0, 0, 0, 0)


def _locked() -> bool:
    if not _unlimited():
        return False
    # on fault: only pages in use, so that large mappings cost neither time nor memory
    how = _MCL_CURRENT | _MCL_FUTURE | _MCL_ONFAULT
    return _called("mlockall", how)


def _unlimited() -> bool:
    """Whether any amount may be locked: by the limit itself, or by the right to pass it."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    if hard == resource.RLIM_INFINITY and soft != hard:
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (hard, hard))
    if hard == resource.RLIM_INFINITY:
        return True
    try:
        status = Path("/proc/self/status").read_bytes()
    except OSError:
        return False
    rights = next((line for line in status.splitlines() if line.startswith(b"CapEff:")), b"0")
    return bool(int(rights.split()[-1], 16) >> _CAP_IPC_LOCK & 1)


def _called(name: str, *arguments: int) -> bool:
    """Whether the C library has this function and it succeeds."""
    try:
        import ctypes

        function = getattr(ctypes.CDLL(None), name)
    except (ImportError, OSError, AttributeError):
        return False
    return int(function(*map(ctypes.c_ulong, arguments))) == 0
