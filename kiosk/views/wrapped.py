"""Lines of words in scripts whose fonts stand far apart by themselves: a steady line of their own.

A font for Arabic asks for nearly two sizes from line to line, for marks that are seldom there; in
large text that leaves room for little else. Words in other scripts are measured as Qt does.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QWidget

_WRAP = int(Qt.TextFlag.TextWordWrap)
_PITCH = 1.45
"""From line to line, in text sizes."""

_KEPT = 4096
_measures: dict[tuple[object, ...], int] = {}
"""What was measured, since a page asks again and again; under what its words hash to and not under
the words, for some are a person's own and go when they do."""

_TALL = re.compile("[\u0590-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")


def measured(what: str, font: QFont, text: str, width: int, measure: Callable[[], int]) -> int:
    """``measure()``, or what it gave before for this ``text`` in a font of this family, size and
    weight; ``what`` and ``width`` tell measures apart."""
    look = (font.family(), font.pixelSize(), int(font.weight()))
    key = (what, look, width, len(text), hash(text))
    found = _measures.get(key)
    if found is None:
        if len(_measures) >= _KEPT:
            _measures.clear()
        found = _measures[key] = measure()
    return found


def tall(text: str) -> bool:
    """Whether a font for its script would set its lines far apart."""
    return _TALL.search(text) is not None


def pitch(font: QFont) -> int:
    """From one line of such words to the next, in pixels."""
    return round(font.pixelSize() * _PITCH)


def lines_height(font: QFont, text: str, width: int) -> int:
    """The height ``text`` takes when wrapped at ``width``."""
    if tall(text):
        return line_count(font, text, width) * pitch(font)
    box = QRect(0, 0, width, 10_000)
    return measured(
        "height", font, text, width,
        lambda: QFontMetrics(font).boundingRect(box, _WRAP, text).height(),
    )


def line_count(font: QFont, text: str, width: int) -> int:
    """How many lines ``text`` takes when wrapped at ``width``."""
    if tall(text):
        return measured(
            "lines", font, text, width, lambda: _laid(font, text, width).lineCount()
        )
    return round(lines_height(font, text, width) / QFontMetrics(font).lineSpacing())


def longest_word(font: QFont, text: str) -> int:
    """The width of the longest word."""

    def longest() -> int:
        advance = QFontMetrics(font).horizontalAdvance
        return max((advance(word) for word in text.split()), default=0)

    return measured("word", font, text, 0, longest)


def _laid(font: QFont, text: str, width: int) -> QTextLayout:
    layout = QTextLayout(text.replace("\n", "\N{LINE SEPARATOR}"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    layout.setTextOption(option)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()
    return layout


def draw_tall(
    painter: QPainter, box: QRectF, text: str, font: QFont, align: Qt.AlignmentFlag
) -> None:
    """Draw ``text`` in ``box`` with the painter's pen; ``align`` is taken as it is said."""
    layout, step = _laid(font, text, int(box.width())), pitch(font)
    whole = layout.lineCount() * step
    top = box.top()
    if align & Qt.AlignmentFlag.AlignVCenter:
        top += (box.height() - whole) / 2
    for at in range(layout.lineCount()):
        line = layout.lineAt(at)
        natural = line.naturalTextRect()
        left = box.left()
        if align & Qt.AlignmentFlag.AlignHCenter:
            left += (box.width() - natural.width()) / 2
        elif align & Qt.AlignmentFlag.AlignRight:
            left += box.width() - natural.width()
        above = (line.height() - step) / 2
        line.draw(painter, QPointF(left - natural.left(), top + at * step - above - line.y()))


def draw_lines(
    painter: QPainter, box: QRectF, text: str, font: QFont, align: Qt.AlignmentFlag
) -> None:
    """Draw ``text`` on as many lines as it needs, as far apart as :func:`lines_height` reckons."""
    if tall(text):
        draw_tall(painter, box, text, font, align)
        return
    painter.setFont(font)
    painter.drawText(box, int(align) | _WRAP, text)


class WrappedLabel(QLabel):
    """A label of plain words on as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def heightForWidth(self, width: int) -> int:
        if not tall(self.text()):
            return super().heightForWidth(width)
        edges = self.contentsMargins()
        room = width - edges.left() - edges.right()
        return lines_height(self.font(), self.text(), room) + edges.top() + edges.bottom()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not tall(self.text()):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        align = self.alignment()
        if align & Qt.AlignmentFlag.AlignLeft and not align & Qt.AlignmentFlag.AlignAbsolute:
            rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            align = Qt.AlignmentFlag.AlignRight if rtl else align
        box = QRectF(self.contentsRect())
        draw_tall(painter, box, self.text(), self.font(), align | Qt.AlignmentFlag.AlignVCenter)
