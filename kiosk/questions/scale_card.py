"""One step of a scale of numbers or stars: a card with a large sign and, below it, its words."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF

from kiosk.controls import draw_ring
from kiosk.faces import draw_tick
from kiosk.questions.option import Option
from kiosk.style import RADIUS, RING, TARGET, Style


def star(at: QPointF, radius: float) -> QPolygonF:
    """A star with five points."""
    corners = []
    for corner in range(10):
        out = radius if corner % 2 == 0 else radius * 0.45
        turn = -pi / 2 + corner * pi / 5
        corners.append(QPointF(at.x() + out * cos(turn), at.y() + out * sin(turn)))
    return QPolygonF(corners)


class ScaleCard(Option):
    """``sign`` is the number on it; ``lit`` fills its star, which also the steps below the
    chosen one have. What a screen reader says is the card's text."""

    def __init__(self) -> None:
        super().__init__()
        self.sign = ""
        self.starred = False
        self.lit = False

    def bold(self) -> QFont:
        """The font of the sign."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def least_width(self) -> int:
        """The narrowest that shows the sign whole."""
        words = QFontMetrics(self.bold()).horizontalAdvance(self.sign)
        return max(TARGET - RING, words + 2 * RING + 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self.dressed
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        chosen = self.isChecked()
        painter.setBrush(style.colour("action_soft" if chosen else "surface_raised"))
        pen = 4 if chosen else 2
        role = "action" if chosen or self.isDown() else "outline_soft"
        painter.setPen(QPen(style.colour(role), pen))
        painter.drawRoundedRect(card.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), RADIUS, RADIUS)
        if self.starred:
            self._draw_star(painter, card, style)
        painter.setFont(self.bold())
        painter.setPen(style.colour("text"))
        words = QRectF(card)
        if self.starred:
            words.setTop(card.bottom() - QFontMetrics(self.bold()).height() - 6)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.sign)
        if chosen:
            white = style.colour("surface_raised")
            at = QPointF(card.right() - 12, card.top() + 12)
            draw_tick(painter, at, 12, style.colour("action"), white)
        if self.hasFocus():
            draw_ring(painter, card, style)

    def _draw_star(self, painter: QPainter, card: QRectF, style: Style) -> None:
        room = card.height() - QFontMetrics(self.bold()).height() - 6
        side = min(card.width(), room)
        painter.setPen(QPen(style.colour("action"), 2.5))
        painter.setBrush(style.colour("action" if self.lit else "surface_raised"))
        at = QPointF(card.center().x(), card.top() + 4 + room / 2)
        painter.drawPolygon(star(at, side * 0.44))
