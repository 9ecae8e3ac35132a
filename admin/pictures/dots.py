"""Groups as dots with intervals against a reference line; up to four series a group."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from admin.pictures.model import Dot, DotRow, Dots
from admin.pictures.style import Style, font, pen, width_of, wrapped, write, write_lines


def height(picture: Dots, width: float, style: Style) -> float:
    """The height in pixels: a head, the rows, the axis and the footnote's lines."""
    foot = len(_foot(picture, width, style)) * style.small * 1.5
    return (
        _head(picture, style)
        + sum(_row_height(r, style) for r in picture.rows)
        + (style.text * 2)
        + foot
    )


def draw(painter: QPainter, picture: Dots, width: float, style: Style) -> None:
    """Paint the groups from the origin, ``width`` pixels wide."""
    label, note, figure = _columns(picture, width, style)
    rows_high = sum(_row_height(r, style) for r in picture.rows)
    head = _head(picture, style)
    field = QRectF(label + note, head, width - label - note - figure, rows_high)
    _axis(painter, picture, field, style)
    _reference(painter, picture, field, style)
    _series_key(painter, picture, width, style)
    top = head
    for row in picture.rows:
        box = QRectF(0, top, width, _row_height(row, style))
        _row(painter, row, box, label, note, style)
        _dots(painter, picture, row, box, field, style)
        top += box.height()
    small = font(style, size=style.small)
    for n, line in enumerate(_foot(picture, width, style)):
        at = QRectF(
            0, field.bottom() + style.text * 2 + n * style.small * 1.5, width, style.small * 1.5
        )
        write(painter, line, at, small, style.theme.text_quiet)


def _head(picture: Dots, style: Style) -> float:
    lines = int(bool(picture.series)) + int(picture.reference is not None)
    return lines * style.small * 1.8


def _row_height(row: DotRow, style: Style) -> float:
    return max(style.row * 0.82, len(row.dots) * style.text * 1.3 + 6)


def _foot(picture: Dots, width: float, style: Style) -> tuple[str, ...]:
    small = font(style, size=style.small)
    return wrapped(picture.footnote, lambda s: width_of(s, small) <= width, 4)


def _columns(picture: Dots, width: float, style: Style) -> tuple[float, float, float]:
    words, small = font(style), font(style, size=style.small)
    label = max((width_of(r.label, words) for r in picture.rows), default=0)
    note = max((width_of(r.note, small) for r in picture.rows), default=0)
    figures = (width_of(d.figure, small) for r in picture.rows for d in r.dots)
    return (
        min(label, width * 0.34) + style.gap,
        note + style.gap,
        max(figures, default=0) + style.gap,
    )


def _axis(painter: QPainter, picture: Dots, field: QRectF, style: Style) -> None:
    small = font(style, size=style.small)
    for tick in picture.axis.ticks:
        x = round(field.left() + picture.axis.share(tick.value) * field.width()) + 0.5
        painter.setPen(pen(style.theme.outline))
        painter.drawLine(QLineF(x, field.top(), x, field.bottom() + 4))
        box = QRectF(x - 40, field.bottom() + 4, 80, style.small * 1.4)
        centre = Qt.AlignmentFlag.AlignHCenter
        write(painter, tick.text, box, small, style.theme.text_quiet, align=centre)


def _reference(painter: QPainter, picture: Dots, field: QRectF, style: Style) -> None:
    """The value for everybody as a line with its interval as a band, and its name on top."""
    if picture.reference is None:
        return
    if picture.reference_interval is not None:
        low, high = (
            field.left() + picture.axis.share(v) * field.width() for v in picture.reference_interval
        )
        band = QRectF(low, field.top(), high - low, field.height())
        painter.fillRect(band, QColor(style.theme.action_soft))
    x = field.left() + picture.axis.share(picture.reference) * field.width()
    painter.setPen(pen(style.theme.action_outline, 1.5))
    painter.drawLine(QLineF(x, field.top() - 4, x, field.bottom()))
    small = font(style, size=style.small)
    wide = width_of(picture.reference_name, small)
    left = min(max(0.0, x - wide / 2), max(0.0, field.right() - wide))
    box = QRectF(left, field.top() - style.small * 1.8, wide, style.small * 1.4)
    write(painter, picture.reference_name, box, small, style.theme.action)


def _series_key(painter: QPainter, picture: Dots, width: float, style: Style) -> None:
    small = font(style, size=style.small)
    x = 0.0
    for n, words in enumerate(picture.series):
        box = QRectF(x + 18, 0, width, style.small * 1.6)
        _mark(painter, QPointF(x + 8, box.center().y()), n, style)
        write(painter, words, box, small, style.theme.text_soft)
        x += 18 + width_of(words, small) + style.gap * 2


def _row(
    painter: QPainter, row: DotRow, box: QRectF, label: float, note: float, style: Style
) -> None:
    words = font(style)
    lines = wrapped(row.label, lambda s: width_of(s, words) <= label - style.gap + 1)
    if len(lines) > 1:
        words = font(style, size=style.small)
    write_lines(painter, lines, box, words, style.theme.text)
    beside = QRectF(label, box.top(), note - style.gap, box.height())
    right = Qt.AlignmentFlag.AlignRight
    small = font(style, size=style.small)
    write(painter, row.note, beside, small, style.theme.text_quiet, align=right)


def _dots(
    painter: QPainter, picture: Dots, row: DotRow, box: QRectF, field: QRectF, style: Style
) -> None:
    step = box.height() / max(1, len(row.dots))
    small = font(style, size=style.small)
    for n, dot in enumerate(row.dots):
        y = box.top() + (n + 0.5) * step
        line = QRectF(0, y - step / 2, box.width(), step)
        right = Qt.AlignmentFlag.AlignRight
        quiet = style.theme.text_quiet if dot.value is None else style.theme.text
        write(painter, dot.figure, line, small, quiet, align=right)
        if dot.value is not None:
            _dot(painter, picture, dot, y, field, style)


def _dot(painter: QPainter, picture: Dots, dot: Dot, y: float, field: QRectF, style: Style) -> None:
    assert dot.value is not None
    colour = style.theme.series[dot.series % len(style.theme.series)]
    if dot.interval is not None:
        low, high = (field.left() + picture.axis.share(v) * field.width() for v in dot.interval)
        painter.setPen(pen(colour, 2))
        painter.drawLine(QLineF(low, y, high, y))
    x = field.left() + picture.axis.share(dot.value) * field.width()
    _mark(painter, QPointF(x, y), dot.series, style)


def _mark(painter: QPainter, at: QPointF, series: int, style: Style) -> None:
    """Each series has its own colour and its own shape: disc, square, triangle, diamond."""
    theme, r = style.theme, 5.0
    painter.setPen(pen(theme.surface_raised, 1.5))
    painter.setBrush(QColor(theme.series[series % len(theme.series)]))
    corners: tuple[tuple[float, float], ...] = ()
    match series % 4:
        case 0:
            painter.drawEllipse(at, r + 0.5, r + 0.5)
        case 1:
            corners = ((-r, -r), (r, -r), (r, r), (-r, r))
        case 2:
            corners = ((0, -r - 1), (r + 1, r), (-r - 1, r))
        case _:
            corners = ((0, -r - 1.5), (r + 1.5, 0), (0, r + 1.5), (-r - 1.5, 0))
    if corners:
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
