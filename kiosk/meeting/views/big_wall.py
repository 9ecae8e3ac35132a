"""Slips and headings for all to see: as large as they can be, and how many more there are."""

from __future__ import annotations

from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from assets.words import Words
from kiosk.meeting.big_screen import Column
from kiosk.style import Style, set_text_colour
from kiosk.views.wrapped import WrappedLabel, lines_height

SIZES = (44, 38, 33, 28, 24)
"""Sizes of words that are tried, in pixels of a screen of 1 080: the last is read at 8 m by those
who see well."""

_MOST = 4


class BigWall(QWidget):
    """Columns beside each other, at most four."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._labels: list[QLabel] = []
        self._style: Style | None = None
        self._words: Words | None = None
        self._unit = 1.0

    def present(
        self, columns: tuple[Column, ...], style: Style, unit: float, words: Words
    ) -> None:
        """Show ``columns``; ``unit`` is a pixel of a screen of 1 080."""
        if (columns, style, unit) == (self._columns, self._style, self._unit):
            return
        self._columns, self._style, self._unit, self._words = columns, style, unit, words
        self._lay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._style is not None:
            self._lay()

    def _lay(self) -> None:
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels.clear()
        if not self._columns or self.width() < 50:
            return
        stacks = _stacked(self._columns)
        gap = round(28 * self._unit)
        wide = (self.width() - gap * (len(stacks) - 1)) // len(stacks)
        size = next(
            (one for one in SIZES if all(
                self._height(stack, wide, one) <= self.height() for stack in stacks
            )), SIZES[-1],
        )
        for at, stack in enumerate(stacks):
            place = len(stacks) - 1 - at if self.isRightToLeft() else at
            self._fill(stack, place * (wide + gap), wide, size)

    def _fill(self, stack: list[Column], left: int, wide: int, size: int) -> None:
        top, lines = 0, _lines(stack)
        for at, (text, is_title) in enumerate(lines):
            font = self._font(size, is_title)
            high = lines_height(font, text, wide) + round(10 * self._unit)
            rest = len(lines) - at
            last = self._font(size, False)
            more = round(size * self._unit * 1.6) if rest > 1 else 0
            if top + high + more > self.height() and at:
                assert self._words is not None
                told = self._words.many("and {n} more", "and {n} more", rest)
                self._label(told, last, left, self.height() - round(size * self._unit * 1.6), wide)
                return
            self._label(text, font, left, top, wide)
            top += high

    def _label(self, text: str, font: QFont, left: int, top: int, wide: int) -> None:
        assert self._style is not None
        label = WrappedLabel(self)
        label.setText(text)
        label.setAccessibleName(text)
        label.setFont(font)
        set_text_colour(label, self._style.colour("text"))
        label.setGeometry(left, top, wide, lines_height(font, text, wide) + 4)
        label.show()
        self._labels.append(label)

    def _height(self, stack: list[Column], wide: int, size: int) -> int:
        return sum(
            lines_height(self._font(size, is_title), text, wide) + round(10 * self._unit)
            for text, is_title in _lines(stack)
        )

    def _font(self, size: int, is_title: bool) -> QFont:
        assert self._style is not None
        font = self._style.heading(10) if is_title else self._style.text(10)
        font.setPixelSize(max(11, round(size * self._unit)))
        return font


def _lines(stack: list[Column]) -> list[tuple[str, bool]]:
    """Text, and whether it is a title; slips have a dash before them."""
    found: list[tuple[str, bool]] = []
    for column in stack:
        if column.title:
            found.append((column.title, True))
        found += [(f"– {line}", False) for line in column.lines]
    return found


def _stacked(columns: tuple[Column, ...]) -> list[list[Column]]:
    """Into at most four stacks; one long column is parted."""
    if len(columns) == 1 and not columns[0].title and len(columns[0].lines) > 6:
        lines = columns[0].lines
        each = -(-len(lines) // 3)
        return [[Column("", lines[at : at + each])] for at in range(0, len(lines), each)]
    count = min(_MOST, len(columns))
    return [list(columns[at::count]) for at in range(count)]
