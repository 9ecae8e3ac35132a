"""Candidate models against each other: who met which, who ended, and what they said. Pure.

By person, each arm's figures are over its people. By half-day, people who came together are not
drawn apart, so each half-day of a place (a *block*) gives one figure, and an arm's is the mean over
its blocks. Small arms show no mean, and none that could be worked out from the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import fsum, sqrt
from uuid import UUID

from survey.arms import half_day
from survey.campaign import Campaign
from survey.conduct import Arm, AssignedBy
from survey.disclosure import one_way
from survey.tally import Person

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
class ArmResult:
    """One arm. ``assigned`` is how many drew it, None by half-day, where nobody draws.

    ``unfinished`` came part of the way, and ``gone`` drew it and left nothing at all (None by
    half-day); how many they were is None where an arm is too small. ``blocks`` are half-days with
    answers, 0 by person. ``index`` (0-100) is the mean of
    people's, or of blocks', ratings of the questions that every arm asks, with its 95 % interval;
    None where too few answered.
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
    campaign: Campaign, drawn: Iterable[UUID], visits: Sequence[Visit], quantile: Quantile
) -> tuple[ArmResult, ...]:
    """One for each arm of the campaign, in its order; nothing where it has no trial.

    ``drawn`` is the arm of each drawing for a person.
    """
    trial = campaign.conduct.trial
    if trial is None:
        return ()
    counted = Counter(drawn)
    work = _Work(campaign, trial.arms, visits, quantile)
    by_person = trial.by is AssignedBy.PERSON
    return tuple(work.result(arm, counted[arm.id] if by_person else None) for arm in trial.arms)


class _Work:
    def __init__(
        self, campaign: Campaign, arms: Sequence[Arm], visits: Sequence[Visit], quantile: Quantile
    ) -> None:
        self._campaign, self._quantile = campaign, quantile
        self._rated = _common(campaign, arms)
        self._visits: dict[UUID, list[Visit]] = {arm.id: [] for arm in arms}
        for visit in visits:
            if visit.arm in self._visits:
                self._visits[visit.arm].append(visit)
        self._scores = {arm.id: self._scored(self._visits[arm.id]) for arm in arms}
        came = {str(id): self._counted(some) for id, some in self._visits.items()}
        self._hidden = one_way(came, 0, campaign.threshold)
        rated = {str(id): len(scores) for id, scores in self._scores.items()}
        self._no_mean = one_way(rated, 0, campaign.threshold, self._hidden)

    def result(self, arm: Arm, assigned: int | None) -> ArmResult:
        visits = self._visits[arm.id]
        finished = sum(visit.complete for visit in visits)
        blocks = self._blocks(visits) if assigned is None else {}
        means = [score for _, score in self._scores[arm.id]]
        if assigned is None:
            means = [fsum(some) / len(some) for some in self._by_block(arm).values()]
        if str(arm.id) in self._hidden:
            return ArmResult(
                arm=arm.id, name=arm.name, finished=None, unfinished=None, assigned=assigned
            )
        shown = bool(means) and str(arm.id) not in self._no_mean
        return ArmResult(
            arm=arm.id, name=arm.name, finished=finished, unfinished=len(visits) - finished,
            assigned=assigned,
            gone=None if assigned is None else max(0, assigned - len(visits)),
            blocks=len(blocks), per_block=finished / len(blocks) if blocks else None,
            index=fsum(means) / len(means) if shown else None,
            interval=self._interval(means) if shown else None,
        )

    def _counted(self, visits: Iterable[Visit]) -> int:
        """How many of them results rest upon."""
        return sum(visit.complete or self._campaign.use_partials for visit in visits)

    def _scored(self, visits: Iterable[Visit]) -> list[tuple[Visit, float]]:
        """Each person's mean over the questions that every arm asks, as an index."""
        found = []
        for visit in visits:
            if not visit.complete and not self._campaign.use_partials:
                continue
            steps = [
                (step - low) / (high - low) * 100
                for id, step in visit.person.items.items() if id in self._rated
                for low, high in (self._rated[id],)
            ]
            if steps:
                found.append((visit, fsum(steps) / len(steps)))
        return found

    def _blocks(self, visits: Iterable[Visit]) -> Counter[tuple[UUID, int, bool]]:
        return Counter(self._block(visit) for visit in visits)

    def _block(self, visit: Visit) -> tuple[UUID, int, bool]:
        return (visit.unit, *half_day(self._campaign, visit.time))

    def _by_block(self, arm: Arm) -> Mapping[tuple[UUID, int, bool], list[float]]:
        found: dict[tuple[UUID, int, bool], list[float]] = {}
        for visit, score in self._scores[arm.id]:
            found.setdefault(self._block(visit), []).append(score)
        return found

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
        and all(not arm.questions or question.id in arm.questions for arm in arms)
    }
