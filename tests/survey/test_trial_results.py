"""Arms side by side, quotas, odd answers and medians: no small group can be made out of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from survey.beside import Flag
from survey.campaign import Campaign
from survey.conduct import Arm, AssignedBy, Conduct, OneTap, Quota, Trial, Way
from survey.odd import odd
from survey.paradata import Screens, met
from survey.quotas import reached
from survey.stats.quantiles import t_quantile
from survey.tally import Person
from survey.trial_results import ArmResult, Around, Visit, trial_results
from tests.builders import AREA, AREAS, RATINGS, UNITS, small_campaign
from tests.conducted import ARMS

NINE = datetime(2025, 9, 3, 7, 0, tzinfo=UTC)
"""Nine in the morning in Stockholm."""


def trial(by: AssignedBy = AssignedBy.PERSON, *, partials: bool = False) -> Campaign:
    arms = (Arm(id=ARMS[0], name="Short", questions=(RATINGS[0],)), Arm(id=ARMS[1], name="Long"))
    conduct = Conduct(trial=Trial(arms=arms, by=by))
    return replace(small_campaign(), conduct=conduct, use_partials=partials)


def visit(arm: int, step: int, *, at: datetime = NINE, complete: bool = True) -> Visit:
    items = {RATINGS[0]: step, RATINGS[1]: 1}
    return Visit(
        arm=ARMS[arm], unit=UNITS[0], time=at, complete=complete,
        person=Person(groups={}, items=items),
    )


def of(
    campaign: Campaign, visits: list[Visit], drawn: tuple[int, int] = (0, 0),
    others: tuple[Person, ...] = (), aside: int = 0, lost: int = 0,
) -> list[ArmResult]:
    """``others`` are counted too and of no arm; ``aside`` are responses of the first arm."""
    counted = [one.person for one in visits if one.complete or campaign.use_partials]
    around = Around(
        everybody=[*counted, *others], drawn=dict(zip(ARMS, drawn, strict=True)),
        aside={ARMS[0]: aside}, lost=lost,
    )
    return list(trial_results(campaign, visits, around, t_quantile))


def test_whoever_drew_an_arm_and_left_is_counted() -> None:
    visits = [visit(0, 5)] * 6 + [visit(1, 3)] * 8 + [visit(1, 2, complete=False)] * 2
    short, long = of(trial(), visits, drawn=(10, 12))
    assert (short.assigned, short.finished, short.unfinished, short.gone) == (10, 6, 0, 4)
    assert (long.assigned, long.finished, long.unfinished, long.gone) == (12, 8, 2, 2)


def test_the_index_is_over_questions_that_every_arm_asks_and_who_counts() -> None:
    visits = [visit(0, 5)] * 6 + [visit(1, 3)] * 8 + [visit(1, 1, complete=False)] * 8
    assert [one.index for one in of(trial(), visits)] == [100.0, 50.0]
    assert [one.index for one in of(trial(partials=True), visits)] == [100.0, 25.0]


def test_an_arm_of_one_tap_asks_that_question_alone() -> None:
    arms = (Arm(id=ARMS[0], name="Tap", way=Way.ONE_TAP), Arm(id=ARMS[1], name="All"))
    taps = [replace(visit(0, 5), person=Person(groups={}, items={RATINGS[0]: 5}))] * 6

    def indices(*, follow_up: bool) -> list[float | None]:
        conduct = Conduct(
            one_tap=OneTap(question=RATINGS[0], follow_up=follow_up),
            trial=Trial(arms=arms, by=AssignedBy.HALF_DAY),
        )
        afternoon = [visit(1, 5, at=NINE + timedelta(hours=5))] * 6
        tried = replace(small_campaign(), conduct=conduct)
        return [one.index for one in of(tried, taps + afternoon)]

    assert indices(follow_up=False) == [100.0, 100.0]
    # the others are asked too, of whoever goes on: then an index is over all that both ask
    assert indices(follow_up=True) == [100.0, 50.0]


def test_the_interval_is_students() -> None:
    steps = (1, 2, 3, 4, 5)
    long = of(trial(), [visit(1, step) for step in steps] + [visit(0, 5)] * 5)[1]
    away = t_quantile(0.975, 4) * (625.0 * 2.5) ** 0.5 / 5**0.5
    assert long.index == 50.0 and long.interval is not None
    assert long.interval == pytest.approx((max(0, 50 - away), min(100, 50 + away)))


@pytest.mark.parametrize("small", [1, 4])
def test_no_mean_of_a_small_arm_is_shown_nor_what_it_could_be_reckoned_from(small: int) -> None:
    visits = [visit(0, 5)] * small + [visit(1, 3)] * 40
    assert [one.index for one in of(trial(), visits)] == [None, None]
    assert [one.interval for one in of(trial(), visits)] == [None, None]
    assert [one.finished for one in of(trial(), visits)] == [None, None]


def test_by_half_day_an_arm_is_the_mean_of_its_half_days() -> None:
    # three mornings of one arm, of very different sizes: each morning is one figure
    mornings = [NINE + timedelta(days=day) for day in range(3)]
    visits = [visit(0, 5, at=mornings[0])] * 50
    visits += [visit(0, 1, at=mornings[1])] * 5 + [visit(0, 3, at=mornings[2])] * 5
    visits += [visit(1, 3, at=NINE + timedelta(hours=5))] * 5
    short, long = of(trial(AssignedBy.HALF_DAY), visits)
    assert short.index == pytest.approx((100 + 0 + 50) / 3)
    assert (short.blocks, short.per_block) == (3, pytest.approx(60 / 3))
    assert (short.assigned, short.gone) == (None, None)
    assert (long.blocks, long.index, long.interval) == (1, 50.0, None)


def test_the_mean_of_a_few_peoples_half_day_cannot_be_worked_out() -> None:
    others = [visit(1, 3, at=NINE + timedelta(hours=5))] * 5

    def index(*mornings: tuple[int, ...]) -> tuple[int, float | None, bool]:
        visits = [
            visit(0, step, at=NINE + timedelta(days=day))
            for day, steps in enumerate(mornings) for step in steps
        ]
        short = of(trial(AssignedBy.HALF_DAY), [*visits, *others])[0]
        return short.blocks, short.index, short.interval is not None

    # with the index and the interval of both half-days the one person's rating would be told
    assert index((5,) * 5, (1,)) == (2, pytest.approx(500 / 6), False)
    assert index((1,), (5,) * 5, (3,) * 5) == (3, pytest.approx((500 / 6 + 50) / 2), True)
    assert index((5,), (5,), (1,), (1,), (1,)) == (5, pytest.approx(40.0), False)


def test_whoever_answered_before_there_were_arms_is_not_told_by_subtraction() -> None:
    visits = [visit(0, 5)] * 20 + [visit(1, 3)] * 8
    few = (Person(groups={}, items={RATINGS[0]: 1}),) * 2
    assert [one.finished for one in of(trial(), visits, others=few)] == [20, None]
    # some have not rated what all arms ask: how many is no secret, but what they rated is
    silent = (Person(groups={}, items={}),) * 3
    found = of(trial(), visits, others=few + silent)
    assert [one.finished for one in found] == [20, 8]
    assert [one.index for one in found] == [100.0, None]
    assert [one.finished for one in of(trial(), visits, others=few * 3)] == [20, 8]


def test_what_is_set_aside_or_taken_back_was_not_gone_at_once() -> None:
    visits = [visit(0, 5)] * 6 + [visit(1, 3)] * 8
    assert [one.gone for one in of(trial(), visits, (10, 12), aside=3)] == [1, 4]
    assert [one.gone for one in of(trial(), visits, (10, 12), lost=1)] == [None, None]


def test_a_campaign_without_a_trial_has_no_arms_and_a_stray_arm_is_no_ones() -> None:
    assert trial_results(small_campaign(), [visit(0, 5)], Around(everybody=()), t_quantile) == ()
    stray = replace(visit(0, 5), arm=UUID(int=9))
    assert [one.finished for one in of(trial(), [stray] * 9)] == [None, None]


def person(area: str | None) -> Person:
    return Person(groups={} if area is None else {"area": area}, items={})


def wanted() -> Campaign:
    quotas = (
        Quota(wanted=20), Quota(wanted=5, question=AREA, choice=AREAS[0]),
        Quota(wanted=9, question=AREA, choice=AREAS[1]),
        Quota(wanted=5, question=AREA, choice=AREAS[2]),
    )
    return replace(small_campaign(), conduct=Conduct(quotas=quotas))


def test_quotas_say_how_many_are_here() -> None:
    people = [person(name) for name in ("north", "centre", "south") for _ in range(7)]
    found = reached(wanted(), people, people, "en")
    assert [(one.choice, one.reached, one.is_reached) for one in found] == [
        ("", 21, True), ("North", 7, True), ("Centre", 7, False), ("South", 7, True),
    ]


def test_a_small_group_cannot_be_reckoned_from_quotas() -> None:
    people = [person("north")] * 2 + [person("centre")] * 9 + [person("south")] * 30
    found = reached(wanted(), people, people, "en")
    assert [one.reached for one in found] == [41, None, None, 30]
    with_partials = [*people, *[person("north")] * 20]
    again = reached(wanted(), people, with_partials, "en")
    assert [one.reached for one in again] == [41, None, None, 30]


def test_what_looks_odd_is_told_and_small_numbers_are_not() -> None:
    found = odd(13, {Flag.BURST: 8, Flag.SAME_RUN: 5, Flag.CLOSED: 0}, 5)
    assert found is not None and found.answers == 13
    assert found.reasons == ((Flag.BURST, 8), (Flag.SAME_RUN, 5))
    few = odd(2, {Flag.BURST: 2}, 5)
    assert few is not None and few.answers is None and few.reasons == ((Flag.BURST, None),)
    assert odd(0, {Flag.BURST: 0}, 5) is None


@pytest.mark.parametrize(("answers", "reasons"), [
    (12, {Flag.BURST: 8, Flag.TOO_FAST: 4}),  # four are left over
    (12, {Flag.BURST: 10, Flag.TOO_FAST: 8}),  # four were not too fast, two no burst
    (14, {Flag.BURST: 8, Flag.TOO_FAST: 8}),  # two were both
])
def test_no_small_number_can_be_worked_out_from_how_many_look_odd(
    answers: int, reasons: dict[Flag, int]
) -> None:
    found = odd(answers, reasons, 5)
    assert found is not None and found.answers is None
    assert found.reasons[0] == (Flag.BURST, reasons[Flag.BURST])


def test_medians_of_screens_are_of_many_alone() -> None:
    screens = Screens(question=RATINGS[0])
    for seconds in (10, 20, 30, 600):
        screens.add(seconds, 0)
    assert met([screens], 5)[0].n is None and met([screens], 5)[0].seconds is None
    screens.add(20, 3, helped=True)
    (one,) = met([screens], 5)
    assert (one.n, one.seconds, one.changes, one.helped) == (5, 20, 0, None)
    screens.add(20, 1, 9, helped=True)
    assert met([screens], 5)[0].helped is None  # the four who did not would be told
    screens.add(20, 1, 1)
    assert met([screens], 5)[0].helped == 10
    (bare,) = met([screens], 5, numbers=False)
    assert (bare.n, bare.helped, bare.seconds) == (None, None, 20)
