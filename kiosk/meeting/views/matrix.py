"""Importance × performance as a picture with numbered spots, and what each number is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.meeting.big_figures import Spots
from kiosk.style import Style

_INSIDE = 0.86
"""Spots keep off the edges: the picture's 0–1 lies in so much of it."""


class MatrixPicture(QWidget):
    """Important upwards, well to the right; always so, whatever way the language is written."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._spots: Spots | None = None
        self._style: Style | None = None
        self._unit = 1.0
        self._named: dict[str, str] = {}
        self._axes = ("", "")

    def present(self, spots: Spots, style: Style, unit: float, words: Words) -> None:
        """Show ``spots``; ``unit`` is a pixel of a screen of 1 080."""
        self._spots, self._style, self._unit = spots, style, unit
        self._named = {
            "prioritise": words("Prioritise"), "keep": words("Keep as it is"),
            "improve-if-possible": words("Improve if possible"),
            "lower-priority": words("Lower priority"),
        }
        self._axes = words("More important"), words("Works better")
        self.setAccessibleName(". ".join(
            f"{one.sign} {one.title}: {self._named.get(one.field, '')}" for one in spots.spots
        ))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        spots, style = self._spots, self._style
        if spots is None or style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = self._font(style, 26)
        line = round(36 * self._unit)
        listed = line * len(spots.spots) + line
        high = max(self.height() // 2, self.height() - listed)
        box = QRectF(2, line, self.width() - 4, high - 2 * line)
        self._fields(painter, box, spots, style, small)
        painter.setFont(small)
        painter.setPen(style.colour("text_soft"))
        painter.drawText(
            QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignLeft, f"↑ {self._axes[0]}"
        )
        painter.drawText(
            QRectF(0, box.bottom() + 2, self.width(), line), Qt.AlignmentFlag.AlignRight,
            f"{self._axes[1]} →",
        )
        self._numbers(painter, box, spots, style)
        self._list(painter, high, line, spots, style)

    def _numbers(self, painter: QPainter, box: QRectF, spots: Spots, style: Style) -> None:
        bold = self._font(style, 26)
        bold.setBold(True)
        painter.setFont(bold)
        side = 21 * self._unit
        for one in spots.spots:
            at = self._at(box, one.well, one.important)
            painter.setPen(QPen(style.colour("surface_raised"), 3))
            painter.setBrush(style.colour("action"))
            painter.drawEllipse(at, side, side)
            painter.setPen(style.colour("text_on_action"))
            painter.drawText(
                QRectF(at.x() - side, at.y() - side, 2 * side, 2 * side),
                Qt.AlignmentFlag.AlignCenter, str(one.sign),
            )

    def _list(
        self, painter: QPainter, top: int, line: int, spots: Spots, style: Style
    ) -> None:
        painter.setFont(self._font(style, 28))
        painter.setPen(style.colour("text"))
        for row, one in enumerate(spots.spots):
            painter.drawText(
                QRectF(0, top + row * line, self.width(), line),
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                painter.fontMetrics().elidedText(
                    f"{one.sign}  {one.title}", Qt.TextElideMode.ElideRight, self.width()
                ),
            )

    def _fields(
        self, painter: QPainter, box: QRectF, spots: Spots, style: Style, font: QFont
    ) -> None:
        cut = self._at(box, spots.cut_well, spots.cut_important)
        painter.setPen(QPen(style.colour("outline_strong"), 2))
        painter.setBrush(style.colour("surface_raised"))
        painter.drawRect(box)
        painter.fillRect(
            QRectF(box.topLeft(), cut).adjusted(1, 1, -1, -1), style.colour("caution_soft")
        )
        painter.setPen(QPen(style.colour("outline_strong"), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(cut.x(), box.top()), QPointF(cut.x(), box.bottom()))
        painter.drawLine(QPointF(box.left(), cut.y()), QPointF(box.right(), cut.y()))
        painter.setFont(font)
        painter.setPen(style.colour("text_soft"))
        wide, high = box.width() / 2 - 20, box.height() / 2 - 12
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        for name, where in (
            ("prioritise", left | top), ("improve-if-possible", right | top),
            ("lower-priority", left | bottom), ("keep", right | bottom),
        ):
            x = box.left() + 10 if where & left else box.right() - 10 - wide
            y = box.top() + 6 if where & top else box.bottom() - 6 - high
            painter.drawText(
                QRectF(x, y, wide, high), int(where | Qt.TextFlag.TextWordWrap.value),
                self._named[name],
            )

    def _at(self, box: QRectF, well: float, important: float) -> QPointF:
        edge = (1 - _INSIDE) / 2
        return QPointF(
            box.left() + box.width() * (edge + _INSIDE * well),
            box.bottom() - box.height() * (edge + _INSIDE * important),
        )

    def _font(self, style: Style, size: int) -> QFont:
        font = style.text(10)
        font.setPixelSize(max(11, round(size * self._unit)))
        return font
