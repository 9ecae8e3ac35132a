"""Value results as frozen values; their JSON is ``results.json`` of the contract.

A suppressed row or factor carries ``n=None`` and no figure at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorWeight:
    """One factor's weight (shares sum to 1 over factors) with its 95 % interval.

    ``excluded`` counts participants who gave no points at all. Points of fewer participants than
    the survey's threshold are not shown: then ``suppressed`` is true, and all is as if nobody had
    given any.
    """

    factor: UUID
    name: str
    weight: float
    ci: Interval | None
    rule: str
    n_participants: int
    n_groups: int
    excluded: int
    suppressed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorResult:
    """One factor in one group. ``n`` counts persons, ``counts`` counts items per scale step.

    Where a whole form is asked either may be None beside an index (:mod:`survey.coarse`).
    ``mean`` is the mean of persons' factor scores; ``index`` and ``ci`` are 0-100.
    """

    factor: UUID
    name: str
    n: int | None
    suppressed: bool
    counts: Mapping[int, int] | None
    mean: float | None
    index: float | None
    ci: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """One group: ``group`` maps question name to choice name; empty for everybody."""

    group: Mapping[str, str]
    label: str
    n: int | None
    suppressed: bool
    factors: tuple[FactorResult, ...]
    value_index: float | None
    ci: Interval | None
    weight_present: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueResults:
    """Everything a report or a table needs; ``release`` names the frozen figures.

    ``weights_version`` is the locked set that the weights are, 0 where they follow the sessions.
    """

    campaign: UUID
    method_version: str
    release: str
    scale: tuple[int, int]
    level: float
    interval_method: str
    weights: tuple[FactorWeight, ...]
    rows: tuple[ResultRow, ...]
    taken_in: int
    refused: Mapping[str, int]
    weights_version: int = 0

    @property
    def weights_hidden(self) -> bool:
        """True when points were given, by too few to be shown."""
        return any(weight.suppressed for weight in self.weights)


def to_json(results: ValueResults) -> dict[str, object]:
    """``results.json`` of the contract, as plain values; ids are text, intervals are lists.

    ``taken_in`` is null while everybody's row is hidden, and a hidden weight and what it rests on
    are null. Beyond the contract it holds factor
    names, row labels and the weights' intervals.
    """
    low, high = results.scale
    everybody = next((row for row in results.rows if not row.group), None)
    # how many there are is what a hidden row hides
    hidden = everybody is not None and everybody.suppressed
    return {
        "campaign": str(results.campaign),
        "method_version": results.method_version,
        "release": results.release,
        "scale": {"min": low, "max": high},
        "interval": {"method": results.interval_method, "level": results.level},
        "weights": [_weight(weight) for weight in results.weights],
        "rows": [_row(row) for row in results.rows],
        "totals": {
            "taken_in": None if hidden else results.taken_in,
            "refused": dict(results.refused),
        },
    }


def _weight(weight: FactorWeight) -> dict[str, object]:
    return {
        "factor": str(weight.factor),
        "name": weight.name,
        "weight": None if weight.suppressed else weight.weight,
        "ci": _pair(weight.ci),
        "rule": weight.rule,
        "n_participants": None if weight.suppressed else weight.n_participants,
        "n_groups": None if weight.suppressed else weight.n_groups,
        "excluded": None if weight.suppressed else weight.excluded,
    }


def _row(row: ResultRow) -> dict[str, object]:
    return {
        "group": dict(row.group),
        "label": row.label,
        "n": row.n,
        "suppressed": row.suppressed,
        "factors": [_factor(factor) for factor in row.factors],
        "value_index": row.value_index,
        "ci": _pair(row.ci),
        "weight_present": row.weight_present,
    }


def _factor(factor: FactorResult) -> dict[str, object]:
    counts = factor.counts
    return {
        "factor": str(factor.factor),
        "name": factor.name,
        "n": factor.n,
        "suppressed": factor.suppressed,
        "counts": None if counts is None else {str(step): n for step, n in counts.items()},
        "mean": factor.mean,
        "index": factor.index,
        "ci": _pair(factor.ci),
    }


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else list(interval)
