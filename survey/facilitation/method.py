"""A session's method as data: who, how long, and phases with their rules and guide texts.

Read from TOML by :mod:`survey.facilitation.reading`; see ``docs/formats/method.md``. Adding a
method needs no code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from survey.forms.model import Texts



class PhaseKind(StrEnum):
    """What people do in a phase, which is also what events it takes."""

    PURPOSE = "purpose"
    COLLECT = "collect"
    GROUP = "group"
    ALLOCATE = "allocate"
    PINS = "pins"
    GRADE = "grade"
    MATRIX = "matrix"
    ROTATE = "rotate"
    WRITE = "write"
    PRESENT = "present"
    DECIDE = "decide"
    PLAN = "plan"
    EVALUATE = "evaluate"


class Timing(StrEnum):
    """Whether the clock is a help or a rule."""

    FREE = "free"
    STRICT = "strict"


class By(StrEnum):
    """Who answers: each participant, or the group as one."""

    EACH = "each"
    GROUP = "group"


class Ladder(StrEnum):
    """*Delaktighetstrappan*: what participants may expect."""

    INFORMATION = "information"
    CONSULTATION = "consultation"
    DIALOGUE = "dialogue"
    PARTICIPATION = "participation"
    CO_DECISION = "co-decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A field, round, row, column or step: a key for events, a name for people."""

    id: str
    name: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A question put to each row. Without ``steps`` it is answered in words."""

    id: str
    name: Texts
    steps: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a phase says to whom; empty where there is nothing to say."""

    all: Texts
    moderator: Texts
    assistant: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One phase. ``minutes`` 0 has no clock.

    ``on`` is the earlier phase whose notes, headings or sheets are worked with. ``budget`` is a
    number of points, or the share of the number of items; ``most`` is per item; with ``apart``
    each field has its own budget. ``closes``: what is given here cannot be changed once the phase
    is left. ``carry``: who gives nothing in a later round stands by the round before. ``agrees``
    is the phase whose individual answers the group agrees about here. ``pick`` is how many items
    are to be chosen. ``tables`` is the fewest and most people at one.
    """

    id: str
    kind: PhaseKind
    name: Texts
    words: Words
    minutes: int = 0
    timing: Timing = Timing.FREE
    on: str = ""
    fields: tuple[Named, ...] = ()
    rounds: tuple[Named, ...] = ()
    rows: tuple[Named, ...] = ()
    columns: tuple[Column, ...] = ()
    budget: int | Fraction | None = None
    most: int | None = None
    apart: bool = False
    scale: tuple[int, int] = (1, 5)
    by: By = By.EACH
    individually: bool = False
    closes: bool = False
    carry: bool = False
    agrees: str = ""
    pick: int | None = None
    tables: tuple[int, int] | None = None

    @property
    def last_round(self) -> int:
        """Rounds are numbered from 1."""
        return max(1, len(self.rounds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What a small organisation without a facilitator needs to know, per language."""

    group: Texts
    time: Texts
    material: Texts
    tips: tuple[Texts, ...]
    pitfalls: tuple[Texts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A way to work in a group. ``weights`` is the phase whose points become weights and
    ``grades`` the one whose grades stand beside them; both empty where there are none."""

    id: str
    version: int
    name: Texts
    purpose: Texts
    source: str
    people: tuple[int, int | None]
    minutes: tuple[int, int | None]
    ladder: Ladder
    phases: tuple[Phase, ...]
    guide: Guide
    weights: str = ""
    grades: str = ""

    def phase(self, id: str) -> Phase | None:
        """The phase with that key."""
        return next((phase for phase in self.phases if phase.id == id), None)

    def fields(self, phase: Phase) -> tuple[Named, ...]:
        """Its own fields, or those of the phase it works on."""
        seen: set[str] = set()
        while not phase.fields and phase.on and phase.id not in seen:
            seen.add(phase.id)
            below = self.phase(phase.on)
            if below is None:
                break
            phase = below
        return phase.fields


def budget_of(rule: int | Fraction | None, items: int) -> int | None:
    """Points per participant when there are ``items``: about the share of them, never none."""
    if rule is None or isinstance(rule, int):
        return rule
    return max(1, floor(rule * items + Fraction(1, 2)))
