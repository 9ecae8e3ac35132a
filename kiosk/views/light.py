"""The light of scanning: a thick ring round a control, or round a row of them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.style import RADIUS, Style

_WIDE = 8


class LightView(QWidget):
    """Lies over everything and lets every touch through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._style: Style | None = None
        self._box = QRect()
        self._dashed = self._faint = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def box(self) -> QRect:
        """What is lit, in the window's pixels."""
        return QRect(self._box)

    @property
    def leads_out(self) -> bool:
        """Whether taking it only leads out of a row."""
        return self._dashed

    def present(self, style: Style, box: QRect, *, out: bool, rests: bool) -> None:
        """Light ``box``: dashed where it leads ``out``, thin while it ``rests``."""
        self._style, self._box, self._dashed, self._faint = style, box, out, rests
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        wide = _WIDE // 2 if self._faint else _WIDE
        box = QRectF(self._box).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
        # two colours: whatever lies below, one of them is seen on it
        self._ring(painter, box, style.colour("surface"), wide + 4)
        self._ring(painter, box, style.colour("text"), wide)
        inner = box.adjusted(wide / 4, wide / 4, -wide / 4, -wide / 4)
        self._ring(painter, inner, style.colour("focus"), wide / 2)

    def _ring(self, painter: QPainter, box: QRectF, colour: QColor, wide: float) -> None:
        pen = QPen(colour, wide)
        if self._dashed:
            pen.setDashPattern([24 / wide, 16 / wide])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
