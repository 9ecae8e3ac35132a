"""How far a campaign is from as many answers as are wanted. It tells staff, and stops nobody. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from survey.campaign import Campaign
from survey.conduct import Quota
from survey.disclosure import one_way
from survey.forms.model import Question, said
from survey.tally import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """``reached`` of ``wanted`` finished responses; None where the group is too small to show.

    ``question`` and ``choice`` are labels, empty for everybody.
    """

    question: str
    choice: str
    wanted: int
    reached: int | None

    @property
    def is_reached(self) -> bool | None:
        """Whether as many as wanted are here; None where that would tell a small group's size."""
        return None if self.reached is None else self.reached >= self.wanted


def reached(
    campaign: Campaign, finished: Sequence[Person], counted: Sequence[Person], language: str
) -> tuple[Reached, ...]:
    """One for each quota. ``counted`` are those that results rest upon: what is hidden there is
    hidden here too, and the other way round nothing is told that could be subtracted."""
    hidden: dict[str, frozenset[str]] = {}
    found = []
    for quota in campaign.conduct.quotas:
        question = campaign.form.question(quota.question) if quota.question else None
        if question is None:
            few = min(len(finished), len(counted)) < campaign.threshold
            found.append(Reached(
                question="", choice="", wanted=quota.wanted,
                reached=None if few else len(finished),
            ))
            continue
        if question.name not in hidden:
            hidden[question.name] = _hidden(question, finished, campaign.threshold) | _hidden(
                question, counted, campaign.threshold
            )
        found.append(_of_group(quota, question, finished, hidden[question.name], language))
    return tuple(found)


def _of_group(
    quota: Quota, question: Question, finished: Sequence[Person], hidden: frozenset[str],
    language: str,
) -> Reached:
    choice = next(one for one in question.choices if one.id == quota.choice)
    n = sum(person.groups.get(question.name) == choice.name for person in finished)
    return Reached(
        question=said(question.label, language), choice=said(choice.label, language),
        wanted=quota.wanted, reached=None if choice.name in hidden else n,
    )


def _hidden(question: Question, persons: Sequence[Person], threshold: int) -> frozenset[str]:
    counts = Counter(
        person.groups[question.name] for person in persons if question.name in person.groups
    )
    every = {choice.name: counts[choice.name] for choice in question.choices}
    return one_way(every, len(persons) - sum(every.values()), threshold)
