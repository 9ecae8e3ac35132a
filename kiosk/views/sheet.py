"""A sheet of words: headings, paragraphs and lines with an icon, under each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.controls import draw_ring
from kiosk.style import RING, Style, icon_pixmap, set_text_colour
from kiosk.views.heading import balanced_width
from kiosk.views.wrapped import WrappedLabel, line_count, lines_height, longest_word
from survey.late import dataclass

_EASE = 0.35
"""A heading is large already: it grows less than the text below it, and stays larger."""

_PLAIN = 24
"""The text's size: what a heading has at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of text. ``size`` in pixels at 100 %, ``gap`` the room above it in pixels."""

    text: str
    size: int = 24
    role: str = "text_soft"
    heading: bool = False
    icon: str = ""
    gap: int = 16


class _Line(WrappedLabel):
    """A label that shows when the keyboard's focus rests on it."""

    dressed: Style | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.dressed and self.hasFocus() and bool(self.window().property("byKeyboard")):
            painter = QPainter(self)
            draw_ring(painter, QRectF(self.rect()).adjusted(RING, RING, -RING, -RING), self.dressed)


class _Icon(QLabel):
    """``drawn`` is the name, colour and side of what it shows."""

    drawn: tuple[str, str, int] | None = None


class Sheet(QWidget):
    """Shows blocks in one column of at most ``widest`` pixels, centred on its room."""

    def __init__(self, *, widest: int = 880, centred: bool = False) -> None:
        super().__init__()
        self._widest = widest
        self._centred = centred
        self._blocks: tuple[Block, ...] = ()
        self._style: Style | None = None
        self._labels: list[_Line] = []
        self._icons: list[_Icon] = []

    def dress(self, style: Style, blocks: Sequence[Block]) -> None:
        """Put on the words and the present looks; empty blocks are left out."""
        self._style = style
        self._blocks = tuple(b for b in blocks if b.text)
        while len(self._labels) < len(self._blocks):
            label = _Line(self)
            label.setContentsMargins(RING, RING, RING, RING)
            self._labels.append(label)
            self._icons.append(_Icon(self))
        for at, label in enumerate(self._labels):
            label.setVisible(at < len(self._blocks))
            self._icons[at].hide()
        for label, block in zip(self._labels, self._blocks, strict=False):
            label.dressed = style
            label.setText(block.text)
            label.setAccessibleName(block.text)
            set_text_colour(label, style.colour(block.role))
        self._arrange()

    def say(self, blocks: Sequence[Block]) -> None:
        """Show these words in the same places; a screen reader goes on reading the others.

        As many as were dressed, without empty ones.
        """
        self._blocks = tuple(blocks)
        for label, block in zip(self._labels, self._blocks, strict=False):
            label.setText(block.text)
        self._arrange()

    def height_of(self, blocks: Sequence[Block], width: int) -> int:
        """The height that other words would take at ``width``."""
        mine, self._blocks = self._blocks, tuple(b for b in blocks if b.text)
        height = self._lay(width, place=False)
        self._blocks = mine
        return height

    def take_focus(self) -> None:
        """Let a screen reader begin at the heading."""
        for label, block in zip(self._labels, self._blocks, strict=False):
            if block.heading:
                label.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width``."""
        return self._lay(width, place=False)

    def _font(self, block: Block, room: int) -> QFont:
        """The block's font. A heading gives way, by a third at most, when a word is wider
        than the room, or when large text would break it over more lines."""
        style = self._style
        assert style is not None
        if not block.heading:
            return self._plain_font(style, block, room)
        largest = round(block.size * (style.percent / 100) ** -_EASE)
        smallest = min(largest, max(_PLAIN, block.size * 2 // 3))
        fewest = line_count(style.heading(smallest), block.text, room)
        for size in range(largest, smallest, -2):
            font = style.heading(size)
            few = style.percent == 100 or line_count(font, block.text, room) <= fewest
            if few and longest_word(font, block.text) <= room:
                return font
        return style.heading(smallest)

    def _plain_font(self, style: Style, block: Block, room: int) -> QFont:
        """Large text gives way by a third at most, where a word is wider than the room: an
        address cannot be parted."""
        font = style.text(block.size)
        if style.percent == 100:
            return font
        for size in range(block.size, block.size * 2 // 3, -1):
            font = style.text(size)
            if longest_word(font, block.text) <= room:
                break
        return font

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if self._style is not None and self.width() > 50:
            self._lay(self.width(), place=True)

    def _lay(self, width: int, *, place: bool) -> int:
        column = min(width, self._widest)
        left = (width - column) // 2
        top = 0
        for at, block in enumerate(self._blocks):
            top += block.gap if at else 0
            side = self._icon_side(block)
            room = column - 2 * RING - (side + 16 if side else 0) - 8
            font = self._font(block, room)
            height = lines_height(font, block.text, room) + 2 * RING + 4
            if place:
                self._place(at, font, QRect(left, top, column, height))
            top += height
        return top

    def _icon_side(self, block: Block) -> int:
        return self._style.px(30) if block.icon and self._style else 0

    def _place(self, at: int, font: QFont, box: QRect) -> None:
        block, label, style = self._blocks[at], self._labels[at], self._style
        assert style is not None
        label.setFont(font)
        side = self._icon_side(block)
        room = box.width() - (side + 16 if side else 0)
        width = room
        if self._centred:
            width = balanced_width(font, block.text, room - 2 * RING - 8) + 2 * RING + 8
            whole = width + (side + 16 if side else 0)
            box = QRect(box.center().x() - whole // 2, box.top(), whole, box.height())
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        # absolutely: a label else goes by the script of its words
        edge |= Qt.AlignmentFlag.AlignAbsolute
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter if self._centred else edge)
        x = box.left() if rtl or not side else box.left() + side + 16
        label.setGeometry(x, box.top(), width, box.height())
        if side:
            icon = self._icons[at]
            wanted = (block.icon, style.theme.action, side)
            if icon.drawn != wanted:  # a new picture for each person fills a cache
                icon.drawn = wanted
                icon.setPixmap(icon_pixmap(*wanted))
            icon_x = box.right() - side if rtl else box.left() + RING
            icon.setGeometry(icon_x, box.top() + RING + style.px(2), side, side)
            icon.show()
