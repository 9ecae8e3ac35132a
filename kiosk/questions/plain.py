"""The views that ask little: words alone, an answer shown, a question skipped, a yes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.questions.asked import Asked
from kiosk.questions.card_grid import CardGrid
from kiosk.questions.choice_card import CheckCard, ChoiceCard
from kiosk.questions.entry import shown_number
from kiosk.questions.view import View
from kiosk.style import Style, set_text_colour
from kiosk.views.wrapped import WrappedLabel, lines_height

_NUMBERS = ("integer", "decimal", "range", "int")


class NoteView(View):
    """Nothing but the words above it."""

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self.hide()

    def height_for(self, width: int) -> int:
        return 0

    def tab_way(self) -> Sequence[QWidget]:
        return []


class ShownView(View):
    """An answer that cannot be changed, or why a question is not asked here."""

    def __init__(self) -> None:
        super().__init__()
        self._words = WrappedLabel(self)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        labels = {offer.value: offer.label for offer in asked.choices}
        value = ", ".join(labels.get(one) or one for one in asked.chosen) if labels else asked.value
        if asked.type in _NUMBERS:
            value = shown_number(value, asked.language)
        self._words.setText(asked.reason or value or "–")
        self._words.setAccessibleName(self._words.text())
        self._words.setFont(style.text(24))
        set_text_colour(self._words, style.colour("text_soft" if asked.reason else "text"))

    def height_for(self, width: int) -> int:
        return lines_height(self._words.font(), self._words.text(), width) + 24

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._words.setGeometry(self.rect())

    def tab_way(self) -> Sequence[QWidget]:
        return []


class AcknowledgeView(View):
    """One box to tick."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._grid = CardGrid(self, self._made)
        self._grid.show(1)

    def _made(self, at: int) -> ChoiceCard:
        card = CheckCard()
        card.picked.connect(lambda: self._turned(card.isChecked()))
        return card

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._asked = asked
        card = self._grid.cards[0]
        card.dress(style, words("Yes, I have read this"))
        card.mark(bool(asked.value))
        self._grid.arrange()

    def _turned(self, on: bool) -> None:
        if self._asked is not None:
            self.answered.emit(self._asked.ref, "OK" if on else "")

    def height_for(self, width: int) -> int:
        return self._grid.height_for(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grid.arrange()

    def tab_way(self) -> Sequence[QWidget]:
        return self._grid.cards
