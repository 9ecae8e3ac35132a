"""Strict reading of JSON-shaped values: every fault is noted, none stops the reading.

A :class:`Node` is a value with the path that leads to it. A reader that meets a fault notes a
:class:`~survey.problems.Problem` and hands back a harmless stand-in of the right type, so that the
rest is read too. Whoever reads throws the result away when :attr:`Notes.errors` is above zero.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from survey.late import dataclass
from survey.problems import Problem, Severity

NO_ID = UUID(int=0)
"""Stands in for an id that could not be read; a file may not use it."""

MOST_NOTED = 1000

MOST_VALUES = 4_000_000
"""Values in one JSON text: each takes some hundred bytes when it is read, however short it is."""

_ABSENT = object()
_Kind = TypeVar("_Kind", bound=StrEnum)

_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


class Notes:
    """Collects problems; after ``MOST_NOTED`` it only counts, so a hostile file stays cheap."""

    def __init__(self) -> None:
        self.errors = 0
        self._problems: list[Problem] = []

    def error(self, where: str, code: str, message: str, hint: str) -> None:
        self.errors += 1
        self._note(Problem(where=where, code=code, message=message, hint=hint))

    def warning(self, where: str, code: str, message: str, hint: str) -> None:
        severity = Severity.WARNING
        self._note(Problem(where=where, code=code, message=message, hint=hint, severity=severity))

    def _note(self, problem: Problem) -> None:
        if len(self._problems) < MOST_NOTED:
            self._problems.append(problem)

    def problems(self) -> tuple[Problem, ...]:
        """All problems in the order they were met."""
        return tuple(self._problems)


class Pairs(dict[str, object]):
    """A JSON object that remembers names given twice (``object_pairs_hook=Pairs.read``)."""

    doubled: tuple[str, ...] = ()

    @classmethod
    def read(cls, pairs: list[tuple[str, object]]) -> dict[str, object]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain  # nearly all; in a file of 100 000 objects this is felt
        made = cls(plain)
        counts = Counter(name for name, _ in pairs)
        made.doubled = tuple(name for name in made if counts[name] > 1)
        return made


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands (``factors[3].name.sv``; the whole file is an empty path)."""

    value: object
    where: str
    notes: Notes

    @property
    def given(self) -> bool:
        """False for an optional field that is left out or null."""
        return self.value is not _ABSENT and self.value is not None

    def wrong(self, code: str, message: str, hint: str) -> None:
        """Notes an error here."""
        self.notes.error(self.where or "(file)", code, message, hint)

    def _expected(self, what: str) -> None:
        if self.value is not _ABSENT:
            self.wrong("wrong-type", f"This must be {what}.", f"Give {what}.")

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Node]:
        """The object's fields by name; missing and unknown names are noted, never returned bare."""
        value = self.value
        if not isinstance(value, dict):
            self._expected("an object")
            value = {}
            required, optional = (), (*required, *optional)
        for name in getattr(value, "doubled", ()):
            self._at(name, None).wrong("doubled", "This name is given twice.", "Keep one of them.")
        for name in value:
            if name not in required and name not in optional:
                self._at(name, None).wrong(
                    "unknown-field", "This name is not known here.", "Check the spelling."
                )
        for name in required:
            if name not in value:
                self._at(name, None).wrong("missing", "This is missing.", "Add it.")
        names = (*required, *optional)
        return {name: self._at(name, value.get(name, _ABSENT)) for name in names}

    def _at(self, name: str, value: object) -> Node:
        shown = name if len(name) <= 60 else name[:57] + "..."
        return Node(value, f"{self.where}.{shown}" if self.where else shown, self.notes)

    def items(self, at_least: int, at_most: int) -> Iterator[Node]:
        """The list's items, at most ``at_most`` of them."""
        value = self.value
        if not isinstance(value, list):
            self._expected("a list")
            return
        if not at_least <= len(value) <= at_most:
            message = f"There are {len(value)} here; {at_least} to {at_most} are allowed."
            self.wrong("wrong-number", message, "Add or remove some.")
        for at, item in enumerate(value[:at_most]):
            yield Node(item, f"{self.where}[{at}]", self.notes)

    def text(self, longest: int = 200, *, empty: bool = False, lines: bool = False) -> str:
        """Words without control characters, at most ``longest``; ``lines`` allows line breaks."""
        value = self.value
        if not isinstance(value, str):
            self._expected("text")
            return ""
        if not value.strip() and not empty:
            self.wrong("empty", "There are no words here.", "Write something.")
        if len(value) > longest:
            message = f"This is {len(value)} characters long; {longest} are allowed."
            self.wrong("too-long", message, "Make it shorter.")
        if _UNWRITABLE.search(value.replace("\n", "") if lines else value):
            self.wrong("bad-sign", "A sign here cannot be shown.", "Write the text anew.")
            return ""
        return value

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both allowed."""
        value = self.value
        if not isinstance(value, int) or isinstance(value, bool):
            self._expected("a whole number")
            return low
        if not low <= value <= high:
            message = f"This number must be from {low} to {high}."
            self.wrong("out-of-range", message, f"Choose a number from {low} to {high}.")
            return low
        return value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self._expected("true or false")
            return False
        return self.value

    def uuid(self) -> UUID:
        """An id in its one written form: lower case with hyphens, not all zeros."""
        try:
            found = UUID(self.value) if isinstance(self.value, str) else NO_ID
        except ValueError:
            found = NO_ID
        if found == NO_ID or str(found) != self.value:
            self._expected("an id such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427")
            return NO_ID
        return found

    def day(self) -> date:
        """A day written YYYY-MM-DD."""
        try:
            found = date.fromisoformat(self.value) if isinstance(self.value, str) else None
        except ValueError:
            found = None
        if found is None or found.isoformat() != self.value:
            self._expected("a day such as 2025-09-01")
            return date.min
        return found

    def one_of(self, kind: type[_Kind]) -> _Kind:
        """One of the words of an enumeration; the first word stands in when it is none of them."""
        for member in kind:
            if self.value == member.value:
                return member
        self._expected("one of " + ", ".join(member.value for member in kind))
        return next(iter(kind))


_UNWRITABLE = re.compile(
    "[\0-\x1f\x7f-\x9f\u2028\u2029"  # control characters, and line ends of another kind
    "\u202a-\u202e\u2066-\u2069"  # turning the direction of what follows; the marks may stay
    "\ud800-\udfff]"  # halves of pairs, which no file can hold
)
"""The joiners U+200C and U+200D are not among them: Persian and others are spelt with them."""


def measure(words: str) -> tuple[int, int]:
    """How deep the brackets of a JSON text lie, and about how many values it holds.

    Told without reading it; of more than ``MOST_VALUES`` the depth is not told (0).
    """
    bare = _STRING.sub("", words)
    values = 1 + sum(bare.count(sign) for sign in ",[{")
    return (_depth(bare) if values <= MOST_VALUES else 0), values


def _depth(bare: str) -> int:
    now = deepest = 0
    for sign in _BRACKET.findall(bare):
        if sign in "[{":
            now += 1
            deepest = max(deepest, now)
        else:
            now -= 1
    return deepest
