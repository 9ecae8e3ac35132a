"""What is wrong with an answer, beside its question."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.questions.view import leading
from kiosk.style import RADIUS, Style, icon_pixmap, set_text_colour
from kiosk.views.wrapped import WrappedLabel, lines_height

_AIR = 16
_WIDEST = 900
_SIZE, _LEAST, _USUAL = 22, 16, 2


def usual_height(style: Style) -> int:
    """The height in pixels of what is told in two lines."""
    return _USUAL * QFontMetrics(style.text(_SIZE)).height() + 24 + _AIR


class Trouble(QWidget):
    """What is wrong, with a sign before it; takes the focus so that it is read out.

    Before anything is wrong it says that an answer is needed, in the very place where it would
    say what is wrong.
    """

    def __init__(self) -> None:
        super().__init__()
        self._style: Style | None = None
        self.tells = False
        self._words = WrappedLabel(self)

    def dress(self, style: Style, text: str, calm: str = "") -> None:
        """Put on the words for what is wrong, else the ``calm`` ones; none hide it."""
        self._style, self.tells = style, bool(text)
        self._words.setText(text or calm)
        self._words.setAccessibleName(text or calm)
        self._words.setFont(style.text(_SIZE))
        self._words.setAlignment(
            leading(self) if text else Qt.AlignmentFlag.AlignCenter  # under centred words
        )
        set_text_colour(self._words, style.colour("bad_text" if text else "text_quiet"))
        self.setVisible(bool(text or calm))
        self._place()
        self.update()

    def take_focus(self) -> None:
        """Let a screen reader say it."""
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _side(self) -> int:
        return round(self._style.px(_SIZE) * 1.3) if self._style else 0

    def height_for(self, width: int) -> int:
        """Nothing while all is well."""
        style = self._style
        if self.isHidden() or style is None:
            return 0
        room = min(width, _WIDEST) - self._side() - 44
        return lines_height(self._font(style, room), self._words.text(), room) + 24 + _AIR

    def _font(self, style: Style, room: int) -> QFont:
        """No larger than shows the longest word whole."""
        font = style.text(_SIZE)
        words = self._words.text().split()
        longest = max(map(QFontMetrics(font).horizontalAdvance, words), default=0)
        if longest > room:
            font.setPixelSize(max(_LEAST, font.pixelSize() * room // longest))
        return font

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        box, side = self._box(), self._side()
        if not self.tells:
            self._words.setGeometry(box.toRect())
            return
        if self._style is not None:
            self._words.setFont(self._font(self._style, round(box.width()) - side - 44))
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = box.left() + (12 if rtl else side + 28)
        self._words.setGeometry(round(left), 0, round(box.width()) - side - 40, round(box.height()))

    def _box(self) -> QRectF:
        wide = min(self.width(), _WIDEST)
        return QRectF((self.width() - wide) / 2, 0, wide, self.height() - _AIR)

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self._style
        if style is None or not self.tells:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(style.colour("bad"))
        painter.setBrush(style.colour("bad_soft"))
        box, side = self._box(), self._side()
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = box.right() - 14 - side if rtl else box.left() + 14
        icon = icon_pixmap("circle-alert", style.theme.bad_text, side)
        painter.drawPixmap(round(x), round(box.center().y() - side / 2), icon)
