"""The question, or any heading, as large as its room allows and broken into even lines."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.controls import draw_ring
from kiosk.style import RING, Style, set_text_colour

_WRAP = int(Qt.TextFlag.TextWordWrap)


def lines_height(font: QFont, text: str, width: int) -> int:
    """The height ``text`` takes when wrapped at ``width``."""
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10_000), _WRAP, text).height()


def line_count(font: QFont, text: str, width: int) -> int:
    """How many lines ``text`` takes when wrapped at ``width``."""
    return round(lines_height(font, text, width) / QFontMetrics(font).lineSpacing())


def longest_word(font: QFont, text: str) -> int:
    """The width of the longest word."""
    metrics = QFontMetrics(font)
    return max((metrics.horizontalAdvance(word) for word in text.split()), default=0)


def balanced_width(font: QFont, text: str, width: int) -> int:
    """The narrowest width that takes no more lines than ``width`` does."""
    goal = lines_height(font, text, width)
    low, high = min(longest_word(font, text) + 4, width), width
    while high - low > 8:
        middle = (low + high) // 2
        if lines_height(font, text, middle) <= goal:
            high = middle
        else:
            low = middle
    return high


class _Words(QLabel):
    """A label that shows when the keyboard's focus rests on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.dressed: Style | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        by_keyboard = bool(self.window().property("byKeyboard"))
        if self.dressed is not None and self.hasFocus() and by_keyboard:
            painter = QPainter(self)
            draw_ring(painter, QRectF(self.rect()).adjusted(RING, RING, -RING, -RING), self.dressed)


class Heading(QWidget):
    """A heading with a line of help below it.

    ``sizes`` are the largest and smallest size in pixels at 100 %; the largest one that
    keeps the heading within ``lines`` lines is taken.
    """

    def __init__(self, sizes: tuple[int, int] = (40, 28), lines: int = 3) -> None:
        super().__init__()
        self._sizes = sizes
        self._lines = lines
        self._align = Qt.AlignmentFlag.AlignHCenter
        self._style: Style | None = None
        self._title = _Words(self)
        self._help = _Words(self)

    def dress(
        self, style: Style, text: str, help: str = "", align: Qt.AlignmentFlag | None = None
    ) -> None:
        """Put on the words and the present looks."""
        self._style = style
        self._align = align or Qt.AlignmentFlag.AlignHCenter
        for label, words, role in (
            (self._title, text, "text"),
            (self._help, help, "text_quiet"),
        ):
            label.dressed = style
            label.setText(words)
            label.setAccessibleName(words)
            label.setAlignment(self._align | Qt.AlignmentFlag.AlignVCenter)
            set_text_colour(label, style.colour(role))
            label.setVisible(bool(words))
        self._help.setFont(style.text(20))
        self._arrange()

    def take_focus(self) -> None:
        """Let a screen reader begin here."""
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width``."""
        if self._style is None:
            return 0
        font = self._font_for(width)
        room = self._room(width)
        height = lines_height(font, self._title.text(), room) + 2 * RING + 8
        if self._help.text():
            height += lines_height(self._help.font(), self._help.text(), room) + 2 * RING + 4
        return height

    def _room(self, width: int) -> int:
        return min(width - 2 * RING - 8, 1000 if self._centred() else width)

    def _centred(self) -> bool:
        return self._align is Qt.AlignmentFlag.AlignHCenter

    def _font_for(self, width: int) -> QFont:
        style = self._style
        assert style is not None
        largest, smallest = self._sizes
        room = self._room(width)
        text = self._title.text()
        most = self._lines
        if style.percent > 100:  # large words had better be a little smaller than on more lines
            most = min(most, line_count(style.heading(smallest), text, room))
        for size in range(largest, smallest, -2):
            font = style.heading(size)
            if longest_word(font, text) <= room and line_count(font, text, room) <= most:
                return font
        return style.heading(smallest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if self._style is None or self.width() < 50:
            return
        font = self._font_for(self.width())
        self._title.setFont(font)
        room = self._room(self.width())
        top = self._place(self._title, 0, room, 8)
        if self._help.text():
            self._place(self._help, top, room, 4)

    def _place(self, label: QLabel, top: int, room: int, extra: int) -> int:
        """Give ``label`` its place from ``top``; returns where the next begins."""
        height = lines_height(label.font(), label.text(), room) + 2 * RING + extra
        width = balanced_width(label.font(), label.text(), room) + 2 * RING + 8
        x = 0
        if self._centred():
            x = (self.width() - width) // 2
        elif self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            x = self.width() - width
        label.setContentsMargins(RING, RING, RING, RING)
        label.setGeometry(x, top, width, height)
        return top + height
