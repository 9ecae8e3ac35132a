"""Which points and grades of a session count beyond it: what weights and exports are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from survey.facilitation.board import Board
from survey.facilitation.items import items_of
from survey.facilitation.method import Method, Phase
from survey.facilitation.state import Allocation, Heading, Inputs, SessionState, Turn

_BARE = Turn()


def counted(
    method: Method | None, board: Board | SessionState, inputs: Inputs
) -> tuple[dict[int, Allocation], dict[int, Allocation]]:
    """Points and grades per participant, by factor where a heading stands for one.

    Sessions without phases: the latest. With a method: those of its ``weights`` and ``grades``
    phases, on what these work with; a method that has no weights gives none.
    """
    if method is None:
        points, grades = dict(inputs.points.get(_BARE, {})), dict(inputs.grades.get(_BARE, {}))
    else:
        points = _summed(_held(method, method.weights, board, inputs.points), board.headings)
        grades = _graded(_held(method, method.grades, board, inputs.grades), board.headings)
    given = {number: points[number] for number in sorted(points) if any(points[number].values())}
    return given, {number: grades[number] for number in sorted(grades)}


def points_by_item(state: SessionState) -> dict[int, Allocation]:
    """What counts of each participant's points by heading, whatever a heading stands for.

    As :attr:`SessionState.points` before headings become factors: for whoever maps them otherwise.
    """
    method = state.rules
    if method is None:
        return dict(state.points)
    given = _held(method, method.weights, state, state.inputs.points)
    return {number: given[number] for number in sorted(given) if any(given[number].values())}


def latest(
    phase: Phase, given: Mapping[Turn, Mapping[int, Allocation]]
) -> dict[int, Allocation]:
    """What each participant gave in the last round that anybody gave anything in.

    Where the phase *carries*, who gave nothing in it stands by the round before.
    """
    rounds = [
        some for at in range(1, phase.last_round + 1)
        if (some := gave_any(given.get(Turn(phase.id, at), {})))
    ]
    if not rounds:
        return {}
    found: dict[int, Allocation] = {}
    for one in rounds if phase.carry else rounds[-1:]:
        found |= one
    return {number: found[number] for number in sorted(found)}


def gave_any(given: Mapping[int, Allocation]) -> dict[int, Allocation]:
    """Those who gave anything: a screen that was cleared gave nothing."""
    return {number: one for number, one in given.items() if any(one.values())}


def _held(
    method: Method, id: str, board: Board | SessionState,
    given: Mapping[Turn, Mapping[int, Allocation]],
) -> dict[int, Allocation]:
    """What counts of a phase: nothing on headings that were dropped, or that never came."""
    phase = method.phase(id)
    if phase is None:
        return {}
    items = items_of(phase, method, board.headings, board.notes)
    return {
        number: {item: n for item, n in one.items() if item in items}
        for number, one in latest(phase, given).items()
    }


def _summed(
    given: Mapping[int, Allocation], headings: Mapping[UUID, Heading]
) -> dict[int, Allocation]:
    """By factor: two headings that stand for one factor give it the points of both."""
    made: dict[int, Allocation] = {}
    for number, points in given.items():
        mine: dict[UUID, int] = {}
        for item, n in points.items():
            stands = _stands_for(item, headings)
            mine[stands] = mine.get(stands, 0) + n
        made[number] = mine
    return made


def _graded(
    given: Mapping[int, Allocation], headings: Mapping[UUID, Heading]
) -> dict[int, Allocation]:
    """By factor, where one heading alone stands for it; of several no grade can be told."""
    made: dict[int, Allocation] = {}
    for number, grades in given.items():
        stands = [_stands_for(item, headings) for item in grades]
        alone = {to for to, n in Counter(stands).items() if n == 1}
        made[number] = {
            to: grade for to, grade in zip(stands, grades.values(), strict=True)
            if to in alone
        }
    return made


def _stands_for(item: UUID, headings: Mapping[UUID, Heading]) -> UUID:
    heading = headings.get(item)
    return heading.factor if heading is not None and heading.factor is not None else item
