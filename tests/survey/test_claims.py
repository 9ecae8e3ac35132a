from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from survey.claims import Claim, Kind, claims
from survey.matrix import Field, field_of, matrix
from survey.results import FactorResult, FactorWeight, Interval, ResultRow, ValueResults

IDS = tuple(UUID(int=at + 1) for at in range(10))


def around(value: float, half: float, top: float = 100.0) -> Interval:
    return max(0.0, value - half), min(top, value + half)


def factor(at: int, index: float | None, half: float = 2.0) -> FactorResult:
    shown = index is not None
    return FactorResult(
        factor=IDS[at],
        name=f"F{at}",
        n=50 if shown else None,
        suppressed=not shown,
        counts=None,
        mean=1 + index / 25 if index is not None else None,
        index=index,
        ci=around(index, half) if index is not None else None,
    )


def row(
    group: Mapping[str, str],
    indices: Sequence[float | None],
    value: float | None = None,
    half: float = 2.0,
) -> ResultRow:
    hidden = all(index is None for index in indices)
    return ResultRow(
        group=group,
        label="",
        n=None if hidden else 50,
        suppressed=hidden,
        factors=tuple(factor(at, index, half) for at, index in enumerate(indices)),
        value_index=value,
        ci=None if value is None else around(value, half),
        weight_present=None if value is None else 1.0,
    )


def made(weights: Sequence[float], *rows: ResultRow, half: float = 0.02) -> ValueResults:
    return ValueResults(
        campaign=UUID(int=99),
        method_version="value/1",
        release="r1",
        scale=(1, 5),
        level=0.95,
        interval_method="",
        weights=tuple(
            FactorWeight(
                factor=IDS[at],
                name=f"F{at}",
                weight=weight,
                ci=around(weight, half, 1.0),
                rule="mean-of-shares",
                n_participants=40,
                n_groups=5,
                excluded=0,
            )
            for at, weight in enumerate(weights)
        ),
        rows=rows,
        taken_in=50,
        refused={},
    )


def of_kind(found: tuple[Claim, ...], kind: Kind) -> list[Claim]:
    return [claim for claim in found if claim.kind is kind]


def test_a_clear_leader_is_named_alone() -> None:
    found = claims(made([0.5, 0.3, 0.2], row({}, [80, 50, 20], 58)))
    top, high, low = (
        of_kind(found, kind)[0]
        for kind in (Kind.MOST_IMPORTANT, Kind.HIGHEST_INDEX, Kind.LOWEST_INDEX)
    )
    assert (top.factors, top.certain, top.figures) == ((IDS[0],), True, {"weight": 0.5})
    assert (high.factors, high.certain, high.figures) == ((IDS[0],), True, {"index": 80})
    assert (low.factors, low.certain, low.figures) == ((IDS[2],), True, {"index": 20})


def test_two_that_cannot_be_told_apart_are_named_together() -> None:
    found = claims(made([0.41, 0.39, 0.2], row({}, [51, 50, 20], 45)))
    assert of_kind(found, Kind.MOST_IMPORTANT)[0].factors == (IDS[0], IDS[1])
    assert of_kind(found, Kind.HIGHEST_INDEX)[0].factors == (IDS[0], IDS[1])


def test_a_lead_the_intervals_do_not_carry_is_not_certain() -> None:
    found = claims(made([0.35, 0.33, 0.32], row({}, [51, 50, 49], 50)))
    for kind in (Kind.MOST_IMPORTANT, Kind.HIGHEST_INDEX, Kind.LOWEST_INDEX):
        assert not of_kind(found, kind)[0].certain
    assert of_kind(found, Kind.LOWEST_INDEX)[0].factors == (IDS[2],)


def test_a_single_factor_leads_nothing() -> None:
    found = claims(made([1.0], row({}, [51], 51)))
    assert found == ()


def test_the_four_fields_are_cut_at_the_means() -> None:
    results = made([0.4, 0.3, 0.2, 0.1], row({}, [20, 80, 90, 10], 50))
    found = matrix(results, results.rows[0])
    assert found is not None
    assert (found.cut_weight, found.cut_index) == pytest.approx((0.25, 50.0))
    assert [place.field for place in found.places] == [
        Field.PRIORITISE,
        Field.IMPROVE_IF_POSSIBLE,
        Field.KEEP,
        Field.LOWER_PRIORITY,
    ]
    assert all(place.certain for place in found.places)
    assert field_of(important=True, low=True) is Field.PRIORITISE


def test_the_cut_is_the_mean_of_the_factors_shown() -> None:
    results = made([0.5, 0.3, 0.2], row({}, [None, 80, 40], 60))
    found = matrix(results, results.rows[0])
    assert found is not None
    assert (found.cut_weight, found.cut_index) == pytest.approx((0.25, 60.0))
    assert [place.factor for place in found.places] == [IDS[1], IDS[2]]


def test_no_matrix_without_two_factors_or_without_weights() -> None:
    alone = made([0.5, 0.5], row({}, [50, None], 50))
    assert matrix(alone, alone.rows[0]) is None
    unweighed = made([0.0, 0.0], row({}, [50, 60], None))
    assert matrix(unweighed, unweighed.rows[0]) is None


def test_what_to_prioritise_is_certain_only_off_both_cuts() -> None:
    sure = claims(made([0.6, 0.4], row({}, [20, 80], 44)))
    assert [(c.factors, c.certain) for c in of_kind(sure, Kind.PRIORITISE)] == [((IDS[0],), True)]
    unsure = claims(made([0.6, 0.4], row({}, [49, 51], 50)))
    assert [(c.factors, c.certain) for c in of_kind(unsure, Kind.PRIORITISE)] == [
        ((IDS[0],), False)
    ]
    assert not of_kind(claims(made([0.6, 0.4], row({}, [80, 20], 56))), Kind.PRIORITISE)


def test_groups_that_differ_are_named_low_first() -> None:
    north, south = row({"area": "n"}, [30, 50], 40), row({"area": "s"}, [70, 50], 60)
    middle, away = row({"area": "m"}, [50, 50], 50), row({"area": "x"}, [None, None])
    found = claims(made([0.5, 0.5], row({}, [50, 50], 50), south, middle, north, away))
    overall, factor_wise = of_kind(found, Kind.GROUPS_DIFFER)
    assert overall.groups == ({"area": "n"}, {"area": "s"})
    assert overall.figures == {"low": 40, "high": 60, "difference": 20}
    assert (factor_wise.factors, factor_wise.figures["difference"]) == ((IDS[0],), 40)
    assert not of_kind(found, Kind.GROUPS_ALIKE)


def test_groups_whose_intervals_touch_are_alike() -> None:
    rows = [row({"area": name}, [50, 50], value) for name, value in (("n", 48), ("s", 51))]
    found = claims(made([0.5, 0.5], row({}, [50, 50], 50), *rows))
    alike = of_kind(found, Kind.GROUPS_ALIKE)
    assert [(claim.question, len(claim.groups)) for claim in alike] == [("area", 2)]
    assert not of_kind(found, Kind.GROUPS_DIFFER)


def test_value_indices_over_different_factors_are_not_compared() -> None:
    north, south = row({"area": "n"}, [50, 50], 10), row({"area": "s"}, [50, None], 90)
    results = made([0.5, 0.5], row({}, [50, 50], 50), north, replace(south, weight_present=0.5))
    assert not of_kind(claims(results), Kind.GROUPS_DIFFER)


def test_cells_of_a_crossing_are_not_compared() -> None:
    cells = [row({"area": a, "gender": "w"}, [v, v], v) for a, v in (("n", 10), ("s", 90))]
    found = claims(made([0.5, 0.5], row({}, [50, 50], 50), *cells))
    assert not of_kind(found, Kind.GROUPS_DIFFER)


def test_chance_alone_seldom_makes_groups_differ() -> None:
    """Twenty groups with the same true index, looked at a thousand times: at most five in 100."""
    chance = np.random.default_rng(17)
    wrong = 0
    for _ in range(1000):
        drawn = chance.normal(50, 2, size=20)
        rows = [
            row({"area": str(at)}, [float(v)], float(v), half=1.96 * 2)
            for at, v in enumerate(drawn)
        ]
        only_overall = [replace(r, factors=()) for r in rows]
        found = claims(made([1.0], row({}, [50], 50), *only_overall))
        wrong += bool(of_kind(found, Kind.GROUPS_DIFFER))
    assert wrong <= 50


def test_hidden_everybody_gives_no_claims() -> None:
    assert claims(made([0.5, 0.5], row({}, [None, None]))) == ()
