"""What the start is made of: a card for each language, and the faces as a picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.controls import draw_ring, draw_shadow
from kiosk.faces import draw_face
from kiosk.languages import own_name
from kiosk.style import RADIUS, RING, Style
from kiosk.views.heading import lines_height

_PAD = 24


class LanguageCard(QAbstractButton):
    """A language by its own name, and one line in it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tag = ""
        self._line = ""
        self._style: Style | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def dress(self, style: Style, tag: str, called: str, line: str) -> None:
        """Put on the words and the present looks. ``called`` is the survey's name for it."""
        self.tag, self._line, self._style = tag, line, style
        name = own_name(tag, called)
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(line)
        self.update()

    def _fonts(self, style: Style) -> tuple[QFont, QFont]:
        return style.text(32, QFont.Weight.Bold), style.text(19)

    def height_for(self, width: int) -> int:
        """The height the words need."""
        if self._style is None:
            return 0
        name, line = self._fonts(self._style)
        room = width - 2 * RING - 2 * _PAD
        words = lines_height(line, self._line, room)
        return QFontMetrics(name).height() + words + 2 * RING + 36

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        draw_shadow(painter, card, style)
        painter.setBrush(style.colour("action_pressed" if self.isDown() else "action"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        name, line = self._fonts(style)
        painter.setPen(QPen(style.colour("text_on_action")))
        head = QFontMetrics(name).height()
        inner = card.adjusted(_PAD, 16, -_PAD, -12)
        flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(name)
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), head), flags, self.text())
        painter.setFont(line)
        painter.drawText(inner.adjusted(0, head + 2, 0, 0), flags, self._line)
        if self.hasFocus():
            draw_ring(painter, card, style)


class FaceRow(QWidget):
    """The five faces as a picture: close together, so that they do not look like buttons."""

    def __init__(self) -> None:
        super().__init__()
        self._style: Style | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def dress(self, style: Style) -> None:
        """Put on the present looks."""
        self._style = style
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is None:
            return
        painter = QPainter(self)
        side = self.height() - 4
        step = (self.width() - side - 4) / 4
        for at in (0, 1, 2, 3, 4):
            box = QRectF(2 + at * step, 2, side, side)
            draw_face(painter, box, at / 4, self._style.theme)
