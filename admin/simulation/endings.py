"""How each life comes to its end, by the fault that it was drawn."""

from __future__ import annotations

import random
from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType

from admin.simulation.lives import AdminLife, KioskLife, Life
from admin.simulation.nursery import Kill
from admin.simulation.plan import Fault, Means
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
                kill = _kill(lines, draw) if _goes_elsewhere(life) else None
                return self._recorder.cut(life, roots(life), draw, kill)
            case _:
                return self._nursery.run(life, _kill(lines, draw))[0]


def _lines(life: Life) -> int:
    """About how many lines a life says."""
    if isinstance(life, KioskLife):
        return 2 + sum(person.taps + 2 for person in life.people)
    return 3


def roots(life: Life) -> tuple[str, ...]:
    """The directories that a life writes to: its own, and the place, which loses power with it."""
    own = [life.store] if isinstance(life, KioskLife) else [life.workspace]
    if isinstance(life, AdminLife) and life.backups is not None:
        own.append(life.backups)
    if life.place is not None and not _goes_elsewhere(life):
        own.append(life.place.partition(":")[2])
    return tuple(own)


def _goes_elsewhere(life: Life) -> bool:
    """Whether what the life does at its place stays done when the power goes here.

    Such a life really is stopped, for nobody could undo what came after the cut over there.
    """
    return life.place is not None and not life.place.startswith(f"{Means.FOLDER}:")


def _kill(lines: int, draw: random.Random) -> Kill:
    return Kill(lines=draw.randint(1, lines), microseconds=draw.randint(1, KILL_WITHIN))
