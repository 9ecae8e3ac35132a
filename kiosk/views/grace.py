"""A moment in which a press is taken for one meant for the page before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

USUAL_MS = 900
"""How long a hand takes to stop when the page under it has gone."""


@cache
def _presses() -> tuple[QEvent.Type, ...]:
    """Found when they are needed: PySide makes all of Qt's enumerations at the first."""
    kind = QEvent.Type
    return kind.MouseButtonPress, kind.MouseButtonDblClick, kind.TouchBegin


@cache
def _answers() -> frozenset[int]:
    return frozenset((
        Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select,
        *range(Qt.Key.Key_0, Qt.Key.Key_9 + 1),
    ))


class Grace:
    """Begins when a page has come by itself, and is over after ``length`` ms or at the next page.

    What is pressed meanwhile is swallowed and does not make it longer. ``ticks`` gives seconds
    that only grow. Moving about, and a screen reader's own actions, are never swallowed.
    """

    def __init__(self, ticks: Callable[[], float], length: int) -> None:
        self._ticks = ticks
        self._length = length
        self._until: float | None = None

    def begin(self) -> None:
        """A page has come that nobody asked for just now."""
        self._until = self._ticks() + self._length / 1000

    def end(self) -> None:
        """A page has come that somebody asked for."""
        self._until = None

    def swallows(
        self, watched: QObject, event: QEvent, spared: Callable[[], Sequence[QWidget]]
    ) -> bool:
        """Whether nothing is to come of ``event`` at ``watched``; ``spared`` can be pressed."""
        if self._until is None or not isinstance(watched, QWidget):
            return False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            hasty = event.key() in _answers()
        else:
            hasty = event.type() in _presses()
        return hasty and self._ticks() < self._until and watched not in spared()
