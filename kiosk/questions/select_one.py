"""One of several choices: a grid of large buttons, as many columns as the words allow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent

from kiosk.media import first_of
from kiosk.questions.answers import AnswerView
from kiosk.questions.card_grid import CardGrid
from kiosk.questions.choice_card import ChoiceCard
from kiosk.questions.option import Option
from kiosk.style import Style
from survey.forms.media import PICTURES
from survey.forms.model import Choice, Question, said
from survey.records import Answer


class SelectOneView(AnswerView):
    """Choices in reading order, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = CardGrid(self, self._made)
        self._choices: tuple[Choice, ...] = ()

    def present(self, question: Question, answer: Answer, language: str, style: Style) -> None:
        self._choices = question.choices
        cards = self._grid.show(len(self._choices))
        for card, choice in zip(cards, self._choices, strict=True):
            card.dress(style, said(choice.label, language))
            card.picture(first_of(
                self.media, f"picture-{question.name}-{choice.name}", PICTURES
            ))
            card.mark(answer == choice.id)
        self.set_entry()
        self._grid.arrange()

    def _made(self, at: int) -> ChoiceCard:
        card = ChoiceCard()
        card.picked.connect(lambda: self.answered.emit(self._choices[at].id))
        return card

    def options(self) -> Sequence[Option]:
        return self._grid.cards

    def columns(self) -> int:
        return self._grid.columns_for(self.width())

    def height_for(self, width: int) -> int:
        return self._grid.height_for(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._grid.arrange()
