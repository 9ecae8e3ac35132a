from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from survey.campaign import WeightRule
from survey.forms.model import QuestionType
from survey.results import ResultRow, ValueResults, to_json
from survey.stats.quantiles import t_quantile
from survey.value import Ask, Person, one_way, results
from survey.weighting import Weights, weights
from tests.builders import FACTORS, RATINGS, small_campaign

A, B = FACTORS
ONE_WAY = (("area",), ("gender",))
CROSSED = (("area", "gender"),)


def person(*steps: int | None, area: str | None = None, gender: str | None = None) -> Person:
    groups = {k: v for k, v in (("area", area), ("gender", gender)) if v is not None}
    items = {RATINGS[at]: step for at, step in enumerate(steps) if step is not None}
    return Person(groups=groups, items=items)


def some_weights(rule: WeightRule = WeightRule.MEAN_OF_SHARES) -> Weights:
    groups = [[{A: 6, B: 4}, {A: 8, B: 2}], [{A: 3, B: 7}], [{A: 5, B: 5}, {A: 1, B: 3}]]
    return weights(groups, FACTORS, rule)


def computed(
    persons: Sequence[Person], by: tuple[tuple[str, ...], ...] = (), found: Weights | None = None
) -> ValueResults:
    ask = Ask(release="r1", by=by, taken_in=len(persons), refused={"damaged": 2})
    return results(small_campaign(), persons, found or some_weights(), t_quantile, ask)


def random_persons(n: int, seed: int, missing: float = 0.2) -> list[Person]:
    chance = np.random.default_rng(seed)
    areas, genders = ("north", "centre", "south", None), ("woman", "man", "other", None)
    made = []
    for _ in range(n):
        base = chance.integers(1, 6)
        steps = [
            None if chance.random() < missing else int(np.clip(base + chance.integers(-1, 2), 1, 5))
            for _ in RATINGS
        ]
        area = areas[chance.choice(4, p=(0.5, 0.3, 0.1, 0.1))]
        gender = genders[chance.choice(4, p=(0.5, 0.4, 0.05, 0.05))]
        made.append(person(*steps, area=area, gender=gender))
    return made


def frame(persons: Sequence[Person]) -> pd.DataFrame:
    table = pd.DataFrame(
        [{str(k): v for k, v in p.items.items()} | dict(p.groups) for p in persons]
    )
    for factor, items in ((A, RATINGS[:2]), (B, RATINGS[2:])):
        table[str(factor)] = table[[str(item) for item in items]].mean(axis=1)
    return table


def row_of(found: ValueResults, **group: str) -> ResultRow:
    return next(row for row in found.rows if row.group == group)


def test_everybody_by_hand() -> None:
    people = [person(1, 3, 5, 5), person(5, 5), person(3, None, 4), person(2, 2, 1), person(4, 4)]
    everybody = computed(people).rows[0]
    first, second = everybody.factors
    assert (everybody.n, first.n, second.n) == (5, 5, None)
    scores = [2.0, 5.0, 3.0, 2.0, 4.0]
    assert first.mean == pytest.approx(3.2)
    assert first.index == pytest.approx(55.0)
    assert first.counts == {1: 1, 2: 2, 3: 2, 4: 2, 5: 2}
    low, high = stats.t.interval(0.95, 4, loc=3.2, scale=stats.sem(scores))
    assert first.ci == pytest.approx(((low - 1) * 25, min(100.0, (high - 1) * 25)))
    assert second.suppressed
    assert everybody.value_index == pytest.approx(first.index)
    assert everybody.weight_present == pytest.approx(some_weights().weight[A])


def _expected(rows: pd.DataFrame, found: Weights) -> dict[str, Any]:
    """The plan's formulae written once more, in numpy and without any cleverness."""
    scores = rows[[str(A), str(B)]].to_numpy()
    share = np.array([found.weight[A], found.weight[B]])
    n_f = (~np.isnan(scores)).sum(axis=0)
    index = (np.nanmean(scores, axis=0) - 1) * 25
    value = float((share * index).sum() / share.sum())
    apart = np.nan_to_num(((scores - 1) * 25 - index) / n_f * share / share.sum()).sum(axis=1)
    n = int((~np.isnan(scores).all(axis=1)).sum())
    v_r = n / (n - 1) * (apart**2).sum()
    s_gf = np.array([group.shares for group in found.groups])
    pull = np.array([group.pull for group in found.groups])
    groups = pull * (s_gf * (index - value)).sum(axis=1) / share.sum()
    g = len(groups)
    v_w = g / (g - 1) * ((groups - groups.mean()) ** 2).sum()
    df = (v_r + v_w) ** 2 / (v_r**2 / (n - 1) + v_w**2 / (g - 1))
    half = stats.t.ppf(0.975, df) * np.sqrt(v_r + v_w)
    return {"n": len(rows), "index": index, "value": value, "ci": (value - half, value + half)}


@pytest.mark.parametrize("rule", list(WeightRule))
def test_every_shown_row_equals_an_independent_computation(rule: WeightRule) -> None:
    people = random_persons(400, seed=4)
    weighed = some_weights(rule)
    found = computed(people, ONE_WAY, weighed)
    table = frame(people)
    shown = [row for row in found.rows if not row.suppressed]
    assert len(shown) >= 5
    for row in shown:
        rows = table
        for name, choice in row.group.items():
            rows = rows[rows[name] == choice]
        expected = _expected(rows, weighed)
        assert row.n == expected["n"]
        assert row.value_index == pytest.approx(expected["value"], abs=1e-9)
        assert row.ci == pytest.approx(expected["ci"], abs=1e-9)
        for factor, index, id in zip(row.factors, expected["index"], FACTORS, strict=True):
            assert factor.index == pytest.approx(index, abs=1e-9)
            scores = rows[str(id)].dropna()
            half = stats.t.ppf(0.975, len(scores) - 1) * scores.sem() * 25
            assert factor.ci == pytest.approx((index - half, index + half), abs=1e-9)


def test_the_interval_agrees_with_a_bootstrap_of_persons_and_groups() -> None:
    people = random_persons(300, seed=8)
    chance = np.random.default_rng(2)
    groups = [[{A: int(chance.integers(1, 9)), B: 5} for _ in range(6)] for _ in range(25)]
    found = computed(people, found=weights(groups, FACTORS)).rows[0]
    assert found.ci is not None
    scores = frame(people)[[str(A), str(B)]].to_numpy()
    share_of_a = np.array([np.mean([p[A] / (p[A] + p[B]) for p in group]) for group in groups])
    drawn = []
    for _ in range(2000):
        index = (np.nanmean(scores[chance.integers(0, 300, 300)], axis=0) - 1) * 25
        a = share_of_a[chance.integers(0, 25, 25)].mean()
        drawn.append(a * index[0] + (1 - a) * index[1])
    half = (found.ci[1] - found.ci[0]) / 2
    assert half == pytest.approx(1.96 * np.std(drawn), rel=0.08)


def test_the_part_from_persons_agrees_with_a_jackknife() -> None:
    people = random_persons(60, seed=21)
    alone = weights([[{A: 3, B: 2}] * 5], FACTORS)
    found = computed(people, found=alone).rows[0]
    left_out = [
        computed([*people[:at], *people[at + 1 :]], found=alone).rows[0].value_index
        for at in range(60)
    ]
    se = np.sqrt(59 / 60 * ((np.array(left_out) - np.mean(left_out)) ** 2).sum())
    assert found.ci is not None
    half = (found.ci[1] - found.ci[0]) / 2
    assert half == pytest.approx(stats.t.ppf(0.975, 59) * se, rel=0.03)


def test_the_weights_carry_their_interval_over_groups() -> None:
    found = computed(random_persons(20, seed=1)).weights
    shares = [0.7, 0.3, (0.5 + 0.25) / 2]
    half = stats.t.ppf(0.975, 2) * stats.sem(shares)
    assert found[0].weight == pytest.approx(np.mean(shares))
    assert found[0].ci == pytest.approx((0.0, np.mean(shares) + half), abs=1e-9)
    assert (found[0].n_participants, found[0].n_groups, found[0].rule) == (5, 3, "mean-of-shares")


def test_one_group_gives_weights_without_an_interval() -> None:
    found = computed(random_persons(20, seed=1), found=weights([[{A: 1, B: 1}] * 5], FACTORS))
    assert [weight.ci for weight in found.weights] == [None, None]
    assert found.rows[0].ci is not None


@pytest.mark.parametrize("groups", [[[{A: 9, B: 1}]], [[{A: 9, B: 1}] * 2, [{A: 1, B: 4}] * 2]])
def test_weights_of_few_participants_are_neither_shown_nor_used(
    groups: list[list[dict[UUID, int]]]
) -> None:
    found = computed(random_persons(20, seed=1), found=weights(groups, FACTORS))
    assert {(w.weight, w.ci, w.n_participants, w.n_groups) for w in found.weights} == {
        (0.0, None, 0, 0)
    }
    assert all(weight.suppressed for weight in found.weights)
    assert found.rows[0].factors[0].index is not None
    assert all(row.value_index is row.ci is row.weight_present is None for row in found.rows)
    told = to_json(found)
    for weight in told["weights"]:  # type: ignore[attr-defined]
        assert {weight[name] for name in ("weight", "ci", "n_participants", "n_groups",
                                          "excluded")} == {None}


def test_without_weights_there_are_factors_but_no_value_index() -> None:
    everybody = computed(random_persons(20, seed=1), found=weights([], FACTORS)).rows[0]
    assert everybody.factors[0].index is not None
    assert (everybody.value_index, everybody.ci, everybody.weight_present) == (None, None, None)


def test_rows_come_everybody_first_then_every_choice() -> None:
    found = computed(random_persons(50, seed=1), one_way(small_campaign()))
    areas = [{"area": name} for name in ("north", "centre", "south")]
    genders = [{"gender": name} for name in ("woman", "man", "other")]
    assert [dict(row.group) for row in found.rows] == [{}, *areas, *genders]
    assert [row.label for row in found.rows[:3]] == ["", "Norra", "Centrum"]


def test_a_crossing_gives_margins_and_cells() -> None:
    found = computed(random_persons(400, seed=1), CROSSED)
    assert len(found.rows) == 1 + 3 + 3 + 9
    assert found.rows[-9].label == "Norra · Kvinna"


def test_a_hidden_row_has_no_figure_at_all() -> None:
    people = [person(4, 4, 4, 4, area="north") for _ in range(20)]
    people += [person(2, 2, 2, 2, area="centre") for _ in range(9)]
    people += [person(1, 1, 1, 1, area="south") for _ in range(2)]
    found = computed(people, ONE_WAY)
    assert [row_of(found, area=name).n for name in ("north", "centre", "south")] == [20, None, None]
    for name in ("centre", "south"):
        row = row_of(found, area=name)
        assert row.suppressed
        assert (row.value_index, row.ci, row.weight_present) == (None, None, None)
        for factor in row.factors:
            assert factor.suppressed
            assert (factor.n, factor.counts, factor.mean, factor.index, factor.ci) == (None,) * 5


def test_a_hidden_factor_takes_no_part_in_the_value_index() -> None:
    people = [person(4, 4, 2 if at < 3 else None, area="north") for at in range(20)]
    people += [person(3, 3, 5, area="centre") for _ in range(12)]
    people += [person(3, 3, 5, area="south") for _ in range(30)]
    found = computed(people, ONE_WAY)
    north = row_of(found, area="north")
    assert (north.n, north.factors[1].suppressed) == (20, True)
    assert north.value_index == pytest.approx(75.0)
    assert north.weight_present == pytest.approx(some_weights().weight[A])
    assert row_of(found, area="centre").factors[1].suppressed
    assert not row_of(found, area="south").factors[1].suppressed


def test_a_row_that_would_lose_most_of_its_factors_is_hidden_whole() -> None:
    people = [person(4, 4, 2, 2, gender="woman") for _ in range(20)]
    people += [person(3, 3, 5, 5, gender="man") for _ in range(12)]
    people += [person(3, 3, 5, 5, gender="other") for _ in range(3)]
    people += [person() for _ in range(3)]
    found = computed(people, ONE_WAY)
    assert row_of(found, gender="woman").n == 20
    assert row_of(found, gender="man").suppressed
    assert row_of(found, gender="other").suppressed


def test_what_one_grouping_hides_no_other_release_shows() -> None:
    for seed in range(12):
        people = random_persons(90, seed=seed)
        alone = computed(people, ONE_WAY)
        crossed = computed(people, CROSSED)
        assert crossed.rows[: len(alone.rows)] == alone.rows
        hidden = [row.group for row in alone.rows if row.suppressed]
        for row in crossed.rows[len(alone.rows) :]:
            if any(part.items() <= row.group.items() for part in hidden):
                assert row.suppressed


def test_no_union_of_hidden_groups_left_by_subtraction_is_small() -> None:
    for seed in range(30):
        people = random_persons(70, seed=seed)
        found = computed(people, ONE_WAY)
        for name in ("area", "gender"):
            rows = [row for row in found.rows if name in row.group]
            left = 70 - sum(row.n or 0 for row in rows)
            assert left == 0 or left >= 5
            for at in range(2):
                raters = found.rows[0].factors[at].n
                assert raters is not None
                left = raters - sum(row.factors[at].n or 0 for row in rows)
                assert left == 0 or left >= 5


def test_too_few_persons_show_nothing() -> None:
    found = computed([person(3, 3, 3, 3)] * 4, ONE_WAY)
    assert all(row.suppressed and row.n is None for row in found.rows)


def test_a_factor_nobody_is_asked_about_is_empty_rather_than_hidden() -> None:
    campaign = small_campaign()
    kept = tuple(
        q for q in campaign.form.questions if q.type is not QuestionType.RATING or q.factor == A
    )
    campaign = replace(campaign, form=replace(campaign.form, questions=kept))
    people = random_persons(20, seed=3)
    found = results(campaign, people, some_weights(), t_quantile, Ask(release="r1"))
    last = found.rows[0].factors[1]
    assert (last.n, last.suppressed, last.index) == (0, False, None)
    assert found.rows[0].weight_present == pytest.approx(some_weights().weight[A])


def test_everybody_saying_the_same_gives_an_interval_without_width() -> None:
    everybody = computed([person(3, 3, 3, 3)] * 10).rows[0]
    assert everybody.ci == pytest.approx((50.0, 50.0))


def test_intervals_stay_on_the_scale() -> None:
    people = [person(5, 5, 5, 5)] * 6 + [person(1, 1, 1, 1)]
    everybody = computed(people).rows[0]
    assert everybody.ci is not None
    assert everybody.ci[1] == 100.0
    assert everybody.factors[0].ci is not None
    assert everybody.factors[0].ci[1] == 100.0


def test_wrong_questions_weights_and_ratings_are_refused_without_telling_answers() -> None:
    people = random_persons(10, seed=1)
    with pytest.raises(ValueError, match="colour"):
        computed(people, (("colour",),))
    with pytest.raises(ValueError, match="grouping"):
        computed(people, (("area", "area"),))
    with pytest.raises(ValueError, match="weights"):
        computed(people, found=weights([], (A,)))
    with pytest.raises(ValueError, match="scale") as caught:
        computed([*people, person(0, 3, 3, 3)])
    assert "0" not in str(caught.value)


def test_the_json_has_the_shape_of_the_contract() -> None:
    made = to_json(computed(random_persons(60, seed=2), ONE_WAY))
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    contract = {"campaign", "method_version", "release", "scale", "interval", "weights", "rows"}
    assert set(made) == {*contract, "totals"}
    assert made["scale"] == {"min": 1, "max": 5}
    assert made["totals"] == {"taken_in": 60, "refused": {"damaged": 2}}
    rows: Any = made["rows"]
    assert set(rows[0]) >= {
        *("group", "n", "suppressed", "factors", "value_index", "ci", "weight_present")
    }
    factor = rows[0]["factors"][0]
    assert set(factor) >= {"factor", "n", "suppressed", "counts", "mean", "index", "ci"}
    assert list(factor["counts"]) == ["1", "2", "3", "4", "5"]
    weighed: Any = made["weights"]
    assert set(weighed[0]) >= {"factor", "weight", "rule", "n_participants", "n_groups", "excluded"}


def test_the_json_does_not_count_people_whose_row_is_hidden() -> None:
    made = to_json(computed(random_persons(3, seed=2)))
    rows, totals = cast(Any, made["rows"]), cast(Any, made["totals"])
    assert rows[0]["suppressed"] and rows[0]["n"] is None
    assert totals["taken_in"] is None


def test_fifty_times_the_same_people_give_the_same_index_from_a_hundred_thousand() -> None:
    few = random_persons(2_000, seed=5)
    one, many = computed(few).rows[0], computed(few * 50).rows[0]
    assert many.n == 100_000
    assert many.value_index == pytest.approx(one.value_index)
    assert [f.index for f in many.factors] == pytest.approx([f.index for f in one.factors])
