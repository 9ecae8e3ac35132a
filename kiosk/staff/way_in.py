"""The hidden gesture and its chord, heard at the window before anything else hears them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow

from kiosk.staff.gesture import Corners, corner_at

_CHORD = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ShiftModifier
)
CHORD_KEY = Qt.Key.Key_S
"""With Control, Alt and Shift."""

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class WayIn:
    """A guard for ``Window.guard``. Calls ``met`` when somebody knows the way.

    ``may`` tells whether it may be gone now: not in the middle of somebody's answers.
    """

    def __init__(self, met: Callable[[], None], may: Callable[[], bool]) -> None:
        self._met = met
        self._may = may
        self._corners = Corners()
        self._opens = False

    def __call__(self, watched: QObject, event: QEvent) -> bool:
        """Whether the event was part of the way in, and nobody else's."""
        if not isinstance(watched, QWindow):
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._key(event)
        if isinstance(event, QMouseEvent):
            return self._mouse(watched, event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() != CHORD_KEY or event.modifiers() & _CHORD != _CHORD or not self._may():
            return False
        self._met()
        return True

    def _mouse(self, window: QWindow, event: QMouseEvent) -> bool:
        at, now = event.position(), when(event)
        corner = corner_at(at.x(), at.y(), window.width(), window.height())
        if event.type() is QEvent.Type.MouseButtonRelease:
            self._corners.let_go(corner, now)
            if self._opens:  # what has come below the finger meanwhile is not what it meant
                self._opens = False
                return True
            return bool(corner) and self._corners.begun(now) and self._may()
        if event.type() not in _PRESSES:
            return False
        self._opens = False  # the system may have taken the last touch back
        begun = self._corners.begun(now)
        met = self._corners.pressed(corner, now)
        if met and self._may():
            self._opens = True
            self._met()
            return True
        return bool(corner) and begun and self._may()


def when(event: QMouseEvent) -> float:
    """The second in which the system saw it, from an arbitrary beginning."""
    return event.timestamp() / 1_000
