from __future__ import annotations

import random
from collections.abc import Sequence
from uuid import UUID

import numpy as np
import pytest
from scipy.stats import friedmanchisquare, rankdata

from survey.campaign import WeightRule
from survey.weighting import kendall_w, weights
from tests.builders import FACTORS, UNITS

A, B = FACTORS


def test_the_mean_of_shares_by_hand() -> None:
    groups = [[{A: 6, B: 4}, {A: 20, B: 0}], [{A: 1, B: 3}]]
    found = weights(groups, FACTORS)
    assert found.weight == pytest.approx({A: (0.8 + 0.25) / 2, B: (0.2 + 0.75) / 2})
    assert [group.pull for group in found.groups] == [0.5, 0.5]
    assert found.groups[0].shares == pytest.approx((0.8, 0.2))
    assert (found.n_participants, found.n_groups, found.excluded) == (3, 2, 0)


def test_the_share_of_sums_by_hand() -> None:
    groups = [[{A: 6, B: 4}, {A: 20, B: 0}], [{A: 1, B: 3}]]
    found = weights(groups, FACTORS, WeightRule.SHARE_OF_SUMS)
    assert found.weight == pytest.approx({A: 27 / 34, B: 7 / 34})
    assert found.points == {A: 27, B: 7}
    assert [group.pull for group in found.groups] == pytest.approx([30 / 34, 4 / 34])


@pytest.mark.parametrize("rule", list(WeightRule))
def test_a_weight_is_the_pull_weighted_sum_of_shares(rule: WeightRule) -> None:
    chance = random.Random(11)
    groups = [
        [{A: chance.randrange(9), B: chance.randrange(1, 9)} for _ in range(n)] for n in (3, 8, 1)
    ]
    found = weights(groups, FACTORS, rule)
    assert sum(found.weight.values()) == pytest.approx(1)
    assert sum(group.pull for group in found.groups) == pytest.approx(1)
    assert found.weight[A] == pytest.approx(sum(g.pull * g.shares[0] for g in found.groups))


def test_who_gave_nothing_is_excluded_and_counted() -> None:
    found = weights([[{A: 1, B: 1}, {}], [{A: 0, B: 0}]], FACTORS)
    assert (found.n_participants, found.n_groups, found.excluded) == (1, 1, 2)
    assert found.weight == {A: 0.5, B: 0.5}


def test_points_on_other_factors_count_nowhere_but_are_told() -> None:
    found = weights([[{A: 1, B: 1, UNITS[0]: 8}, {UNITS[0]: 5}]], FACTORS)
    assert (found.weight, found.outside, found.excluded) == ({A: 0.5, B: 0.5}, 13, 1)


@pytest.mark.parametrize("rule", list(WeightRule))
def test_no_points_at_all_give_no_weight(rule: WeightRule) -> None:
    found = weights([[{}], []], FACTORS, rule)
    assert (found.weight, found.n_groups, found.excluded) == ({A: 0.0, B: 0.0}, 0, 1)
    assert found.agreement is None


def test_negative_points_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        weights([[{A: -1}]], FACTORS)


def test_everybody_ranking_alike_is_full_agreement() -> None:
    assert kendall_w([(1, 5, 3), (10, 50, 30)]) == pytest.approx(1)
    assert kendall_w([(1, 2, 3), (3, 2, 1)]) == pytest.approx(0)


@pytest.mark.parametrize("rows", [[], [(1, 2)], [(1,), (2,)], [(3, 3, 3), (1, 1, 1)]])
def test_agreement_that_cannot_be_told_is_none(rows: list[tuple[int, ...]]) -> None:
    assert kendall_w(rows) is None


def _by_definition(rows: Sequence[Sequence[float]]) -> float:
    ranks = np.array([rankdata(row) for row in rows])
    m, n = ranks.shape
    spread = ((ranks.sum(axis=0) - m * (n + 1) / 2) ** 2).sum()
    ties = sum((t**3 - t) for row in rows for t in np.unique(row, return_counts=True)[1])
    return float(12 * spread / (m**2 * (n**3 - n) - m * ties))


def test_agreement_with_ties_equals_the_definition_and_friedman() -> None:
    chance = np.random.default_rng(5)
    for _ in range(20):
        rows = chance.integers(0, 4, size=(6, 5))
        found = kendall_w([tuple(map(float, row)) for row in rows])
        assert found == pytest.approx(_by_definition(rows.tolist()))
        friedman = friedmanchisquare(*rows.T).statistic
        assert found == pytest.approx(friedman / (6 * 4))


def test_agreement_is_over_all_participants() -> None:
    factors = (*FACTORS, UUID(int=9))
    groups = [[{factors[0]: 3, factors[1]: 2}], [{factors[0]: 5, factors[2]: 1}, {}]]
    assert weights(groups, factors).agreement == pytest.approx(
        _by_definition([(3, 2, 0), (5, 0, 1)])
    )
