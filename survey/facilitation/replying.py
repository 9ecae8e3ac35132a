"""A participant's reply, held against their task, and the event that it becomes.

Whatever :func:`event_of` takes folds without a problem, and what the fold would refuse is refused
here, where somebody can still do something about it. Problems never say what was answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from survey.facilitation.asking import Task, TaskKind, spent
from survey.facilitation.cells import LARGEST, LONGEST_WORDS
from survey.facilitation.events import (
    AnswersGiven,
    AnyEvent,
    Given,
    HeadingNamed,
    NoteAdded,
    NoteRewritten,
    NoteWithdrawn,
    PinsSet,
    Value,
)
from survey.facilitation.method import Column
from survey.facilitation.state import Turn
from survey.problems import Problem
from survey.records import GradesSet, PointsSet

LONGEST_TITLE = 200
MOST_CELLS = 2_000
LONGEST_IN_ALL = 100_000
"""Characters of all cells of one reply: as many as surely fit a record."""

MOST_NUMBERS = 5_000
"""Items that one reply may name: as many as a record takes."""

MOST_NOTES = 200
"""Notes that one participant may write in a turn, counting those they took back."""

MOST_SHEETS = 100
"""Sheets after which nobody begins another: more than anybody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersReply:
    """All of one's points, pins or grades each time, so that a repeated one is harmless."""

    turn: Turn
    numbers: Mapping[UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellsReply:
    """Some cells; None as a value takes an answer back."""

    turn: Turn
    cells: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReply:
    """A note of one's own. Whoever writes draws its id; ``heading`` is a sheet, where there are."""

    turn: Turn
    note: UUID
    text: str
    field: str = ""
    heading: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteChange:
    """Other words on a note of one's own in this turn."""

    note: UUID
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGone:
    """A note of one's own is taken back."""

    note: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReply:
    """A new sheet, where the phase is about sheets."""

    turn: Turn
    sheet: UUID
    title: str


Reply = NumbersReply | CellsReply | NoteReply | NoteChange | NoteGone | SheetReply


def is_done(task: Task, reply: Reply) -> bool:
    """Whether a reply says what is there already, so that nothing has to be written."""
    mine = task.mine
    match reply:
        case NumbersReply(turn=turn, numbers=numbers):
            return turn == task.turn and dict(mine.numbers) == dict(numbers)
        case CellsReply(turn=turn, cells=cells):
            return turn == task.turn and bool(cells) and all(
                mine.cells.get((one.row, one.column)) == one.value
                and (one.row, one.column) in _places(task) for one in cells
            )
        case NoteReply(note=note, text=text) | NoteChange(note=note, text=text):
            if note in mine.notes:
                return mine.notes[note].text == text.strip()
            return isinstance(reply, NoteReply) and note in mine.gone
        case NoteGone(note=note):
            return note in mine.gone
        case SheetReply(turn=turn, sheet=sheet):
            return turn == task.turn and task.sheets and any(
                item.id == sheet for item in task.items
            )


def event_of(task: Task, reply: Reply) -> AnyEvent | Problem:
    """The event that the reply becomes, or what is wrong with it.

    Codes: ``not-now`` (nothing is asked of them), ``turn-over``, ``wrong-reply``, ``unknown-item``,
    ``bad-points``, ``bad-grade``, ``too-many``, ``over-budget``, ``empty``, ``unknown-row``,
    ``unknown-column``, ``bad-answer``, ``twice``, ``too-long``, ``bad-text``, ``unknown-field``,
    ``same-id``, ``not-yours``.
    """
    if not task.open or task.turn is None:
        message = "Nothing is asked of this participant now."
        return _no("reply", "not-now", message, "Wait for the next step.")
    if not isinstance(reply, NoteChange | NoteGone) and reply.turn != task.turn:
        message = "That step is over."
        return _no("reply", "turn-over", message, "Look at what is asked now.")
    match reply:
        case NumbersReply() if task.kind in (TaskKind.POINTS, TaskKind.PINS, TaskKind.GRADES):
            return _numbers(task, task.turn, reply.numbers)
        case CellsReply() if task.kind is TaskKind.CELLS:
            return _cells(task, task.turn, reply.cells)
        case NoteReply() | NoteChange() | NoteGone() if task.kind is TaskKind.NOTES:
            return _note(task, reply)
        case SheetReply() if task.sheets:
            return _sheet(task, reply)
    return _no("reply", "wrong-reply", "This is not what is asked now.", "Look at what is asked.")


def _numbers(task: Task, turn: Turn, numbers: Mapping[UUID, int]) -> AnyEvent | Problem:
    given = dict(numbers)
    if len(given) > MOST_NUMBERS:
        message = "More was chosen than can be kept at once."
        return _no("items", "too-many", message, "Choose fewer.")
    if not given.keys() <= {item.id for item in task.items}:
        message = "Something that was chosen has been changed or taken away."
        return _no("items", "unknown-item", message, "Look at what is there now.")
    if fault := _faulty_numbers(task, given):
        return fault
    one, (phase, round) = task.participant, turn
    if task.kind is TaskKind.GRADES:
        return GradesSet(participant=one, grades=given, phase=phase, round=round)
    if task.kind is TaskKind.PINS:
        return PinsSet(participant=one, pins=given, phase=phase, round=round)
    return PointsSet(participant=one, points=given, phase=phase, round=round)


def _faulty_numbers(task: Task, given: Mapping[UUID, int]) -> Problem | None:
    if task.kind is TaskKind.GRADES:
        low, high = task.scale
        if all(type(grade) is int and low <= grade <= high for grade in given.values()):
            return None
        return _no("grades", "bad-grade", "That is none of the steps.", "Choose one of the steps.")
    if any(type(n) is not int or not 0 <= n < LARGEST for n in given.values()):
        message = "Points are whole and not negative."
        return _no("points", "bad-points", message, "Choose a whole number.")
    if task.most is not None and any(n > task.most for n in given.values()):
        message = "More is on one of them than is allowed."
        return _no("points", "too-many", message, "Spread over more of them.")
    if any(spent(task, given, name) > budget for name, budget in task.budgets.items()):
        message = "More is spread than there is."
        return _no("points", "over-budget", message, "Take something away first.")
    return None


def _cells(task: Task, turn: Turn, cells: tuple[Given, ...]) -> AnyEvent | Problem:
    if not cells:
        return _no("answers", "empty", "Nothing was answered.", "Answer something.")
    if len(cells) > MOST_CELLS or len({(one.row, one.column) for one in cells}) < len(cells):
        return _no("answers", "twice", "One answer came more than once.", "Answer it once.")
    if sum(len(one.value) for one in cells if isinstance(one.value, str)) > LONGEST_IN_ALL:
        message = "There is more text than can be kept at once."
        return _no("answers", "too-long", message, "Write it shorter.")
    rows = {row.id for row in task.rows}
    columns = {column.id: column for column in task.columns}
    for one in cells:
        if one.row not in rows:
            message = "What was answered about has been changed or taken away."
            return _no("answers", "unknown-row", message, "Look at what is there now.")
        if one.column not in columns:
            message = "There is no such question."
            return _no("answers", "unknown-column", message, "Look at what is there now.")
        if one.value is not None and (fault := _faulty_value(one.value, columns[one.column])):
            return fault
    return AnswersGiven(
        participant=task.participant, answers=cells, phase=turn.phase, round=turn.round
    )


def _faulty_value(value: Value, column: Column) -> Problem | None:
    if column.steps:
        if any(step.id == value for step in column.steps):
            return None
    elif isinstance(value, str):
        return _faulty_text(value, "answers", LONGEST_WORDS)
    message = "That is none of the answers to choose between."
    return _no("answers", "bad-answer", message, "Choose one of them.")


def _note(task: Task, reply: NoteReply | NoteChange | NoteGone) -> AnyEvent | Problem:
    id, mine = reply.note, task.mine.notes
    if not isinstance(reply, NoteReply) and id not in mine:
        message = "This note is not yours to change, or the step is over."
        return _no("note", "not-yours", message, "Write one of your own.")
    if isinstance(reply, NoteGone):
        return NoteWithdrawn(note=id)
    text = reply.text.strip()
    if fault := _empty(text, "note") or _faulty_text(text, "note", LONGEST_WORDS):
        return fault
    if id in mine:  # the same one again, or with other words
        return NoteRewritten(note=id, text=text)
    assert isinstance(reply, NoteReply) and task.turn is not None
    fields = {one.id for one in task.fields} or {""}
    if reply.field not in fields:
        message = "There is no such field."
        return _no("note", "unknown-field", message, "Choose one of the fields.")
    if reply.heading is not None and all(item.id != reply.heading for item in task.items):
        message = "The sheet has been taken away."
        return _no("note", "unknown-item", message, "Look at what is there now.")
    if len(mine) + len(task.mine.gone) >= MOST_NOTES:
        message = "There are as many notes of yours as can be kept."
        return _no("note", "too-many", message, "Change one of them.")
    if _is_known(task, id):
        return _no("note", "same-id", "Another note has this id.", "Write it again.")
    return NoteAdded(
        note=id, phase=task.turn.phase, participant=task.participant, text=text,
        round=task.turn.round, field=reply.field, table=task.table, heading=reply.heading,
    )


def _sheet(task: Task, reply: SheetReply) -> AnyEvent | Problem:
    title = reply.title.strip()
    if fault := _empty(title, "sheet") or _faulty_text(title, "sheet", LONGEST_TITLE):
        return fault
    if len(task.items) >= MOST_SHEETS:
        message = "There are as many sheets as can be kept."
        return _no("sheet", "too-many", message, "Write on one of them.")
    if _is_known(task, reply.sheet):
        return _no("sheet", "same-id", "Another sheet has this id.", "Begin another one.")
    return HeadingNamed(
        heading=reply.sheet, phase=reply.turn.phase, title=title, table=task.table
    )


def _is_known(task: Task, id: UUID) -> bool:
    return any(id in some for some in task.known)


def _empty(text: str, where: str) -> Problem | None:
    if text:
        return None
    return _no(where, "empty", "Nothing was written.", "Write something.")


def _faulty_text(text: str, where: str, longest: int) -> Problem | None:
    if len(text) > longest:
        return _no(where, "too-long", "The text is too long.", "Write it shorter.")
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character, which no file can hold
        return _no(where, "bad-text", "A character in the text is broken.", "Write it again.")
    return None


def _places(task: Task) -> set[tuple[str, str]]:
    return {(row.id, column.id) for row in task.rows for column in task.columns}


def _no(where: str, code: str, message: str, hint: str) -> Problem:
    return Problem(where=where, code=code, message=message, hint=hint)
