"""What a session has come to: frozen values that screens, papers and figures are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from survey.facilitation.events import Move, Sort
from survey.facilitation.method import Method
from survey.problems import Problem
from survey.records import Way

Allocation = Mapping[UUID, int]
"""One participant's points (pins, grades) per item; empty when none were given."""


class Turn(NamedTuple):
    """A round of a phase, rounds from 1; ``("", 1)`` in sessions without phases."""

    phase: str = ""
    round: int = 1


Cells = Mapping[tuple[str, str], int | str]
"""(row, column) → what was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``left`` when they have gone; ``role`` as they were counted in, often empty."""

    way: Way = Way.TABLET
    role: str = ""
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A thought as it reads now. ``participant`` 0 is the group."""

    turn: Turn
    participant: int
    text: str
    field: str = ""
    table: int = 0
    heading: UUID | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading over notes, or a sheet. ``factor`` as somebody has mapped it."""

    phase: str
    title: str
    field: str = ""
    table: int = 0
    factor: UUID | None = None
    dropped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A beginning of a turn, with the budgets that people were told."""

    turn: Turn
    budgets: Mapping[str, int]
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """``seconds`` left when it was last moved."""

    move: Move
    seconds: int

    @property
    def running(self) -> bool:
        """Whether time passes."""
        return self.move in (Move.BEGUN, Move.RESUMED, Move.EXTENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    turn: Turn
    participant: int
    text: str
    sort: Sort
    about: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    text: str
    about: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What participants gave, by turn and participant (0 is the group)."""

    points: Mapping[Turn, Mapping[int, Allocation]] = field(default_factory=dict)
    pins: Mapping[Turn, Mapping[int, Allocation]] = field(default_factory=dict)
    grades: Mapping[Turn, Mapping[int, Allocation]] = field(default_factory=dict)
    answers: Mapping[Turn, Mapping[int, Cells]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """A session as far as its events tell. ``participants`` are sorted numbers from 1.

    ``points`` and ``grades`` hold what counts as weights and grades per participant: the latest
    valid ones; a participant without any is absent. In sessions with phases they are those of the
    method's ``weights`` and ``grades``, by factor where a heading stands for one. ``inputs`` has
    all turns. Problems name the event, never what somebody answered.
    """

    session: UUID | None
    title: str
    method: str
    opened: bool
    closed: bool
    participants: tuple[int, ...]
    points: Mapping[int, Allocation]
    grades: Mapping[int, Mapping[UUID, int]]
    problems: tuple[Problem, ...]
    version: int = 0
    question: str = ""
    rules: Method | None = None
    purpose: str = ""
    people: Mapping[int, Person] = field(default_factory=dict)
    begun: tuple[Begun, ...] = ()
    timer: Timer | None = None
    seats: Mapping[Turn, Mapping[int, int]] = field(default_factory=dict)
    notes: Mapping[UUID, Note] = field(default_factory=dict)
    headings: Mapping[UUID, Heading] = field(default_factory=dict)
    inputs: Inputs = field(default_factory=Inputs)
    comments: tuple[Comment, ...] = ()
    decisions: Mapping[UUID, Decision] = field(default_factory=dict)
    plan: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    shown: frozenset[Turn] = frozenset()
    undone: int = 0

    @property
    def turn(self) -> Turn | None:
        """Where the session is; None before the first phase."""
        return self.begun[-1].turn if self.begun else None
