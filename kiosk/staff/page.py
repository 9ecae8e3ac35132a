"""A page of the staff's corner in words: what stands on it, from the top. No Qt.

Every desk is worded as a page, and one view shows them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.staff.wishes import StaffWish


class Sign(Enum):
    """How it stands: a word and a shape beside the colour say the same."""

    NONE = ""
    GOOD = "circle-check"
    CAUTION = "triangle-alert"
    BAD = "circle-x"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A paragraph, or a line with a sign before it. ``large`` is what is to be seen first."""

    text: str
    sign: Sign = Sign.NONE
    large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name and what it is."""

    name: str
    value: str
    sign: Sign = Sign.NONE


@dataclass(frozen=True, slots=True)
class Facts:
    """Many of them, in two columns where there is room."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """``gathers`` makes a :class:`~kiosk.staff.wishes.Filled` of the fields out of a Do.

    ``chosen`` is the one that holds now; ``asleep`` is shown and cannot be pressed.
    """

    text: str
    wish: StaffWish
    icon: str = ""
    main: bool = False
    chosen: bool = False
    gathers: bool = False
    asleep: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons beside each other, in as many rows as they need."""

    buttons: tuple[Button, ...]


class Keys(Enum):
    """What types into a field: digits, digits that nobody sees, or all letters."""

    DIGITS = "digits"
    HIDDEN = "hidden"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A line to type; ``value`` is what stands in it at first."""

    name: str
    keys: Keys = Keys.LETTERS
    value: str = ""
    most: int = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Long work goes on, and nobody knows how much there is."""

    text: str


Item = Said | Fact | Facts | Buttons | Field | Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``foot`` stands below, always in sight; the first of it leads back, the last is the main
    one. ``shortcuts`` are keys that do what a button does, such as ``1`` for an answer."""

    title: str
    items: tuple[Item, ...]
    foot: tuple[Button, ...] = ()
    shortcuts: tuple[tuple[str, StaffWish], ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """What there is to type into, from the top."""
        return tuple(item for item in self.items if isinstance(item, Field))
