"""Value results (*värderesultat*): ratings meet weights.

Per factor: the mean of persons' scores, the index ``(mean − low) / (high − low) · 100`` and a
Student's t interval. Value index: Σ weight × index over the factors shown, divided by the weight
present among them. Its interval is linearised (Taylor): persons and focus groups both vary, and the
degrees of freedom are Satterthwaite's (1946). Small groups are hidden by :mod:`survey.disclosure`,
and so are weights that few participants gave, with every value index;
a factor hidden in a row takes no part in that row's value index, which would otherwise tell it.
A survey that asks a whole form has coarser figures: :mod:`survey.coarse`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import fsum, sqrt

from survey import weighting
from survey.campaign import Campaign
from survey.coarse import Coarse, outward
from survey.forms.model import said
from survey.grouping import Slice, slices
from survey.results import (
    FactorResult,
    FactorWeight,
    Interval,
    ResultRow,
    ValueResults,
    to_json,
)
from survey.tally import Bucket, Person, Tally
from survey.weighting import Weights

__all__ = ["METHOD_VERSION", "Ask", "Person", "Quantile", "one_way", "results", "to_json"]

METHOD_VERSION = "value/1"
INTERVAL_METHOD = "student-t; value index linearised, Satterthwaite"

Quantile = Callable[[float, float], float]
"""``(p, df) -> t``; :func:`survey.stats.quantiles.t_quantile`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked for. ``by`` holds groupings: one question's name, or two to be crossed.

    A crossed grouping gives the margins of both questions and then the cells. ``level`` is that
    of every interval. ``language`` is that of names and labels. ``weights_version`` is passed on.
    """

    release: str
    by: tuple[tuple[str, ...], ...] = ()
    level: float = 0.95
    language: str = "sv"
    taken_in: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    weights_version: int = 0


def one_way(campaign: Campaign) -> tuple[tuple[str, ...], ...]:
    """Each question the campaign groups by, on its own; for :attr:`Ask.by`."""
    found = (campaign.form.question(id) for id in campaign.group_by)
    return tuple((question.name,) for question in found if question is not None)


def results(
    campaign: Campaign,
    persons: Iterable[Person],
    weights: Weights,
    quantile: Quantile,
    ask: Ask,
) -> ValueResults:
    """Everybody first, then one row per choice (and per pair of choices) of each grouping.

    ``weights`` must be over the campaign's factors, in its order. Those that rest on fewer
    participants than the campaign's threshold are neither shown nor used: a person's points could
    be read from the weights, and from the value index beside the factors. Raises ``ValueError``
    when they are not, on an unknown question or more than two crossed, and on a rating off the
    scale.
    """
    if weights.factors != tuple(factor.id for factor in campaign.factors):
        raise ValueError("the weights are not of the campaign's factors")
    if any(not 1 <= len(set(names)) == len(names) <= 2 for names in ask.by):
        raise ValueError("a grouping is one question, or two different ones")
    tally = Tally(campaign, tuple(dict.fromkeys(name for names in ask.by for name in names)))
    tally.take(persons)
    work = _Work(campaign, tally, weights, quantile, ask)
    return ValueResults(
        campaign=campaign.id,
        method_version=METHOD_VERSION,
        release=ask.release,
        scale=(tally.low, tally.high),
        level=ask.level,
        interval_method=INTERVAL_METHOD,
        weights=tuple(work.weight(at) for at in range(tally.factors)),
        rows=tuple(work.row(part) for part in slices(tally, ask.by, campaign.threshold)),
        taken_in=ask.taken_in,
        refused=dict(ask.refused),
        weights_version=ask.weights_version,
    )


class _Work:
    """One computation: the parts that all rows share."""

    def __init__(
        self, campaign: Campaign, tally: Tally, weights: Weights, quantile: Quantile, ask: Ask
    ) -> None:
        self._tally = tally
        self._hidden = 0 < weights.n_participants < campaign.threshold
        self._weights = weights = (
            weighting.weights((), weights.factors, weights.rule) if self._hidden else weights
        )
        self._quantile = quantile
        self._ask = ask
        everybody = tally.bucket({})
        self._coarse = None if campaign.definition is None else Coarse(
            campaign, everybody.persons, [found.n for found in everybody.moments]
        )
        self._per_step = 100 / (tally.high - tally.low)
        self._shares = tuple(weights.weight[factor] for factor in weights.factors)
        self._names = tuple(said(factor.name, ask.language) for factor in campaign.factors)
        self._labels = {
            (question.name, choice.name): said(choice.label, ask.language)
            for question in campaign.form.questions
            for choice in question.choices
        }

    def weight(self, at: int) -> FactorWeight:
        """One factor's weight; its interval is over groups, ``None`` with under two of them."""
        weights = self._weights
        return FactorWeight(
            factor=weights.factors[at],
            name=self._names[at],
            weight=self._shares[at],
            ci=weighting.weight_interval(weights, at, self._quantile, self._ask.level),
            rule=weights.rule.value,
            n_participants=weights.n_participants,
            n_groups=weights.n_groups,
            excluded=weights.excluded,
            suppressed=self._hidden,
        )

    def row(self, part: Slice) -> ResultRow:
        """One group's figures, or none where it is hidden."""
        label = " · ".join(self._labels[pair] for pair in part.group.items())
        factors = tuple(self._factor(at, part) for at in range(self._tally.factors))
        index, ci, present = None, None, None
        if not part.hidden:
            index, ci, present = self._value_index(part, factors)
            if self._coarse is not None and index is not None:
                index, ci = float(round(index)), outward(ci)
        return ResultRow(
            group=part.group,
            label=label,
            n=None if part.hidden else part.bucket.persons,
            suppressed=part.hidden,
            factors=factors,
            value_index=index,
            ci=ci,
            weight_present=present,
        )

    def _factor(self, at: int, part: Slice) -> FactorResult:
        factor, name = self._weights.factors[at], self._names[at]
        hidden = part.hidden or (at in self._tally.asked and at in part.hidden_factors)
        moments = part.bucket.moments[at] if not hidden else None
        if moments is None or moments.n == 0:
            n = None if moments is None else 0
            return FactorResult(
                factor=factor,
                name=name,
                n=n,
                suppressed=hidden,
                counts=None,
                mean=None,
                index=None,
                ci=None,
            )
        n, index = moments.n, self._index(moments.mean)
        ci = None
        if n > 1:
            variance = moments.squares / (n - 1) / n * self._per_step**2
            ci = self._interval(index, variance, n - 1, 100.0)
        counts = part.bucket.counts(at)
        found = FactorResult(
            factor=factor,
            name=name,
            n=n,
            suppressed=False,
            counts=dict(enumerate(counts, start=self._tally.low)),
            mean=moments.mean,
            index=index,
            ci=ci,
        )
        return found if self._coarse is None else self._coarse.factor(at, found, not part.group)

    def _index(self, mean: float) -> float:
        return (mean - self._tally.low) * self._per_step

    def _value_index(
        self, part: Slice, factors: tuple[FactorResult, ...]
    ) -> tuple[float | None, Interval | None, float | None]:
        """Value index, its interval and the share of weight present; all ``None`` without any."""
        index = {at: found.index for at, found in enumerate(factors) if found.index is not None}
        present = fsum(self._shares[at] for at in index)
        if present <= 0:
            return None, None, None
        value = fsum(self._shares[at] * index[at] for at in index) / present
        n, of_persons = self._between_persons(part.bucket, list(index), present)
        apart = [
            group.pull * fsum(group.shares[at] * (index[at] - value) for at in index) / present
            for group in self._weights.groups
        ]
        of_groups, groups_df = weighting.between(apart)
        variance = of_persons + of_groups
        if n < 2:
            return value, None, present
        below = of_persons**2 / (n - 1) + (of_groups**2 / groups_df if groups_df else 0.0)
        df = variance**2 / below if below > 0 else float(n - 1)
        return value, self._interval(value, variance, df, 100.0), present

    def _between_persons(
        self, bucket: Bucket, shown: list[int], present: float
    ) -> tuple[int, float]:
        """Persons with a score on any shown factor, and the value index' variance from them."""
        pulls = {
            at: self._shares[at] / present / bucket.moments[at].n * self._per_step for at in shown
        }
        n, squares = bucket.spread(pulls)
        return n, (squares * n / (n - 1) if n > 1 else 0.0)

    def _interval(self, centre: float, variance: float, df: float, top: float) -> Interval:
        half = self._quantile((1 + self._ask.level) / 2, df) * sqrt(variance)
        return max(0.0, centre - half), min(top, centre + half)

