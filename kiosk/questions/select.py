"""One or several of a form's choices: large buttons, a list, a row of steps, or pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.questions.arrows import number_of, step
from kiosk.questions.asked import Asked
from kiosk.questions.card_grid import CardGrid
from kiosk.questions.choice_card import CheckCard, ChoiceCard
from kiosk.questions.view import View
from kiosk.style import Style
from survey.forms.blocks import is_whole


def columns_wanted(asked: Asked) -> int:
    """Columns the form asks for; 0 where it leaves them to the words."""
    for look in asked.looks:
        for name in ("columns-", "compact-", "horizontal-compact-"):
            if look.startswith(name) and is_whole(look[len(name):]):
                return max(1, int(look[len(name):]))
        if look in ("columns-pack", "horizontal", "horizontal-compact", "compact"):
            return max(1, len(asked.choices))
        if look == "columns":
            return 2
        if look == "vertical":
            return 1
    return 0


class _Choices(View):
    """What both have: cards, in as many columns as the form asks for and the words allow."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._grid = CardGrid(self, self._made)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._asked = asked
        self._grid.wanted = columns_wanted(asked)
        self._grid.scale = asked.looks_like("likert")
        cards = self._grid.show(len(asked.choices))
        for card in cards:
            card.standing = False
        for card, offer in zip(cards, asked.choices, strict=True):
            card.dress(style, offer.label or offer.value)
            card.picture(offer.image)
            card.mark(offer.value in asked.chosen)
        self._set_entry()
        self._grid.arrange()

    def _made(self, at: int) -> ChoiceCard:
        raise NotImplementedError

    def _set_entry(self) -> None:
        """Let the Tab key stop where it should."""

    def height_for(self, width: int) -> int:
        return self._grid.height_for(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grid.arrange()

    def tab_way(self) -> Sequence[QWidget]:
        return self._grid.cards

    def take_key(self, key: int) -> bool:
        cards = self._grid.cards
        number = number_of(key)
        if 0 < number <= len(cards) <= 9:
            cards[number - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
            cards[number - 1].click()
            return True
        columns = self._grid.columns_for(self.width())
        return step(cards, key, columns, self.layoutDirection())


class SelectView(_Choices):
    """One of the choices. Tapping the chosen one of a question that need not be answered takes
    the answer away: nobody is caught in an answer given by mistake."""

    _was_chosen = False

    def _made(self, at: int) -> ChoiceCard:
        card = ChoiceCard()
        card.enter_goes_on = True
        card.pressed.connect(lambda: self._pressed(card))
        card.picked.connect(lambda: self._answer(at))
        card.clicked.connect(self._clicked)
        return card

    def _pressed(self, card: ChoiceCard) -> None:
        self._was_chosen = card.isChecked()

    def _answer(self, at: int) -> None:
        if self._asked is not None:
            self.answered.emit(self._asked.ref, self._asked.choices[at].value)

    def _clicked(self) -> None:
        if self._was_chosen and self._asked is not None and not self._asked.required:
            self.answered.emit(self._asked.ref, "")

    def _set_entry(self) -> None:
        cards = self._grid.cards
        entry = next((c for c in cards if c.isChecked()), cards[0] if cards else None)
        for card in cards:
            card.take_tabs(card is entry)


class SelectManyView(_Choices):
    """Any number of the choices; the answer has them in the form's order."""

    def _made(self, at: int) -> ChoiceCard:
        card = CheckCard()
        card.picked.connect(self._turned)
        return card

    def _turned(self) -> None:
        asked = self._asked
        if asked is None:
            return
        cards = zip(self._grid.cards, asked.choices, strict=True)
        self.answered.emit(asked.ref, " ".join(o.value for card, o in cards if card.isChecked()))
