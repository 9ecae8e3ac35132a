"""How each life comes to its end, by the fault that it was drawn."""

from __future__ import annotations

import random
from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType

from admin.simulation.lives import KioskLife, Life
from admin.simulation.nursery import Kill
from admin.simulation.plan import Fault
from admin.simulation.power import Recorder
from admin.simulation.running import Nursery, Said, run_here

KILL_WITHIN = 4_000
"""Microseconds after the line that was drawn: often in the middle of what comes next."""


class Endings:
    """Lives lives; holds the processes that are needed for those that do not end well."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._nursery = self._stack.enter_context(Nursery())
        self._recorder = self._stack.enter_context(Recorder())

    def __enter__(self) -> Endings:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End those processes; doing it twice is harmless."""
        self._stack.close()

    def live(self, life: Life, ending: Fault | None, draw: random.Random) -> Said:
        """What the life said; what it leaves on disk is as its ending leaves it."""
        lines = _lines(life)
        match ending:
            case None:
                return run_here(life)
            case Fault.DISK_FULL if isinstance(life, KioskLife):
                room = draw.randint(0, max(0, lines // 2))
                return self._nursery.run(replace(life, room=room))[0]
            case Fault.POWER_CUT | Fault.ADMIN_POWER_CUT:
                return self._recorder.cut(life, roots(life), draw)
            case _:
                kill = Kill(lines=draw.randint(1, lines), microseconds=draw.randint(1, KILL_WITHIN))
                return self._nursery.run(life, kill)[0]


def _lines(life: Life) -> int:
    """About how many lines a life says."""
    if isinstance(life, KioskLife):
        return 2 + sum(person.taps + 2 for person in life.people)
    return 3


def roots(life: Life) -> tuple[str, ...]:
    """The directories that a life writes to: its own, and the place, which loses power with it."""
    if isinstance(life, KioskLife):
        return (life.store,) if life.place is None else (life.store, life.place)
    own = (life.workspace, life.place)
    return own if life.backups is None else (*own, life.backups)
