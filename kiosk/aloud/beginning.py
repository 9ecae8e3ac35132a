"""How somebody begins by ear at the first screens: the blank key, or a finger that rests there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.staff.gesture import corner_at

REST_MS = 2_000
"""How long a finger rests, anywhere but in a corner; it need not find anything."""

_STILL = 60
"""Pixels that it may move meanwhile: hands tremble."""


class Beginning(QObject):
    """``begun`` is called when a finger has rested long enough; lifting it then presses nothing."""

    def __init__(self, window: QWidget, begun: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._begun = window, begun
        self._from = QPoint()
        self._lifting = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._rested)

    def feel(self, event: QMouseEvent) -> bool:
        """A finger at a first screen. True when nothing else is to come of it."""
        kind, at = event.type(), event.globalPosition().toPoint()
        if kind is QEvent.Type.MouseButtonPress:
            self._from, self._lifting = at, False
            place = self._window.mapFromGlobal(at)
            size = self._window.size()
            if not corner_at(place.x(), place.y(), size.width(), size.height()):
                self._rest.start()
        elif kind is QEvent.Type.MouseMove:
            if (at - self._from).manhattanLength() > _STILL:
                self._rest.stop()
        elif kind is QEvent.Type.MouseButtonRelease:
            self._rest.stop()
            return self.lifted()
        return False

    def lifted(self) -> bool:
        """Whether it is the finger that has just begun which is lifted now."""
        lifting, self._lifting = self._lifting, False
        return lifting

    def stop(self) -> None:
        """What the finger rested on has gone, or nobody knows where it is."""
        self._rest.stop()

    def _rested(self) -> None:
        self._lifting = True
        for button in self._window.findChildren(QAbstractButton):
            button.setDown(False)
        self._begun()
