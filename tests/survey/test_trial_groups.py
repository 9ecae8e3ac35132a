"""Arms that do not ask for groups give away no small group of results by group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.campaign import Campaign
from survey.conduct import Arm, AssignedBy, Conduct, OneTap, Trial, Way
from survey.stats.quantiles import t_quantile
from survey.tally import Person
from survey.trial_groups import some_are_silent
from survey.trial_results import ArmResult, Around, Visit, trial_results
from tests.builders import GENDER, RATINGS, UNITS, small_campaign
from tests.conducted import ARMS
from tests.survey.test_campaign_forms import library
from tests.survey.test_trial_results import NINE


def trial(*short: object, way: Way = Way.QUESTIONNAIRE, follow_up: bool = False) -> Campaign:
    """The first arm asks ``short`` of the questions (all when none), the second everything."""
    arms = (
        Arm(id=ARMS[0], name="Short", way=way, questions=short),  # type: ignore[arg-type]
        Arm(id=ARMS[1], name="Long"),
    )
    by = AssignedBy.HALF_DAY if way is Way.ONE_TAP else AssignedBy.PERSON
    one_tap = OneTap(question=RATINGS[0], follow_up=follow_up) if way is Way.ONE_TAP else None
    conduct = Conduct(trial=Trial(arms=arms, by=by), one_tap=one_tap)
    return replace(small_campaign(), conduct=conduct)


def came(arm: int, n: int, step: int = 5, **groups: str) -> list[Visit]:
    person = Person(groups=groups, items={RATINGS[0]: step})
    one = Visit(arm=ARMS[arm], unit=UNITS[0], time=NINE, complete=True, person=person)
    return [one] * n


def of(campaign: Campaign, visits: list[Visit]) -> list[ArmResult]:
    around = Around(everybody=[one.person for one in visits], drawn={ARMS[0]: 60, ARMS[1]: 60})
    return list(trial_results(campaign, visits, around, t_quantile))


SHORT = came(0, 20, 4)
MANY = came(1, 20, 2, area="centre") + came(1, 21, 3, area="south")
EVERY = [*MANY, *came(1, 9, area="north")]


@pytest.mark.parametrize("few", [
    came(1, 2, area="north"),  # hidden in company of those who were not asked
    [*came(1, 9, area="north"), *came(1, 2)],  # asked, and did not say
])
@pytest.mark.parametrize("campaign", [trial(RATINGS[0], GENDER), trial(way=Way.ONE_TAP)])
def test_whom_the_unasked_kept_company_cannot_be_reckoned_from_an_arms_number(
    campaign: Campaign, few: list[Visit]
) -> None:
    for one in of(campaign, [*SHORT, *MANY, *few]):
        assert (one.finished, one.unfinished, one.assigned, one.gone) == (None,) * 4
        assert one.blocks == 0 and one.per_block is None
        assert one.index is not None and one.index == round(one.index)
        assert one.interval is None or all(end == round(end) for end in one.interval)


@pytest.mark.parametrize(("campaign", "visits"), [
    (trial(RATINGS[0], GENDER), [*SHORT, *EVERY]),  # nobody is hidden
    (trial(RATINGS[0], GENDER), [*SHORT, *EVERY, *came(1, 6)]),  # the silent are many
    (trial(), [*SHORT, *EVERY, *came(1, 2)]),  # who was silent in which arm nobody knows
    (trial(way=Way.ONE_TAP, follow_up=True), [*SHORT, *EVERY, *came(1, 2)]),
])
def test_else_every_number_is_told(campaign: Campaign, visits: list[Visit]) -> None:
    found = of(campaign, visits)
    assert [one.finished for one in found] == [20, len(visits) - 20]


def test_two_crossed_questions_are_looked_into_too() -> None:
    both = [
        one for area in ("north", "centre", "south") for gender in ("woman", "man", "other")
        for one in came(1, 9 if (area, gender) != ("north", "woman") else 4, area=area,
                        gender=gender)
    ]
    half_said = [*came(1, 5, area="north"), *came(1, 5, gender="woman")]
    silent = came(1, 5)
    campaign = trial(RATINGS[0])
    # the four women of the north are kept company by those who said neither
    assert of(campaign, [*SHORT, *both, *half_said, *silent])[0].finished == 20
    assert of(campaign, [*SHORT, *both, *half_said])[0].finished is None


def test_an_arm_too_small_to_show_does_not_tell_how_many_drew_it() -> None:
    for one in of(trial(), [*came(0, 2), *MANY]):
        assert (one.finished, one.assigned, one.index) == (None, None, None)


def test_arms_are_silent_when_one_does_not_ask_for_every_group() -> None:
    assert some_are_silent(trial(RATINGS[0], GENDER)) and some_are_silent(trial(way=Way.ONE_TAP))
    assert not some_are_silent(trial()) and not some_are_silent(small_campaign())
    assert not some_are_silent(trial(way=Way.ONE_TAP, follow_up=True))


def test_beside_a_whole_form_an_arms_index_is_a_whole_number() -> None:
    asked = library()
    stars = next(q for q in asked.form.questions if q.scale is not None)
    campaign = replace(asked, conduct=trial().conduct, threshold=5)
    visits = [
        Visit(arm=ARMS[at % 2], unit=UNITS[0], time=NINE, complete=True,
              person=Person(groups={}, items={stars.id: 1 + at // 2 % 3}))
        for at in range(14)
    ]
    for one in of(campaign, visits):
        assert one.finished == 7 and one.index is not None and one.interval is not None
        assert one.index == round(one.index) and one.interval[0] == round(one.interval[0])
