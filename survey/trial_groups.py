"""Whether arms, told beside results by group, would give away a small group. Pure.

Whoever was not asked for a group is among those who *did not say*, who keep small groups company
in results. Where an arm does not ask, its people are known to be among them: once their number is
told it can be subtracted, and what kept a small group company is gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations, product
from uuid import UUID

from survey.campaign import Campaign
from survey.conduct import Arm, Way
from survey.disclosure import Key, one_way, two_way
from survey.forms.model import Question
from survey.tally import Person

Said = tuple[Key, ...]
"""A person's choice (its name) of each question that results are grouped by, in their order."""

MOST_CELLS = 400
"""Beyond as many cells of two crossed questions it is not looked into, and taken for granted."""


def said(campaign: Campaign, person: Person) -> Said:
    """What the person told of themselves."""
    return tuple(person.groups.get(question.name) for question in _questions(campaign))


def gives_away(
    campaign: Campaign, everybody: Counter[Said], of_arms: Mapping[UUID, Counter[Said]]
) -> bool:
    """Whether something that results hide is hidden no more from whoever knows how many came of
    each arm. ``everybody`` and ``of_arms`` count those who told the same of themselves."""
    arms = campaign.conduct.trial.arms if campaign.conduct.trial else ()
    questions = _questions(campaign)
    for at, question in enumerate(questions):
        silent = Counter[Said]()
        for arm in arms:
            silent += Counter() if asks(campaign, arm, question) else of_arms[arm.id]
        if silent and _in_one(campaign, question, at, everybody, silent):
            return True
    for (at, one), (to, other) in combinations(enumerate(questions), 2):
        silent = Counter[Said]()
        for arm in arms:
            asked = asks(campaign, arm, one) or asks(campaign, arm, other)
            silent += Counter() if asked else of_arms[arm.id]
        if silent and _in_two(campaign, (one, other), (at, to), everybody, silent):
            return True
    return False


def some_are_silent(campaign: Campaign) -> bool:
    """Whether an arm does not ask for all that results are grouped by: then how many met a question
    that only others ask tells how many came of it."""
    arms = campaign.conduct.trial.arms if campaign.conduct.trial else ()
    return any(
        not asks(campaign, arm, question) for arm in arms for question in _questions(campaign)
    )


def _questions(campaign: Campaign) -> list[Question]:
    found = (campaign.form.question(id) for id in campaign.group_by)
    return [question for question in found if question is not None]


def asks(campaign: Campaign, arm: Arm, question: Question) -> bool:
    """Whether people of the arm are asked the question; one tap without more asks only its own."""
    one_tap = campaign.conduct.one_tap
    if arm.way is Way.ONE_TAP and one_tap is not None and not one_tap.follow_up:
        return question.id == one_tap.question
    return not arm.questions or question.id in arm.questions


def _margin(question: Question, at: int, people: Counter[Said]) -> tuple[dict[str, int], int]:
    counts = dict.fromkeys((choice.name for choice in question.choices), 0)
    unsaid = 0
    for told, n in people.items():
        choice = told[at]
        if choice in counts:
            counts[choice] += n
        else:
            unsaid += n
    return counts, unsaid


def _in_one(
    campaign: Campaign, question: Question, at: int, everybody: Counter[Said], silent: Counter[Said]
) -> bool:
    counts, unsaid = _margin(question, at, everybody)
    known = _margin(question, at, silent)[1]
    hidden = one_way(counts, unsaid, campaign.threshold)
    return not one_way(counts, max(0, unsaid - known), campaign.threshold) <= hidden


def _in_two(
    campaign: Campaign, pair: tuple[Question, Question], at: tuple[int, int],
    everybody: Counter[Said], silent: Counter[Said],
) -> bool:
    rows, columns = ([*(choice.name for choice in one.choices), None] for one in pair)
    if len(rows) * len(columns) > MOST_CELLS:
        return True
    cells: dict[tuple[Key, Key], int] = dict.fromkeys(product(rows, columns), 0)
    for told, n in everybody.items():
        row, column = told[at[0]], told[at[1]]
        cells[row if row in rows else None, column if column in columns else None] += n
    hidden_rows, hidden_columns = (
        one_way(*_margin(one, place, everybody), campaign.threshold)
        for one, place in zip(pair, at, strict=True)
    )

    def hidden(some: Mapping[tuple[Key, Key], int]) -> frozenset[tuple[str, str]]:
        return two_way(
            some, campaign.threshold, hidden_rows=hidden_rows, hidden_columns=hidden_columns
        )

    left = max(0, cells[None, None] - sum(silent.values()))
    return not hidden(cells | {(None, None): left}) <= hidden(cells)
