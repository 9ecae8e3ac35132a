"""Diverging bars of answers on a scale: low to the left, high to the right of the middle step."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from admin.pictures.model import Distribution, Spread
from admin.pictures.style import Style, font, pen, width_of, wrapped, write, write_lines


def height(picture: Distribution, width: float, style: Style) -> float:
    """The height in pixels: the key, then the rows."""
    return _key_height(picture, width, style) + len(picture.rows) * style.row


def draw(painter: QPainter, picture: Distribution, width: float, style: Style) -> None:
    """Paint the distribution from the origin, ``width`` pixels wide."""
    top = _key_height(picture, width, style)
    for slot, step in _key_slots(picture, width, style):
        _key_entry(painter, picture, slot, step, style)
    label_wide, figure_wide = _columns(picture, width, style)
    field = QRectF(label_wide, top, width - label_wide - figure_wide, 0)
    left_most, span = _reach(picture)
    zero = field.left() + left_most / span * field.width()
    painter.setPen(pen(style.theme.outline_strong))
    painter.drawLine(QLineF(zero, top, zero, top + len(picture.rows) * style.row))
    for n, row in enumerate(picture.rows):
        box = QRectF(0, top + n * style.row, width, style.row)
        _label(painter, row, box, label_wide - style.gap, style)
        _figure(painter, row, box, style)
        if row.shares is not None:
            _segments(
                painter, row.shares, picture.percent[n], zero, field.width() / span, box, style
            )


def _columns(picture: Distribution, width: float, style: Style) -> tuple[float, float]:
    words, small = font(style), font(style, size=style.small)
    label = max((width_of(r.label, words) for r in picture.rows), default=0)
    figure = max((width_of(r.figure, small) for r in picture.rows if r.shares), default=0)
    return min(label, width * 0.34) + style.gap, figure + style.gap


def _left(shares: tuple[float, ...]) -> float:
    """The share left of the centre line: the low steps and half of the middle one."""
    middle = len(shares) // 2
    half = shares[middle] / 2 if len(shares) % 2 else 0.0
    return sum(shares[:middle]) + half


def _reach(picture: Distribution) -> tuple[float, float]:
    """The largest share to the left, and the whole span, so that every row fits one scale."""
    shown = [r.shares for r in picture.rows if r.shares is not None]
    left = max((_left(s) for s in shown), default=0.5)
    right = max((sum(s) - _left(s) for s in shown), default=0.5)
    return left, max(left + right, 1e-9)


def _label(painter: QPainter, row: Spread, box: QRectF, wide: float, style: Style) -> None:
    words = font(style)
    lines = wrapped(row.label, lambda s: width_of(s, words) <= wide + 1)
    if len(lines) > 1:
        words = font(style, size=style.small)
    write_lines(painter, lines, box, words, style.theme.text)


def _figure(painter: QPainter, row: Spread, box: QRectF, style: Style) -> None:
    small = font(style, size=style.small)
    right = Qt.AlignmentFlag.AlignRight
    write(painter, row.figure, box, small, style.theme.text_quiet, align=right)


def _segments(
    painter: QPainter,
    shares: tuple[float, ...],
    percent: tuple[str, ...],
    zero: float,
    scale: float,
    box: QRectF,
    style: Style,
) -> None:
    thick = round(style.row * 0.66)
    top = round(box.center().y() - thick / 2)
    x = zero - _left(shares) * scale
    small = font(style, size=style.small - 1)
    for step, (share, words) in enumerate(zip(shares, percent, strict=True)):
        segment = QRectF(x, top, share * scale, thick)
        fill(painter, segment, step, len(shares), style)
        if width_of(words, small) + 8 <= segment.width():
            _on(painter, words, segment, step, len(shares), style)
        x += share * scale


def fill(painter: QPainter, box: QRectF, step: int, of: int, style: Style) -> None:
    """A segment in its step's colour; the outer steps are also hatched, so grey print works."""
    colour = step_colour(step, of, style)
    painter.fillRect(box, QColor(colour))
    if step == 1 and of > 3:
        painter.fillRect(box, QBrush(QColor(style.theme.bad), Qt.BrushStyle.BDiagPattern))
    # the middle step is nearly as pale as the page, so it gets an edge that can be seen
    middle = of % 2 == 1 and step == of // 2
    painter.setPen(pen(style.theme.outline_strong if middle else style.theme.surface_raised, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5) if middle else box)


def step_colour(step: int, of: int, style: Style) -> str:
    """The diverging colour of a step, spread over the scale when it has not five steps."""
    colours = style.theme.diverging
    if of < 2:
        return colours[-1]
    return colours[round(step / (of - 1) * (len(colours) - 1))]


def _on(painter: QPainter, words: str, box: QRectF, step: int, of: int, style: Style) -> None:
    """A figure inside a segment: pale on the dark ends; the hatched step gets a clear ground."""
    small = font(style, size=style.small - 1)
    dark = QColor(step_colour(step, of, style)).lightnessF() < 0.45
    if step == 1 and of > 3:
        wide = width_of(words, small) + 6
        ground = QRectF(box.center().x() - wide / 2, box.top() + 2, wide, box.height() - 4)
        painter.fillRect(ground, QColor(step_colour(step, of, style)))
    colour = style.theme.text_on_action if dark else style.theme.text
    write(painter, words, box, small, colour, align=Qt.AlignmentFlag.AlignHCenter)


def _key_slots(picture: Distribution, width: float, style: Style) -> Iterator[tuple[QRectF, int]]:
    """The key's entries in reading order, on as many lines as they need."""
    small = font(style, size=style.small)
    line = style.small * 1.8
    x = y = 0.0
    for step, words in enumerate(picture.steps):
        wide = 22 + width_of(words, small) + style.gap * 1.5
        if x > 0 and x + wide > width:
            x, y = 0.0, y + line
        yield QRectF(x, y, wide, line), step
        x += wide


def _key_height(picture: Distribution, width: float, style: Style) -> float:
    last = max((slot.bottom() for slot, _ in _key_slots(picture, width, style)), default=0.0)
    return last + 8


def _key_entry(
    painter: QPainter, picture: Distribution, slot: QRectF, step: int, style: Style
) -> None:
    swatch = QRectF(slot.left(), slot.center().y() - 7, 14, 14)
    fill(painter, swatch, step, len(picture.steps), style)
    small = font(style, size=style.small)
    write(painter, picture.steps[step], slot.adjusted(20, 0, 0, 0), small, style.theme.text_soft)
