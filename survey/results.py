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

    ``excluded`` counts participants who gave no points at all.
    """

    factor: UUID
    name: str
    weight: float
    ci: Interval | None
    rule: str
    n_participants: int
    n_groups: int
    excluded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorResult:
    """One factor in one group. ``n`` counts persons, ``counts`` counts items per scale step.

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
    """Everything a report or a table needs; ``release`` names the frozen figures."""

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
