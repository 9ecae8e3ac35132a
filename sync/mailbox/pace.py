"""How often one visitor may ask: a bucket each that fills again with time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

Ticks = Callable[[], float]
"""Seconds that only rise, from anywhere: ``time.monotonic``."""

KEPT = 4_096
"""Visitors remembered at a time; the one that was quiet longest is forgotten first."""


class Pace:
    """Lets each visitor ask ``burst`` times at once and ``rate`` times a second after that."""

    def __init__(self, rate: float, burst: float, ticks: Ticks) -> None:
        self._rate = rate
        self._burst = burst
        self._ticks = ticks
        self._guard = Lock()
        self._left: dict[object, tuple[float, float]] = {}

    def wait(self, visitor: object, price: float = 1.0) -> float:
        """Seconds until ``visitor`` may ask; 0 when it may now, and ``price`` is counted."""
        now = self._ticks()
        with self._guard:
            left, last = self._left.pop(visitor, (self._burst, now))
            left = min(self._burst, left + (now - last) * self._rate)
            seconds = 0.0 if left >= price else (price - left) / self._rate
            self._left[visitor] = (left - price if left >= price else left, now)
            if len(self._left) > KEPT:
                del self._left[next(iter(self._left))]
        return seconds

    def give_back(self, visitor: object, price: float) -> None:
        """Count ``price`` no more."""
        with self._guard:
            if visitor in self._left:
                left, last = self._left[visitor]
                self._left[visitor] = (min(self._burst, left + price), last)
