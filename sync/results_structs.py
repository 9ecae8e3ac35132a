"""``results.json`` of the contract as msgspec reads and writes it: every field, and no other."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

Line = Annotated[str, Meta(max_length=500)]
Id = Annotated[str, Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Count = Annotated[int, Meta(ge=0, lt=2**31)]
Pair = Annotated[list[float], Meta(min_length=2, max_length=2)]

Step = Annotated[str, Meta(max_length=12)]
Counts = Annotated[dict[Step, Count], Meta(max_length=1000)]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class ScaleWire(_Strict, frozen=True):
    min: int
    max: int


class IntervalWire(_Strict, frozen=True):
    method: Line
    level: Annotated[float, Meta(gt=0, lt=1)]


class WeightWire(_Strict, frozen=True):
    factor: Id
    name: Line
    weight: float | None
    ci: Pair | None
    rule: Line
    n_participants: Count | None
    n_groups: Count | None
    excluded: Count | None


class FactorWire(_Strict, frozen=True):
    factor: Id
    name: Line
    n: Count | None
    suppressed: bool
    counts: Counts | None
    mean: float | None
    index: float | None
    ci: Pair | None


class RowWire(_Strict, frozen=True):
    group: Annotated[dict[Line, Line], Meta(max_length=10)]
    label: Line
    n: Count | None
    suppressed: bool
    factors: Annotated[list[FactorWire], Meta(max_length=200)]
    value_index: float | None
    ci: Pair | None
    weight_present: float | None


class TotalsWire(_Strict, frozen=True):
    taken_in: Count | None
    refused: Annotated[dict[Line, Count], Meta(max_length=100)]


class ResultsWire(_Strict, frozen=True):
    """The whole file."""

    campaign: Id
    method_version: Line
    release: Line
    scale: ScaleWire
    interval: IntervalWire
    weights: Annotated[list[WeightWire], Meta(max_length=200)]
    rows: Annotated[list[RowWire], Meta(max_length=100_000)]
    totals: TotalsWire
