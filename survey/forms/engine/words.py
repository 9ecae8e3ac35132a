"""What is said: words in the language, with answers inside."""

from __future__ import annotations

from collections.abc import Callable

from survey.expressions.compile import compile
from survey.expressions.context import Context
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Expression
from survey.forms.definition import Text, Words
from survey.forms.engine.binding import Binding, Names
from survey.forms.engine.plan import Plan
from survey.forms.spoken import parts_of

Part = str | Expression

LONGEST_SAID = 1_000_000
"""Characters of words with their answers put in; what is longer is cut."""

_MOST_INSIDE = 5  # words that stand in words


def said(words: Words, language: str, otherwise: str) -> str:
    """The words in ``language``, else in the form's own, else unnamed, else any."""
    for key in (language, otherwise, ""):
        found = words.get(key)
        if found:
            return found
    return next((found for found in words.values() if found), "")


def _told(part: Expression, here: Context) -> str:
    try:
        return part.string(here)
    except ExpressionError:
        return ""


def _joined(parts: tuple[Part, ...], here: Context) -> str:
    made: list[str] = []
    left = LONGEST_SAID
    for part in parts:
        text = part if isinstance(part, str) else _told(part, here)
        made.append(text[:left])
        left -= len(text)
        if left <= 0:
            break
    return "".join(made)


class Speech:
    """Says words for nodes; each text is compiled once. ``filled`` counts those with answers in."""

    def __init__(self, names: Names, language: str, otherwise: str) -> None:
        self.language = language
        self._names = names
        self._otherwise = otherwise
        self._parts: dict[tuple[Plan, str], tuple[Part, ...]] = {}
        self._inside = 0
        self.filled = 0

    def say(self, text: Text, property: str, plan: Plan, context: Callable[[], Context]) -> str:
        """The words of one property for a node, without blanks around; empty when it has none."""
        words = text.get(property)
        if not words:
            return ""
        found = said(words, self.language, self._otherwise)
        if "${" in found or "instance(" in found:
            found = self.fill(found, plan, context)
        return found.strip()

    def fill(self, words: str, plan: Plan, context: Callable[[], Context]) -> str:
        """Words with the answers they name put in; nothing where words name themselves."""
        self.filled += 1
        key = (plan, words)
        parts = self._parts.get(key)
        if parts is None:
            parts = self._parts[key] = tuple(self._compiled(words, plan))
        here = context()
        around = here.around
        if self._inside >= _MOST_INSIDE or around.spent > around.most:
            return ""
        around.spent += self._inside * len(parts)
        self._inside += 1
        try:
            return _joined(parts, here)
        finally:
            self._inside -= 1

    def _compiled(self, words: str, plan: Plan) -> list[Part]:
        found: list[Part] = []
        for computed, part in parts_of(words):
            if not computed:
                found.append(part)
                continue
            try:
                found.append(compile(part, bind=Binding(self._names, plan)))
            except ExpressionError:
                found.append(part)
        return found
