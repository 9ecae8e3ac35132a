"""What counts of a session when people change their minds, and what somebody cannot smuggle in."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

import assets
from survey.facilitation import cell_outcome, outcome
from survey.facilitation.events import (
    AnswersGiven,
    AnyEvent,
    Given,
    HeadingDropped,
    HeadingMapped,
    HeadingNamed,
    MethodGiven,
    PhaseBegun,
    PinsSet,
)
from survey.facilitation.telling import result_json
from survey.problems import Severity
from survey.records import (
    GradesSet,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
)
from survey.session import SessionRules, SessionState, Turn, fold
from survey.stats.quantiles import t_quantile
from tests.builders import FACTORS
from tests.survey.session_builders import Clock, Writer, method_of, number

FOCUS = assets.text("methods", "focus-group.toml")
NEAR, WARM, CALM = (number(at) for at in (11, 12, 13))


def named(id: UUID, title: str = "R", field: str = "", phase: str = "headings") -> HeadingNamed:
    return HeadingNamed(heading=id, phase=phase, title=title, field=field)


def points(one: int, near: int, warm: int, round: int = 1) -> PointsSet:
    return PointsSet(participant=one, points={NEAR: near, WARM: warm}, phase="weigh", round=round)


def opened(method: str = "focus-group") -> Writer:
    writer = Writer(number(900))
    writer.write(SessionOpened(title="Prov", method=method))
    writer.write(MethodGiven(source=assets.text("methods", f"{method}.toml")))
    for one in (1, 2):
        writer.write(ParticipantJoined(participant=one))
    return writer


def focus(*events: AnyEvent) -> Writer:
    writer = opened()
    for event in (named(NEAR), named(WARM), *events):
        writer.write(event)
    return writer


def codes(state: SessionState) -> list[str]:
    return [problem.code for problem in state.problems]


@pytest.mark.parametrize("cleared", [{}, {NEAR: 0, WARM: 0}])
def test_a_cleared_screen_makes_no_round(cleared: dict[UUID, int]) -> None:
    one = PointsSet(participant=1, points=cleared, phase="weigh", round=2)
    writer = focus(points(1, 6, 4), points(2, 1, 9), PhaseBegun(phase="weigh", round=2), one)
    state = fold(writer.written)
    assert state.points == {1: {NEAR: 6, WARM: 4}, 2: {NEAR: 1, WARM: 9}}
    assert outcome.missing(state) == (1, 2)
    source = FOCUS.replace("carry = true\n", "", 1)
    assert source != FOCUS
    without = [
        replace(told, event=MethodGiven(source=source))
        if isinstance(told.event, MethodGiven) else told for told in writer.written
    ]
    assert fold(without).points == state.points


def test_who_took_back_their_answers_has_answered_nothing() -> None:
    def said(value: str | None) -> AnswersGiven:
        cell = Given(row="heard", column="answer", value=value)
        return AnswersGiven(participant=1, answers=(cell,), phase="evaluation")

    writer = focus(PhaseBegun(phase="evaluation"), said("yes"))
    assert outcome.missing(fold(writer.written)) == (2,)
    writer.write(said(None))
    assert outcome.missing(fold(writer.written)) == (1, 2)


def test_what_was_dropped_or_never_came_gives_a_factor_nothing() -> None:
    ghost = PointsSet(participant=2, points={CALM: 7, WARM: 1}, phase="weigh")
    grades = GradesSet(participant=1, grades={NEAR: 2, WARM: 4}, phase="grade")
    writer = focus(
        HeadingMapped(heading=NEAR, factor=FACTORS[0]), points(1, 6, 4), ghost, grades,
        HeadingDropped(heading=NEAR),
    )
    state = fold(writer.written)
    assert state.points == {1: {WARM: 4}, 2: {WARM: 1}}
    assert state.grades == {1: {WARM: 4}}
    assert state.inputs.points[Turn("weigh", 1)][1] == {NEAR: 6, WARM: 4}


def votes(*events: AnyEvent, told: dict[str, int] | None = None) -> SessionState:
    """Of a SWOT analysis: two headings, one in each field, and then these events."""
    writer = opened("swot")
    for event in (
        named(NEAR, field="opportunities", phase="outside-headings"),
        named(WARM, field="threats", phase="outside-headings"),
        PhaseBegun(phase="outside-pins", budgets=told or {}), *events,
    ):
        writer.write(event)
    return fold(writer.written)


def pins(near: int, warm: int) -> PinsSet:
    return PinsSet(participant=1, pins={NEAR: near, WARM: warm}, phase="outside-pins")


@pytest.mark.parametrize("told", [{}, {"opportunities": 1}, {"opportunities": 0}])
def test_a_field_that_was_not_told_has_the_budget_of_the_rule(told: dict[str, int]) -> None:
    state = votes(pins(0, 5_000), told=told)
    assert codes(state) == ["over-budget"] and not state.inputs.pins
    assert votes(pins(0, 1), told=told).problems == ()


def test_moving_a_heading_after_the_vote_takes_nobodys_pins() -> None:
    moved = named(NEAR, field="threats", phase="outside-headings")
    told = {"opportunities": 1, "threats": 1}
    state = votes(pins(1, 1), moved, told=told)
    assert state.problems == ()
    assert state.inputs.pins[Turn("outside-pins", 1)] == {1: {NEAR: 1, WARM: 1}}
    assert codes(votes(moved, pins(1, 1), told=told)) == ["over-budget"]
    assert codes(votes(pins(5_000, 0), moved)) == ["over-budget"]


def test_nothing_is_taken_back_after_the_closing() -> None:
    writer = focus()
    given = writer.write(points(1, 6, 4))
    closing = writer.write(SessionClosed())
    late = writer.undo(given)
    state = fold(writer.written)
    assert state.closed and state.points == {1: {NEAR: 6, WARM: 4}} and state.undone == 0
    assert codes(state) == ["after-closing"]
    again = writer.undo(closing)
    state = fold(writer.written)
    assert not state.closed and state.points == {} and state.problems == ()
    writer.undo(again)
    state = fold(writer.written)
    assert state.closed and state.points and codes(state) == ["after-closing"]
    before = replace(late, lamport=given.lamport, writer=number(901), n=1)  # one that was away
    assert fold([*writer.written, before]).points == {}


def test_steps_stand_with_the_lowest_first_and_are_summed() -> None:
    method = method_of("degree-of-influence")
    own, agreed = method.phase("own"), method.phase("agreed")
    assert own is not None and agreed is not None
    for phase in (own, agreed):
        assert [step.id for step in phase.columns[0].steps] == ["small", "some", "large"]
    writer = opened("degree-of-influence")
    for id in (NEAR, WARM, CALM):
        writer.write(named(id, phase=own.on))
    answers = {1: ("large", "some", "small"), 2: ("large", "large", "small")}
    for one, steps in (*answers.items(), (0, ("large", "large", "small"))):
        writer.write(AnswersGiven(
            participant=one, phase="own" if one else "agreed", answers=tuple(
                Given(row=str(id), column="influence", value=step)
                for id, step in zip((NEAR, WARM, CALM), steps, strict=True)
            ),
        ))
    writer.write(AnswersGiven(participant=0, phase="agreed", answers=(
        Given(row=str(number(99)), column="influence", value="large"),
    )))
    state = fold(writer.written)
    (mine,), (ours,) = cell_outcome.sums(state, own), cell_outcome.sums(state, agreed)
    assert mine.counts == {"small": 2, "some": 1, "large": 3}
    assert ours.counts == {"small": 1, "some": 0, "large": 2}  # nobody's indicator is not one
    told = {one["phase"]: one for one in result_json(state)["phases"]}["agreed"]["rounds"][0]
    assert told["sums"][0]["shares"] == {"small": 1 / 3, "some": 0.0, "large": 2 / 3}


def test_meetings_about_different_things_are_compared_in_what_they_share() -> None:
    def meeting(*ids: UUID) -> SessionState:
        writer = opened("degree-of-influence")
        for id in ids:
            writer.write(named(id, phase="indicators"))
        for one, step in ((1, "small"), (2, "large")):
            writer.write(AnswersGiven(participant=one, phase="own", answers=tuple(
                Given(row=str(id), column="influence", value=step) for id in ids
            )))
        return fold(writer.written)

    own = method_of("degree-of-influence").phase("own")
    assert own is not None
    found = cell_outcome.change(meeting(NEAR, WARM), meeting(CALM, WARM), own, t_quantile)
    assert [(one.row, one.difference) for one in found] == [(str(WARM), 0.0)]


def test_two_devices_that_let_in_the_same_number_are_told() -> None:
    other = Writer(number(901), Clock(50))
    other.write(ParticipantJoined(participant=2))
    state = fold([*focus().written, *other.written])
    assert [(one.code, one.severity) for one in state.problems] == [
        ("joined-twice", Severity.WARNING),
    ]
    writer = focus()
    writer.write(ParticipantJoined(participant=2, role="anhörig"))  # put right on the same one
    assert fold(writer.written).problems == ()


def test_a_method_that_can_be_read_holds_after_one_that_cannot() -> None:
    writer = Writer(number(900))
    writer.write(SessionOpened(title="Prov", method="focus-group"))
    for source in ("=", FOCUS, "=", FOCUS, "another"):
        writer.write(MethodGiven(source=source))
    state = fold(writer.written)
    assert state.rules == method_of("focus-group")
    assert codes(state) == ["bad-method", "bad-method", "other-method"]


def test_a_heading_renamed_meanwhile_keeps_its_factor_and_stays_dropped() -> None:
    away = Writer(number(901), Clock(50))
    events: list[SessionEvent] = focus(
        HeadingMapped(heading=NEAR, factor=FACTORS[0]), HeadingDropped(heading=WARM),
    ).written
    away.write(named(NEAR, "Nära hem"))
    away.write(named(WARM, "Värme"))
    state = fold([*events, *away.written])
    assert (state.headings[NEAR].title, state.headings[NEAR].factor) == ("Nära hem", FACTORS[0])
    assert (state.headings[WARM].title, state.headings[WARM].dropped) == ("Värme", True)
    away.write(HeadingMapped(heading=NEAR, factor=None))
    away.undo(events[-1])
    state = fold([*events, *away.written])
    assert state.headings[NEAR].factor is None and not state.headings[WARM].dropped


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (PhaseBegun(phase="weigh", budgets={"nofield": 2}), "unknown-field"),
        (PhaseBegun(phase="weigh", budgets={"": 10, "keep": 2}), "unknown-field"),
        (PointsSet(participant=1, points={FACTORS[0]: 9_999}), "unknown-phase"),
        (GradesSet(participant=1, grades={FACTORS[0]: 5}), "unknown-phase"),
    ],
)
def test_what_stands_outside_the_method_is_told_and_changes_nothing(
    event: AnyEvent, code: str
) -> None:
    writer = focus(points(1, 6, 4))
    wanted = fold(writer.written)
    writer.write(event)
    state = fold(writer.written, SessionRules())
    assert [(one.code, one.severity) for one in state.problems] == [(code, Severity.ERROR)]
    assert replace(state, problems=()) == wanted
