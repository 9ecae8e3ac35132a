"""One state for everybody: any order, any repetition, three writers, undo, concurrent changes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import assets
from survey.facilitation.events import (
    AnswersGiven,
    AnyEvent,
    Commented,
    Given,
    HeadingDropped,
    HeadingMapped,
    HeadingNamed,
    MethodGiven,
    Move,
    NoteAdded,
    NoteMoved,
    NoteRewritten,
    NotesGrouped,
    NoteWithdrawn,
    ParticipantLeft,
    PhaseBegun,
    PinsSet,
    SeatTaken,
    TimerMoved,
    Undone,
)
from survey.problems import Severity
from survey.records import (
    GradesSet,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
    Way,
)
from survey.session import SessionRules, SessionState, Turn, allocations, fold
from tests.builders import FACTORS
from tests.survey.session_builders import Clock, Writer, method_of, number

FOCUS = assets.text("methods", "focus-group.toml")
TURNS = (("weigh", 1), ("weigh", 2), ("grade", 1), ("factors", 1), ("headings", 1), ("nowhere", 1))
NOTES = tuple(number(at) for at in range(1, 5))
HEADS = tuple(number(at) for at in range(11, 15))


def begun(*events: AnyEvent) -> Writer:
    """A focus group of three with four headings, and then these events."""
    writer = Writer(number(900))
    for event in (
        SessionOpened(title="Prov", method="focus-group", version=1, question="Vad?"),
        MethodGiven(source=FOCUS),
        *(ParticipantJoined(participant=one, way=Way.PHONE) for one in (1, 2, 3)),
        *(HeadingNamed(heading=id, phase="headings", title="R") for id in HEADS),
        *events,
    ):
        writer.write(event)
    return writer


def points(one: int, *given: int, round: int = 1) -> PointsSet:
    return PointsSet(
        participant=one, points=dict(zip(HEADS, given, strict=False)), phase="weigh", round=round
    )


def codes(state: SessionState) -> list[str]:
    return [problem.code for problem in state.problems]


@cache
def random_log(seed: int) -> tuple[SessionEvent, ...]:
    """Three devices that hear each other now and then, and do anything anywhere, undo too."""
    chance = random.Random(seed)
    writers = [Writer(number(901 + at)) for at in range(3)]
    writers[0].write(SessionOpened(title="Prov", method="focus-group"))
    if chance.random() < 0.9:
        writers[0].write(MethodGiven(source=FOCUS))
    for head in HEADS[:chance.randint(0, 4)]:
        writers[0].write(HeadingNamed(heading=head, phase="headings", title="R"))
    for _ in range(chance.randint(5, 60)):
        writer = chance.choice(writers)
        if chance.random() < 0.3:  # it hears another
            heard = chance.choice(writers).clock.now
            writer.clock.now = max(writer.clock.now, heard)
        written = [told for one in writers for told in one.written]
        if chance.random() < 0.15:
            writer.undo(chance.choice(written))
        else:
            writer.write(anything(chance))
    return tuple(told for one in writers for told in one.written)


def anything(chance: random.Random) -> AnyEvent:
    phase, round = chance.choice(TURNS)
    one, note, head = chance.randint(0, 4), chance.choice(NOTES), chance.choice(HEADS)
    some = {id: chance.randint(-1, 7) for id in chance.sample(HEADS, 2)}
    return chance.choice([
        ParticipantJoined(participant=one, role=chance.choice(("", "tjänsteman"))),
        ParticipantLeft(participant=one),
        PhaseBegun(phase=phase, round=round, budgets={"": chance.randint(3, 12)}, seconds=60),
        PhaseBegun(phase=phase, round=round),
        TimerMoved(move=chance.choice(list(Move)), seconds=chance.choice((-1, 0, 60))),
        SeatTaken(participant=one, table=chance.randint(0, 3), phase=phase, round=round),
        NoteAdded(note=note, phase="factors", participant=one, text=str(chance.randint(1, 3))),
        NoteRewritten(note=note, text=str(chance.randint(1, 9))),
        NoteMoved(note=note, field=chance.choice(("", "keep"))),
        NoteWithdrawn(note=note),
        NotesGrouped(heading=chance.choice((None, head)), notes=(note,)),
        HeadingNamed(heading=head, phase="headings", title=str(chance.randint(1, 9))),
        HeadingDropped(heading=head),
        HeadingMapped(heading=head, factor=chance.choice((None, *FACTORS))),
        PointsSet(participant=one, points=some, phase=phase, round=round),
        PinsSet(participant=one, pins=some, phase=phase, round=round),
        GradesSet(participant=one, grades=some, phase=phase, round=round),
        AnswersGiven(participant=one, phase="evaluation", answers=(
            Given(row=chance.choice(("heard", "time", "odd")), column="answer",
                  value=chance.choice(("yes", "no", None, "odd"))),
        )),
        Commented(participant=one, text="x", phase=phase, round=round),
        *([SessionClosed()] if chance.random() < 0.05 else []),
    ])


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_any_interleaving_and_duplication_of_three_devices_folds_to_one_state(
    seed: int, chance: random.Random
) -> None:
    log = random_log(seed)
    wanted = fold(log)
    shuffled = [*log, *chance.choices(log, k=len(log) // 2)]
    chance.shuffle(shuffled)
    assert fold(shuffled) == wanted


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6), st.integers(1, 30))
def test_events_that_come_later_end_in_the_same_state_as_if_they_had_been_there(
    seed: int, cut: int
) -> None:
    log = random_log(seed)
    fold(log[cut:])  # whatever is missing, it is a state and no crash
    assert fold([*log[cut:], *log[:cut]]) == fold(log)


def test_the_random_logs_are_worth_their_name() -> None:
    """Most kinds of refusal and something that holds occur, or the property says little."""
    states = [fold(random_log(seed)) for seed in range(200)]
    met = {code for state in states for code in codes(state)}
    assert {
        "over-budget", "bad-points", "bad-grade", "late", "unknown-phase", "wrong-phase",
        "same-id", "bad-participant", "unknown-note", "after-closing", "bad-time", "unknown-row",
        "bad-answer", "unknown-field", "cannot-undo",
    } <= met
    assert sum(bool(state.points) for state in states) > 20
    assert sum(bool(state.notes) for state in states) > 50
    assert sum(state.undone for state in states) > 100


def test_undo_takes_back_and_undoing_it_does_it_again() -> None:
    writer = begun(points(1, 6, 4))
    second = writer.write(points(1, 1, 9))
    assert fold(writer.written).points == {1: {HEADS[0]: 1, HEADS[1]: 9}}
    undo = writer.undo(second)
    assert fold(writer.written).points == {1: {HEADS[0]: 6, HEADS[1]: 4}}
    writer.undo(undo)
    assert fold(writer.written).points == {1: {HEADS[0]: 1, HEADS[1]: 9}}


def test_an_undo_waits_for_what_it_takes_back() -> None:
    writer = begun(points(1, 6, 4))
    target = writer.write(points(2, 5, 5))
    writer.undo(target)
    without = [told for told in writer.written if told != target]
    state = fold(without)
    assert set(codes(state)) == {"missing-events", "undo-of-unknown"}
    assert fold([*without, target]).points == {1: {HEADS[0]: 6, HEADS[1]: 4}}


def test_nobody_undoes_what_comes_later_or_the_opening() -> None:
    writer = begun()
    writer.write(Undone(by=writer.id, number=1))
    writer.write(Undone(by=writer.id, number=len(writer.written) + 3))
    writer.write(points(1, 5))
    writer.write(points(2, 5))
    state = fold(writer.written)
    assert codes(state) == ["cannot-undo", "cannot-undo"]
    assert state.opened and set(state.points) == {1, 2}


def test_an_undone_closing_opens_the_session_again() -> None:
    writer = begun()
    closing = writer.write(SessionClosed())
    writer.undo(closing)
    writer.write(points(1, 3))
    state = fold(writer.written)
    assert not state.closed and state.points and state.problems == ()


def test_two_devices_that_change_the_same_thing_agree_on_who_was_last() -> None:
    one, two = Writer(number(901), Clock(50)), Writer(number(902), Clock(50))
    events = [
        *begun().written, one.write(points(1, 10)), two.write(points(1, 0, 10)),
        one.write(HeadingNamed(heading=HEADS[0], phase="headings", title="A")),
        two.write(HeadingNamed(heading=HEADS[0], phase="headings", title="B")),
    ]
    state = fold(events)
    assert state == fold(events[::-1])
    assert state.points == {1: {HEADS[0]: 0, HEADS[1]: 10}}
    assert state.headings[HEADS[0]].title == "B"


def test_an_assistant_who_was_away_comes_in_whole() -> None:
    """Their clock stood still, so what they wrote sorts early: it counts all the same."""
    main = begun(PhaseBegun(phase="weigh"), points(1, 9, 1), PhaseBegun(phase="grade"))
    away = Writer(number(903))
    away.write(NoteAdded(note=NOTES[0], phase="factors", participant=0, text="det sas"))
    away.write(Commented(participant=2, text="håller inte med", phase="weigh"))
    state = fold([*main.written, *away.written])
    assert state.notes[NOTES[0]].text == "det sas" and len(state.comments) == 1
    assert state.problems == ()


def test_a_phase_that_was_left_stands_until_it_is_begun_again() -> None:
    writer = begun(PhaseBegun(phase="weigh"), points(1, 9, 1), PhaseBegun(phase="weigh", round=2))
    writer.write(points(1, 1, 9))
    state = fold(writer.written)
    assert codes(state) == ["late"]
    assert state.inputs.points[Turn("weigh", 1)] == {1: {HEADS[0]: 9, HEADS[1]: 1}}
    writer.write(PhaseBegun(phase="weigh"))
    writer.write(points(1, 1, 9))
    assert fold(writer.written).inputs.points[Turn("weigh", 1)] == {1: {HEADS[0]: 1, HEADS[1]: 9}}


def test_who_gives_nothing_in_the_second_round_stands_by_the_first() -> None:
    writer = begun(
        PhaseBegun(phase="weigh"), points(1, 9, 1), points(2, 5, 5),
        PhaseBegun(phase="weigh", round=2), points(2, 0, 10, round=2),
    )
    assert allocations(fold(writer.written)) == (
        {HEADS[0]: 9, HEADS[1]: 1}, {HEADS[0]: 0, HEADS[1]: 10}, {},
    )


def test_headings_that_stand_for_one_factor_give_it_their_points() -> None:
    writer = begun(points(1, 4, 3, 3))
    for head in HEADS[:2]:
        writer.write(HeadingMapped(heading=head, factor=FACTORS[0]))
    assert fold(writer.written).points == {1: {FACTORS[0]: 7, HEADS[2]: 3}}


def test_the_budget_is_the_one_people_were_told() -> None:
    """Two thirds of four headings are three; a fifth heading later changes nothing of it."""
    swot = method_of("swot")
    writer = Writer(number(900))
    writer.write(SessionOpened(title="S", method="swot"))
    writer.write(ParticipantJoined(participant=1))
    for head in HEADS:
        writer.write(HeadingNamed(
            heading=head, phase="outside-headings", title="M", field="opportunities"
        ))
    writer.write(PhaseBegun(phase="outside-pins", budgets={"opportunities": 3}))
    writer.write(PinsSet(participant=1, pins={HEADS[0]: 2, HEADS[1]: 1}, phase="outside-pins"))
    writer.write(HeadingDropped(heading=HEADS[3]))
    state = fold(writer.written, SessionRules(method=swot))
    assert state.problems == ()
    writer.write(PinsSet(participant=1, pins={HEADS[0]: 4}, phase="outside-pins"))
    state = fold(writer.written, SessionRules(method=swot))
    assert codes(state) == ["over-budget"]
    assert state.inputs.pins[Turn("outside-pins", 1)] == {1: {HEADS[0]: 2, HEADS[1]: 1}}


def test_points_on_a_heading_that_was_dropped_stand_and_are_told() -> None:
    writer = begun(points(1, 4, 3), HeadingDropped(heading=HEADS[0]))
    state = fold(writer.written)
    assert codes(state) == ["unknown-item"]
    assert state.inputs.points[Turn("weigh", 1)] == {1: {HEADS[0]: 4, HEADS[1]: 3}}
    assert state.points == {1: {HEADS[1]: 3}}


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (points(1, 11), "over-budget"),
        (points(1, -1), "bad-points"),
        (points(1, True), "bad-points"),
        (points(0, 1), "bad-participant"),
        (points(1, 1, round=3), "bad-round"),
        (points(1, 1, round=0), "bad-round"),
        (replace(points(1, 1), phase="grade"), "wrong-phase"),
        (replace(points(1, 1), phase="x"), "unknown-phase"),
        (GradesSet(participant=1, grades={HEADS[0]: 6}, phase="grade"), "bad-grade"),
        (AnswersGiven(participant=1, phase="evaluation", answers=(
            Given(row="heard", column="answer", value="yes"),
            Given(row="heard", column="odd", value="yes"),
        )), "unknown-column"),
        (AnswersGiven(participant=1, phase="evaluation", answers=(
            Given(row="heard", column="answer", value=2**40),)), "bad-answer"),
        (NoteAdded(note=NOTES[0], phase="weigh", participant=1, text="x"), "wrong-phase"),
        (NoteAdded(note=NOTES[0], phase="factors", participant=-1, text="x"), "bad-participant"),
        (PhaseBegun(phase="weigh", seconds=10**9), "bad-time"),
        (PhaseBegun(phase="weigh", budgets={"": -1}), "bad-budget"),
        (MethodGiven(source="another"), "other-method"),
        (SessionOpened(title="En annan", method="x"), "opened-twice"),
    ],
)
def test_a_hostile_event_is_told_and_changes_nothing(event: AnyEvent, code: str) -> None:
    before = begun(points(1, 5, 5))
    wanted = fold(before.written)
    before.write(event)
    state = fold(before.written)
    assert [(p.code, p.severity) for p in state.problems] == [(code, Severity.ERROR)]
    assert replace(state, problems=()) == wanted


def test_an_endless_log_of_faults_does_not_make_an_endless_list() -> None:
    writer = begun()
    for _ in range(3_000):
        writer.write(points(1, -987654))
    state = fold(writer.written)
    assert len(state.problems) == 1_000 and "987654" not in repr(state.problems)


def test_gaps_forks_and_backward_counting_are_told() -> None:
    writer = begun(points(1, 5), points(2, 5))
    events: Sequence[SessionEvent] = [told for told in writer.written if told.n != 4]
    assert codes(fold(events))[0] == "missing-events"
    last = writer.written[-1]
    fork = replace(last, event=points(2, 4))
    assert "two-with-one-number" in codes(fold([*writer.written, fork]))
    back = replace(last, lamport=1)
    assert "out-of-order" in codes(fold([*writer.written[:-1], back]))


def test_a_log_without_its_method_still_folds() -> None:
    events = [told for told in begun(points(1, 400)).written
              if not isinstance(told.event, MethodGiven)]
    state = fold(events)
    assert codes(state) == ["missing-events"] and state.rules is None
    assert state.inputs.points[Turn("weigh", 1)][1] == {HEADS[0]: 400}
    assert state.points == {}  # nobody knows whether they are weights
