"""Value factors of a form: one key that stays, words in each language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from survey.around import Wish, campaign_around, later_version
from survey.campaign import Campaign, Factor
from survey.forms.read.form import read_form
from survey.forms.write.xform import write_xform
from survey.forms.write.xlsx import write_xlsx
from survey.reading import read_campaign, write_campaign
from tests.forms import table

PLAIN = """
| survey |
|  | type | name | label::Svenska (sv) | label::English (en) | appearance | parameters |
|  | range | met | Hur? | How? | x-rating-1-5 x-factor-treatment | start=1 end=5 step=1 |
|  | range | web | Webben? | The web? | x-rating-1-5 x-factor-information | start=1 end=5 step=1 |
| choices |
|  | list_name | name | label::Svenska (sv) | label::English (en) |
|  | yn | y | Ja | Yes |
{more}
| settings |
|  | form_id | default_language |
|  | {id} | Svenska (sv) |
"""
BARE = PLAIN.format(more="", id="f").replace("\n\n", "\n")
SAID = PLAIN.format(
    more="|  | factors | treatment | Bemötande | How people are met |\n"
    "|  | factors | Information | Webbplatsen | Web pages |", id="f",
)


def survey(text: str) -> Campaign:
    return campaign_around(table(text), Wish(
        id=UUID(int=1), organisation="K", units=((UUID(int=2), "E"),),
        about={"sv": "Om", "en": "About"},
        consent={"sv": "Ja", "en": "Yes"}, first_day=date(2026, 1, 1), last_day=date(2026, 2, 1),
    ))


def names(campaign: Campaign) -> list[dict[str, str]]:
    return [dict(factor.name) for factor in campaign.factors]


def belongs(campaign: Campaign) -> dict[str, UUID | None]:
    return {question.name: question.factor for question in campaign.form.questions}


def test_a_factor_is_shown_in_each_language_and_is_the_same_as_without_words() -> None:
    bare, said = survey(BARE), survey(SAID)
    assert names(said) == [
        {"sv": "Bemötande", "en": "How people are met"},
        {"sv": "Webbplatsen", "en": "Web pages"},
    ]
    assert names(bare)[0] == {"sv": "Treatment", "en": "Treatment"}
    assert [f.id for f in said.factors] == [f.id for f in bare.factors]
    assert belongs(said) == belongs(bare) and None not in belongs(said).values()


def test_the_survey_is_read_back_with_its_factors() -> None:
    said = survey(SAID)
    assert read_campaign(write_campaign(said)) == (said, ())


@pytest.mark.parametrize("way", ["xlsx", "xform"])
def test_the_words_of_factors_survive_other_programs_files(way: str) -> None:
    form = table(SAID)
    data = write_xlsx(form) if way == "xlsx" else write_xform(form)
    again = read_form(data, "f").form
    assert again is not None
    wish = survey(SAID)
    assert later_version(wish, again).factors == wish.factors


def test_a_factor_is_found_by_its_key_though_another_is_shown_by_that_name() -> None:
    said = survey(SAID.replace("Bemötande", "Information"))
    treatment, information = said.factors
    assert belongs(said) == {"met": treatment.id, "web": information.id}


def test_a_later_version_gives_its_words_to_the_factors_there_are() -> None:
    first = survey(BARE)
    second = later_version(first, table(SAID))
    assert names(second) == names(survey(SAID))
    assert [f.id for f in second.factors] == [f.id for f in first.factors]


def test_words_that_somebody_gave_a_factor_stay() -> None:
    first = survey(BARE)
    own = Factor(id=first.factors[0].id, name={"sv": "Mötet", "en": "Treatment"})
    first = replace(first, factors=(own, *first.factors[1:]))
    second = later_version(first, table(SAID))
    assert names(second)[0] == {"sv": "Mötet", "en": "How people are met"}


def test_a_form_under_another_name_keeps_the_factors_by_their_words() -> None:
    first = survey(SAID)
    second = later_version(first, table(SAID.replace("| f | Sv", "| g | Sv")))
    assert [f.id for f in second.factors] == [f.id for f in first.factors]
    assert belongs(second) == belongs(first)
