"""A key that is held at the first screen: how somebody who has a switch says so.

A short press of it is an ordinary one. The blank key is not among them: it begins by ear.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

HELD_MS = 2_000
"""How long a key is held until it is taken for a switch."""

GONE_MS = 60
"""So long after it was let go it is: X lets go a key that is held, and presses it again at once."""

_KEYS = frozenset((
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select,
    *(Qt.Key(Qt.Key.Key_F1 + n) for n in range(12)),
))


class Holding(QObject):
    """``held`` carries 1 when a key was held, 2 when another one came meanwhile; ``let_go`` says
    that it was a short press after all."""

    held = Signal(int)
    let_go = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._key = 0
        self.timer = QTimer(self, singleShot=True, interval=HELD_MS)
        self.timer.timeout.connect(lambda: self._begin(1))
        self.gone = QTimer(self, singleShot=True, interval=GONE_MS)
        self.gone.timeout.connect(self._let_go)

    def hears(self, event: QKeyEvent) -> bool:
        """Whether nothing else is to come of ``event``."""
        if event.key() not in _KEYS or isinstance(QApplication.focusWidget(), QAbstractButton):
            self.stop()
            return False
        if event.type() is QEvent.Type.KeyPress:
            self._pressed(event)
        elif event.type() is QEvent.Type.KeyRelease and not event.isAutoRepeat():
            self._released(event)
        return True

    def _pressed(self, event: QKeyEvent) -> None:
        if self._key == event.key():
            self.gone.stop()
        elif self.gone.isActive():
            self._hold(event.key())  # before it is told: what comes of that may forget this one
            self.let_go.emit()
        elif self._key:
            self._begin(2)
        elif not event.isAutoRepeat():
            self._hold(event.key())

    def _hold(self, key: int) -> None:
        self.stop()
        self._key = key
        self.timer.start()

    def _released(self, event: QKeyEvent) -> None:
        if self._key == event.key():
            self.gone.start()

    def _let_go(self) -> None:
        self.stop()
        self.let_go.emit()

    def _begin(self, switches: int) -> None:
        self.stop()
        self.held.emit(switches)

    def stop(self) -> None:
        """What was held is forgotten: another screen has come, or another control."""
        self._key = 0
        self.timer.stop()
        self.gone.stop()
