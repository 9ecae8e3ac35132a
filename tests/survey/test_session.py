from __future__ import annotations

import random
from datetime import UTC, date, datetime
from itertools import permutations
from uuid import UUID

import pytest

from survey.problems import Severity
from survey.records import (
    Circumstances,
    ClockQuality,
    Event,
    GradesSet,
    Mode,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
)
from survey.session import SessionRules, allocations, fold, fold_all
from tests.builders import FACTORS, UNITS

SESSION = UUID("ab000000-0000-4000-8000-000000000001")
OTHER = UUID("ab000000-0000-4000-8000-000000000002")
A, B = FACTORS


def happened(lamport: int, event: Event, session: UUID = SESSION) -> SessionEvent:
    circumstances = Circumstances(
        unit=UNITS[0],
        place=None,
        mode=Mode.ASSISTED,
        language="sv",
        time=datetime(2025, 9, 1, 12, 0, tzinfo=UTC),
        day=date(2025, 9, 1),
        clock=ClockQuality.OK,
        consent="2025-1",
    )
    return SessionEvent(session=session, lamport=lamport, event=event, circumstances=circumstances)


OPENED = SessionOpened(title="Pensionärerna", method="focus-group")


def joined(number: int) -> ParticipantJoined:
    return ParticipantJoined(participant=number)


def points(number: int, a: int, b: int) -> PointsSet:
    return PointsSet(participant=number, points={A: a, B: b})


def whole_session() -> list[SessionEvent]:
    events: list[Event] = [
        OPENED,
        joined(1),
        joined(2),
        joined(3),
        points(1, 7, 3),
        points(2, 5, 5),
        points(1, 6, 4),
        GradesSet(participant=2, grades={A: 4, B: 2}),
        SessionClosed(),
    ]
    return [happened(at, event) for at, event in enumerate(events, start=1)]


def test_the_latest_points_count_and_who_gave_none_is_kept() -> None:
    state = fold(whole_session())
    assert (state.opened, state.closed, state.title) == (True, True, "Pensionärerna")
    assert state.participants == (1, 2, 3)
    assert state.points == {1: {A: 6, B: 4}, 2: {A: 5, B: 5}}
    assert state.grades == {2: {A: 4, B: 2}}
    assert allocations(state) == ({A: 6, B: 4}, {A: 5, B: 5}, {})
    assert state.problems == ()


def test_any_order_and_any_repetition_gives_the_same_state() -> None:
    chance = random.Random(3)
    wanted = fold(whole_session())
    for _ in range(50):
        shuffled = whole_session() + chance.sample(whole_session(), 4)
        chance.shuffle(shuffled)
        assert fold(shuffled) == wanted


def test_two_devices_at_the_same_time_agree_whatever_arrives_first() -> None:
    events = [happened(1, OPENED), happened(2, points(1, 1, 0)), happened(2, points(1, 0, 1))]
    states = [fold(order) for order in permutations(events)]
    assert all(state == states[0] for state in states)


def test_points_taken_back_to_nothing_leave_the_participant_without_any() -> None:
    events = [*whole_session()[:-1], happened(9, points(2, 0, 0))]
    assert allocations(fold(events)) == ({A: 6, B: 4}, {}, {})


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (points(1, -1, 3), "bad-points"),
        (PointsSet(participant=1, points={A: True}), "bad-points"),
        (PointsSet(participant=1, points={UNITS[0]: 3}), "unknown-factor"),
        (points(1, 8, 3), "over-budget"),
        (points(0, 1, 1), "bad-participant"),
        (GradesSet(participant=1, grades={A: 6}), "bad-grade"),
        (GradesSet(participant=1, grades={A: 0}), "bad-grade"),
        (GradesSet(participant=1, grades={UNITS[0]: 3}), "unknown-factor"),
        (SessionOpened(title="Andra", method="focus-group"), "opened-twice"),
    ],
)
def test_an_invalid_event_is_a_problem_and_changes_nothing(event: Event, code: str) -> None:
    rules = SessionRules(factors=frozenset(FACTORS), budget=10)
    before = whole_session()[:-1]
    state = fold([*before, happened(9, event)], rules)
    assert [(p.code, p.severity) for p in state.problems] == [(code, Severity.ERROR)]
    assert (state.points, state.grades) == (fold(before, rules).points, fold(before, rules).grades)
    assert state.participants == (1, 2, 3)


def test_what_comes_after_the_closing_does_not_count() -> None:
    late = [happened(10, points(3, 1, 1)), happened(11, joined(4))]
    state = fold([*late, *whole_session()])
    assert [p.code for p in state.problems] == ["after-closing", "after-closing"]
    assert state.points == fold(whole_session()).points


def test_events_of_another_session_are_kept_out() -> None:
    state = fold([*whole_session(), happened(20, joined(9), OTHER)])
    assert [p.code for p in state.problems] == ["other-session"]
    assert 9 not in state.participants


def test_points_before_the_joining_has_arrived_count_with_a_warning() -> None:
    state = fold([happened(5, points(1, 2, 1))])
    assert allocations(state) == ({A: 2, B: 1},)
    assert {(p.code, p.severity) for p in state.problems} == {
        ("not-joined", Severity.WARNING),
        ("not-opened", Severity.WARNING),
    }


def test_no_events_is_an_empty_session() -> None:
    state = fold([])
    assert (state.session, state.participants, state.problems) == (None, (), ())


def test_many_sessions_are_folded_apart() -> None:
    mixed = [*whole_session(), happened(1, OPENED, OTHER), happened(2, points(1, 1, 1), OTHER)]
    states = fold_all(reversed(mixed))
    assert list(states) == [SESSION, OTHER]
    assert states[SESSION] == fold(whole_session())


def test_problems_never_tell_what_was_answered() -> None:
    state = fold([*whole_session()[:-1], happened(9, points(1, -987654, 3))])
    assert "987654" not in repr(state.problems)
