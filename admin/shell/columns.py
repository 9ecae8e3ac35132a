"""Two columns that become one when the words need the width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget


class Columns(QWidget):
    """Lays widgets beside each other from ``needs`` pixels of width (at 100 %), else below."""

    def __init__(self, *widgets: tuple[QWidget, int], needs: int, gap: int = 24) -> None:
        super().__init__()
        self._needs, self._percent = needs, 100
        self._lay = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay.setContentsMargins(0, 0, 0, 0)
        self._lay.setSpacing(gap)
        for widget, stretch in widgets:
            self._lay.addWidget(widget, stretch, Qt.AlignmentFlag(0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_percent(self, percent: int) -> None:
        """Larger words need more width."""
        self._percent = percent
        self._turn(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn(event.size().width())
        super().resizeEvent(event)

    def _turn(self, width: int) -> None:
        beside = QBoxLayout.Direction.LeftToRight
        below = QBoxLayout.Direction.TopToBottom
        self._lay.setDirection(beside if width >= self._needs * self._percent / 100 else below)


def buttons(*pressed: QWidget, needs: int) -> Columns:
    """Buttons beside each other to the left, or below each other where the width is not had."""
    return Columns(*((one, 0) for one in pressed), (QWidget(), 1), needs=needs, gap=12)
