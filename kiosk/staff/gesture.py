"""The hidden way in: one corner held, then the three others in their order. No Qt.

Nothing shows it. A child that taps about does not meet it: the first corner is held for two
seconds, and any press elsewhere, or out of order, begins anew.
"""

from __future__ import annotations

CORNER = 72
"""Pixels from both edges: smaller than any control, and no control is within."""

HELD_S = 2.0
NEXT_S = 4.0
_ORDER = ("top-left", "bottom-right", "top-right", "bottom-left")


def corner_at(x: float, y: float, width: int, height: int) -> str:
    """Which corner a press lies in; empty for none."""
    high = "top" if y < CORNER else "bottom" if y >= height - CORNER else ""
    wide = "left" if x < CORNER else "right" if x >= width - CORNER else ""
    return f"{high}-{wide}" if high and wide else ""


class Corners:
    """Hears presses and when they are let go. ``now`` is in seconds, when it was done and not when
    a busy machine came to hear of it."""

    def __init__(self) -> None:
        self._next = 0
        self._since = 0.0

    def begun(self, now: float) -> bool:
        """Whether the first corner has been held, and the next is waited for."""
        return self._next > 0 and now - self._since <= NEXT_S

    def pressed(self, corner: str, now: float) -> bool:
        """A press in ``corner``, empty for elsewhere. True when it was the last of the way in."""
        if self._next and (now - self._since > NEXT_S or corner != _ORDER[self._next]):
            self._next = 0
        if not self._next:
            self._since = now if corner == _ORDER[0] else float("inf")
            return False
        self._next, self._since = self._next + 1, now
        if self._next == len(_ORDER):
            self._next = 0
            return True
        return False

    def let_go(self, corner: str, now: float) -> None:
        """The press has ended, in ``corner``: the first counts when it was held long enough."""
        if not self._next and corner == _ORDER[0] and now - self._since >= HELD_S:
            self._next, self._since = 1, now
