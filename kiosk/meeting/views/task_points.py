"""Points, or pins, on several things: never more than there are, and always to be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from assets.words import Words
from kiosk.questions.arrows import along
from kiosk.questions.asked import Asked
from kiosk.questions.points import PointsView, left_told
from kiosk.style import Style
from survey.forms.blocks import number

_FEW, _BETWEEN, _WIDEST = 4, 32, 900
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_MORE = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_LESS = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)


class TaskPoints(PointsView):
    """What is left stands above the page, where it stays in sight; see
    :class:`kiosk.meeting.views.task_left.LeftLine`."""

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        super().present(asked, style, words)
        self._left.hide()
        most = int(asked.parameters.get("most", "0"))
        told = left_told(asked, words)
        for row, part in zip(self._shown, asked.parts, strict=True):
            room = not most or number(part.value) < most
            row.more.wake(self._shares.left > 0 and room)
            for control in (row.less, row.field, row.more):
                control.setAccessibleDescription(f"{part.value}. {told}")

    def _grow(self) -> None:
        super()._grow()
        for button in (self._rows[-1].less, self._rows[-1].more):
            button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows at a button: Qt would go to what was made next."""
        arrow = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and (
            event.key() in _ARROWS
        )
        return arrow and isinstance(event, QKeyEvent) and self.take_key(event.key())

    def _columns(self, width: int) -> int:
        """Two beside each other where that brings more in sight and words have room."""
        rows = self._shown
        if len(rows) <= _FEW or any(row.stacked((width - _BETWEEN) // 2) for row in rows):
            return 1
        return 2

    def height_for(self, width: int) -> int:
        return self._lay(width, place=False)

    def _arrange(self) -> None:
        self._lay(self.width(), place=True)

    def _lay(self, width: int, *, place: bool) -> int:
        """Row by row, in the order of reading."""
        columns, top = self._columns(width), 0
        wide = (width - _BETWEEN) // 2 if columns > 1 else min(width, _WIDEST)
        left = 0 if columns > 1 else (width - wide) // 2
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        rows = self._shown
        for at in range(0, len(rows), columns):
            beside = rows[at : at + columns]
            high = max(row.height_for(wide) for row in beside)
            for place_at, row in enumerate(beside if place else ()):
                column = columns - 1 - place_at if rtl else place_at
                row.setGeometry(left + column * (wide + _BETWEEN), top, wide, high)
                row.arrange()
            top += high
        return top

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows draw themselves."""

    def take_key(self, key: int) -> bool:
        """Up and down go from row to row; plus, minus and digits give points where one is."""
        columns = self._columns(self.width()) * len(self.tab_way()) // max(1, len(self._shown))
        if key in _ARROWS:
            return along(self.tab_way(), columns if key == Qt.Key.Key_Down else -columns)
        at = self._row_of(QApplication.focusWidget())
        if at is None:
            return False
        if key in _MORE or key in _LESS:
            row = self._shown[at]
            button = row.more if key in _MORE else row.less
            if button.awake:
                button.click()
            return True
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self._give(at, str(key - Qt.Key.Key_0))
            return True
        return False

    def _row_of(self, focused: QWidget | None) -> int | None:
        rows: Sequence[QWidget] = self._shown
        return next(
            (at for at, row in enumerate(rows) if focused and row.isAncestorOf(focused)), None
        )
