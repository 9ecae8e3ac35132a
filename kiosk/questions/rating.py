"""A rating: one drawn face per step of the scale, with its label."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent

from kiosk.questions.answers import AnswerView
from kiosk.questions.face_card import FACE, FACE_LEAST, FaceCard
from kiosk.questions.option import Option
from kiosk.questions.plan import Asked, Plan, plan_for
from kiosk.style import RING, TARGET, Style
from survey.forms.model import Question, said
from survey.records import Answer

_GAP = 12
_HIGHEST_ROW = 116


class RatingView(AnswerView):
    """All the faces at once: side by side, or under each other when the words need the room.

    A step that has to be scrolled for is chosen less often than one in sight, so the whole
    scale is shown together and it is the question that gives way.
    """

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[FaceCard] = []
        self._shown = 0
        self._steps: tuple[int, ...] = ()
        self._asked: tuple[object, ...] = ()
        self._lying = False
        self._height: int | None = None

    def present(self, question: Question, answer: Answer, language: str, style: Style) -> None:
        scale = question.scale
        if scale is None:
            return
        asked = (question, language, style)
        if asked == self._asked:  # all that is new is the answer
            self._mark(answer)
            return
        self._asked = asked
        self._steps = tuple(scale.steps)
        self._shown = len(self._steps)
        while len(self._cards) < self._shown:
            self._add_card()
        for at, card in enumerate(self._cards):
            shown = at < self._shown
            card.setVisible(shown)
            if shown:
                label = said(scale.labels[at], language) if at < len(scale.labels) else ""
                card.mood = at / max(1, self._shown - 1)
                card.dress(style, label or str(self._steps[at]))
        self._mark(answer)
        self._arrange()

    def _mark(self, answer: Answer) -> None:
        for at, card in enumerate(self._cards):
            card.mark(at < self._shown and answer == self._steps[at])
        self.set_entry()

    def clear(self) -> None:
        super().clear()
        self._asked = ()

    def _add_card(self) -> None:
        card = FaceCard()
        card.setParent(self)
        at = len(self._cards)
        card.picked.connect(lambda: self.answered.emit(self._steps[at]))
        self._cards.append(card)

    def options(self) -> Sequence[Option]:
        return self._cards[: self._shown]

    def columns(self) -> int:
        return 1 if self._lying else self._shown

    def plan(self, room: QSize, asked: Asked) -> Plan | None:
        plan = plan_for(room, self, asked)
        self._height = plan.answers.height() if plan else None
        self._lying = plan is None or plan.lying
        for card in self._cards:
            card.lying = self._lying
        self._arrange()
        return plan

    def lie(self, lying: bool) -> None:
        """Have the cards lie under each other, or stand side by side, in the whole height."""
        self._lying, self._height = lying, None
        for card in self._cards:
            card.lying = lying
        self._arrange()

    def stands(self, width: int) -> bool:
        """True when every label's words fit cards that stand side by side in ``width``."""
        room = self._card_width(width)
        cards = self._cards[: self._shown]
        return room >= TARGET and all(c.longest_word() <= c.label_room(room, False) for c in cards)

    def standing_height(self, width: int, face: int) -> int:
        """The height of standing cards in ``width`` with faces of this diameter."""
        card = self._card_width(width)
        return face + max(c.standing_height(card) for c in self._cards[: self._shown])

    def lying_width(self, lines: int) -> int:
        """The least width of lying cards whose labels take at most ``lines`` lines."""
        cards = self._cards[: self._shown]
        room = max(card.longest_word() for card in cards)
        while any(len(card.lines(room)) > lines for card in cards):
            room += 8
        return cards[0].lying_width(room)

    def lying_height(self, width: int) -> int:
        """The least height of all the cards under each other in ``width``.

        Every row is as high as the highest has to be: none looks weightier than another.
        """
        cards = self._cards[: self._shown]
        return len(cards) * max(card.lying_height(width) for card in cards)

    def tallest_lying(self) -> int:
        """The height beyond which lying cards gain nothing."""
        return self._shown * _HIGHEST_ROW

    def height_for(self, width: int) -> int:
        if not self._shown:
            return 0
        return self.lying_height(width) if self._height is None else self._height

    def _card_width(self, width: int) -> int:
        return min(256, (width - _GAP * (self._shown - 1)) // max(1, self._shown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        cards = self._cards[: self._shown]
        if not cards:
            return
        if self._lying:
            height = self.height() // len(cards)
            for at, card in enumerate(cards):
                card.setGeometry(0, at * height, self.width(), height)
            return
        width = self._card_width(self.width())
        words = self.standing_height(self.width(), 0)
        face = min(FACE, width - 2 * RING - 28, max(FACE_LEAST, self.height() - words))
        used = width * len(cards) + _GAP * (len(cards) - 1)
        left = (self.width() - used) // 2
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for at, card in enumerate(reversed(cards) if rtl else cards):
            card.face = face
            card.setGeometry(left + at * (width + _GAP), 0, width, words + face)
