"""A focus group's figures against those reckoned by hand, and what few people think."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

import assets
from survey.facilitation import cell_outcome, outcome
from survey.facilitation.events import (
    AnswersGiven,
    AnyEvent,
    Commented,
    Given,
    HeadingDropped,
    HeadingNamed,
    MethodGiven,
    ParticipantLeft,
    PhaseBegun,
    PinsSet,
    Sort,
)
from survey.facilitation.method import Phase
from survey.facilitation.telling import result_json, state_json
from survey.matrix import Field
from survey.records import GradesSet, ParticipantJoined, PointsSet, SessionOpened
from survey.session import SessionState, Turn, fold
from survey.stats.quantiles import t_quantile
from tests.survey.session_builders import Player, Writer, number, shipped

CARE, NEAR, INFO, CALM = (number(at) for at in (11, 12, 13, 14))
TITLES = {CARE: "Bemötande", NEAR: "Närhet", INFO: "Information", CALM: "Trygghet"}
FIRST = {1: (5, 3, 2, 0), 2: (4, 4, 2, 0), 3: (6, 2, 2, 0), 4: (2, 2, 6, 0), 5: (0, 0, 0, 10)}
SECOND = {4: (5, 3, 2, 0)}
GRADES = {1: (2, 4, 3, 5), 2: (1, 4, 3, 1), 3: (3, 5, 3, 5), 4: (2, 4, 2, 1), 5: (2, 3, 4, 3)}
ROLES = {1: "brukare", 2: "brukare", 3: "brukare", 4: "anhörig", 5: "anhörig"}


def by_item(given: tuple[int, ...]) -> dict[Any, int]:
    return dict(zip(TITLES, given, strict=True))


def held(*more: AnyEvent, method: str = "focus-group") -> SessionState:
    writer = Writer(number(900))
    for event in (
        SessionOpened(title="Seniorerna", method=method),
        MethodGiven(source=assets.text("methods", f"{method}.toml")),
        *(ParticipantJoined(participant=one, role=ROLES[one]) for one in ROLES),
        *more,
    ):
        writer.write(event)
    state = fold(writer.written)
    assert not [one for one in state.problems if one.severity.value == "error"], state.problems
    return state


def focus(*more: AnyEvent) -> SessionState:
    return held(
        *(HeadingNamed(heading=id, phase="headings", title=t) for id, t in TITLES.items()),
        PhaseBegun(phase="weigh", budgets={"": 10}),
        *(PointsSet(participant=one, points=by_item(p), phase="weigh") for one, p in FIRST.items()),
        PhaseBegun(phase="weigh", round=2, budgets={"": 10}),
        *(PointsSet(participant=one, points=by_item(p), phase="weigh", round=2)
          for one, p in SECOND.items()),
        PhaseBegun(phase="grade"),
        *(GradesSet(participant=one, grades=by_item(g), phase="grade")
          for one, g in GRADES.items()),
        *more,
    )


def phase(state: SessionState, id: str) -> Phase:
    assert state.rules is not None
    found = state.rules.phase(id)
    assert found is not None
    return found


def test_points_and_shares_after_the_second_round_as_reckoned_by_hand() -> None:
    """4 moved from (2,2,6,0) to (5,3,2,0); the others stand by the first round."""
    state = focus()
    found = {one.title: one for one in outcome.weights(state, phase(state, "weigh"))}
    assert {title: one.points for title, one in found.items()} == {
        "Bemötande": 20, "Närhet": 12, "Trygghet": 10, "Information": 8,
    }
    assert found["Bemötande"].share == Fraction(5 + 4 + 6 + 5, 50)
    assert sum(one.share for one in found.values()) == 1
    assert (found["Trygghet"].givers, found["Bemötande"].givers) == (1, 4)
    around = found["Bemötande"].spread  # 5 4 6 5 0
    assert (around.n, around.mean, around.low, around.middle, around.high) == (5, 4.0, 0, 5, 6)
    assert (around.quarter, around.three_quarters) == (4, 5)
    assert around.sd == pytest.approx(sqrt((1 + 0 + 4 + 1 + 16) / 4))


def test_the_rounds_stand_side_by_side() -> None:
    state = focus()
    weigh = phase(state, "weigh")
    first = {one.title: one.points for one in outcome.weights(state, weigh, 1)}
    assert first == {"Bemötande": 17, "Närhet": 11, "Information": 12, "Trygghet": 10}
    second = {one.title: one.points for one in outcome.weights(state, weigh, 2)}
    assert second == {"Bemötande": 5, "Närhet": 3, "Information": 2, "Trygghet": 0}


def test_grades_have_their_mean_spread_and_steps() -> None:
    state = focus()
    found = {one.title: one for one in outcome.grades(state, phase(state, "grade"))}
    assert {t: one.spread.mean for t, one in found.items()} == {
        "Bemötande": 2.0, "Närhet": 4.0, "Information": 3.0, "Trygghet": 3.0,
    }
    assert found["Trygghet"].counts == {1: 2, 2: 0, 3: 1, 4: 0, 5: 2}
    assert found["Bemötande"].spread.sd == pytest.approx(sqrt(2 / 4))


def test_importance_meets_performance() -> None:
    state = focus()
    found = outcome.standings(
        outcome.weights(state, phase(state, "weigh")), outcome.grades(state, phase(state, "grade"))
    )
    assert {one.title: one.field for one in found} == {
        "Bemötande": Field.PRIORITISE, "Närhet": Field.KEEP, "Information": Field.KEEP,
        "Trygghet": Field.KEEP,
    }


def test_views_that_few_hold_are_kept() -> None:
    """One person put all on calm; on its grade the group is split in two."""
    state = focus(Commented(
        participant=5, text="Tryggheten avgör allt.", phase="weigh", sort=Sort.MINORITY, about=CALM,
    ))
    assert outcome.held_by_few(state, phase(state, "weigh")) == (CALM,)
    graded = outcome.grades(state, phase(state, "grade"))
    assert outcome.divided(graded, (1, 5)) == (CALM,)
    assert [one.text for one in outcome.minority_comments(state)] == ["Tryggheten avgör allt."]
    assert result_json(state)["minority"][0]["about"] == str(CALM)


def test_agreement_is_told_with_its_interval_and_not_of_four() -> None:
    state = focus()
    found = outcome.agreed(state, phase(state, "weigh"), t_quantile)
    assert found is not None and found.raters == 5 and found.interval is not None
    assert found.interval[0] <= float(found.w) <= found.interval[1]
    four = focus(PhaseBegun(phase="weigh"), PointsSet(participant=5, points={}, phase="weigh"))
    assert outcome.agreed(four, phase(four, "weigh")) is None
    told = result_json(four, t_quantile)["phases"][0]["agreement"]
    assert told == {"kendall_w": None, "interval": None, "least_participants": 5}


def test_roles_are_compared_apart() -> None:
    state = focus()
    relatives = frozenset(n for n, person in state.people.items() if person.role == "anhörig")
    found = outcome.weights(state, phase(state, "weigh"), only=relatives)
    assert {one.title: one.points for one in found}["Trygghet"] == 10
    assert all(one.spread.n == 2 for one in found)


def test_points_on_what_was_dropped_are_shared_out_among_the_rest() -> None:
    state = focus(HeadingDropped(heading=CALM))
    found = {one.title: one for one in outcome.weights(state, phase(state, "weigh"))}
    assert set(found) == {"Bemötande", "Närhet", "Information"}
    assert found["Närhet"].spread.n == 4  # 5 has no points left here
    assert sum(one.share for one in found.values()) == 1


def test_the_moderator_sees_who_has_not_answered_and_not_what() -> None:
    state = focus(
        PhaseBegun(phase="weigh", round=2), ParticipantLeft(participant=2),
        PointsSet(participant=1, points=by_item((1, 0, 0, 0)), phase="weigh", round=2),
    )
    assert outcome.missing(state) == (3, 5)  # 4 gave before, 2 went home


@pytest.mark.parametrize(
    ("votes", "chosen", "tied"),
    [
        ([(0, 1), (0, 1), (0, 2)], (0, 1), ()),
        ([(0, 1), (0, 2), (0, 3)], (0,), (1, 2, 3)),
        ([(0,)], (0,), ()),
        ([(0, 1), (2, 3)], (), (0, 1, 2, 3)),
    ],
)
def test_n_of_m_are_chosen_and_a_tie_is_left_to_people(
    votes: list[tuple[int, ...]], chosen: tuple[int, ...], tied: tuple[int, ...]
) -> None:
    ideas = list(TITLES)
    state = held(
        *(HeadingNamed(heading=id, phase="ideas", title=t) for id, t in TITLES.items()),
        *(PinsSet(participant=n, pins={ideas[at]: 1 for at in some}, phase="choose")
          for n, some in enumerate(votes, start=1)),
        method="idea-priority",
    )
    found = outcome.chosen(state, phase(state, "choose"))
    assert found == (tuple(ideas[at] for at in chosen), tuple(ideas[at] for at in tied))


def test_own_answers_stand_beside_the_agreed_one() -> None:
    def said(one: int, step: str, phase: str) -> AnswersGiven:
        cells = (Given(row="a1", column="state", value=step),
                 Given(row="a1", column="example", value=f"ex {step}"))
        return AnswersGiven(participant=one, answers=cells, phase=phase)

    state = held(
        *(said(one, step, "own") for one, step in ((1, "no"), (2, "some"), (3, "some"))),
        said(0, "some", "agreed"), method="steering-assessment",
    )
    tally = cell_outcome.tallies(state, phase(state, "agreed"))[0]
    assert tally.counts == {"no": 1, "little": 0, "some": 2, "yes": 0}
    assert tally.agreed == "some" and tally.shares["some"] == Fraction(2, 3)
    assert tally.spread is not None and tally.spread.mean == pytest.approx((1 + 3 + 3) / 3)
    assert cell_outcome.words(state, phase(state, "own")) == {
        ("a1", "example"): ["ex no", "ex some", "ex some"],
    }


def test_two_meetings_are_compared_as_different_people() -> None:
    """2 3 4 before and 1 1 2 after: means 3 and 4/3, Welch by hand."""
    def meeting(*steps: str) -> SessionState:
        return held(*(
            AnswersGiven(participant=n, phase="barriers", answers=(
                Given(row="time", column="hinders", value=step),
            )) for n, step in enumerate(steps, start=1)
        ), method="meeting-series")

    before, after = meeting("little", "quite", "much"), meeting("none", "none", "little")
    (found,) = cell_outcome.change(before, after, phase(before, "barriers"), t_quantile)
    assert (found.row, found.first.mean) == ("time", 3.0)
    assert found.difference == pytest.approx(-5 / 3)
    error = sqrt(1 / 3 + 1 / 9)
    df = (4 / 9) ** 2 / ((1 / 3) ** 2 / 2 + (1 / 9) ** 2 / 2)
    half = t_quantile(0.975, df) * error
    assert found.interval == pytest.approx((-5 / 3 - half, -5 / 3 + half))


@pytest.mark.parametrize("id", shipped())
def test_every_method_tells_a_result(id: str) -> None:
    state = fold(Player(assets.text("methods", f"{id}.toml"), people=6).play())
    result, told = result_json(state, t_quantile), state_json(state)
    assert {one["phase"] for one in result["phases"]} >= {"evaluation"}
    assert told["closed"] and len(told["participants"]) == 6
    assert Turn("evaluation", 1) in state.inputs.answers
