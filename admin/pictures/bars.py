"""Horizontal bars with whiskers: label, bar from zero, figure."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from admin.pictures.model import Axis, Bar, Bars
from admin.pictures.style import Style, font, pen, whisker, width_of, wrapped, write, write_lines


def height(picture: Bars, width: float, style: Style) -> float:
    """The height in pixels that the bars need; ``width`` does not change it."""
    return len(picture.bars) * style.row + style.text * 2


def draw(painter: QPainter, picture: Bars, width: float, style: Style) -> None:
    """Paint the bars from the origin, ``width`` pixels wide."""
    label_wide, figure_wide = _columns(picture, width, style)
    track = QRectF(label_wide, 0, width - label_wide - figure_wide, len(picture.bars) * style.row)
    _axis(painter, picture, track, style)
    for n, bar in enumerate(picture.bars):
        row = QRectF(0, n * style.row, width, style.row)
        _label(painter, bar, row, label_wide - style.gap, style)
        write(
            painter,
            bar.figure,
            row,
            font(style, bold=bar.value is not None),
            style.theme.text if bar.value is not None else style.theme.text_quiet,
            align=Qt.AlignmentFlag.AlignRight,
        )
        room = QRectF(track.left(), row.top(), track.width(), row.height())
        draw_bar(painter, bar, picture.axis, room, style)


def _columns(picture: Bars, width: float, style: Style) -> tuple[float, float]:
    """How wide the labels and the figures are; labels take at most 38 % and then wrap."""
    words = font(style)
    label = max((width_of(b.label, words) for b in picture.bars), default=0)
    figure = max((width_of(b.figure, font(style, bold=True)) for b in picture.bars), default=0)
    return min(label, width * 0.38) + style.gap, figure + style.gap


def _label(painter: QPainter, bar: Bar, row: QRectF, wide: float, style: Style) -> None:
    words = font(style)
    lines = wrapped(bar.label, lambda s: width_of(s, words) <= wide + 1)
    if len(lines) > 1:
        words = font(style, size=style.small)
    write_lines(painter, lines, row, words, style.theme.text)


def _axis(painter: QPainter, picture: Bars, track: QRectF, style: Style) -> None:
    axis = picture.axis
    for tick in axis.ticks:
        x = round(track.left() + axis.share(tick.value) * track.width()) + 0.5
        painter.setPen(pen(style.theme.outline))
        painter.drawLine(QLineF(x, track.top(), x, track.bottom() + 4))
        write(
            painter,
            tick.text,
            QRectF(x - 40, track.bottom() + 6, 80, style.small * 1.4),
            font(style, size=style.small),
            style.theme.text_quiet,
            align=Qt.AlignmentFlag.AlignHCenter,
        )


def draw_bar(painter: QPainter, bar: Bar, axis: Axis, room: QRectF, style: Style) -> None:
    """One bar with its whisker in the middle of ``room``; also used in the table's cells."""
    if bar.value is None:
        return
    thick = round(style.row * 0.5)
    middle = round(room.center().y())
    top = middle - thick / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.theme.surface_sunken))
    painter.drawRoundedRect(QRectF(room.left(), top, room.width(), thick), 3, 3)
    painter.setBrush(QColor(style.theme.sequential[2]))
    painter.drawRoundedRect(
        QRectF(room.left(), top, axis.share(bar.value) * room.width(), thick), 3, 3
    )
    if bar.interval is not None:
        low, high = (room.left() + axis.share(end) * room.width() for end in bar.interval)
        whisker(painter, QPointF(low, middle), QPointF(high, middle), style, thick * 0.25)
