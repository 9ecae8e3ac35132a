"""What is done after a fall: how soon, and whether in the usual way. Pure; knows no process."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

WITHIN = 600.0
"""Seconds in which falls are counted together."""

MOST = 3
"""This many falls within that time, and people are asked nothing for a while."""

FIRST_REST = 600.0
LONGEST_REST = 3_600.0
LONGEST_PAUSE = 300.0


class Mode(StrEnum):
    """How the kiosk is started: as usual; asking nothing but carrying; or a bare screen."""

    USUAL = "usual"
    SAFE = "safe"
    BARE = "bare"


class Start(NamedTuple):
    """``after`` seconds, in ``mode``; a safe one gives way to a usual one after ``rest``."""

    mode: Mode = Mode.USUAL
    after: float = 0.0
    rest: float = FIRST_REST


class Falls:
    """Counts falls by seconds that only grow, and says what comes next."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._rest = FIRST_REST
        self._last = Start()
        self._below = 0

    @property
    def mode(self) -> Mode:
        """How it was started last."""
        return self._last.mode

    def fell(self, now: float) -> Start:
        """The kiosk crashed or froze at ``now``."""
        if self._last.mode is not Mode.USUAL:
            return self._fell_in_safety()
        if self._times and now - self._times[-1] > LONGEST_REST + WITHIN:
            self._rest = FIRST_REST  # it held for long: an old story
        self._times = [time for time in self._times if now - time <= WITHIN] + [now]
        if len(self._times) < MOST:
            return self._next(Start())
        rest, self._rest = self._rest, min(2 * self._rest, LONGEST_REST)
        return self._next(Start(mode=Mode.SAFE, rest=rest))

    def again(self, now: float) -> Start:
        """It ended by itself to be started as usual; one more fall soon, and it is safe again."""
        self._times, self._below = [now] * (MOST - 1), 0
        return self._next(Start())

    def _fell_in_safety(self) -> Start:
        """Not even that holds: with less and less in it, and at longer and longer intervals."""
        self._below += 1
        pause = min(5.0 * 2 ** (self._below - 1), LONGEST_PAUSE)
        return self._next(Start(mode=Mode.BARE, after=pause, rest=self._last.rest))

    def _next(self, start: Start) -> Start:
        self._last = start
        return start
