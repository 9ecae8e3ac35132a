"""What can happen in a facilitated session, beside the first five kinds in :mod:`survey.records`.

An event names the *turn* it belongs to: a phase of the method (its key) and a round from 1.
``participant`` 0 is the group as a whole, or whoever documents. Ids are random, made by whoever
writes the event, and mean nothing outside the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from survey.records import Event

Value = int | str | None
"""A step's key, a whole number or words; None takes an earlier answer back."""


class Move(StrEnum):
    """What is done to the timer."""

    BEGUN = "begun"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    STOPPED = "stopped"


class Sort(StrEnum):
    """What a comment is: a ``MINORITY`` view is kept beside the result that it differs from."""

    REMARK = "remark"
    MINORITY = "minority"


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodGiven:
    """The method's own text (TOML), so that the log alone tells what its events mean."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantLeft:
    """Somebody went home; what they gave stays."""

    participant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeAgreed:
    """What the group agreed that it is here for; the latest counts."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseBegun:
    """A phase, or another round of it, begins and the one before is left.

    ``budgets`` are points per field (``""`` when fields are not apart), fixed now: headings that
    come later do not change what people were told. ``seconds`` 0 has no clock.
    """

    phase: str
    round: int = 1
    budgets: Mapping[str, int] = field(default_factory=dict)
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerMoved:
    """``seconds`` are those left at that moment, 0-86 400; no time of day is told."""

    move: Move
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTaken:
    """A participant sits down at a table, numbered from 1, for a round."""

    participant: int
    table: int
    phase: str
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    """A slip of paper, so to speak: one thought. ``table`` 0 is none."""

    note: UUID
    phase: str
    participant: int
    text: str
    round: int = 1
    field: str = ""
    table: int = 0
    heading: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRewritten:
    note: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteMoved:
    """Into another field of its phase."""

    note: UUID
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWithdrawn:
    note: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesGrouped:
    """Under a heading, or under none again."""

    heading: UUID | None
    notes: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingNamed:
    """A heading, or in a ``write`` phase a sheet, whose notes lie in the fields; the same id
    again renames it. What it stands for, and that it was dropped, stays as it is.
    """

    heading: UUID
    phase: str
    title: str
    field: str = ""
    table: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingMapped:
    """Which of the campaign's factors a heading stands for, or none any more."""

    heading: UUID
    factor: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingDropped:
    """Notes under it stand alone again; points on it count nowhere. Undone it is there again."""

    heading: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PinsSet:
    """All of one participant's pins (*pinnar*); the latest event counts."""

    participant: int
    pins: Mapping[UUID, int]
    phase: str
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One cell: a fixed row's key or an item's id as text, a column's key or ``""``."""

    row: str
    column: str = ""
    value: Value = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersGiven:
    """Some cells of a form or matrix; the latest of each cell counts. Participant 0: agreed."""

    participant: int
    answers: tuple[Given, ...]
    phase: str
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented:
    """``about`` is a note, a heading, a decision or nothing in particular."""

    participant: int
    text: str
    phase: str
    round: int = 1
    sort: Sort = Sort.REMARK
    about: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMade:
    """The same id again words it anew; an empty text takes it back."""

    decision: UUID
    text: str
    about: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLineSet:
    """A line of the plan: what, how, who, by the keys of the method; no texts remove it."""

    line: UUID
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultShown:
    """What a turn gave may be seen by all, or no more."""

    phase: str
    round: int = 1
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """The event ``number`` of the writer ``by`` never counted. Undoing it does it again."""

    by: UUID
    number: int


Happening = (
    MethodGiven | ParticipantLeft | PurposeAgreed | PhaseBegun | TimerMoved | SeatTaken | NoteAdded
    | NoteRewritten | NoteMoved | NoteWithdrawn | NotesGrouped | HeadingNamed | HeadingMapped
    | HeadingDropped | PinsSet | AnswersGiven | Commented | DecisionMade | PlanLineSet | ResultShown
    | Undone
)
AnyEvent = Event | Happening
