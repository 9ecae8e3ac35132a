"""One step of a rating scale: a card with a drawn face and the step's label."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap

from kiosk.controls import draw_ring, draw_shadow
from kiosk.faces import draw_face, draw_tick
from kiosk.questions.option import Option
from kiosk.style import RADIUS, RING, TARGET, Style

FACE = 150
"""The face's diameter in pixels where the cards stand side by side with room to spare."""

FACE_LEAST = 90
"""The face's smallest diameter there, where large words need the room."""

FACE_LYING = 76
"""The face's largest diameter where the cards lie under each other."""

_PAD = 16
_PAD_LEAST = 4
_LIFT = 6
_LEADING = 1.2
"""From one line of a label to the next, in text sizes: tight, since labels are a few words."""


class FaceCard(Option):
    """A card with a face and its label below it, or beside it when ``lying``.

    ``face`` is the face's diameter in pixels; ``mood`` runs from 0 (sad) to 1 (glad).
    """

    def __init__(self) -> None:
        super().__init__()
        self.mood = 0.5
        self.lying = False
        self.face = FACE
        self._pictures: list[tuple[tuple[object, ...], QPixmap]] = []
        self._lines: dict[int, list[str]] = {}
        self._longest_word: int | None = None

    def dress(self, style: Style, text: str) -> None:
        if style != self.dressed or text != self.text():
            self._lines.clear()
            self._longest_word = None
        super().dress(style, text)

    def bold(self) -> QFont:
        """The font of the chosen card's label: the widest it gets."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def longest_word(self) -> int:
        """The width of the label's longest word."""
        if self._longest_word is None:
            advance = QFontMetrics(self.bold()).horizontalAdvance
            self._longest_word = max((advance(word) for word in self.text().split()), default=0)
        return self._longest_word

    def label_room(self, width: int, lying: bool) -> int:
        """Width there is for words when the card is ``width`` wide."""
        if lying:
            return width - 2 * RING - 3 * _PAD - FACE_LYING
        return width - 2 * RING - 2 * self._pad(width)

    def lying_width(self, room: int) -> int:
        """The width of a lying card that has ``room`` for words."""
        return room + 2 * RING + 3 * _PAD + FACE_LYING

    def lying_height(self, width: int) -> int:
        """The least height of a lying card."""
        return max(TARGET, self.label_height(width, True) + 2 * RING + _LIFT + 2)

    def standing_height(self, width: int) -> int:
        """The height of a standing card that is not the face's."""
        return self.label_height(width, False) + 2 * RING + _LIFT + 3 * _PAD

    def lines(self, room: int) -> list[str]:
        """The label in lines that each fit ``room``, unless a single word is wider."""
        if room not in self._lines:
            self._lines[room] = self._broken(room)
        return self._lines[room]

    def _broken(self, room: int) -> list[str]:
        metrics = QFontMetrics(self.bold())
        lines: list[str] = []
        for word in self.text().split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and metrics.horizontalAdvance(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def leading(self) -> int:
        """The height of one line of the label."""
        return round(self.font().pixelSize() * _LEADING)

    def label_height(self, width: int, lying: bool) -> int:
        """Height of the label when the card is ``width`` wide."""
        return len(self.lines(self.label_room(width, lying))) * self.leading()

    def _pad(self, width: int) -> int:
        """Air at the sides of the words, given up when a word would not fit otherwise."""
        room = width - 2 * RING
        return _PAD if self.longest_word() <= room - 2 * _PAD else _PAD_LEAST

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self.dressed
        if style is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture(style))
        if self.hasFocus():
            draw_ring(painter, self._card(), style)

    def _card(self) -> QRectF:
        card = QRectF(self.rect()).adjusted(RING, RING + _LIFT, -RING, -RING)
        if self.isChecked() or self.isDown():
            card.translate(0, -_LIFT)
        return card

    def _picture(self, style: Style) -> QPixmap:
        """The card as it looks now; drawn once, since the next question has the same faces."""
        # No hover: after a touch it would stay on one face of the next question.
        key = (style, self.text(), self.mood, self.lying, self.face, self.isChecked(),
               self.isDown(), self.size(), self.layoutDirection())
        for known, picture in self._pictures:
            if known == key:
                return picture
        picture = QPixmap(self.size() * self.devicePixelRatio())
        picture.setDevicePixelRatio(self.devicePixelRatio())
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, style)
        painter.end()
        self._pictures = [(key, picture), *self._pictures[:3]]
        return picture

    def _draw(self, painter: QPainter, style: Style) -> None:
        card = self._card()
        self._draw_card(painter, card, style)
        face, words, align = self._places(card)
        draw_face(painter, face, self.mood, style.theme)
        if self.isChecked():
            self._draw_chosen(painter, face, style)
        painter.setFont(self.bold() if self.isChecked() else self.font())
        painter.setPen(style.colour("text"))
        leading = self.leading()
        # Lines are broken for the chosen card's weight, so that choosing moves no word.
        for at, line in enumerate(self.lines(self.label_room(self.width(), self.lying))):
            box = QRectF(words.left(), words.top() + at * leading, words.width(), leading)
            flags = int(align | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip)
            painter.drawText(box, flags, line)

    def _draw_card(self, painter: QPainter, card: QRectF, style: Style) -> None:
        draw_shadow(painter, card, style)
        chosen = self.isChecked()
        lit = chosen or self.isDown()
        painter.setBrush(style.colour("action_soft" if chosen else "surface_raised"))
        width = 4 if chosen else 2
        painter.setPen(QPen(style.colour("action" if lit else "outline"), width))
        edge = width / 2
        painter.drawRoundedRect(card.adjusted(edge, edge, -edge, -edge), RADIUS, RADIUS)

    def _places(self, card: QRectF) -> tuple[QRectF, QRectF, Qt.AlignmentFlag]:
        """Where the face and the words stand inside the card."""
        label = self.label_height(self.width(), self.lying)
        if not self.lying:
            side = float(self.face)
            face = QRectF(card.center().x() - side / 2, card.top() + _PAD, side, side)
            words = QRectF(card.left(), face.bottom() + _PAD, card.width(), label)
            return face, words, Qt.AlignmentFlag.AlignHCenter
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = min(FACE_LYING, card.height() - 8)
        x = card.right() - _PAD - side if rtl else card.left() + _PAD
        face = QRectF(x, card.center().y() - side / 2, side, side)
        left = card.left() + _PAD if rtl else face.right() + _PAD
        right = face.left() - _PAD if rtl else card.right() - _PAD
        words = QRectF(left, card.center().y() - label / 2, right - left, label)
        edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        return face, words, edge

    def _draw_chosen(self, painter: QPainter, face: QRectF, style: Style) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(style.colour("action"), 6))
        grow = 7 if face.width() > FACE_LYING else 3
        painter.drawEllipse(face.adjusted(-grow, -grow, grow, grow))
        radius = max(15.0, face.width() * 0.15)
        at = QPointF(face.right() - radius * 0.5, face.top() + radius * 0.5)
        white = style.colour("surface_raised")
        draw_tick(painter, at, radius, style.colour("action"), white)
