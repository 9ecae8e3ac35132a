"""Candidate models against each other: who met which, who ended, and what they said. Pure.

By person, each arm's figures are over its people. By half-day, people who came together are not
drawn apart, so each half-day of a place gives one figure, and an arm's is the mean over them.
Half-days in which fewer than the threshold answered are put together with the next, else their few
people's ratings could be worked out. Small arms show no mean, and none that could be worked out
from the others, or from the results of all. Where a small group of the results could be worked out
from how many came of an arm, only means are shown, in whole numbers; beside a whole form they
always are whole (:mod:`survey.coarse`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import fsum, sqrt
from uuid import UUID

from survey.arms import half_day
from survey.campaign import Campaign
from survey.coarse import outward
from survey.conduct import Arm, AssignedBy, Trial
from survey.disclosure import one_way
from survey.tally import Person
from survey.trial_groups import Said, asks, gives_away, said

Quantile = Callable[[float, float], float]
LEVEL = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One counted response of an arm: where and when (UTC), whether it ended, what was rated."""

    arm: UUID
    unit: UUID
    time: datetime
    complete: bool
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What else came. ``drawn`` and ``aside`` by arm: how many drew it for a person, and how many
    of its responses are held or excluded. ``everybody`` is who results rest upon, the visits'
    people among them. ``lost`` are responses that were taken back, nobody knows of which arm, and
    drawings that are held, nobody knows whose.
    """

    everybody: Iterable[Person]
    drawn: Mapping[UUID, int] = field(default_factory=dict)
    aside: Mapping[UUID, int] = field(default_factory=dict)
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResult:
    """One arm. ``assigned`` is how many drew it, None by half-day, where nobody draws.

    ``unfinished`` came part of the way, and ``gone`` drew it and left nothing at all (None by
    half-day, and where something is lost: see :class:`Around`). All numbers are None
    where an arm is too small, or its size would tell too much. ``blocks`` are half-days with
    answers, 0 by person. ``index`` (0-100) is the mean of people's, or of half-days', ratings of
    the questions that every arm asks, with its 95 % interval; None where too few answered.
    """

    arm: UUID
    name: str
    finished: int | None
    unfinished: int | None
    assigned: int | None = None
    gone: int | None = None
    blocks: int = 0
    per_block: float | None = None
    index: float | None = None
    interval: tuple[float, float] | None = None


def trial_results(
    campaign: Campaign, visits: Sequence[Visit], around: Around, quantile: Quantile
) -> tuple[ArmResult, ...]:
    """One for each arm of the campaign, in its order; nothing where it has no trial."""
    trial = campaign.conduct.trial
    if trial is None:
        return ()
    work = _Work(campaign, trial, visits, quantile)
    work.hide(around.everybody)
    return tuple(work.result(arm, around) for arm in trial.arms)


class _Work:
    def __init__(
        self, campaign: Campaign, trial: Trial, visits: Sequence[Visit], quantile: Quantile
    ) -> None:
        self._campaign, self._quantile = campaign, quantile
        self._by_person = trial.by is AssignedBy.PERSON
        self._rated = _common(campaign, trial.arms)
        self._visits: dict[UUID, list[Visit]] = {arm.id: [] for arm in trial.arms}
        for visit in visits:
            if visit.arm in self._visits:
                self._visits[visit.arm].append(visit)
        self._scores = {id: self._scored(some) for id, some in self._visits.items()}
        self._hidden: frozenset[str] = frozenset()
        self._no_mean: frozenset[str] = frozenset()
        self._coarse = False

    def hide(self, everybody: Iterable[Person]) -> None:
        """Decides what is hidden: whoever is of no arm is in the results of all, untold."""
        came = {str(id): self._counted(some) for id, some in self._visits.items()}
        rated = {str(id): len(scores) for id, scores in self._scores.items()}
        every: Counter[Said] = Counter()
        raters: Counter[Said] = Counter()
        for person in everybody:
            told = said(self._campaign, person)
            every[told] += 1
            raters[told] += any(id in self._rated for id in person.items)
        all_came, all_rated = every.total(), raters.total()
        self._coarse = self._gives_away(every, raters)
        threshold = self._campaign.threshold
        self._hidden = one_way(came, max(0, all_came - sum(came.values())), threshold)
        others = max(0, all_rated - sum(rated.values()))
        self._no_mean = one_way(rated, others, threshold, self._hidden)

    def _gives_away(self, every: Counter[Said], raters: Counter[Said]) -> bool:
        campaign = self._campaign
        came = {
            id: Counter(said(campaign, one.person) for one in some if self._counts(one))
            for id, some in self._visits.items()
        }
        rated = {
            id: Counter(said(campaign, one.person) for one, _ in scores)
            for id, scores in self._scores.items()
        }
        return gives_away(campaign, every, came) or gives_away(campaign, raters, rated)

    def result(self, arm: Arm, around: Around) -> ArmResult:
        """The arm's figures, without those that are hidden."""
        visits = self._visits[arm.id]
        assigned = around.drawn.get(arm.id, 0) if self._by_person else None
        if str(arm.id) in self._hidden:
            return ArmResult(arm=arm.id, name=arm.name, finished=None, unfinished=None)
        shown = str(arm.id) not in self._no_mean
        means = self._means(arm) if shown else []
        index, interval = fsum(means) / len(means) if means else None, self._interval(means)
        if index is not None and (self._coarse or self._campaign.definition is not None):
            index, interval = float(round(index)), outward(interval)
        if self._coarse:
            return ArmResult(
                arm=arm.id, name=arm.name, finished=None, unfinished=None, index=index,
                interval=interval,
            )
        finished = sum(visit.complete for visit in visits)
        blocks = 0 if self._by_person else len({self._block(visit) for visit in visits})
        gone = None
        if assigned is not None and not around.lost:
            gone = max(0, assigned - len(visits) - around.aside.get(arm.id, 0))
        return ArmResult(
            arm=arm.id, name=arm.name, finished=finished, unfinished=len(visits) - finished,
            assigned=assigned, gone=gone,
            blocks=blocks, per_block=finished / blocks if blocks else None,
            index=index, interval=interval,
        )

    def _counted(self, visits: Iterable[Visit]) -> int:
        """How many of them results rest upon."""
        return sum(map(self._counts, visits))

    def _counts(self, visit: Visit) -> bool:
        return visit.complete or self._campaign.use_partials

    def _scored(self, visits: Iterable[Visit]) -> list[tuple[Visit, float]]:
        """Each person's mean over the questions that every arm asks, as an index."""
        found = []
        for visit in visits:
            if not self._counts(visit):
                continue
            steps = [
                (step - low) / (high - low) * 100
                for id, step in visit.person.items.items() if id in self._rated
                for low, high in (self._rated[id],)
            ]
            if steps:
                found.append((visit, fsum(steps) / len(steps)))
        return found

    def _block(self, visit: Visit) -> tuple[UUID, int, bool]:
        return (visit.unit, *half_day(self._campaign, visit.time))

    def _means(self, arm: Arm) -> list[float]:
        """Of people, or of half-days, none of them few people's."""
        scores = self._scores[arm.id]
        if self._by_person:
            return [score for _, score in scores]
        blocks: dict[tuple[UUID, int, bool], list[float]] = {}
        for visit, score in scores:
            blocks.setdefault(self._block(visit), []).append(score)
        few: list[float] = []
        enough: list[list[float]] = []
        for _, some in sorted(blocks.items()):
            few = [*few, *some]
            if len(few) >= self._campaign.threshold:
                enough.append(few)
                few = []
        if enough:
            enough[-1] = [*enough[-1], *few]
        return [fsum(some) / len(some) for some in enough]

    def _interval(self, means: Sequence[float]) -> tuple[float, float] | None:
        n = len(means)
        if n < 2:
            return None
        mean = fsum(means) / n
        spread = sqrt(fsum((one - mean) ** 2 for one in means) / (n - 1) / n)
        away = self._quantile((1 + LEVEL) / 2, n - 1) * spread
        return max(0.0, mean - away), min(100.0, mean + away)


def _common(campaign: Campaign, arms: Sequence[Arm]) -> dict[UUID, tuple[int, int]]:
    """Lowest and highest step of the rated questions that every arm asks."""
    return {
        question.id: (question.scale.low, question.scale.high)
        for question in campaign.ratings()
        if question.scale is not None
        and all(asks(campaign, arm, question) for arm in arms)
    }
