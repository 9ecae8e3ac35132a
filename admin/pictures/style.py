"""The pictures' colours by meaning, their fonts and sizes, and the few strokes they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPainter, QPen, QPolygonF

from assets import theme as themes
from assets.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How pictures look: a theme and the height of text in pixels (15 on screen, 13 on paper)."""

    theme: Theme
    text: int = 15

    @property
    def small(self) -> int:
        """The height of axis figures and notes."""
        return max(11, round(self.text * 0.87))

    @property
    def row(self) -> float:
        """The height of one row with a label."""
        return round(self.text * 2.4)

    @property
    def gap(self) -> float:
        """The usual space between things."""
        return round(self.text * 0.8)


@cache
def load_fonts() -> None:
    """Give Qt the fonts that are carried along. Needs a QGuiApplication; cheap when repeated."""
    for file in themes.font_files():
        QFontDatabase.addApplicationFont(str(file))


def font(style: Style, *, size: int | None = None, bold: bool = False) -> QFont:
    """The text font at ``size`` pixels (the style's text height when not given)."""
    made = QFont(style.theme.text_font)
    made.setPixelSize(size or style.text)
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def width_of(words: str, chosen: QFont) -> float:
    """How wide the words are, in pixels."""
    return QFontMetricsF(chosen).horizontalAdvance(words)


def wrapped(words: str, fits: Callable[[str], bool], most: int = 2) -> tuple[str, ...]:
    """The words on at most ``most`` lines that fit; the last line ends in … when cut short."""
    lines: list[str] = []
    for word in words.split():
        if lines and fits(f"{lines[-1]} {word}"):
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(line if fits(line) else _shortened(line, fits) for line in lines)


def _shortened(line: str, fits: Callable[[str], bool]) -> str:
    while len(line) > 1 and not fits(f"{line}…"):
        line = line[:-1].rstrip()
    return f"{line}…"


def write(
    painter: QPainter,
    words: str,
    box: QRectF,
    chosen: QFont,
    colour: str,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, centred upright in the box, on a baseline of whole pixels."""
    metrics = QFontMetricsF(chosen)
    wide = metrics.horizontalAdvance(words)
    left = box.left()
    if align == Qt.AlignmentFlag.AlignRight:
        left = box.right() - wide
    elif align == Qt.AlignmentFlag.AlignHCenter:
        left = box.center().x() - wide / 2
    baseline = round(box.center().y() + (metrics.ascent() - metrics.descent()) / 2)
    painter.setFont(chosen)
    painter.setPen(QColor(colour))
    painter.drawText(QPointF(round(left), baseline), words)


def write_lines(
    painter: QPainter, lines: tuple[str, ...], box: QRectF, chosen: QFont, colour: str
) -> None:
    """Lines of text from the left, centred upright in the box as one block."""
    high = line_height(chosen)
    top = box.center().y() - high * len(lines) / 2
    for n, line in enumerate(lines):
        write(painter, line, QRectF(box.left(), top + n * high, box.width(), high), chosen, colour)


def line_height(chosen: QFont) -> float:
    """The height of one line, tight enough for two-line labels."""
    metrics = QFontMetricsF(chosen)
    return round(metrics.ascent() + metrics.descent())


def pen(colour: str, width: float = 1.0) -> QPen:
    """A solid pen with flat ends, so that a line is as long as it says."""
    made = QPen(QColor(colour), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made


def arrow(painter: QPainter, tail: QPointF, head: QPointF, colour: str) -> None:
    """A small arrow, level or upright. Drawn, since the text font has no arrows."""
    painter.setPen(pen(colour, 1.5))
    painter.drawLine(tail, head)
    along = (head - tail) / max(1e-9, abs(head.x() - tail.x()) + abs(head.y() - tail.y()))
    aside = QPointF(-along.y(), along.x())
    barb = 4.0
    for side in (1, -1):
        painter.drawLine(head, head - along * barb + aside * barb * side)


def triangle(painter: QPainter, box: QRectF, colour: str) -> None:
    """A filled triangle that points up and fills the box."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    top = QPointF(box.center().x(), box.top())
    painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def whisker(painter: QPainter, low: QPointF, high: QPointF, style: Style, cap: float) -> None:
    """An interval as a level line with end caps ``cap`` pixels up and down."""
    aside = QPointF(0, cap)
    painter.setPen(pen(style.theme.text, 2))
    painter.drawLine(low, high)
    painter.drawLine(low - aside, low + aside)
    painter.drawLine(high - aside, high + aside)
