"""A few choices beside each other below what they are about, as on the panel of comfort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.questions.card_grid import CardGrid
from kiosk.questions.choice_card import CheckCard, ChoiceCard
from kiosk.questions.view import leading
from kiosk.style import Style, set_text_colour

_LABEL = 240
"""The width of what they are about, beside them, at 100 %."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One choice: what is told when it is taken, its words, and whether it holds now."""

    value: object
    words: str
    holds: bool


class Choosing(QWidget):
    """``chosen`` carries the value of the choice taken; with ``many``, of the one turned.

    Under a heading of their own, without words about them, they stand in columns.
    ``made`` carries each card that is made. Without choices it is not there.
    """

    chosen = Signal(object)
    made = Signal(object)

    def __init__(self, *, many: bool = False) -> None:
        super().__init__()
        self._many = many
        self._offers: tuple[Offered, ...] = ()
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._pen = QWidget(self)
        self._grid = CardGrid(self._pen, self._make)
        self._style: Style | None = None

    @property
    def cards(self) -> Sequence[ChoiceCard]:
        """The choices in reading order."""
        return self._grid.cards

    def columns(self) -> int:
        """How many stand beside each other."""
        return self._grid.columns_for(self._pen.width())

    def dress(self, style: Style, about: str, offers: Sequence[Offered]) -> None:
        """Put on the words and the present looks."""
        self._style, self._offers = style, tuple(offers)
        self.setVisible(bool(offers))
        self.setAccessibleName(about)
        self._label.setText(about)
        self._label.setAccessibleName(about)
        self._label.setFont(style.text(20))
        set_text_colour(self._label, style.colour("text_soft"))
        self._grid.wanted = min(5, len(offers)) if about else 0
        for card, offer in zip(self._grid.show(len(offers)), self._offers, strict=True):
            card.dress(style, offer.words)
            card.mark(offer.holds)
            if not self._many:
                card.take_tabs(offer.holds)
        if not self._many and self.cards and not any(offer.holds for offer in offers):
            self.cards[0].take_tabs(True)

    def _make(self, at: int) -> ChoiceCard:
        card = CheckCard() if self._many else ChoiceCard()
        card.picked.connect(lambda: self.chosen.emit(self._offers[at].value))
        self.made.emit(card)
        return card

    def _beside(self, width: int) -> int:
        """The width of the label where there is room for it beside the choices, else 0."""
        if not self._label.text():
            return 0
        if self._style is None or self._style.percent > 150 or width < 900:
            return 0
        return self._style.px(_LABEL)

    def _above(self, width: int) -> int:
        if self._beside(width) or not self._label.text():
            return 0
        box = QRect(0, 0, width, 2000)
        flags = int(Qt.TextFlag.TextWordWrap)
        metrics = QFontMetrics(self._label.font())
        return metrics.boundingRect(box, flags, self._label.text()).height() + 8

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width``."""
        return self._above(width) + self._grid.height_for(width - self._beside(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Give label and choices their places."""
        width, height = self.width(), self.height()
        beside, above = self._beside(width), self._above(width)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        label = QRect(0, 0, beside, height) if beside else QRect(0, 0, width, above)
        pen = QRect(beside, above, width - beside, height - above)
        if rtl and beside:
            label.moveLeft(width - beside)
            pen.moveLeft(0)
        self._label.setAlignment(leading(self))
        self._label.setGeometry(label)
        self._pen.setGeometry(pen)
        self._grid.arrange()
