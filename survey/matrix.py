"""Importance × performance: which of four fields each factor falls in.

The fields are those of Statistics Sweden's NKI model. The cuts are the means, over the factors
shown, of weights and of indices; they are relative to this survey and taken as fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from uuid import UUID

from survey.results import FactorResult, FactorWeight, Interval, ResultRow, ValueResults


class Field(StrEnum):
    """*Prioritera*, *Förbättra om möjligt*, *Bevara*, *Lägre prioritet*."""

    PRIORITISE = "prioritise"
    IMPROVE_IF_POSSIBLE = "improve-if-possible"
    KEEP = "keep"
    LOWER_PRIORITY = "lower-priority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One factor's weight (0-1), index (0-100) and field.

    ``certain`` when neither interval reaches over its cut, so that chance alone would hardly
    have put the factor in another field.
    """

    factor: UUID
    name: str
    weight: float
    index: float
    field: Field
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    cut_weight: float
    cut_index: float
    places: tuple[Place, ...]


def matrix(results: ValueResults, row: ResultRow) -> Matrix | None:
    """The row's shown factors in their fields; ``None`` with under two, or without weights."""
    weights = {weight.factor: weight for weight in results.weights}
    shown = [
        (factor, weights[factor.factor], factor.index)
        for factor in row.factors
        if factor.index is not None and factor.factor in weights
    ]
    if len(shown) < 2 or not any(weight.weight for _, weight, _ in shown):
        return None
    cut_weight = fsum(weight.weight for _, weight, _ in shown) / len(shown)
    cut_index = fsum(index for _, _, index in shown) / len(shown)
    places = tuple(
        _place(factor, weight, index, cut_weight, cut_index) for factor, weight, index in shown
    )
    return Matrix(cut_weight=cut_weight, cut_index=cut_index, places=places)


def _place(
    factor: FactorResult, weight: FactorWeight, index: float, cut_weight: float, cut_index: float
) -> Place:
    return Place(
        factor=factor.factor,
        name=factor.name,
        weight=weight.weight,
        index=index,
        field=field_of(important=weight.weight >= cut_weight, low=index < cut_index),
        certain=_clear_of(cut_weight, weight.ci) and _clear_of(cut_index, factor.ci),
    )


def field_of(*, important: bool, low: bool) -> Field:
    """The field of a factor that is important or not, with a low index or not."""
    if important:
        return Field.PRIORITISE if low else Field.IMPROVE_IF_POSSIBLE
    return Field.LOWER_PRIORITY if low else Field.KEEP


def _clear_of(cut: float, ci: Interval | None) -> bool:
    return ci is not None and not ci[0] <= cut <= ci[1]
