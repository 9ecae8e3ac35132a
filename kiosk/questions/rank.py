"""Putting things in order with two buttons a row; nothing has to be dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.questions.asked import Asked, Offer
from kiosk.questions.view import View, leading
from kiosk.style import RADIUS, RING, TARGET, Style
from kiosk.views.wrapped import draw_lines, lines_height, longest_word

_WIDEST = 820


class _Row(QWidget):
    """A thing with its place and the buttons that move it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.up, self.down = Press(Kind.PLAIN, "arrow-up"), Press(Kind.PLAIN, "arrow-down")
        for button in (self.up, self.down):
            button.setParent(self)
        self._text, self._number = "", ""
        self._style: Style | None = None

    def dress(self, style: Style, number: str, text: str, words: Words) -> None:
        """``number`` is its place, empty while nobody has put anything in order."""
        self._style, self._number, self._text = style, number, text
        self.setFont(style.text(24))
        self.setAccessibleName(f"{number}. {text}" if number else text)
        self.up.dress(style, words("Move up: {what}", what=text), brief=True)
        self.down.dress(style, words("Move down: {what}", what=text), brief=True)
        self.update()

    def _words(self, width: int) -> QRect:
        start = round(self.font().pixelSize() * 2.4) + RING
        buttons = 0 if self._stacked(width) else 2 * TARGET
        return QRect(start, 0, max(40, width - start - buttons - RING), 4000)

    def _stacked(self, width: int) -> bool:
        """Whether the buttons stand below the words, of which one would be cut beside them."""
        start = round(self.font().pixelSize() * 2.4) + RING
        return longest_word(self.font(), self._text) > width - start - 2 * TARGET - RING

    def _words_height(self, width: int) -> int:
        words = lines_height(self.font(), self._text, self._words(width).width())
        return max(TARGET, words + 24)

    def height_for(self, width: int) -> int:
        """Never below a finger's height."""
        return self._words_height(width) + (TARGET if self._stacked(width) else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        stacked = self._stacked(self.width())
        top = self.height() - TARGET - 4 if stacked else (self.height() - TARGET) // 2
        for at, button in enumerate((self.up, self.down)):
            x = (1 - at) * TARGET if rtl else self.width() - (2 - at) * TARGET
            button.setGeometry(x, top, TARGET, TARGET)

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        card = QRectF(self.rect()).adjusted(1, 3, -1, -3)
        painter.setPen(QPen(style.colour("outline"), 2))
        painter.setBrush(style.colour("surface_raised"))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        words = self._words(self.width())
        high = self._words_height(self.width())
        number = QRect(RING, 0, words.left() - RING, high)
        words.setHeight(high)
        if rtl:
            number.moveLeft(self.width() - number.width() - RING)
            words.moveLeft(self.width() - words.right())
        painter.setFont(style.heading(24))
        painter.setPen(style.colour("action"))
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, self._number or "–")
        painter.setPen(style.colour("text"))
        edge = leading(self)
        draw_lines(painter, words.toRectF(), self._text, self.font(), edge)


class RankView(View):
    """Nothing is answered until something is moved, or the order shown is said to be right."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._order: tuple[Offer, ...] = ()
        self._answered = False
        self._rows: list[_Row] = []
        self.keep, self.again = Press(Kind.PLAIN, "check"), Press(Kind.PLAIN, "refresh-cw")
        for button in (self.keep, self.again):
            button.setParent(self)
            button.clicked.connect(lambda: self._give(self._order))

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._asked = asked
        known = {offer.value: offer for offer in asked.choices}
        given = [known[value] for value in asked.chosen if value in known]
        self._order = (*given, *(o for o in asked.choices if o not in given))
        while len(self._rows) < len(self._order):
            self._add()
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(self._order))
        for at, (row, offer) in enumerate(zip(self._rows, self._order, strict=False)):
            row.dress(style, str(at + 1) if given else "", offer.label or offer.value, words)
            row.up.setEnabled(at > 0)
            row.down.setEnabled(at < len(self._order) - 1)
        self.keep.dress(style, words("This is the order"))
        self.again.dress(style, words("Start over"))
        self._answered = bool(given)
        self.keep.setVisible(not given)
        self.again.setVisible(bool(given))
        self._arrange()

    def _add(self) -> None:
        row = _Row(self)
        at = len(self._rows)
        row.up.clicked.connect(lambda: self._move(at, -1))
        row.down.clicked.connect(lambda: self._move(at, 1))
        self._rows.append(row)

    def _move(self, at: int, by: int) -> None:
        order = list(self._order)
        if not 0 <= at + by < len(order):
            return
        order[at], order[at + by] = order[at + by], order[at]
        self._give(order)
        row = self._rows[at + by]
        button, other = (row.up, row.down) if by < 0 else (row.down, row.up)
        (button if button.isEnabled() else other).setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self, order: Sequence[Offer]) -> None:
        if self._asked is None:
            return
        again = self._answered and tuple(order) == self._order
        value = "" if again else " ".join(offer.value for offer in order)
        self.answered.emit(self._asked.ref, value)

    def height_for(self, width: int) -> int:
        wide = min(width, _WIDEST)
        rows = self._rows[: len(self._order)]
        return sum(row.height_for(wide) for row in rows) + 8 + self._below.sizeHint().height()

    @property
    def _below(self) -> Press:
        return self.again if self._answered else self.keep

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        wide = min(self.width(), _WIDEST)
        left, top = (self.width() - wide) // 2, 0
        for row in self._rows[: len(self._order)]:
            height = row.height_for(wide)
            row.setGeometry(left, top, wide, height)
            top += height
        size = self._below.sizeHint()
        self._below.setGeometry(
            (self.width() - size.width()) // 2, top + 8, size.width(), size.height())

    def tab_way(self) -> Sequence[QWidget]:
        rows = self._rows[: len(self._order)]
        return [*(button for row in rows for button in (row.up, row.down)), self._below]

    def take_key(self, key: int) -> bool:
        """Up and down go from row to row."""
        for at, row in enumerate(self._rows[: len(self._order)]):
            for which, button in enumerate((row.up, row.down)):
                if button.hasFocus() and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                    to = at + (1 if key == Qt.Key.Key_Down else -1)
                    if 0 <= to < len(self._order):
                        target = (self._rows[to].up, self._rows[to].down)
                        place = which if target[which].isEnabled() else 1 - which
                        target[place].setFocus(Qt.FocusReason.TabFocusReason)
                    return True
        return False
