"""The buttons at the lower edge of a page of the corner: always in sight, as large as the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.controls import Kind, Press
from kiosk.staff.page import Button
from kiosk.style import Style

_GAP = 8
_SMALLER = (200, 175, 150, 125, 100, 85)
"""Per cent that the words come down to, one after the other, where they have no room."""

Rows = list[list[Press]]


class Foot(QWidget):
    """The first button at the leading edge, the others at the other, in as many rows as they need.

    ``most`` is the height in pixels it may take; where its words need more, they are smaller.
    """

    def __init__(self, pressed: Callable[[Button], None]) -> None:
        super().__init__()
        self._pressed = pressed
        self._style: Style | None = None
        self.presses: list[Press] = []
        self.most = 0

    def dress(self, style: Style, buttons: Sequence[Button]) -> None:
        """Have these buttons."""
        for press in self.presses:
            press.hide()
            press.deleteLater()
        self._style = style
        self.presses = [self._button(button, style) for button in buttons]

    def _button(self, button: Button, style: Style) -> Press:
        press = Press(Kind.PRIMARY if button.main else Kind.PLAIN, button.icon)
        press.setParent(self)
        press.dress(style, button.text)
        press.wake(not button.asleep)
        press.clicked.connect(lambda _=False: self._pressed(button))
        press.show()
        return press

    def height_for(self, width: int) -> int:
        """The height that shows all of them at ``width``."""
        return sum(map(_high, self._fitted(width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Give all their places."""
        top, width = 0, self.width()
        for row in self._fitted(width):
            high, right = _high(row), width
            for press in reversed(row):
                wide = min(press.sizeHint().width(), width)
                right -= wide
                left = 0 if press is self.presses[0] else max(0, right)
                press.setGeometry(self._turned(QRect(left, top, wide, high)))
                right -= _GAP
            top += high

    def _fitted(self, width: int) -> Rows:
        """In rows, in the largest words that there is room for; rather in one row, where they are
        but a little smaller there."""
        style = self._style
        if style is None or not self.presses:
            return []
        sizes = list(dict.fromkeys(min(style.percent, each) for each in _SMALLER))
        near = [percent for percent in sizes if 4 * percent >= 3 * style.percent]
        rows: Rows = []
        for at, percent in enumerate([*near, *sizes]):
            for press in self.presses:
                press.dress(Style(style.theme, percent), press.text())
            rows = self._rows(width)
            fits = max(press.sizeHint().width() for press in self.presses) <= width
            if fits and (len(rows) == 1 or (at >= len(near) and self._may_take(rows))):
                break
        return rows

    def _may_take(self, rows: Rows) -> bool:
        return sum(map(_high, rows)) <= self.most

    def _rows(self, width: int) -> Rows:
        rows: Rows = []
        room = 0
        for press in self.presses:
            wide = press.sizeHint().width()
            if not rows or wide > room:
                rows.append([])
                room = width
            rows[-1].append(press)
            room -= wide + _GAP
        return rows

    def _turned(self, place: QRect) -> QRect:
        if self.isRightToLeft():
            place.moveLeft(self.width() - place.left() - place.width())
        return place


def _high(row: list[Press]) -> int:
    return max(press.sizeHint().height() for press in row)
