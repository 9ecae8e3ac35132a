"""A rating in a form: faces, numbers, stars or how far one agrees."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.questions.arrows import number_of, step
from kiosk.questions.asked import Asked, Offer
from kiosk.questions.rating import RatingView
from kiosk.questions.scale_card import ScaleCard
from kiosk.questions.view import View
from kiosk.style import TARGET, Style, set_text_colour
from kiosk.views.wrapped import WrappedLabel, lines_height
from survey.forms.model import Question, QuestionType, Scale

_NOBODY = UUID(int=0)
_GAP = 4
_STAR = 104


class FacesView(View):
    """Drawn faces, the same as in surveys of faces alone."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self.faces = RatingView()
        self.faces.setParent(self)
        self.faces.answered.connect(self._picked)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._asked = asked
        labels = tuple({asked.language: offer.label} for offer in asked.choices)
        scale = Scale(low=0, high=len(labels) - 1, labels=labels)
        values = [offer.value for offer in asked.choices]
        given = values.index(asked.value) if asked.value in values else None
        question = Question(
            id=_NOBODY, name="", type=QuestionType.RATING, label={}, scale=scale
        )
        self.faces.present(question, given, asked.language, style)
        for card in self.faces.options():
            card.enter_goes_on = True
        self._arrange()

    def _picked(self, step: int) -> None:
        if self._asked is not None:
            self.answered.emit(self._asked.ref, self._asked.choices[step].value)

    def _stands(self, width: int) -> bool:
        return self.faces.stands(width)

    def height_for(self, width: int) -> int:
        if self._stands(width):
            return self.faces.standing_height(width, 130)
        return self.faces.lying_height(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        width = self.width()
        if width < TARGET or self._asked is None:
            return
        height = self.height_for(width)
        self.faces.setGeometry(0, 0, width, height)
        self.faces.lie(not self._stands(width))

    def tab_way(self) -> Sequence[QWidget]:
        return self.faces.options()

    def take_key(self, key: int) -> bool:
        number = number_of(key)
        if number:
            return self.faces.pick(number)
        cards = list(self.faces.options())
        return step(cards, key, self.faces.columns(), self.layoutDirection())


class StepsView(View):
    """Numbers or stars in one row, or in two where the room is narrow; words at both ends."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._cards: list[ScaleCard] = []
        self._offers: tuple[Offer, ...] = ()
        self._ends = (WrappedLabel(self), WrappedLabel(self))

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._asked, self._offers = asked, asked.choices
        while len(self._cards) < len(self._offers):
            self._add()
        values = [offer.value for offer in self._offers]
        chosen = values.index(asked.value) if asked.value in values else -1
        stars = asked.parameters.get("scale") == "stars"
        for at, card in enumerate(self._cards):
            shown = at < len(values)
            card.setVisible(shown)
            card.mark(shown and at == chosen)
            if shown:
                card.sign, card.starred, card.lit = values[at], stars, at <= chosen
                card.dress(style, _spoken(self._offers[at]))
                card.update()
        self._dress_ends(style)
        for at, card in enumerate(self._shown):
            card.take_tabs(at == max(0, chosen))
        self._arrange()

    def _dress_ends(self, style: Style) -> None:
        first, last = (self._offers[0].label, self._offers[-1].label) if self._offers else ("", "")
        for label, text in zip(self._ends, (first, last), strict=True):
            label.setFont(style.text(20))
            set_text_colour(label, style.colour("text_soft"))
            label.setText(text)
            label.setVisible(bool(text))

    def _add(self) -> None:
        card = ScaleCard()
        card.setParent(self)
        card.enter_goes_on = True
        at = len(self._cards)
        card.picked.connect(lambda: self._picked(at))
        self._cards.append(card)

    def _picked(self, at: int) -> None:
        if self._asked is not None:
            self.answered.emit(self._asked.ref, self._offers[at].value)

    @property
    def _shown(self) -> list[ScaleCard]:
        return self._cards[: len(self._offers)]

    def _columns(self, width: int) -> int:
        count = max(1, len(self._offers))
        least = max((card.least_width() for card in self._shown), default=TARGET)
        fit = max(1, (width + _GAP) // (least + _GAP))
        return count if fit >= count else -(-count // -(-count // fit))

    def _row_height(self) -> int:
        starred = [card for card in self._shown if card.starred]
        return _STAR + starred[0].fontMetrics().height() if starred else TARGET + 12

    def _ends_size(self, width: int) -> QSize:
        height = 0
        for label in self._ends:
            if label.text():
                room = self._end_width(width)
                height = max(height, lines_height(label.font(), label.text(), room) + 8)
        return QSize(width, height)

    def _step_width(self, width: int) -> int:
        return min(140, (width + _GAP) // self._columns(width) - _GAP)

    def _end_width(self, width: int) -> int:
        """Half of what the steps take, or of more where they take little."""
        columns = self._columns(width)
        used = columns * (self._step_width(width) + _GAP) - _GAP
        return max(used, min(width, 600)) // 2 - 14

    def height_for(self, width: int) -> int:
        rows = -(-len(self._offers) // self._columns(width))
        return rows * (self._row_height() + _GAP) + self._ends_size(width).height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if self.width() < TARGET or not self._offers:
            return
        columns, high = self._columns(self.width()), self._row_height()
        width = self._step_width(self.width())
        used = columns * (width + _GAP) - _GAP
        left = (self.width() - used) // 2
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for at, card in enumerate(self._shown):
            row, place = divmod(at, columns)
            place = columns - 1 - place if rtl else place
            card.setGeometry(left + place * (width + _GAP), row * (high + _GAP), width, high)
        rows = -(-len(self._offers) // columns)
        ends = self._ends_size(self.width()).height()
        half = self._end_width(self.width())
        first, last = reversed(self._ends) if rtl else self._ends
        middle, top = self.width() // 2, rows * (high + _GAP)
        sides = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop
        first.setAlignment(Qt.AlignmentFlag.AlignLeft | sides)
        last.setAlignment(Qt.AlignmentFlag.AlignRight | sides)
        first.setGeometry(middle - 8 - half, top, half, ends)
        last.setGeometry(middle + 8, top, half, ends)

    def tab_way(self) -> Sequence[QWidget]:
        return self._shown

    def take_key(self, key: int) -> bool:
        digit = Qt.Key.Key_0 <= key <= Qt.Key.Key_9
        card = numbered(self._shown, key - Qt.Key.Key_0) if digit else None
        if card is not None:
            card.setFocus(Qt.FocusReason.ShortcutFocusReason)
            card.click()
            return True
        return step(self._shown, key, self._columns(self.width()), self.layoutDirection())


def numbered(cards: Sequence[ScaleCard], figure: int) -> ScaleCard | None:
    """The step with that figure (0-9), or the one in that place where no step is a figure alone.

    On a scale from nought, five is the step called five and not the fifth.
    """
    signs = {card.sign: card for card in cards}
    if any(sign.isdigit() and len(sign) == 1 for sign in signs):
        return signs.get(str(figure))
    return cards[figure - 1] if 0 < figure <= len(cards) else None


def _spoken(offer: Offer) -> str:
    return f"{offer.value}, {offer.label}" if offer.label else offer.value


class RatingOfForm(View):
    """Faces and agreement as cards with words, numbers and stars as steps."""

    def __init__(self) -> None:
        super().__init__()
        self._faces, self._steps = FacesView(), StepsView()
        self._now: View = self._steps
        for view in (self._faces, self._steps):
            view.setParent(self)
            view.answered.connect(self.answered)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._now = self._faces if asked.parameters.get("scale") == "faces" else self._steps
        for view in (self._faces, self._steps):
            view.setVisible(view is self._now)
        self._now.present(asked, style, words)

    def height_for(self, width: int) -> int:
        return self._now.height_for(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for view in (self._faces, self._steps):
            view.setGeometry(self.rect())

    def tab_way(self) -> Sequence[QWidget]:
        return self._now.tab_way()

    def take_key(self, key: int) -> bool:
        return self._now.take_key(key)
