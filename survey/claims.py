"""Findings that may be said in plain words: chosen by rules, checked against the intervals.

A claim names factors, groups and figures; the words are made where they are shown. ``certain``
is false where the figures point somewhere but the intervals do not carry it: such a claim is only
worth saying together with its doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from math import hypot
from statistics import NormalDist
from uuid import UUID

from survey.matrix import Field, matrix
from survey.results import Interval, ResultRow, ValueResults

MOST_LEADERS = 3
"""More factors than this that cannot be told apart at the top are no finding."""


class Kind(StrEnum):
    """What is claimed.

    The first three name one factor, or up to three that cannot be told apart, ahead of all others.
    ``PRIORITISE`` names important factors with a low index. ``GROUPS_DIFFER`` names the lower and
    the higher group by value index, with a factor by that factor's index; ``GROUPS_ALIKE``
    names a question whose shown groups do not differ certainly.
    """

    MOST_IMPORTANT = "most-important"
    HIGHEST_INDEX = "highest-index"
    LOWEST_INDEX = "lowest-index"
    PRIORITISE = "prioritise"
    GROUPS_DIFFER = "groups-differ"
    GROUPS_ALIKE = "groups-alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One finding. ``figures`` hold what a sentence needs: ``weight`` 0-1, indices 0-100.

    ``groups`` are those of result rows; ``question`` names the question that splits them.
    """

    kind: Kind
    certain: bool
    factors: tuple[UUID, ...] = ()
    groups: tuple[Mapping[str, str], ...] = ()
    question: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


def claims(results: ValueResults) -> tuple[Claim, ...]:
    """Findings about everybody, then about differences between shown groups, in that order."""
    everybody = next((row for row in results.rows if not row.group), None)
    if everybody is None or everybody.suppressed:
        return ()
    found = [_most_important(results), *_extremes(everybody), _priorities(results, everybody)]
    for name in dict.fromkeys(name for row in results.rows for name in row.group):
        rows = [row for row in results.rows if tuple(row.group) == (name,) and not row.suppressed]
        found += _differences(name, rows, everybody.weight_present, results.level)
    return tuple(claim for claim in found if claim is not None)


@dataclass(frozen=True, slots=True)
class _Figure:
    """A factor's weight or index with its interval."""

    factor: UUID
    value: float
    ci: Interval | None


def _leaders(figures: Sequence[_Figure]) -> tuple[list[_Figure], bool] | None:
    """The highest and those it cannot be told from; whether all others are certainly below.

    Two are told apart when their intervals do not touch, which is stricter than a test at the
    intervals' level. ``None`` with under two figures.
    """
    ranked = sorted(figures, key=lambda figure: -figure.value)
    if len(ranked) < 2:
        return None
    top = ranked[0]
    if top.ci is None or any(figure.ci is None for figure in ranked):
        return [top], False
    floor = top.ci[0]
    near = [figure for figure in ranked if figure.ci is not None and figure.ci[1] >= floor]
    if len(near) <= MOST_LEADERS and len(near) < len(ranked):
        return near, True
    return [top], False


def _most_important(results: ValueResults) -> Claim | None:
    found = _leaders([_Figure(w.factor, w.weight, w.ci) for w in results.weights if w.weight > 0])
    return None if found is None else _of_factors(Kind.MOST_IMPORTANT, found, "weight", 1)


def _extremes(row: ResultRow) -> list[Claim | None]:
    """The highest and the lowest index, each turned so that what is looked for is highest."""
    made: list[Claim | None] = []
    for kind, sign in ((Kind.HIGHEST_INDEX, 1), (Kind.LOWEST_INDEX, -1)):
        found = _leaders(
            [
                _Figure(f.factor, sign * f.index, _turned(f.ci, sign))
                for f in row.factors
                if f.index is not None
            ]
        )
        made.append(None if found is None else _of_factors(kind, found, "index", sign))
    return made


def _turned(ci: Interval | None, sign: int) -> Interval | None:
    if ci is None or sign > 0:
        return ci
    return -ci[1], -ci[0]


def _of_factors(kind: Kind, found: tuple[list[_Figure], bool], name: str, sign: int) -> Claim:
    figures, certain = found
    return Claim(
        kind=kind,
        certain=certain,
        factors=tuple(figure.factor for figure in figures),
        figures={name: sign * figures[0].value},
    )


def _priorities(results: ValueResults, row: ResultRow) -> Claim | None:
    """Important factors with a low index, the most important first; certain ones if there are."""
    found = matrix(results, row)
    if found is None:
        return None
    places = sorted(
        (place for place in found.places if place.field is Field.PRIORITISE),
        key=lambda place: -place.weight,
    )
    certain = [place for place in places if place.certain]
    named = certain or places
    if not named:
        return None
    return Claim(
        kind=Kind.PRIORITISE,
        certain=bool(certain),
        factors=tuple(place.factor for place in named),
        figures={"cut_weight": found.cut_weight, "cut_index": found.cut_index},
    )


_Read = Callable[[ResultRow], tuple[float, Interval] | None]


def _differences(
    name: str, rows: Sequence[ResultRow], present: float | None, level: float
) -> list[Claim]:
    """The widest certain difference by value index, then the widest by any one factor's index.

    A value index over other factors than everybody's (less weight is present) is not compared.
    """
    if len(rows) < 2:
        return []
    made: list[Claim] = []
    overall = _widest([row for row in rows if row.weight_present == present], _value, level)
    if overall is not None:
        made.append(_differ(name, overall, ()))
    by_factor = [
        (pair, factor.factor)
        for at, factor in enumerate(rows[0].factors)
        if (pair := _widest(rows, _factor_reader(at), level, len(rows[0].factors))) is not None
    ]
    if by_factor:
        pair, factor_id = max(by_factor, key=lambda found: found[0].high - found[0].low)
        made.append(_differ(name, pair, (factor_id,)))
    if not made:
        groups = tuple(row.group for row in rows)
        made.append(Claim(kind=Kind.GROUPS_ALIKE, certain=False, groups=groups, question=name))
    return made


@dataclass(frozen=True, slots=True)
class _Pair:
    lower: ResultRow
    higher: ResultRow
    low: float
    high: float


def _differ(name: str, pair: _Pair, factors: tuple[UUID, ...]) -> Claim:
    return Claim(
        kind=Kind.GROUPS_DIFFER,
        certain=True,
        factors=factors,
        groups=(pair.lower.group, pair.higher.group),
        question=name,
        figures={"low": pair.low, "high": pair.high, "difference": pair.high - pair.low},
    )


def _value(row: ResultRow) -> tuple[float, Interval] | None:
    if row.value_index is None or row.ci is None:
        return None
    return row.value_index, row.ci


def _factor_reader(at: int) -> _Read:
    def read(row: ResultRow) -> tuple[float, Interval] | None:
        factor = row.factors[at]
        return None if factor.index is None or factor.ci is None else (factor.index, factor.ci)

    return read


def _widest(rows: Sequence[ResultRow], read: _Read, level: float, looks: int = 1) -> _Pair | None:
    """The pair furthest apart among those that differ certainly.

    Certainly: the intervals do not touch, so that a reader sees it, and the difference passes a
    normal test at the level with Bonferroni's correction for all pairs (times ``looks``),
    since the pair was picked for being far apart.
    """
    measured = sorted(
        ((found[0], found[1], at) for at, row in enumerate(rows) if (found := read(row))),
        key=lambda item: (item[0], item[2]),
    )
    pairs = len(measured) * (len(measured) - 1) // 2
    if not pairs:
        return None
    strict = NormalDist().inv_cdf(1 - (1 - level) / 2 / (pairs * looks))
    plain = NormalDist().inv_cdf(1 - (1 - level) / 2)
    best: _Pair | None = None
    for (low, low_ci, lower), (high, high_ci, higher) in combinations(measured, 2):
        error = hypot(_half(low, low_ci), _half(high, high_ci)) / plain
        apart = low_ci[1] < high_ci[0] and high - low > strict * error
        if apart and (best is None or high - low > best.high - best.low):
            best = _Pair(rows[lower], rows[higher], low, high)
    return best


def _half(centre: float, ci: Interval) -> float:
    """The interval's half width, from the side that the scale's end has not cut."""
    return max(centre - ci[0], ci[1] - centre)
