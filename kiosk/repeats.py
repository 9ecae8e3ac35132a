"""Which presses of a key are a hand's, and which the system sends again while it is held."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent


class Repeats:
    """Qt marks them where it can. X lets a held key go and presses it again at the same moment,
    and Qt does not know it for one where the two do not come to it together."""

    def __init__(self) -> None:
        self._let_go = (0, 0)

    def is_repeat(self, event: QKeyEvent) -> bool:
        """Whether a press is none of a hand's. Every press and release has to come by here."""
        now = event.key(), event.timestamp()
        if event.type() is QEvent.Type.KeyRelease:
            self._let_go = now
            return False
        return event.isAutoRepeat() or (event.timestamp() > 0 and now == self._let_go)
