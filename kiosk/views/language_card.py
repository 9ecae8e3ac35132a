"""A card for each language, in its own script."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.controls import draw_ring, draw_shadow
from kiosk.languages import own_name, right_to_left
from kiosk.style import RADIUS, RING, TARGET, Style
from kiosk.views.wrapped import draw_lines, lines_height

_PAD = 24
_PAD_QUIET = 12


class LanguageCard(QAbstractButton):
    """A language by its own name, and one line in it; a ``quiet`` one is one of many."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tag = ""
        self._line = ""
        self._quiet = False
        self._style: Style | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def dress(
        self, style: Style, tag: str, called: str, line: str, *, quiet: bool = False
    ) -> None:
        """Put on the words and the present looks. ``called`` is the survey's name for it."""
        self.dress_as(style, tag, own_name(tag, called), line, quiet=quiet)

    def dress_as(self, style: Style, tag: str, name: str, line: str, *, quiet: bool) -> None:
        """The same with another ``name``, where there is nothing to choose."""
        self.tag, self._line, self._style, self._quiet = tag, line, style, quiet
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(line)
        self.update()

    def _fonts(self, style: Style) -> tuple[QFont, QFont]:
        size = 22 if self._quiet else 32
        name = style.text(size, QFont.Weight.Bold)
        room = self.width() - 2 * RING - 2 * _PAD_QUIET
        while room > 80 and QFontMetrics(name).horizontalAdvance(self.text()) > room and size > 12:
            size -= 1  # a name is one word, and is not parted
            name = style.text(size, QFont.Weight.Bold)
        return name, style.text(19)

    def width_wanted(self) -> int:
        """The width its name takes with air at its sides."""
        if self._style is None:
            return 0
        size = 22 if self._quiet else 32
        metrics = QFontMetrics(self._style.text(size, QFont.Weight.Bold))
        return metrics.horizontalAdvance(self.text()) + 2 * RING + 2 * _PAD_QUIET

    def height_for(self, width: int) -> int:
        """The height the words need."""
        if self._style is None:
            return 0
        name, line = self._fonts(self._style)
        room = width - 2 * RING - 2 * _PAD
        words = lines_height(line, self._line, room) if self._line else 0
        least = _letters_height(name, self.text()) + words + 2 * RING
        return max(TARGET, least + (20 if self._quiet else 36))

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
        self._draw_card(painter, card, style)
        name, line = self._fonts(style)
        painter.setPen(QPen(style.colour("text" if self._quiet else "text_on_action")))
        # whole letters, also of scripts whose feet reach below the first font's
        whole = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextDontClip)
        inner = card.adjusted(_PAD, 16, -_PAD, -12)
        head = _letters_height(name, self.text())
        painter.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if right_to_left(self.tag)
            else Qt.LayoutDirection.LeftToRight
        )
        painter.setFont(name)
        if not self._line:
            painter.drawText(card, whole, self.text())
        else:
            box = QRectF(inner.left(), inner.top(), inner.width(), head)
            painter.drawText(box, whole, self.text())
            below = inner.adjusted(0, head + 2, 0, 0)
            draw_lines(painter, below, self._line, line, Qt.AlignmentFlag.AlignHCenter)
        if self.hasFocus():
            draw_ring(painter, card, style)

    def _draw_card(self, painter: QPainter, card: QRectF, style: Style) -> None:
        draw_shadow(painter, card, style)
        if self._quiet:
            fill = "action_soft" if self.isDown() else "surface_raised"
            painter.setPen(QPen(style.colour("outline_strong"), 2))
            card = card.adjusted(1, 1, -1, -1)
        else:
            fill = "action_pressed" if self.isDown() else "action"
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour(fill))
        painter.drawRoundedRect(card, RADIUS, RADIUS)


def _letters_height(font: QFont, text: str) -> int:
    """The height of one line of ``text`` in whichever fonts its letters come from."""
    metrics = QFontMetrics(font)
    return max(metrics.height(), metrics.boundingRect(text).height() + 4)
