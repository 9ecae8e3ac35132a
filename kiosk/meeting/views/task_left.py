"""How many points are left, as a figure and as dots, above a page and always in sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen

from kiosk.forms.notice import NoticeLine
from kiosk.meeting.task_screens import Left
from kiosk.style import RADIUS, Style, set_text_colour
from kiosk.views.wrapped import lines_height

_AIR = 12
_DOT, _GAP = 18, 8
_SIDES = 12
_SIZE, _SMALLER = 24, 20
_MOST = 30
"""So many can be counted at a glance, more or less; of more only the figure is told."""

_LARGEST = 150


class LeftLine(NoticeLine):
    """Takes no room where nothing is spread. Dots are full for what is left and hollow for what is
    given out. ``aside`` is the width that it has at the side of the tools, 0 where it has a line of
    its own."""

    def __init__(self) -> None:
        super().__init__()
        self._left: Left | None = None
        self._style: Style | None = None
        self.aside = 0
        self.hide()

    def tell(self, left: Left | None, text: str, style: Style) -> None:
        """``text`` says the same in words. Nothing where it is None."""
        self._left, self._style = left, Style(style.theme, min(style.percent, _LARGEST))
        if left is None:
            self.setText("")
            self.hide()
            return
        self.setText(text)
        self.setAccessibleName(text)
        self.setFont(self._style.text(_SIZE, QFont.Weight.DemiBold))
        set_text_colour(self, style.colour("text"))
        self.setStyleSheet(f"background: {style.theme.action_soft}; border-radius: {RADIUS}px")
        below = self._dots_height()
        self.setContentsMargins(_SIDES, _AIR // 2, _SIDES, below + _AIR // 2)
        self.show()
        self.update()

    def dress(self, style: Style, text: str) -> None:
        """Nothing else is told here; see :meth:`tell`."""

    def clear_left(self) -> None:
        """Nothing of what somebody spread stays."""
        self._left = None
        self.setText("")
        self.setAccessibleName("")
        self.hide()

    def _dots_height(self) -> int:
        return _DOT + _AIR if self._left is not None and 0 < self._left.of <= _MOST else 0

    def height_for(self, width: int) -> int:
        return 0 if self.isHidden() or self.aside else self._needed(width)

    def fits(self, width: int, high: int) -> bool:
        """Whether all of it has room there, in letters that may be a little smaller."""
        if self._style is not None:
            for size in (_SIZE, _SMALLER):
                self.setFont(self._style.text(size, QFont.Weight.DemiBold))
                if self._needed(width) <= high:
                    return True
            self.setFont(self._style.text(_SIZE, QFont.Weight.DemiBold))
        return False

    def _needed(self, width: int) -> int:
        return lines_height(self.font(), self.text(), width - 2 * _SIDES) + _AIR + (
            self._dots_height()
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        left, style = self._left, self._style
        if left is None or style is None or not self._dots_height():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = min(_DOT + _GAP, (self.width() - 2 * _SIDES) / left.of)
        radius = min(_DOT, step - 2) / 2
        begin = (self.width() - step * left.of) / 2 + step / 2
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        ink = style.colour("action")
        for at in range(left.of):
            x = begin + step * (left.of - 1 - at if rtl else at)
            painter.setPen(QPen(ink, 2))
            painter.setBrush(ink if at < left.left else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, self.height() - _AIR / 2 - _DOT / 2), radius, radius)
