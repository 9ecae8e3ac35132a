"""Patterns for ``regex()``, in time that grows with the text alone.

A pattern is read into an automaton, and all ways through it are followed at once, so that nothing
is ever tried again and no pattern can be made to take long. What cannot be followed like that
(references back to a group, looking behind, looking ahead elsewhere than at the beginning) is
refused when the pattern is read.
"""

from __future__ import annotations

from survey.expressions.automaton import Around, Automaton
from survey.expressions.context import Circumstances
from survey.expressions.errors import ExpressionError
from survey.expressions.patternreader import read
from survey.expressions.signs import word

_MOST_KEPT = 2_000
_MOST_WORK = 300_000
_STEP = 4

_Known = dict[tuple[frozenset[int], bool, bool, str], tuple[frozenset[int], int]]


class Pattern:
    """A pattern that texts are held against as a whole. ExpressionError when it cannot be read."""

    def __init__(self, source: str, offset: int = 0) -> None:
        found = read(source, offset)
        self._whole = _Walker(found.whole, offset)
        self._ahead = [(yes, _Walker(part, offset)) for yes, part in found.ahead]

    def fits(self, text: str, around: Circumstances | None = None) -> bool:
        """Whether the whole text is as the pattern says. ExpressionError when it is too long.

        The work counts as effort in ``around``.
        """
        try:
            ahead = all(part.fits(text) is yes for yes, part in self._ahead)
            return ahead and self._whole.fits(text)
        finally:
            if around is not None:
                around.effort += self._whole.work + sum(part.work for _, part in self._ahead)


class _Walker:
    """Follows one automaton, and remembers the steps it has taken."""

    def __init__(self, automaton: Automaton, offset: int) -> None:
        self._automaton = automaton
        self._offset = offset
        self._known: _Known = {}
        self.work = 0

    def fits(self, text: str) -> bool:
        states, before, self.work = frozenset((self._automaton.first,)), False, 0
        for number, sign in enumerate(text):
            key = (states, number == 0, before, sign)
            step = self._known.get(key)
            if step is None:
                step = self._step(key)
            states, looked = step
            self.work += looked
            if self.work > _MOST_WORK:
                raise ExpressionError("this pattern takes too long on this text", self._offset)
            if not states:
                return False
            before = word(sign)
        reached, _ = self._automaton.reached(states, Around(not text, True, before))
        return 0 in reached

    def _step(
        self, key: tuple[frozenset[int], bool, bool, str]
    ) -> tuple[frozenset[int], int]:
        states, start, before, sign = key
        around = Around(start, False, before != word(sign))
        reached, looked = self._automaton.reached(states, around)
        taken = self._automaton.taken(reached, sign)
        if len(self._known) < _MOST_KEPT:
            self._known[key] = taken, 1
        return taken, _STEP * looked + 1
