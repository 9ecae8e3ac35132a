"""One of several choices: a grid of large buttons, as many columns as the words allow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent

from kiosk.controls import draw_ring
from kiosk.faces import draw_tick
from kiosk.questions.answers import AnswerView
from kiosk.questions.option import Option
from kiosk.style import RADIUS, RING, TARGET, Style
from survey.forms.model import Choice, Question, said
from survey.records import Answer

_PAD = 20
_GAP = 4
_WIDEST = 27
"""The width of choices in one column, in text sizes: longer lines are tiring to read."""


class ChoiceCard(Option):
    """A choice with a round mark before its words, as people know it from paper."""

    @property
    def dot(self) -> int:
        """The mark's diameter, which follows the text's size part of the way."""
        return 18 + self.font().pixelSize() // 2

    @property
    def frame(self) -> int:
        """The width that is not for words."""
        return 2 * RING + 2 * _PAD + self.dot + 14

    def height_for(self, width: int) -> int:
        """The height the words need when the card is ``width`` wide, never below a finger's."""
        room = width - self.frame
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        flags = int(Qt.TextFlag.TextWordWrap)
        words = QFontMetrics(font).boundingRect(QRect(0, 0, room, 4000), flags, self.text())
        return max(TARGET, words.height() + 2 * RING + 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self.dressed
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        chosen = self.isChecked()
        lit = chosen or self.isDown()
        painter.setBrush(style.colour("action_soft" if lit else "surface_raised"))
        pen = 4 if chosen else 2
        painter.setPen(QPen(style.colour("action" if lit else "outline_soft"), pen))
        painter.drawRoundedRect(card.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), RADIUS, RADIUS)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._draw_mark(painter, card, style, rtl)
        room = _PAD + self.dot + 14
        words = card.adjusted(_PAD if rtl else room, 0, -(room if rtl else _PAD), 0)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(style.colour("text"))
        edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        flags = int(edge | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(words, flags, self.text())
        if self.hasFocus():
            draw_ring(painter, card, style)

    def _draw_mark(self, painter: QPainter, card: QRectF, style: Style, rtl: bool) -> None:
        x = card.right() - _PAD - self.dot / 2 if rtl else card.left() + _PAD + self.dot / 2
        at = QPointF(x, card.center().y())
        if self.isChecked():
            white = style.colour("surface_raised")
            draw_tick(painter, at, self.dot / 2 + 1, style.colour("action"), white)
        else:
            painter.setBrush(style.colour("surface_raised"))
            painter.setPen(QPen(style.colour("outline_strong"), 2))
            painter.drawEllipse(at, self.dot / 2 - 1, self.dot / 2 - 1)


class SelectOneView(AnswerView):
    """Choices in reading order, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[ChoiceCard] = []
        self._choices: tuple[Choice, ...] = ()

    def present(self, question: Question, answer: Answer, language: str, style: Style) -> None:
        self._choices = question.choices
        while len(self._cards) < len(self._choices):
            self._add_card()
        for card, choice in zip(self._cards, self._choices, strict=False):
            card.dress(style, said(choice.label, language))
        for at, card in enumerate(self._cards):
            shown = at < len(self._choices)
            card.setVisible(shown)
            card.mark(shown and answer == self._choices[at].id)
        self.set_entry()
        self._arrange()

    def _add_card(self) -> None:
        card = ChoiceCard()
        card.setParent(self)
        at = len(self._cards)
        card.picked.connect(lambda: self.answered.emit(self._choices[at].id))
        self._cards.append(card)

    def options(self) -> Sequence[Option]:
        return self._cards[: len(self._choices)]

    def columns(self) -> int:
        return self._columns_for(self.width())

    def _longest_word(self, card: Option) -> int:
        metrics = QFontMetrics(card.font())
        return max((metrics.horizontalAdvance(w) for w in card.text().split()), default=0)

    def _columns_for(self, width: int) -> int:
        """Few choices stand in one column; more take as many as their longest word allows."""
        count = len(self._choices)
        wanted = 1 if count <= 4 else 2 if count <= 10 else 3
        cards = self._cards[:count]
        longest = max((self._longest_word(c) * 1.08 + c.frame for c in cards), default=1)
        return max(1, min(wanted, int(width // longest)))

    def _grid(self, width: int) -> tuple[int, int, list[int]]:
        """Columns, column width and the heights of the rows."""
        columns = self._columns_for(width)
        widest = round(self._cards[0].font().pixelSize() * _WIDEST) if columns == 1 else width
        full = min(width, widest)
        column = (full - _GAP * (columns - 1)) // columns
        cards = self._cards[: len(self._choices)]
        rows = [cards[i : i + columns] for i in range(0, len(cards), columns)]
        return columns, column, [max(card.height_for(column) for card in row) for row in rows]

    def height_for(self, width: int) -> int:
        _, _, heights = self._grid(width)
        return sum(heights) + _GAP * max(0, len(heights) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if not self._choices:
            return
        columns, width, heights = self._grid(self.width())
        left = (self.width() - columns * width - _GAP * (columns - 1)) // 2
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        top = 0
        for row, height in enumerate(heights):
            for place in range(columns):
                at = row * columns + place
                if at < len(self._choices):
                    column = columns - 1 - place if rtl else place
                    x = left + column * (width + _GAP)
                    self._cards[at].setGeometry(x, top, width, height)
            top += height + _GAP
