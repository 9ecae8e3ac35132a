"""The clock of a turn as it runs on this device: seconds left, from what the log says. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from survey.facilitation.events import Move, TimerMoved
from survey.facilitation.state import SessionState, Timer, Turn

LONGEST = 86_400
MORE = 300
"""Seconds that *more time* gives."""


class TurnClock:
    """``ticks`` are seconds that only rise. A log says how many seconds were left, never when: time
    runs from when this device heard of it."""

    def __init__(self, ticks: Callable[[], float]) -> None:
        self._ticks = ticks
        self._seen: tuple[Turn | None, Timer | None] = (None, None)
        self._since = 0.0

    def follow(self, state: SessionState) -> None:
        """The session has changed."""
        seen = state.turn, state.timer
        if seen != self._seen:
            self._seen, self._since = seen, self._ticks()

    @property
    def running(self) -> bool:
        """Whether time passes."""
        timer = self._seen[1]
        return timer is not None and timer.running

    @property
    def left(self) -> int | None:
        """Whole seconds left, below 0 when the time is over; None where there is no
        clock, or it was stopped."""
        timer = self._seen[1]
        if timer is None or timer.move is Move.STOPPED:
            return None
        gone = self._ticks() - self._since if timer.running else 0.0
        return int(timer.seconds - gone)

    def moved(self, move: Move, seconds: int | None = None) -> TimerMoved:
        """The event that moves it. ``seconds`` is what a turn begins with; else what is left, and
        ``MORE`` where it is extended."""
        left = max(0, self.left or 0) if seconds is None else seconds
        if move is Move.EXTENDED:
            left += MORE
        return TimerMoved(move=move, seconds=min(LONGEST, left))


def as_clock(seconds: int) -> str:
    """``9:05``; with a minus where the time is over."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{'−' if seconds < 0 else ''}{minutes}:{rest:02}"
