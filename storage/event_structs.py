"""Events of facilitated sessions, body version 2, as msgspec reads and writes them.

The field order is the format; see ``docs/formats/session.md``.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from storage.body_structs import Id, Number, Numbers, SessionEventWire, Short, Step

KEY = r"\A[a-z][a-z0-9_-]{0,39}\Z"
FIELD = r"\A(?:[a-z][a-z0-9_-]{0,39})?\Z"
ROW = r"\A[a-z0-9][a-z0-9_-]{0,39}\Z"
WORDS_LIMIT = 2_000
METHOD_LIMIT = 65_536
CELLS_LIMIT = 2_000
NOTES_LIMIT = 2_000

Key = Annotated[str, Meta(pattern=KEY)]
Field = Annotated[str, Meta(pattern=FIELD)]
Row = Annotated[str, Meta(pattern=ROW)]
Round = Annotated[int, Meta(ge=1, le=99)]
Table = Annotated[int, Meta(ge=0, le=99)]
Seconds = Annotated[int, Meta(ge=0, le=86_400)]
Words = Annotated[str, Meta(max_length=WORDS_LIMIT)]


class _Fields(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    pass


class OpenedWire2(_Fields, tag="opened", frozen=True):
    title: Short
    method: Short
    version: Number
    question: Words


class MethodWire(_Fields, tag="method", frozen=True):
    source: Annotated[str, Meta(max_length=METHOD_LIMIT)]


class JoinedWire2(_Fields, tag="joined", frozen=True):
    participant: Number
    way: Literal["tablet", "phone", "moderator", "paper"]
    role: Annotated[str, Meta(max_length=80)]


class LeftWire(_Fields, tag="left", frozen=True):
    participant: Number


class PurposeWire(_Fields, tag="purpose", frozen=True):
    text: Words


class PhaseWire(_Fields, tag="phase", frozen=True):
    phase: Key
    round: Round
    budgets: Annotated[dict[Field, Number], Meta(max_length=40)]
    seconds: Seconds


class TimerWire(_Fields, tag="timer", frozen=True):
    move: Literal["begun", "paused", "resumed", "extended", "stopped"]
    seconds: Seconds


class SeatWire(_Fields, tag="seat", frozen=True):
    phase: Key
    round: Round
    participant: Number
    table: Table


class NoteWire2(_Fields, tag="note", frozen=True):
    note: Id
    phase: Key
    round: Round
    participant: Number
    field: Field
    table: Table
    heading: Id | None
    text: Words


class RewrittenWire(_Fields, tag="rewritten", frozen=True):
    note: Id
    text: Words


class MovedWire(_Fields, tag="moved", frozen=True):
    note: Id
    field: Field


class WithdrawnWire(_Fields, tag="withdrawn", frozen=True):
    note: Id


class GroupedWire(_Fields, tag="grouped", frozen=True):
    heading: Id | None
    notes: Annotated[tuple[Id, ...], Meta(min_length=1, max_length=NOTES_LIMIT)]


class HeadingWire(_Fields, tag="heading", frozen=True):
    heading: Id
    phase: Key
    field: Field
    table: Table
    title: Short


class MappedWire(_Fields, tag="mapped", frozen=True):
    heading: Id
    factor: Id | None


class DroppedWire(_Fields, tag="dropped", frozen=True):
    heading: Id


class PointsWire2(_Fields, tag="points", frozen=True):
    phase: Key
    round: Round
    participant: Number
    points: Numbers


class PinsWire(_Fields, tag="pins", frozen=True):
    phase: Key
    round: Round
    participant: Number
    pins: Numbers


class GradesWire2(_Fields, tag="grades", frozen=True):
    phase: Key
    round: Round
    participant: Number
    grades: Numbers


class GivenWire(_Fields, frozen=True):
    """One cell."""

    row: Row
    column: Field
    value: Step | Words | None


class AnswersWire(_Fields, tag="answers", frozen=True):
    phase: Key
    round: Round
    participant: Number
    answers: Annotated[tuple[GivenWire, ...], Meta(min_length=1, max_length=CELLS_LIMIT)]


class CommentWire(_Fields, tag="comment", frozen=True):
    phase: Key
    round: Round
    participant: Number
    sort: Literal["remark", "minority"]
    about: Id | None
    text: Words


class DecisionWire(_Fields, tag="decision", frozen=True):
    decision: Id
    about: Id | None
    text: Words


class PlanWire(_Fields, tag="plan", frozen=True):
    line: Id
    texts: Annotated[dict[Key, Words], Meta(max_length=40)]


class ShownWire(_Fields, tag="shown", frozen=True):
    phase: Key
    round: Round
    shown: bool


class UndoneWire(_Fields, tag="undone", frozen=True):
    by: Id
    number: Annotated[int, Meta(ge=1, lt=2**31)]


class ClosedWire2(_Fields, tag="closed", frozen=True):
    pass


AnyEventWire = (
    OpenedWire2 | MethodWire | JoinedWire2 | LeftWire | PurposeWire | PhaseWire | TimerWire
    | SeatWire | NoteWire2 | RewrittenWire | MovedWire | WithdrawnWire | GroupedWire
    | HeadingWire | MappedWire | DroppedWire | PointsWire2 | PinsWire | GradesWire2 | AnswersWire
    | CommentWire | DecisionWire | PlanWire | ShownWire | UndoneWire | ClosedWire2
)


class SessionEventWire2(SessionEventWire, tag="session.event", frozen=True):
    """Version 2: more kinds of events, and last who wrote it and as which."""

    version: Annotated[int, Meta(ge=2, le=2)]
    event: AnyEventWire  # type: ignore[assignment]  # a later version takes more kinds
    writer: Id
    n: Annotated[int, Meta(ge=1, lt=2**31)]
