"""How the window's thread fares, as the system tells it to whoever looks from outside.

A thread that is silent may stand still, or be kept waiting: by the disk, by another thread that
has the store, by a machine that gives it no processor. Only the first is a fault.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

WAITS = 14.0
"""Seconds of silence after which nothing excuses it any more: longer than
``storage.kiosk.database.BUSY_SECONDS``, and the disk may be slow."""

_STOPPED = "T"
_DISK, _RUNS = "D", "R"
_MOST_SPENT = 0.9


class Look(NamedTuple):
    """``state`` is the system's letter for it; ``spent`` the processor's seconds it has had."""

    state: str
    spent: float


class Silence(NamedTuple):
    """Since when nothing was heard. ``before`` is how it fared then, ``least`` the seconds that are
    no standstill in any case, ``told`` when it was said last that it waits; None for never."""

    since: float
    least: float
    before: Look | None
    told: float | None = None

    def is_standstill(self, now: float, quiet: float, look: Look | None) -> bool:
        """Whether nothing excuses it at ``now``. ``look`` is None where the system tells nothing;
        ``quiet`` seconds are the usual ``least``."""
        lasts = now - self.since
        if lasts <= quiet:
            return False
        if look is not None and look.state == _STOPPED:
            return True
        if lasts <= self.least:
            return False
        return lasts > WAITS or not self._is_kept_waiting(now, quiet, look)

    def _is_kept_waiting(self, now: float, quiet: float, look: Look | None) -> bool:
        told = self.told is not None and now - self.told <= quiet
        if look is None or self.before is None:
            return told
        if look.spent - self.before.spent > _MOST_SPENT * self.least:
            return False  # it works and works, and comes to no end
        return told or look.state in (_DISK, _RUNS)


def look_at(pid: int) -> Look | None:
    """How the first thread of a process fares now; None where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return None
    state, *numbers = text.rpartition(")")[2].split()
    ticks = int(numbers[10]) + int(numbers[11])
    return Look(state=state, spent=ticks / os.sysconf("SC_CLK_TCK"))
