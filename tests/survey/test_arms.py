"""Arms come out even by block, nobody can tell the next, and kiosks of a place agree."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from survey.arms import Draws, arm_of_half_day
from survey.campaign import Campaign
from survey.conduct import Arm, AssignedBy, Conduct, Trial, Way
from tests.builders import UNITS, small_campaign

ONE = Arm(id=UUID(int=1), name="faces")
TWO = Arm(id=UUID(int=2), name="words")
HEAVY = Arm(id=UUID(int=3), name="both", share=3)


def from_seed(seed: int) -> Callable[[int], bytes]:
    return random.Random(seed).randbytes


def half_days(*arms: Arm) -> Campaign:
    trial = Trial(arms=arms, by=AssignedBy.HALF_DAY)
    return replace(small_campaign(), conduct=Conduct(trial=trial))


def test_ten_thousand_draws_are_balanced_by_block() -> None:
    draws, met = Draws(Trial(arms=(ONE, TWO, HEAVY)), from_seed(5)), 0
    while met < 10_000:
        block = draws.block()
        counts = Counter(arm.name for arm in block)
        assert len(block) in (5, 10, 15, 20)
        fifth = len(block) // 5
        assert counts == {"faces": fifth, "words": fifth, "both": 3 * fifth}
        met += len(block)


def test_people_get_whole_blocks_one_after_another() -> None:
    draws = Draws(Trial(arms=(ONE, TWO)), from_seed(6))
    people = [draws.next().name for _ in range(10_000)]
    drift, ahead = 0, []
    for name in people:
        drift += 1 if name == "faces" else -1
        ahead.append(drift)
    assert max(map(abs, ahead)) <= 4, "never more than half the largest block ahead"
    assert 0 < sum(a == b for a, b in pairwise(people)) < 6_000


def test_block_sizes_and_orders_vary_so_that_the_next_arm_cannot_be_told() -> None:
    draws = Draws(Trial(arms=(ONE, TWO)), from_seed(7))
    blocks = [tuple(arm.name for arm in draws.block()) for _ in range(2_000)]
    sizes = Counter(map(len, blocks))
    assert set(sizes) == {2, 4, 6, 8} and min(sizes.values()) > 400
    first = Counter(block[0] for block in blocks)
    assert abs(first["faces"] - first["words"]) < 250
    assert len({block for block in blocks if len(block) == 4}) == 6, "every order there is"


def test_half_days_are_shared_out_within_mornings_and_within_afternoons() -> None:
    campaign = half_days(ONE, TWO)
    morning = datetime(2025, 9, 1, 7, 0, tzinfo=UTC)
    for hours in (0, 8):
        arms = [
            arm_of_half_day(campaign, UNITS[0], morning + timedelta(days=day, hours=hours))
            for day in range(40)
        ]
        assert all({a, b} == {ONE, TWO} for a, b in zip(arms[::2], arms[1::2], strict=True))
    firsts = {
        arm_of_half_day(campaign, UNITS[0], morning + timedelta(days=day))
        for day in range(0, 40, 2)
    }
    assert firsts == {ONE, TWO}, "which comes first is drawn for each block"


def test_kiosks_of_a_place_agree_and_an_arm_lasts_until_noon() -> None:
    campaign = half_days(ONE, TWO, HEAVY)
    at = datetime(2025, 9, 10, 6, 0, tzinfo=UTC)
    minutes = [at + timedelta(minutes=minute) for minute in range(0, 239, 7)]
    assert len({arm_of_half_day(campaign, UNITS[0], minute) for minute in minutes}) == 1
    # noon in Stockholm is ten o'clock in UTC
    days = [datetime(2025, 9, day, 9, 59, tzinfo=UTC) for day in range(1, 29)]
    late = [arm_of_half_day(campaign, UNITS[0], day + timedelta(minutes=1)) for day in days]
    assert [arm_of_half_day(campaign, UNITS[0], day) for day in days] != late
    assert [arm_of_half_day(campaign, UNITS[1], day) for day in days] != [
        arm_of_half_day(campaign, UNITS[0], day) for day in days
    ]


def test_who_gets_an_arm_by_person_has_none_on_the_first_screen() -> None:
    trial = Trial(arms=(ONE, replace(TWO, way=Way.QUESTIONNAIRE)))
    campaign = replace(small_campaign(), conduct=Conduct(trial=trial))
    assert arm_of_half_day(campaign, UNITS[0], datetime(2025, 9, 1, tzinfo=UTC)) is None
