"""What participants give: points, pins, grades and answers, held against the phase's rules.

Whether an item exists is known only when all events are read, so what is given waits until then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from survey.facilitation.board import Board
from survey.facilitation.cells import cells_hold
from survey.facilitation.events import AnswersGiven, PinsSet
from survey.facilitation.items import budgets_of, field_of, items_of
from survey.facilitation.method import By, Phase, PhaseKind
from survey.facilitation.order import Told
from survey.facilitation.room import Room
from survey.facilitation.state import Allocation, Inputs, Turn
from survey.facilitation.troubles import Troubles
from survey.records import GradesSet, PointsSet

GivenEvent = PointsSet | PinsSet | GradesSet | AnswersGiven
GRADES = (1, 5)

_KINDS: dict[type, tuple[PhaseKind, ...]] = {
    PointsSet: (PhaseKind.ALLOCATE,),
    PinsSet: (PhaseKind.PINS,),
    GradesSet: (PhaseKind.GRADE,),
    AnswersGiven: (PhaseKind.MATRIX, PhaseKind.EVALUATE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """Rules of sessions without phases; None is not checked."""

    factors: frozenset[UUID] | None
    budget: int | None


@dataclass(frozen=True, slots=True)
class _Waiting:
    told: Told
    event: GivenEvent
    turn: Turn
    phase: Phase | None
    budgets: dict[str, int] | None
    fields: Mapping[UUID, str]


class Giving:
    """What was given, while it is being folded."""

    def __init__(self, room: Room, board: Board, first: First, troubles: Troubles) -> None:
        self._room = room
        self._board = board
        self._first = first
        self._troubles = troubles
        self._waiting: list[_Waiting] = []
        self._known: dict[str, dict[UUID, str]] = {}
        self._points: dict[Turn, dict[int, Allocation]] = {}
        self._pins: dict[Turn, dict[int, Allocation]] = {}
        self._grades: dict[Turn, dict[int, Allocation]] = {}
        self._answers: dict[Turn, dict[int, dict[tuple[str, str], int | str]]] = {}

    def take(self, told: Told, event: GivenEvent) -> None:
        """The next event in the order: what depends on its place is settled now."""
        turn = Turn(event.phase, event.round)
        if not event.phase and self._room.method is None:
            if self._room.is_participant(told, event.participant):
                self._waiting.append(_Waiting(told, event, turn, None, None, {}))
            return
        holds, phase = self._room.phase_of(told, turn, _KINDS[type(event)])
        if holds and self._by_whom(told, event.participant, phase) and (
            self._room.may_write(told, turn, phase)
        ):
            budgets = self._room.budgets(turn)
            fields = self._fields(event, phase)
            self._waiting.append(_Waiting(told, event, turn, phase, budgets, fields))

    def finish(self) -> Inputs:
        """Everything that holds, now that all notes and headings are known."""
        for one in self._waiting:
            match one.event:
                case PointsSet(points=given):
                    self._set(one, given, self._points, self._points_hold)
                case PinsSet(pins=given):
                    self._set(one, given, self._pins, self._points_hold)
                case GradesSet(grades=given):
                    self._set(one, given, self._grades, self._grades_hold)
                case AnswersGiven():
                    self._answer(one, one.event)
        return Inputs(
            points=_settled(self._points), pins=_settled(self._pins),
            grades=_settled(self._grades),
            answers={
                turn: {number: cells[number] for number in sorted(cells)}
                for turn, cells in sorted(self._answers.items())
            },
        )

    def _set(
        self, one: _Waiting, given: Allocation,
        into: dict[Turn, dict[int, Allocation]],
        holds: Callable[[_Waiting, Allocation, Mapping[UUID, str]], bool],
    ) -> None:
        items = self._items(one)
        if not holds(one, given, items):
            return
        if not one.event.phase:
            factors = self._first.factors
            if factors is not None and not factors.issuperset(given):
                self._no(one, "unknown-factor", "A factor is not one of this campaign's.")
                return
        elif one.phase is not None and not given.keys() <= items.keys():
            message = "It names something that has not arrived, or was taken away."
            self._troubles.doubt(one.told, "unknown-item", message)
        self._room.know(one.told, one.event.participant)
        into.setdefault(one.turn, {})[one.event.participant] = dict(given)

    def _answer(self, one: _Waiting, event: AnswersGiven) -> None:
        items = self._items(one)
        if fault := cells_hold(event.answers, one.phase, items):
            self._no(one, *fault)
            return
        self._room.know(one.told, event.participant)
        cells = self._answers.setdefault(one.turn, {}).setdefault(event.participant, {})
        for given in event.answers:
            if given.value is None:
                cells.pop((given.row, given.column), None)
            else:
                cells[given.row, given.column] = given.value

    def _points_hold(self, one: _Waiting, given: Allocation, items: Mapping[UUID, str]) -> bool:
        if any(type(points) is not int or points < 0 for points in given.values()):
            return self._no(one, "bad-points", "Points are whole and not negative.")
        most = one.phase.most if one.phase else None
        if most is not None and any(points > most for points in given.values()):
            return self._no(one, "too-many", f"More than {most} points are on one.")
        told = self._told(one)
        budgets = self._ruled(one, items) | told
        lies: dict[UUID, str | None] = {}
        if any(budgets):  # ids are slow to look up: not where all lies in one field
            lies = {item: one.fields.get(item) for item in given}
            lies = {item: at if at in told else items.get(item) for item, at in lies.items()}
        for field, budget in budgets.items():
            if sum(n for item, n in given.items() if not field or lies[item] == field) > budget:
                return self._no(one, "over-budget", f"More than the {budget} points were spread.")
        return True

    def _grades_hold(self, one: _Waiting, given: Allocation, items: Mapping[UUID, str]) -> bool:
        low, high = one.phase.scale if one.phase else GRADES
        if all(type(grade) is int and low <= grade <= high for grade in given.values()):
            return True
        return self._no(one, "bad-grade", f"Grades are whole steps from {low} to {high}.")

    def _told(self, one: _Waiting) -> dict[str, int]:
        """Budgets as people were told them when the turn began."""
        return (one.budgets or self._room.budgets(one.turn) or {}) if one.event.phase else {}

    def _ruled(self, one: _Waiting, items: Mapping[UUID, str]) -> dict[str, int]:
        """Budgets by rule, for what people were not told."""
        if not one.event.phase:
            return {} if self._first.budget is None else {"": self._first.budget}
        return budgets_of(one.phase, items) if one.phase else {}

    def _fields(self, event: GivenEvent, phase: Phase | None) -> dict[UUID, str]:
        """Where the items lie at this place in the order: who voted is not over their budget
        because somebody moves a heading afterwards."""
        if phase is None or not phase.apart or not isinstance(event, PointsSet | PinsSet):
            return {}
        given = event.points if isinstance(event, PointsSet) else event.pins
        found = {
            item: field_of(item, phase, self._board.headings, self._board.notes) for item in given
        }
        return {item: field for item, field in found.items() if field is not None}

    def _items(self, one: _Waiting) -> dict[UUID, str]:
        if one.phase is None or self._room.method is None:
            return {}
        found = self._known.get(one.phase.id)
        if found is None:
            found = items_of(
                one.phase, self._room.method, self._board.headings, self._board.notes
            )
            self._known[one.phase.id] = found
        return found

    def _by_whom(self, told: Told, number: int, phase: Phase | None) -> bool:
        if number == 0 and (phase is None or phase.by is By.GROUP):
            return True
        if phase is not None and phase.by is By.GROUP:
            self._troubles.refuse(told, "not-the-group", "Here the group answers as one.")
            return False
        return self._room.is_participant(told, number)

    def _no(self, one: _Waiting, code: str, message: str) -> bool:
        self._troubles.refuse(one.told, code, message)
        return False


def _settled(found: dict[Turn, dict[int, Allocation]]) -> dict[Turn, dict[int, Allocation]]:
    """By turn and participant, whoever came first."""
    return {
        turn: {number: found[turn][number] for number in sorted(found[turn])}
        for turn in sorted(found)
    }
