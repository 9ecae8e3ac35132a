"""A long list of choices: type a few letters and tap what fits."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.keyboards import LETTERS
from kiosk.questions.arrows import step
from kiosk.questions.asked import Asked, Offer
from kiosk.questions.card_grid import CardGrid
from kiosk.questions.choice_card import CheckCard
from kiosk.questions.view import View, leading
from kiosk.style import TARGET, Style, set_text_colour
from kiosk.views.keypad import Field
from kiosk.views.wrapped import WrappedLabel, lines_height

_WIDEST = 760
SHOWN = 12
"""How many choices stand there at once."""


def folded(text: str) -> str:
    """Without case and accents: ``Åre`` is found by ``are``."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def matching(offers: Sequence[Offer], typed: str, chosen: Sequence[str]) -> list[Offer]:
    """What is chosen, then what begins with what was typed, then what has it inside."""
    wanted, taken = folded(typed.strip()), frozenset(chosen)
    first = [o for o in offers if o.value in taken]
    rest = [o for o in offers if o.value not in taken] if taken else offers
    if not wanted:
        return [*first, *rest]
    begin: list[Offer] = []
    inside: list[Offer] = []
    for offer in rest:
        place = folded(offer.label).find(wanted)
        if place >= 0:
            (inside if place else begin).append(offer)
    return [*first, *begin, *inside]


class SearchView(View):
    """One or several choices of a list that is too long to look through."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._offers: list[Offer] = []
        self._typed = ""
        self.line = Field(self)
        self.line.setProperty("keys", LETTERS)
        self.line.setMaxLength(100)
        self.line.textEdited.connect(self._look)
        self._prompt, self._more = WrappedLabel(self), WrappedLabel(self)
        self._grid = CardGrid(self, self._made)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        if self._asked is None or self._asked.ref != asked.ref:
            self._typed = ""
            self.line.put("")
        self._asked, self._style, self._words = asked, style, words
        self._prompt.setText(words("Type a few letters to find it in the list"))
        for label in (self._prompt, self._more):
            label.setFont(style.text(20))
            set_text_colour(label, style.colour("text_soft"))
        self.line.setAlignment(leading(self))
        self.line.dress(style, f"{asked.label}. {self._prompt.text()}", style.px(26))
        self._dress()

    @property
    def several(self) -> bool:
        """Whether more than one may be chosen."""
        return self._asked is not None and self._asked.type.startswith("select_multiple")

    def _dress(self) -> None:
        asked = self._asked
        if asked is None:
            return
        found = matching(asked.choices, self._typed, asked.chosen)
        self._offers = found[:SHOWN]
        cards = self._grid.show(len(self._offers))
        for card, offer in zip(cards, self._offers, strict=True):
            card.dress(self._style, offer.label or offer.value)
            card.mark(offer.value in asked.chosen)
            if isinstance(card, CheckCard):
                card.alone = not self.several
        left = len(found) - len(self._offers)
        self._more.setText(self._words.many(
            "{n} more: type more letters", "{n} more: type more letters", left) if left else "")
        if not found:
            self._more.setText(self._words("Nothing in the list has these letters"))
        told = self._words.many("{n} choice", "{n} choices", len(found))
        self.line.setAccessibleDescription(told if found else self._more.text())
        self._arrange()
        self.updateGeometry()

    def _look(self, typed: str) -> None:
        self._typed = typed
        self._dress()
        self.grown.emit()

    def _made(self, at: int) -> CheckCard:
        card = CheckCard()
        card.picked.connect(lambda: self._picked(at))
        return card

    def _picked(self, at: int) -> None:
        asked = self._asked
        if asked is None:
            return
        value = self._offers[at].value
        if not self.several:
            self.answered.emit(asked.ref, "" if value == asked.value else value)
            return
        chosen = set(asked.chosen) ^ {value}
        self.answered.emit(asked.ref, " ".join(
            offer.value for offer in asked.choices if offer.value in chosen))

    def _top(self, width: int) -> int:
        return self._prompt_height(width) + 8 + self._line_height() + 8

    def _prompt_height(self, width: int) -> int:
        return lines_height(self._prompt.font(), self._prompt.text(), min(width, _WIDEST) - 16)

    def _more_height(self, width: int) -> int:
        line = self._more.fontMetrics().height()  # kept free where nothing is said
        room = min(width, _WIDEST) - 16
        return max(line, lines_height(self._more.font(), self._more.text(), room)) + 8

    def _line_height(self) -> int:
        return max(TARGET, self.line.fontMetrics().height() + 32)

    def height_for(self, width: int) -> int:
        below = self._more_height(width) + 4
        return self._top(width) + self._grid.height_for(width) + below

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        wide = min(self.width(), _WIDEST)
        left = (self.width() - wide) // 2
        above = self._prompt_height(self.width())
        for label in (self._prompt, self._more):
            label.setAlignment(leading(self))
        self._prompt.setGeometry(left + 8, 0, wide - 16, above)
        self.line.setGeometry(left, above + 8, wide, self._line_height())
        top = self._top(self.width())
        self._grid.arrange(top)
        below = top + self._grid.height_for(self.width()) + 4
        self._more.setGeometry(left + 8, below, wide - 16,
                               self._more_height(self.width()))

    def tab_way(self) -> Sequence[QWidget]:
        return [self.line, *self._grid.cards]

    def take_key(self, key: int) -> bool:
        columns = self._grid.columns_for(self.width())
        return step(self._grid.cards, key, columns, self.layoutDirection())
