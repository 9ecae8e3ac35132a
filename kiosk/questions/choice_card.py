"""A choice to tap: its words beside a round mark, or a square one where several may be chosen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSignalBlocker, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QKeyEvent, QPainter, QPaintEvent, QPen

from kiosk.controls import draw_ring
from kiosk.faces import draw_tick
from kiosk.questions.option import Option
from kiosk.style import RADIUS, RING, TARGET, Style
from kiosk.views.wrapped import draw_tall, lines_height, tall

_PAD = 20
_LARGE = 48
_PICTURE = 180
"""The greatest height of a choice's picture, in pixels."""


def _longest_word(font: QFont, text: str) -> int:
    metrics = QFontMetrics(font)
    words = text.split(" ")  # not at a blank that holds together what stands beside it
    return max(metrics.horizontalAdvance(word) for word in words) + 2


class ChoiceCard(Option):
    """A choice with a round mark before its words, as people know it from paper.

    ``standing`` puts the mark above the words: a step of a scale, beside the other steps.
    """

    def __init__(self) -> None:
        super().__init__()
        self._file = ""
        self._picture = QImage()
        self._longest: int | None = None
        self._heights: dict[tuple[int, bool], int] = {}
        self.standing = False

    def dress(self, style: Style, text: str) -> None:
        if style != self.dressed or text != self.text():
            self._forget_measures()
        super().dress(style, text)

    def _forget_measures(self) -> None:
        """A page asks for them many times, of as many cards as there are choices."""
        self._longest = None
        self._heights.clear()

    def picture(self, file: str) -> None:
        """Show the picture of this file above the words; an empty name shows none."""
        if file != self._file:
            self._file = file
            self._picture = QImage(file) if file else QImage()
            self._forget_measures()
            self.update()

    @property
    def pictured(self) -> bool:
        """Whether a picture stands above the words."""
        return not self._picture.isNull()

    @property
    def dot(self) -> int:
        """The mark's diameter, which follows the text's size part of the way."""
        return 18 + self.font().pixelSize() // 2

    @property
    def frame(self) -> int:
        """The width that is not for words."""
        if self.standing:
            return 2 * RING + 20
        return 2 * RING + 2 * _PAD + self.dot + 14

    def longest_word(self) -> int:
        """The width of the longest word, however it is written: bold where it is chosen."""
        if self._longest is None:
            self._longest = max(
                _longest_word(self._weighed(chosen=chosen), self.text())
                for chosen in (False, True)
            )
        return self._longest

    def height_for(self, width: int) -> int:
        """The height the words need when the card is ``width`` wide, never below a finger's."""
        key = (width, self.standing)
        if key not in self._heights:
            self._heights[key] = self._measured(width)
        return self._heights[key]

    def _measured(self, width: int) -> int:
        room = width - self.frame
        font = self._weighed(chosen=True)
        breaks = self._breaks(room)
        box = QRect(0, 0, room, 4000)
        high = QFontMetrics(font).boundingRect(box, breaks, self.text()).height()
        if self._steady(breaks):
            high = lines_height(font, self.text(), room)
        above = self._picture_size(width).height()
        if self.standing:
            above += self.dot
        return max(TARGET, high + 2 * RING + self._air) + (above + 12 if above else 0)

    def _weighed(self, *, chosen: bool) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        return font

    @property
    def _air(self) -> int:
        """Above and below the words: less where they are large, so that more cards are in sight."""
        return 20 if self.font().pixelSize() < _LARGE else 8

    def _breaks(self, room: int) -> int:
        """Between words; a word that is too long for a line of its own wherever it has to."""
        long = self.longest_word() > room
        return int(Qt.TextFlag.TextWrapAnywhere if long else Qt.TextFlag.TextWordWrap)

    def _picture_size(self, width: int) -> QRect:
        if self._picture.isNull():
            return QRect(0, 0, 0, 0)
        room = max(1, width - 2 * RING - 2 * _PAD)
        size = self._picture.size()
        scale = min(1.0, room / size.width(), _PICTURE / size.height())
        return QRect(0, 0, round(size.width() * scale), round(size.height() * scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self.dressed
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        card = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        self._draw_card(painter, card, style)
        picture = self._picture_size(self.width())
        rest = QRectF(card)
        if picture.height():
            # words stand at one height in cards beside each other, however high their pictures
            left = round(card.center().x() - picture.width() / 2)
            spare = max(0, self.height() - self.height_for(self.width()))
            top = round(card.top() + 12 + spare / 2)
            painter.drawImage(picture.translated(left, top), self._picture)
            rest.setTop(card.top() + picture.height() + 12 + spare)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._draw_mark(painter, self._mark_at(rest, rtl), style)
        self._draw_words(painter, rest, style, rtl)
        if self.hasFocus():
            draw_ring(painter, card, style)

    def _draw_card(self, painter: QPainter, card: QRectF, style: Style) -> None:
        chosen = self.isChecked()
        lit = chosen or self.isDown()
        painter.setBrush(style.colour("action_soft" if lit else "surface_raised"))
        pen = 4 if chosen else 2
        painter.setPen(QPen(style.colour("action" if lit else "outline_soft"), pen))
        painter.drawRoundedRect(card.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), RADIUS, RADIUS)

    def _draw_words(self, painter: QPainter, card: QRectF, style: Style, rtl: bool) -> None:
        if self.standing:
            self._write(painter, card.adjusted(8, self.dot + 16, -8, -8), style,
                        Qt.AlignmentFlag.AlignCenter)
            return
        room = _PAD + self.dot + 14
        words = card.adjusted(_PAD if rtl else room, 0, -(room if rtl else _PAD), 0)
        edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        self._write(painter, words, style, edge | Qt.AlignmentFlag.AlignVCenter)

    def _write(
        self, painter: QPainter, room: QRectF, style: Style, align: Qt.AlignmentFlag
    ) -> None:
        font = self._weighed(chosen=self.isChecked())
        painter.setFont(font)
        painter.setPen(style.colour("text"))
        breaks = self._breaks(round(room.width()))
        if self._steady(breaks):
            draw_tall(painter, room, self.text(), font, align)
        else:
            painter.drawText(room, int(align) | breaks, self.text())

    def _steady(self, breaks: int) -> bool:
        """Whether the lines are set by the kiosk, and not by the script's own font."""
        return breaks == int(Qt.TextFlag.TextWordWrap) and tall(self.text())

    def _mark_at(self, card: QRectF, rtl: bool) -> QPointF:
        if self.standing:
            return QPointF(card.center().x(), card.top() + 12 + self.dot / 2)
        x = card.right() - _PAD - self.dot / 2 if rtl else card.left() + _PAD + self.dot / 2
        return QPointF(x, card.center().y())

    def _draw_mark(self, painter: QPainter, at: QPointF, style: Style) -> None:
        if self.isChecked():
            white = style.colour("surface_raised")
            draw_tick(painter, at, self.dot / 2 + 1, style.colour("action"), white)
            return
        painter.setBrush(style.colour("surface_raised"))
        painter.setPen(QPen(style.colour("outline_strong"), 2))
        painter.drawEllipse(at, self.dot / 2 - 1, self.dot / 2 - 1)


class CheckCard(ChoiceCard):
    """A choice that may be chosen beside others, and be taken back: a check box.

    ``alone`` draws it as the only one that can be chosen.
    ``turned`` follows the state, so that a screen reader's *toggle* counts as a tap does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.alone = False
        self.setAutoExclusive(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the page's, as in every list of boxes; the blank key ticks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mark(self, chosen: bool) -> None:
        """Show whether this is among the answers, without telling anybody."""
        with QSignalBlocker(self):
            self.setChecked(chosen)
        self.update()

    def nextCheckState(self) -> None:
        self.setChecked(not self.isChecked())

    def _toggled(self, on: bool) -> None:
        self.picked.emit()

    def _draw_mark(self, painter: QPainter, at: QPointF, style: Style) -> None:
        if self.alone:
            super()._draw_mark(painter, at, style)
            return
        half = self.dot / 2 - 1
        box = QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half)
        chosen = self.isChecked()
        painter.setBrush(style.colour("action" if chosen else "surface_raised"))
        painter.setPen(QPen(style.colour("action" if chosen else "outline_strong"), 2))
        painter.drawRoundedRect(box, 5, 5)
        if not chosen:
            return
        pen = QPen(style.colour("surface_raised"), max(3.0, half / 4))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        low = QPointF(at.x() - half * 0.1, at.y() + half * 0.45)
        painter.drawLine(QPointF(at.x() - half * 0.5, at.y() + half * 0.05), low)
        painter.drawLine(low, QPointF(at.x() + half * 0.55, at.y() - half * 0.4))
