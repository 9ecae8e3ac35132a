"""A rating: one drawn face per step of the scale, with its label."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent

from kiosk.controls import draw_ring, draw_shadow
from kiosk.faces import draw_face, draw_tick
from kiosk.questions.answers import AnswerView
from kiosk.questions.option import Option
from kiosk.style import RADIUS, RING, TARGET, Style
from survey.forms.model import Question, said
from survey.records import Answer

FACE = 150
"""The face's diameter in pixels where the cards stand side by side."""

_GAP = 12
_PAD = 16
_LIFT = 6


class FaceCard(Option):
    """A card with a face and its label below it, or beside it when ``lying``."""

    def __init__(self) -> None:
        super().__init__()
        self.mood = 0.5
        self.lying = False
        self._pictures: list[tuple[tuple[object, ...], QPixmap]] = []

    def label_room(self, width: int) -> int:
        """Width there is for words when the card is ``width`` wide."""
        return width - 2 * RING - 2 * _PAD - (FACE_LYING + _PAD if self.lying else 0)

    def label_height(self, width: int) -> int:
        """Height of the label when the card is ``width`` wide."""
        room = self.label_room(width)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        flags = int(Qt.TextFlag.TextWordWrap)
        return QFontMetrics(bold).boundingRect(QRect(0, 0, room, 4000), flags, self.text()).height()

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
        key = (style, self.text(), self.mood, self.lying, self.isChecked(), self.isDown(),
               self.size())
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
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(style.colour("text"))
        painter.drawText(words, int(align) | int(Qt.TextFlag.TextWordWrap), self.text())

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
        if not self.lying:
            face = QRectF(card.center().x() - FACE / 2, card.top() + _PAD + 8, FACE, FACE)
            top = face.bottom() + _PAD
            words = QRectF(card.left() + _PAD, top, card.width() - 2 * _PAD, card.bottom() - top)
            return face, words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = min(FACE_LYING, card.height() - 8)
        x = card.right() - _PAD - side if rtl else card.left() + _PAD
        face = QRectF(x, card.center().y() - side / 2, side, side)
        left = card.left() + _PAD if rtl else face.right() + _PAD
        right = face.left() - _PAD if rtl else card.right() - _PAD
        words = QRectF(left, card.top(), right - left, card.height())
        edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        return face, words, edge | Qt.AlignmentFlag.AlignVCenter

    def _draw_chosen(self, painter: QPainter, face: QRectF, style: Style) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(style.colour("action"), 6))
        painter.drawEllipse(face.adjusted(-7, -7, 7, 7))
        radius = max(15.0, face.width() * 0.15)
        at = QPointF(face.right() - radius * 0.5, face.top() + radius * 0.5)
        white = style.colour("surface_raised")
        draw_tick(painter, at, radius, style.colour("action"), white)


FACE_LYING = 84
"""The face's diameter where the cards lie under each other, for large text."""


class RatingView(AnswerView):
    """Five faces side by side; under each other when the words need the room."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[FaceCard] = []
        self._shown = 0
        self._steps: tuple[int, ...] = ()

    def present(self, question: Question, answer: Answer, language: str, style: Style) -> None:
        scale = question.scale
        if scale is None:
            return
        self._steps = tuple(scale.steps)
        self._shown = len(self._steps)
        while len(self._cards) < self._shown:
            self._add_card()
        for at, card in enumerate(self._cards):
            shown = at < self._shown
            card.setVisible(shown)
            card.mark(shown and answer == self._steps[at])
            if shown:
                label = said(scale.labels[at], language) if at < len(scale.labels) else ""
                card.mood = at / max(1, self._shown - 1)
                card.dress(style, label or str(self._steps[at]))
        self._arrange()

    def _add_card(self) -> None:
        card = FaceCard()
        card.setParent(self)
        at = len(self._cards)
        card.picked.connect(lambda: self.answered.emit(self._steps[at]))
        self._cards.append(card)

    def options(self) -> Sequence[Option]:
        return self._cards[: self._shown]

    def columns(self) -> int:
        return 1 if self._cards and self._cards[0].lying else self._shown

    def fits_below(self, width: int) -> bool:
        """True when the longest word of every label fits a card that stands beside the others."""
        room = self._card_width(width) - 2 * RING - 2 * _PAD
        for card in self._cards[: self._shown]:
            font = QFont(card.font())
            font.setWeight(QFont.Weight.DemiBold)
            metrics = QFontMetrics(font)
            if any(metrics.horizontalAdvance(word) > room for word in card.text().split()):
                return False
        return room >= FACE

    def lay(self, lying: bool) -> None:
        """Side by side, or under each other when ``lying``."""
        for card in self._cards:
            card.lying = lying
        self._arrange()

    def height_for(self, width: int) -> int:
        cards = self._cards[: self._shown]
        if not cards:
            return 0
        if cards[0].lying:
            return sum(self._lying_height(c, width) for c in cards)
        return self._standing_height(self._card_width(width))

    def _card_width(self, width: int) -> int:
        return min(256, (width - _GAP * (self._shown - 1)) // max(1, self._shown))

    def _standing_height(self, width: int) -> int:
        words = max(card.label_height(width) for card in self._cards[: self._shown])
        return 2 * RING + _LIFT + 3 * _PAD + 8 + FACE + words

    def _lying_height(self, card: FaceCard, width: int) -> int:
        return max(TARGET + RING + _LIFT, card.label_height(width) + 2 * RING + _LIFT + 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        cards = self._cards[: self._shown]
        if not cards:
            return
        if cards[0].lying:
            top = 0
            for card in cards:
                height = self._lying_height(card, self.width())
                card.setGeometry(0, top, self.width(), height)
                top += height
            return
        width = self._card_width(self.width())
        height = self._standing_height(width)
        used = width * len(cards) + _GAP * (len(cards) - 1)
        left = (self.width() - used) // 2
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for at, card in enumerate(reversed(cards) if rtl else cards):
            card.setGeometry(left + at * (width + _GAP), 0, width, height)
