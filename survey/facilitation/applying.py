"""One event more, without folding the whole log anew: what many replies a second need.

Only for events that lie last in the order, were checked (:func:`survey.facilitation.replying
.event_of`) and change nothing but what they name. The state is the same as the fold's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from survey.facilitation.events import (
    AnswersGiven,
    AnyEvent,
    NoteAdded,
    NoteRewritten,
    NoteWithdrawn,
    PinsSet,
    TimerMoved,
)
from survey.facilitation.room import LONGEST_SECONDS
from survey.facilitation.state import Allocation, Inputs, Note, Person, SessionState, Timer, Turn
from survey.facilitation.weighed import counted
from survey.records import GradesSet, ParticipantJoined, PointsSet


def applied(state: SessionState, event: AnyEvent) -> SessionState | None:
    """The state after ``event``; None when only a fold of the whole log can tell."""
    if state.rules is None or state.closed or not state.opened:
        return None
    if any(problem.code == "not-joined" for problem in state.problems):
        return None  # which of somebody's events is told of depends on all of them
    match event:
        case PointsSet(points=given):
            return _given(state, "points", event, dict(given))
        case PinsSet(pins=given):
            return _given(state, "pins", event, dict(given))
        case GradesSet(grades=given):
            return _given(state, "grades", event, dict(given))
        case AnswersGiven():
            return _given(state, "answers", event, _cells(state, event))
        case NoteAdded() | NoteRewritten() | NoteWithdrawn():
            return _note(state, event)
        case ParticipantJoined(participant=number) if number not in state.people:
            people = dict(state.people) | {number: Person(way=event.way, role=event.role)}
            return replace(state, people=_sorted(people), participants=tuple(sorted(people)))
        case TimerMoved(move=move, seconds=seconds) if 0 <= seconds <= LONGEST_SECONDS:
            return replace(state, timer=Timer(move=move, seconds=seconds))
    return None


def _given(
    state: SessionState, name: str, event: PointsSet | PinsSet | GradesSet | AnswersGiven,
    given: Any,
) -> SessionState | None:
    rules, turn = state.rules, Turn(event.phase, event.round)
    if rules is None or (event.participant and event.participant not in state.people):
        return None
    before: Mapping[Turn, Mapping[int, Any]] = getattr(state.inputs, name)
    people = _sorted({**before.get(turn, {}), event.participant: given})
    after = {**before, turn: people}
    if turn not in before:
        after = _sorted(after)
    inputs: Inputs = replace(state.inputs, **{name: after})
    if event.phase not in (rules.weights, rules.grades):
        return replace(state, inputs=inputs)
    if _first_or_last(before.get(turn, {}), event.participant, given):
        points, grades = counted(rules, state, inputs)
        return replace(state, inputs=inputs, points=points, grades=grades)
    few = replace(
        inputs, points=_few(inputs.points, event.participant),
        grades=_few(inputs.grades, event.participant),
    )
    points, grades = counted(rules, state, few)
    return replace(
        state, inputs=inputs, points=_one_of(state.points, points, event.participant),
        grades=_one_of(state.grades, grades, event.participant),
    )


def _first_or_last(before: Mapping[int, Any], one: int, given: Mapping[Any, Any]) -> bool:
    """Whether a round comes to hold anything, or nothing any more: then what counts of everybody
    may be another round's."""
    others = any(any(some.values()) for number, some in before.items() if number != one)
    return not others and any(before.get(one, {}).values()) != any(given.values())


def _few(
    given: Mapping[Turn, Mapping[int, Allocation]], one: int
) -> dict[Turn, dict[int, Allocation]]:
    """What one gave, and one other in each round where others gave something: as much as it takes
    to tell which round counts."""
    found: dict[Turn, dict[int, Allocation]] = {}
    for turn, people in given.items():
        other = (number for number, some in people.items() if number != one and any(some.values()))
        found[turn] = {
            number: people[number] for number in (one, next(other, one)) if number in people
        }
    return found


def _one_of(
    before: Mapping[int, Allocation], after: Mapping[int, Allocation], one: int
) -> Mapping[int, Allocation]:
    if one in after:
        changed = {**before, one: after[one]}
        return changed if one in before else _sorted(changed)
    return {number: some for number, some in before.items() if number != one}


def _cells(state: SessionState, event: AnswersGiven) -> dict[tuple[str, str], int | str]:
    people = state.inputs.answers.get(Turn(event.phase, event.round), {})
    cells = dict(people.get(event.participant, {}))
    for given in event.answers:
        if given.value is None:
            cells.pop((given.row, given.column), None)
        else:
            cells[given.row, given.column] = given.value
    return cells


def _note(
    state: SessionState, event: NoteAdded | NoteRewritten | NoteWithdrawn
) -> SessionState | None:
    known = state.notes.get(event.note)
    if isinstance(event, NoteAdded):
        heading = state.headings.get(event.heading) if event.heading else None
        if known is not None or (event.heading and (heading is None or heading.dropped)):
            return None
        if event.participant and event.participant not in state.people:
            return None
        made = Note(
            turn=Turn(event.phase, event.round), participant=event.participant, text=event.text,
            field=event.field, table=event.table, heading=event.heading,
        )
    elif known is None:
        return None
    elif isinstance(event, NoteRewritten):
        return replace(state, notes={**state.notes, event.note: replace(known, text=event.text)})
    else:
        made = replace(known, withdrawn=True)
    if _is_built_upon(state, made.turn.phase):
        return None
    return replace(state, notes={**state.notes, event.note: made})


def _is_built_upon(state: SessionState, phase: str) -> bool:
    """Whether somebody has given something that which notes there are bears upon."""
    assert state.rules is not None
    above = {one.id for one in state.rules.phases if one.on == phase}
    inputs = state.inputs
    return any(
        turn.phase in above
        for some in (inputs.points, inputs.pins, inputs.grades, inputs.answers) for turn in some
    )


def _sorted(found: Mapping[Any, Any]) -> dict[Any, Any]:
    return {key: found[key] for key in sorted(found)}
