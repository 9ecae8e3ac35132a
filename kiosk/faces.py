"""The drawn faces: one head, and a mouth and brows that carry the meaning without colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from assets.theme import Theme


def draw_face(painter: QPainter, box: QRectF, mood: float, theme: Theme) -> None:
    """Draw a face that fills the square ``box``; ``mood`` runs from 0 (worst) to 1 (best).

    Colour, mouth and brows follow the mood, so any number of steps can be drawn.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    unit = box.width() / 2
    painter.scale(unit, unit)
    ink = QColor(theme.face_ink)
    pen = QPen(ink, 0.055)
    painter.setPen(pen)
    painter.setBrush(QBrush(colour_for(mood, theme.faces)))
    painter.drawEllipse(QPointF(0, 0), 0.965, 0.965)
    _cheeks(painter, mood)
    _eyes(painter, mood, ink)
    _brows(painter, mood, ink)
    _mouth(painter, mood, ink, QColor(theme.face_light))
    painter.restore()


def colour_for(mood: float, faces: tuple[str, ...]) -> QColor:
    """The colour at ``mood`` along the theme's row of face colours."""
    at = min(max(mood, 0.0), 1.0) * (len(faces) - 1)
    low = min(int(at), len(faces) - 2)
    share = at - low
    a, b = QColor(faces[low]), QColor(faces[low + 1])
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )


def _stroke(painter: QPainter, ink: QColor, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)


def _cheeks(painter: QPainter, mood: float) -> None:
    if mood < 0.9:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(255, 255, 255, 70))
    for side in (-1, 1):
        painter.drawEllipse(QPointF(side * 0.6, 0.14), 0.15, 0.1)


def _eyes(painter: QPainter, mood: float, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    for side in (-1, 1):
        painter.drawEllipse(QPointF(side * 0.33, -0.15), 0.1, 0.115)


def _brows(painter: QPainter, mood: float, ink: QColor) -> None:
    """Worried brows rise towards the middle, happy ones arch; the middle face has none."""
    if abs(mood - 0.5) < 0.1:
        return
    _stroke(painter, ink, 0.075)
    strength = abs(mood - 0.5) * 2
    for side in (-1, 1):
        path = QPainterPath()
        if mood < 0.5:
            path.moveTo(side * 0.17, -0.42 - 0.13 * strength)
            path.quadTo(side * 0.36, -0.40 - 0.10 * strength, side * 0.53, -0.36 + 0.05 * strength)
        else:
            lift = 0.10 * strength
            path.moveTo(side * 0.19, -0.42 - 0.3 * lift)
            path.quadTo(side * 0.34, -0.46 - 1.9 * lift, side * 0.50, -0.41 - 0.2 * lift)
        painter.drawPath(path)


def _mouth(painter: QPainter, mood: float, ink: QColor, teeth: QColor) -> None:
    curve = (mood - 0.5) * 2
    half = 0.36 + 0.12 * abs(curve)
    if curve > 0.9:
        path = QPainterPath(QPointF(-half, 0.20))
        path.cubicTo(-0.34, 0.86, 0.34, 0.86, half, 0.20)
        path.quadTo(0, 0.33, -half, 0.20)
        _stroke(painter, ink, 0.07)
        painter.setBrush(teeth)
        painter.drawPath(path)
        return
    _stroke(painter, ink, 0.09)
    middle = 0.36
    path = QPainterPath(QPointF(-half, middle - 0.19 * curve))
    path.quadTo(0, middle + 0.36 * curve, half, middle - 0.19 * curve)
    painter.drawPath(path)


def draw_tick(
    painter: QPainter, centre: QPointF, radius: float, fill: QColor, line: QColor
) -> None:
    """A tick in a filled disc with a rim, the sign of what is chosen."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, radius * 0.16))
    painter.setBrush(fill)
    painter.drawEllipse(centre, radius, radius)
    pen = QPen(line, radius * 0.24, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    points = ((-0.42, 0.02), (-0.1, 0.34), (0.44, -0.3))
    painter.drawPolyline(
        QPolygonF([QPointF(centre.x() + x * radius, centre.y() + y * radius) for x, y in points])
    )
    painter.restore()
