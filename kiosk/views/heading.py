"""The question, or any heading, as large as its room allows and broken into even lines."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.controls import draw_ring
from kiosk.style import RING, Style, set_text_colour
from kiosk.views import wrapped
from kiosk.views.wrapped import longest_word

_LARGEST, _SMALL, _SMALLEST = 40, 28, 20
"""Sizes in pixels at 100 %; the smallest, that of the help, only where room is scarce."""

_PLAIN = 24
"""The answers' size: what a question has at least, unless it would have to be scrolled."""

_LINES = 3
_WIDEST = 1000


def balanced_width(font: QFont, text: str, width: int) -> int:
    """The narrowest width that takes no more lines than ``width`` does."""
    goal = wrapped.lines_height(font, text, width)
    low, high = min(longest_word(font, text) + 4, width), width
    while high - low > 8:
        middle = (low + high) // 2
        if wrapped.lines_height(font, text, middle) <= goal:
            high = middle
        else:
            low = middle
    return high


class _Words(wrapped.WrappedLabel):
    """A label that shows when the keyboard's focus rests on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.dressed: Style | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        by_keyboard = bool(self.window().property("byKeyboard"))
        if self.dressed is not None and self.hasFocus() and by_keyboard:
            painter = QPainter(self)
            draw_ring(painter, QRectF(self.rect()).adjusted(RING, RING, -RING, -RING), self.dressed)


class Heading(QWidget):
    """A heading with a line of help below it.

    The largest size is taken that keeps it within three lines; in a column of its own, or
    where :meth:`settle` gives it little height, the largest that fits.
    """

    def __init__(self) -> None:
        super().__init__()
        self._highest: int | None = None
        self._heights: dict[tuple[int, int], int] = {}
        self._easy: dict[int, QFont] = {}
        self._in_column = False
        self._align = Qt.AlignmentFlag.AlignHCenter
        self._style: Style | None = None
        self._arranged: tuple[object, ...] = ()
        self._title = _Words(self)
        self._help = _Words(self)

    def dress(self, style: Style, text: str, help: str = "") -> None:
        """Put on the words and the present looks; :meth:`settle` then gives them their places."""
        self._style = style
        self._heights.clear()
        self._easy.clear()
        self._arranged = ()
        for label, words, role in (
            (self._title, text, "text"),
            (self._help, help, "text_quiet"),
        ):
            label.dressed = style
            label.setText(words)
            label.setAccessibleName(words)
            set_text_colour(label, style.colour(role))
            label.setVisible(bool(words))
        self._help.setFont(style.text(20))

    def take_focus(self) -> None:
        """Let a screen reader begin here."""
        self._title.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def title(self) -> QWidget:
        """What has the focus when the keyboard's way through a question begins."""
        return self._title

    def settle(self, highest: int | None = None, *, in_column: bool = False) -> None:
        """Told to keep within ``highest`` pixels if it can, and whether it has a column."""
        self._highest = highest
        self._in_column = in_column
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        edge |= Qt.AlignmentFlag.AlignAbsolute  # a label else goes by the script of its words
        self._align = edge if in_column else Qt.AlignmentFlag.AlignHCenter
        self._arrange()

    def least_width(self, *, small: bool) -> int:
        """The width of the longest word in the answers' size, or in the ``small`` one."""
        assert self._style is not None
        size = _SMALLEST if small else _PLAIN
        words = longest_word(self._style.heading(size), self._title.text())
        return max(words, longest_word(self._help.font(), self._help.text())) + 2 * RING + 8

    def least_height(self, width: int, *, small: bool) -> int:
        """The height needed at ``width`` in that size."""
        assert self._style is not None
        return self._height(self._style.heading(_SMALLEST if small else _PLAIN), width)

    def easy_height(self, width: int) -> int:
        """The height taken above the answers where nothing presses."""
        return self._height(self._easy_font(width), width)

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width``."""
        return 0 if self._style is None else self._height(self._font_for(width), width)

    def _height(self, font: QFont, width: int) -> int:
        key = (font.pixelSize(), width)
        if key not in self._heights:
            self._heights[key] = self._measured(font, width)
        return self._heights[key]

    def _measured(self, font: QFont, width: int) -> int:
        room = self._room(width)
        height = wrapped.lines_height(font, self._title.text(), room) + 2 * RING + 8
        if self._help.text():
            help = wrapped.lines_height(self._help.font(), self._help.text(), room)
            height += help + 2 * RING + 4
        return height

    def _room(self, width: int) -> int:
        return min(width - 2 * RING - 8, _WIDEST)

    def _centred(self) -> bool:
        return self._align is Qt.AlignmentFlag.AlignHCenter

    def _font_for(self, width: int) -> QFont:
        style, highest = self._style, self._highest
        assert style is not None
        if highest is None:
            return self._easy_font(width)
        room = self._room(width)
        largest = _LARGEST
        scrolled = self.least_height(width, small=True) > highest
        if not self._in_column:
            largest = round(self._easy_font(width).pixelSize() * 100 / style.percent)
        for size in range(largest, _SMALLEST, -2):
            font = style.heading(size)
            fits = size <= _PLAIN if scrolled else self._height(font, width) <= highest
            if fits and longest_word(font, self._title.text()) <= room:
                return font
        return style.heading(_SMALLEST)

    def _easy_font(self, width: int) -> QFont:
        if width not in self._easy:
            self._easy[width] = self._found_easy_font(width)
        return self._easy[width]

    def _found_easy_font(self, width: int) -> QFont:
        style = self._style
        assert style is not None
        room = self._room(width)
        text = self._title.text()
        most = _LINES
        if style.percent > 100:  # large words had better be a little smaller than on more lines
            most = min(most, wrapped.line_count(style.heading(_SMALL), text, room))
        for size in range(_LARGEST, _SMALL, -2):
            font = style.heading(size)
            if longest_word(font, text) <= room and wrapped.line_count(font, text, room) <= most:
                return font
        return style.heading(_SMALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if self._style is None or self.width() < 50:
            return
        arranged = (self.width(), self._highest, self._in_column, self._align)
        if arranged == self._arranged:
            return
        self._arranged = arranged
        self._title.setFont(self._font_for(self.width()))
        for label in (self._title, self._help):
            label.setAlignment(self._align | Qt.AlignmentFlag.AlignVCenter)
        room = self._room(self.width())
        top = self._place(self._title, 0, room, 8)
        if self._help.text():
            self._place(self._help, top, room, 4)

    def _place(self, label: QLabel, top: int, room: int, extra: int) -> int:
        """Give ``label`` its place from ``top``; returns where the next begins."""
        height = wrapped.lines_height(label.font(), label.text(), room) + 2 * RING + extra
        width = balanced_width(label.font(), label.text(), room) + 2 * RING + 8
        x = 0
        if self._centred():
            x = (self.width() - width) // 2
        elif self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            x = self.width() - width
        label.setContentsMargins(RING, RING, RING, RING)
        label.setGeometry(x, top, width, height)
        return top + height
