"""What value results tell in a survey that asks a whole form: index by index, and nothing finer.

Beside them stands, question by question, what people answered (:mod:`survey.forms.figures`): who
was asked a rating may hang on other answers, and a step that few chose is hidden there. So here

* indices, means of scores and intervals are those of whole numbers of the index (0-100);
* how many rated a factor is told where everybody did, which is nothing new, or was asked its one
  question whatever they answered before; a later version of the form may have added it;
* steps are told of everybody only, where that many is told and of one question, no step was chosen
  by few, and the answers are bound to no other question's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import ceil, floor

from survey.campaign import Campaign
from survey.forms import hiding
from survey.forms.conditions import conditions
from survey.results import FactorResult, Interval


class Coarse:
    """``campaign`` asks a whole form, ``everybody`` are the people of its results, ``raters`` the
    people who rated each factor, in the campaign's order."""

    def __init__(self, campaign: Campaign, everybody: int, raters: list[int]) -> None:
        assert campaign.definition is not None
        known = conditions(campaign.definition)
        ratings = Counter(question.factor for question in campaign.ratings())
        free = {
            question.factor for question in campaign.ratings()
            if question.id in known and known[question.id].bound == frozenset()
        }
        self._threshold = campaign.threshold
        of_all = {
            question.factor for question in campaign.ratings()
            if question.id in known and known[question.id].asked == frozenset()
            and ratings[question.factor] == 1 and campaign.form.version == 1
        }
        self._of_all = [
            n == everybody or factor.id in of_all
            for n, factor in zip(raters, campaign.factors, strict=True)
        ]
        self._plain = [
            ratings[factor.id] == 1 and factor.id in free for factor in campaign.factors
        ]

    def factor(self, at: int, found: FactorResult, is_everybody: bool) -> FactorResult:
        """One factor that is shown, ``at`` its place; ``found`` has an index."""
        assert found.index is not None and found.mean is not None
        index = float(round(found.index))
        low = found.mean - found.index * self._step(found)
        return replace(
            found, index=index, mean=low + index * self._step(found), ci=outward(found.ci),
            n=found.n if self._of_all[at] else None,
            counts=found.counts if is_everybody and self._may_tell_steps(at, found) else None,
        )

    def _step(self, found: FactorResult) -> float:
        """What one of the index is on the scale."""
        assert found.counts is not None
        return (max(found.counts) - min(found.counts)) / 100

    def _may_tell_steps(self, at: int, found: FactorResult) -> bool:
        assert found.counts is not None
        counts = {str(step): n for step, n in found.counts.items()}
        return self._of_all[at] and self._plain[at] and not hiding.of_factor(
            counts, self._threshold
        )


def outward(ends: Interval | None) -> Interval | None:
    """An interval to whole numbers, never narrower."""
    return None if ends is None else (float(floor(ends[0])), float(ceil(ends[1])))
