"""Cards in reading order, row by row, in as many columns as their words allow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.questions.choice_card import ChoiceCard

GAP = 4
_WIDEST = 27
"""The width of choices in one column, in text sizes: longer lines are tiring to read."""

_PICTURES = 4
_LEAST_PICTURE = 220
"""The most pictures in a row, and the least width of each in pixels."""


class CardGrid:
    """Keeps the cards of ``parent`` and gives them their places; used again for each question.

    ``made`` makes a card for a place counted from 0. ``wanted`` columns of 0 leaves the number
    to the words. ``scale`` keeps all in one row, or else all under each other: a step that stands
    apart would be chosen less.
    """

    def __init__(self, parent: QWidget, made: Callable[[int], ChoiceCard]) -> None:
        self._parent = parent
        self._made = made
        self._cards: list[ChoiceCard] = []
        self._shown = 0
        self.wanted = 0
        self.scale = False

    @property
    def cards(self) -> Sequence[ChoiceCard]:
        """The cards on show."""
        return self._cards[: self._shown]

    def show(self, count: int) -> Sequence[ChoiceCard]:
        """Have this many cards on show."""
        while len(self._cards) < count:
            card = self._made(len(self._cards))
            card.setParent(self._parent)
            self._cards.append(card)
        self._shown = count
        for at, card in enumerate(self._cards):
            card.setVisible(at < count)
            if at >= count:
                card.mark(False)
        return self.cards

    def columns_for(self, width: int) -> int:
        """Few choices stand in one column; more take as many as their longest word allows."""
        count = self._shown
        wanted = self.wanted or self._by_themselves(count)
        if self.scale:
            return self._scale_columns(width)
        longest = max((c.longest_word() + c.frame for c in self.cards), default=1)
        if any(card.pictured for card in self.cards):
            longest = max(longest, _LEAST_PICTURE)
        return max(1, min(wanted, count or 1, int((width + GAP) // (longest + GAP))))

    def _by_themselves(self, count: int) -> int:
        if any(card.pictured for card in self.cards):
            return count if count <= _PICTURES else -(-count // 2) if count <= 8 else _PICTURES
        return 1 if count <= 4 else 2 if count <= 10 else 3

    def _scale_columns(self, width: int) -> int:
        """All beside each other where every word fits, with the marks above; else one column."""
        count = max(1, self._shown)
        for card in self.cards:
            card.standing = True
        each = (width - GAP * (count - 1)) // count
        if all(c.longest_word() + c.frame <= each for c in self.cards):
            return count
        for card in self.cards:
            card.standing = False
        return 1

    def height_for(self, width: int) -> int:
        """The height of all rows."""
        if not self._shown:
            return 0
        as_it_is = [card.standing for card in self.cards]
        _, _, heights = self._grid(width)
        for card, standing in zip(self.cards, as_it_is, strict=True):
            card.standing = standing  # to measure is not to arrange
        return sum(heights) + GAP * max(0, len(heights) - 1)

    def arrange(self, top: int = 0) -> None:
        """Give the cards their places from ``top`` in their parent."""
        if not self._shown:
            return
        columns, width, heights = self._grid(self._parent.width())
        left = (self._parent.width() - columns * width - GAP * (columns - 1)) // 2
        rtl = self._parent.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for row, height in enumerate(heights):
            for place in range(columns):
                at = row * columns + place
                if at < self._shown:
                    column = columns - 1 - place if rtl else place
                    x = left + column * (width + GAP)
                    self._cards[at].setGeometry(x, top, width, height)
            top += height + GAP

    def _grid(self, width: int) -> tuple[int, int, list[int]]:
        """Columns, column width and the heights of the rows."""
        columns = self.columns_for(width)
        widest = round(self._cards[0].font().pixelSize() * _WIDEST) if columns == 1 else width
        full = min(width, widest)
        column = (full - GAP * (columns - 1)) // columns
        cards = self.cards
        rows = [cards[i : i + columns] for i in range(0, len(cards), columns)]
        return columns, column, [max(card.height_for(column) for card in row) for row in rows]
