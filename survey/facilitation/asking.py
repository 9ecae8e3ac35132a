"""What a session asks of one participant just now: one value for every way to take part.

The tablet that is passed round, phones, the moderator who enters for somebody and slips of paper
all show a :class:`Task` and send back a :mod:`survey.facilitation.replying` reply. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from survey.facilitation.items import budgets_of, items_of
from survey.facilitation.method import By, Column, Named, Phase, PhaseKind
from survey.facilitation.state import Note, SessionState, Turn

if TYPE_CHECKING:
    from survey.forms.model import Texts


class TaskKind(StrEnum):
    """``WAIT``: nothing for this participant to do in this turn. ``DONE``: all is over."""

    WAIT = "wait"
    NOTES = "notes"
    POINTS = "points"
    PINS = "pins"
    GRADES = "grades"
    CELLS = "cells"
    DONE = "done"


class Item(NamedTuple):
    """Something to put points on or to answer about; ``field`` is where it lies now, or empty."""

    id: UUID
    title: str
    field: str


class Row(NamedTuple):
    """A fixed row with its texts, or an item (its id as text) with its title."""

    id: str
    name: Texts | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What this participant has given in this turn so far, by what can still be chosen.

    ``stands`` is what counts for them in a phase that *carries* while they give nothing in this
    round. ``notes`` are theirs and not withdrawn; ``gone`` are those they withdrew.
    """

    numbers: Mapping[UUID, int] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], int | str] = field(default_factory=dict)
    notes: Mapping[UUID, Note] = field(default_factory=dict)
    stands: Mapping[UUID, int] = field(default_factory=dict)
    gone: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to show to ``participant`` (0 is the group) and what to hold a reply against.

    ``items`` are what points, pins and grades are put on; among notes they are the sheets that
    notes may be written on. ``budgets``: field → points (``""`` where fields are not apart), as
    people were told when the turn began. ``open``: whether replies are taken now. ``known`` are
    ids that something in the session already has: for checks, for nobody's eye.
    """

    participant: int
    kind: TaskKind
    turn: Turn | None = None
    name: Texts = field(default_factory=dict)
    round_name: Texts | None = None
    text: Texts = field(default_factory=dict)
    fields: tuple[Named, ...] = ()
    items: tuple[Item, ...] = ()
    rows: tuple[Row, ...] = ()
    columns: tuple[Column, ...] = ()
    budgets: Mapping[str, int] = field(default_factory=dict)
    most: int | None = None
    scale: tuple[int, int] = (1, 5)
    apart: bool = False
    sheets: bool = False
    table: int = 0
    question: str = ""
    purpose: str = ""
    title: str = ""
    mine: Mine = field(default_factory=Mine)
    open: bool = False
    known: tuple[Collection[UUID], ...] = field(default=(), compare=False, repr=False)


_SPREADS = {
    PhaseKind.ALLOCATE: TaskKind.POINTS, PhaseKind.PINS: TaskKind.PINS,
    PhaseKind.GRADE: TaskKind.GRADES,
}
_NOTES = (PhaseKind.COLLECT, PhaseKind.ROTATE, PhaseKind.WRITE)
_CELLS = (PhaseKind.MATRIX, PhaseKind.EVALUATE)


def task(state: SessionState, participant: int) -> Task:
    """What the session asks of this participant. Whoever has not joined, or has left, waits."""
    turn = state.turn
    phase = state.rules.phase(turn.phase) if state.rules and turn else None
    kind = _kind(state, phase, participant)
    if phase is None or turn is None:
        return Task(
            participant=participant, kind=kind, turn=turn, question=state.question,
            purpose=state.purpose, title=state.title,
        )
    items = _items(state, phase, participant, kind)
    spends = kind in (TaskKind.POINTS, TaskKind.PINS)
    cells = kind is TaskKind.CELLS
    return Task(
        participant=participant, kind=kind, turn=turn, name=phase.name,
        round_name=phase.rounds[turn.round - 1].name if phase.rounds else None,
        text=phase.words.all,
        fields=state.rules.fields(phase) if state.rules else (),
        items=() if cells else items,
        rows=_rows(phase, items) if cells else (),
        columns=phase.columns if cells else (),
        budgets=_budgets(state, phase, items) if spends else {},
        most=phase.most if spends else None, scale=phase.scale, apart=phase.apart,
        sheets=kind is TaskKind.NOTES and phase.kind is PhaseKind.WRITE,
        table=state.seats.get(turn, {}).get(participant, 0),
        question=state.question, purpose=state.purpose, title=state.title,
        mine=_mine(state, phase, participant, items),
        open=kind not in (TaskKind.WAIT, TaskKind.DONE),
        known=(state.notes.keys(), state.headings.keys()) if kind is TaskKind.NOTES else (),
    )


def left(task: Task, numbers: Mapping[UUID, int]) -> dict[str, int]:
    """Points left per field when these are spread; 0 where too many are."""
    return {
        name: max(0, budget - spent(task, numbers, name)) for name, budget in task.budgets.items()
    }


def spent(task: Task, numbers: Mapping[UUID, int], name: str) -> int:
    """How many of these points lie in a field; all of them in ``""``."""
    if not name:
        return sum(numbers.values())
    lies = {item.id: item.field for item in task.items}
    return sum(n for item, n in numbers.items() if lies.get(item) == name)


def _kind(state: SessionState, phase: Phase | None, participant: int) -> TaskKind:
    if state.closed:
        return TaskKind.DONE
    if phase is None or not _is_here(state, participant):
        return TaskKind.WAIT
    if phase.kind in _NOTES:
        return TaskKind.NOTES
    if phase.kind in _SPREADS and participant:
        return _SPREADS[phase.kind]
    if phase.kind in _CELLS and (phase.by is By.GROUP) == (participant == 0):
        return TaskKind.CELLS
    return TaskKind.WAIT


def _is_here(state: SessionState, participant: int) -> bool:
    if participant == 0:
        return True
    person = state.people.get(participant)
    return person is not None and not person.left


def _items(
    state: SessionState, phase: Phase, participant: int, kind: TaskKind
) -> tuple[Item, ...]:
    assert state.rules is not None and state.turn is not None
    if kind is TaskKind.NOTES:
        table = state.seats.get(state.turn, {}).get(participant, 0)
        return tuple(
            Item(id, heading.title, heading.field) for id, heading in state.headings.items()
            if heading.phase == phase.id and not heading.dropped
            and (not table or heading.table in (0, table))
        )
    if kind in (TaskKind.WAIT, TaskKind.DONE):
        return ()
    found = items_of(phase, state.rules, state.headings, state.notes)
    return tuple(Item(id, _title(state, id), lies) for id, lies in found.items())


def _title(state: SessionState, id: UUID) -> str:
    return state.headings[id].title if id in state.headings else state.notes[id].text


def _rows(phase: Phase, items: tuple[Item, ...]) -> tuple[Row, ...]:
    fixed = tuple(Row(row.id, row.name) for row in phase.rows)
    return fixed or tuple(Row(str(item.id), item.title) for item in items)


def _budgets(state: SessionState, phase: Phase, items: tuple[Item, ...]) -> dict[str, int]:
    """As told; for what people were not told, by rule."""
    told = state.begun[-1].budgets
    return budgets_of(phase, {item.id: item.field for item in items}) | dict(told)


def _mine(
    state: SessionState, phase: Phase, participant: int, items: tuple[Item, ...]
) -> Mine:
    turn = state.turn
    assert turn is not None
    inputs = state.inputs
    given = {
        PhaseKind.ALLOCATE: inputs.points, PhaseKind.PINS: inputs.pins,
        PhaseKind.GRADE: inputs.grades,
    }.get(phase.kind, {})
    here = {item.id for item in items}
    rounds = [
        {item: n for item, n in given.get(Turn(phase.id, at), {}).get(participant, {}).items()
         if item in here}
        for at in range(turn.round, 0, -1)
    ]
    carried = (one for one in rounds[1:] if any(one.values()))
    written = {
        id: note for id, note in state.notes.items()
        if note.participant == participant and note.turn == turn
    } if phase.kind in _NOTES else {}
    return Mine(
        numbers=rounds[0],
        cells=inputs.answers.get(turn, {}).get(participant, {}),
        notes={id: note for id, note in written.items() if not note.withdrawn},
        stands=next(carried, {}) if phase.carry and not any(rounds[0].values()) else {},
        gone=frozenset(id for id, note in written.items() if note.withdrawn),
    )
