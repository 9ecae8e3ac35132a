"""Value results beside a whole form: nothing finer than what the form's own results may tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from survey.around import Wish, campaign_around
from survey.campaign import Campaign
from survey.results import FactorResult, ResultRow
from survey.stats.quantiles import t_quantile
from survey.value import Ask, Person, one_way, results
from survey.weighting import weights
from tests.forms import table

FORM = """
| survey |
|  | type | name | label | appearance | parameters | constraint | relevant |
|  | range | met | How? | x-rating-1-5 x-factor-treatment | start=1 end=5 step=1 | {bound} | |
|  | range | web | Web? | x-rating-1-5 x-factor-web | start=1 end=5 step=1 | | {asked} |
|  | range | app | App? | x-rating-1-5 x-factor-{app} | start=1 end=5 step=1 | | |
|  | select_one g | group | Group? | | | | |
| choices |
|  | list_name | name | label |
|  | g | a | A |
|  | g | b | B |
"""
MANY = [1] * 8 + [2] * 9 + [4] * 10 + [5] * 13


def survey(bound: str = "", app: str = "app", asked: str = "") -> Campaign:
    form = table(FORM.format(bound=bound, app=app, asked=asked))
    return campaign_around(form, Wish(
        id=UUID(int=1), organisation="K", units=((UUID(int=2), "E"),), about={"sv": "Om"},
        consent={"sv": "Ja"}, first_day=date(2026, 1, 1), last_day=date(2026, 2, 1),
        group_by=("group",),
    ))


def rows(campaign: Campaign, met: Sequence[int | None], raters: int = 40) -> tuple[ResultRow, ...]:
    """``met`` given by so many; ``web`` by the first ``raters`` of them; half are in each group."""
    ids = {question.name: question.id for question in campaign.form.questions}
    people = [
        Person(groups={"group": "ab"[who % 2]}, items={
            **({ids["met"]: step} if step is not None else {}),
            **({ids["web"]: 3} if who < raters else {}),
        }) for who, step in enumerate(met)
    ]
    factors = [factor.id for factor in campaign.factors]
    given = weights([[dict.fromkeys(factors, 1)] * 5], factors)
    ask = Ask(release="r", by=one_way(campaign))
    return results(campaign, people, given, t_quantile, ask).rows


def factors(row: ResultRow) -> dict[str, FactorResult]:
    return {factor.name: factor for factor in row.factors}


def test_indices_intervals_and_means_are_those_of_whole_numbers() -> None:
    everybody, first, _ = rows(survey(), MANY)
    plain, *_ = rows(replace(survey(), definition=None), MANY)
    for one, exact in zip(everybody.factors[:1], plain.factors, strict=False):
        assert one.index is not None and exact.index is not None and one.ci and exact.ci
        assert one.index == round(exact.index) != exact.index
        assert one.ci[0] <= exact.ci[0] and exact.ci[1] <= one.ci[1]
        assert one.ci == (int(one.ci[0]), int(one.ci[1]))
        assert one.mean == pytest.approx(1 + one.index / 25)
    for row in (everybody, first):
        assert row.value_index is not None and row.value_index == round(row.value_index)


def test_steps_are_told_of_everybody_where_all_rated_and_none_was_chosen_by_few() -> None:
    met = [*MANY, *[3] * 6]
    everybody, *groups = rows(survey(), met)
    assert factors(everybody)["Treatment"].counts == {1: 8, 2: 9, 3: 6, 4: 10, 5: 13}
    assert [factors(row)["Treatment"].counts for row in groups] == [None, None]
    few, *_ = rows(survey(), [*MANY, 3, 3])
    assert factors(few)["Treatment"].counts is None and factors(few)["Treatment"].n == 42


def test_steps_that_are_bound_to_other_answers_or_are_of_two_questions_are_not_told() -> None:
    met = [*MANY, *[3] * 6]
    bound, *_ = rows(survey(bound=". >= ${web}"), met)
    assert factors(bound)["Treatment"].counts is None
    both, *_ = rows(survey(app="treatment"), met)
    assert factors(both)["Treatment"].counts is None


@pytest.mark.parametrize("raters", [38, 30, 6])
def test_how_many_rated_is_told_only_where_what_they_answered_did_not_decide_it(
    raters: int
) -> None:
    some = survey(asked="${met} > 1")
    for row in rows(some, MANY, raters)[:2]:
        web = factors(row)["Web"]
        assert web.n is None and web.counts is None
        assert factors(row)["Treatment"].n == row.n
    assert factors(rows(some, MANY, raters)[0])["Web"].index == 50
    assert factors(rows(survey(), MANY, raters)[0])["Web"].n == raters
    again = replace(survey(), form=replace(survey().form, version=2))
    assert factors(rows(again, MANY, raters)[0])["Web"].n is None, "a version may not have had it"


def test_a_survey_of_plain_questions_keeps_its_exact_figures() -> None:
    everybody, *_ = rows(replace(survey(), definition=None), MANY, 38)
    assert factors(everybody)["Web"].n == 38
    assert factors(everybody)["Treatment"].counts == {1: 8, 2: 9, 3: 0, 4: 10, 5: 13}
