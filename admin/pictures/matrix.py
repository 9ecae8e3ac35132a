"""The importance × performance matrix: four fields, points with intervals, labels that fit."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from admin.pictures.matrix_layout import RADIUS, Layout, Placed, layout, legend_lines, where
from admin.pictures.model import Matrix, Point
from admin.pictures.placement import Box, Wanted, needs_leader
from admin.pictures.style import Style, arrow, font, pen, triangle, write, write_lines


def height(picture: Matrix, width: float, style: Style) -> float:
    """The height in pixels that the matrix needs at a width, with its key and legend."""
    return layout(picture, float(width), style).height


def draw(painter: QPainter, picture: Matrix, width: float, style: Style) -> None:
    """Paint the matrix from the origin, ``width`` pixels wide."""
    laid = layout(picture, float(width), style)
    _fields(painter, picture, laid, style)
    _axes(painter, picture, laid, style)
    for point in picture.points:
        _intervals(painter, picture, laid.plot, point, style)
    for point, label in zip(picture.points, laid.labels, strict=True):
        _point(painter, picture, laid.plot, point, label, style)
    _key(painter, picture, laid, width, style)


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)


def _fields(painter: QPainter, picture: Matrix, laid: Layout, style: Style) -> None:
    """The four tinted fields with their names in the outer corners."""
    theme, plot = style.theme, _rect(laid.frame)
    x, y = where(picture, laid.plot, picture.cut_across, picture.cut_up)
    cut = QPointF(round(x), round(y))
    corners = (plot.topLeft(), plot.topRight(), plot.bottomRight(), plot.bottomLeft())
    fills = (theme.bad_soft, theme.good_soft, theme.surface_tint, theme.surface_sunken)
    words = (theme.bad_text, theme.good_text, theme.action, theme.text_quiet)
    for corner, fill in zip(corners, fills, strict=True):
        painter.fillRect(QRectF(corner, cut).normalized(), QColor(fill))
    for caption, colour in zip(laid.captions, words, strict=True):
        bold = font(style, size=style.small, bold=True)
        write_lines(painter, caption.lines, _rect(caption.box), bold, colour)
        if caption.mark is not None:
            triangle(painter, _rect(caption.mark), colour)
    painter.setPen(pen(theme.surface_raised, 3))
    painter.drawLine(QLineF(cut.x(), plot.top(), cut.x(), plot.bottom()))
    painter.drawLine(QLineF(plot.left(), cut.y(), plot.right(), cut.y()))


def _axes(painter: QPainter, picture: Matrix, laid: Layout, style: Style) -> None:
    plot, frame = laid.plot, laid.frame
    small, quiet = font(style, size=style.small), style.theme.text_quiet
    high = style.small * 1.4
    painter.setPen(pen(style.theme.outline_soft))
    for tick in picture.across.ticks:
        x, _ = where(picture, plot, tick.value, picture.up.low)
        painter.setPen(pen(style.theme.outline_soft))
        painter.drawLine(QLineF(x, frame.bottom, x, frame.bottom + 4))
        box = QRectF(x - 40, frame.bottom + 4, 80, high)
        write(painter, tick.text, box, small, quiet, align=Qt.AlignmentFlag.AlignHCenter)
    for tick in picture.up.ticks:
        _, y = where(picture, plot, picture.across.low, tick.value)
        painter.setPen(pen(style.theme.outline_soft))
        painter.drawLine(QLineF(plot.left - 4, y, plot.left, y))
        box = QRectF(0, y - high / 2, plot.left - 7, high)
        write(painter, tick.text, box, small, quiet, align=Qt.AlignmentFlag.AlignRight)
    _axis_names(painter, picture, laid, style)


def _axis_names(painter: QPainter, picture: Matrix, laid: Layout, style: Style) -> None:
    """What each axis is, with an arrow towards more of it."""
    small, soft = font(style, size=style.small), style.theme.text_soft
    high, long = style.small * 1.4, round(style.small * 0.9)
    up = QRectF(0, 0, laid.plot.right, high)
    arrow(
        painter,
        QPointF(5, up.center().y() + long / 2),
        QPointF(5, up.center().y() - long / 2),
        soft,
    )
    write(painter, picture.up.name, up.adjusted(14, 0, 0, 0), small, soft)
    below = QRectF(laid.plot.left, laid.frame.bottom + 4 + high, laid.plot.width, high)
    words = below.adjusted(0, 0, -long - 6, 0)
    write(painter, picture.across.name, words, small, soft, align=Qt.AlignmentFlag.AlignRight)
    y = below.center().y() + 1
    arrow(painter, QPointF(below.right() - long, y), QPointF(below.right(), y), soft)


def _intervals(painter: QPainter, picture: Matrix, plot: Box, point: Point, style: Style) -> None:
    painter.setPen(pen(style.theme.action_outline, 1.5))
    if point.across_interval is not None:
        low, high = (where(picture, plot, v, point.up) for v in point.across_interval)
        _capped(painter, QPointF(*low), QPointF(*high), QPointF(0, 3))
    if point.up_interval is not None:
        low, high = (where(picture, plot, point.across, v) for v in point.up_interval)
        _capped(painter, QPointF(*low), QPointF(*high), QPointF(3, 0))


def _capped(painter: QPainter, low: QPointF, high: QPointF, aside: QPointF) -> None:
    painter.drawLine(low, high)
    painter.drawLine(low - aside, low + aside)
    painter.drawLine(high - aside, high + aside)


def _point(
    painter: QPainter, picture: Matrix, plot: Box, point: Point, label: Placed, style: Style
) -> None:
    """One point with its label beside it, or its number upon it."""
    x, y = where(picture, plot, point.across, point.up)
    small = font(style, size=style.small)
    if label.box is not None:
        if _leader(picture, plot, point, label.box):
            painter.setPen(pen(style.theme.outline_strong))
            painter.drawLine(QPointF(x, y), QPointF(*label.box.nearest(x, y)))
        write_lines(painter, label.lines, _rect(label.box), small, style.theme.text)
    dot(painter, QPointF(x, y), RADIUS, picture.is_certain(point), style)
    if label.number is not None:
        _number(painter, QPointF(x, y), label.number, style)


def _leader(picture: Matrix, plot: Box, point: Point, box: Box) -> bool:
    """True when a line should join the point to its label."""
    own = Wanted(*where(picture, plot, point.across, point.up), 0, 0)
    others = (p for p in picture.points if p is not point)
    rivals = [Wanted(*where(picture, plot, p.across, p.up), 0, 0) for p in others]
    return needs_leader(own, box, rivals, 17)


def dot(painter: QPainter, at: QPointF, radius: float, filled: bool, style: Style) -> None:
    """A filled disc, or a ring on paper; a pale edge sets it off from what lies below."""
    theme = style.theme
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.surface_raised))
    painter.drawEllipse(at, radius + 1.5, radius + 1.5)
    painter.setPen(pen(theme.action, 2.5))
    painter.setBrush(QColor(theme.action if filled else theme.surface_raised))
    painter.drawEllipse(at, radius - 1, radius - 1)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _number(painter: QPainter, at: QPointF, number: int, style: Style) -> None:
    """A number on a larger disc, for a point whose name stands in the key."""
    radius = style.small * 0.8
    painter.setPen(pen(style.theme.surface_raised, 1.5))
    painter.setBrush(QColor(style.theme.action))
    painter.drawEllipse(at, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(at.x() - radius, at.y() - radius, radius * 2, radius * 2)
    bold = font(style, size=style.small - 1, bold=True)
    centre = Qt.AlignmentFlag.AlignHCenter
    write(painter, str(number), box, bold, style.theme.text_on_action, align=centre)


def _key(painter: QPainter, picture: Matrix, laid: Layout, width: float, style: Style) -> None:
    """The numbered names, then what a filled point and a ring mean."""
    small = font(style, size=style.small)
    line = style.small * 1.6
    for n, words in enumerate(reversed(laid.key), start=1):
        box = QRectF(0, laid.legend_top - n * line, width, line)
        write(painter, words, box, small, style.theme.text)
    said: set[bool] = set()
    for n, (filled, words) in enumerate(legend_lines(picture, width, style)):
        box = QRectF(20, laid.legend_top + n * line, width - 20, line)
        if filled not in said:
            dot(painter, QPointF(8, box.center().y()), RADIUS, filled, style)
            said.add(filled)
        write(painter, words, box, small, style.theme.text_quiet)
