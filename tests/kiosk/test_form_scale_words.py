"""Words at the ends of a scale: the form's own first, else what the question is known to mean."""

from __future__ import annotations

import pytest

from assets.words import Words
from kiosk.forms.scales import scale_of, ticks
from survey.forms.engine.plan import Plan
from tests.forms import opened

EN, SV = Words("en"), Words("sv")
HEAD = "| survey |\n|  | type | name | label | appearance | parameters |\n"
NKI = "".join((
    "|  | begin_group | n | Satisfaction | x-nki | |\n",
    *(f"|  | range | n{at} | Q{at}? | x-rating-1-10 | start=1 end=10 step=1 |\n" for at in "123"),
    "|  | end_group | | | | |\n",
))


def plan(rows: str, name: str) -> Plan:
    return next(
        answer.plan for answer in opened(HEAD + rows).root.answers() if answer.name == name
    )


def labels(asked: Plan, words: Words, ticks: dict[str, str] | None = None) -> list[str]:
    return [offer.label for offer in scale_of(asked, (), words, ticks)[1]]


@pytest.mark.parametrize("scale", ["1-5", "stars"])
def test_a_rating_of_a_value_factor_goes_from_not_working_to_working_very_well(scale: str) -> None:
    look = f"x-rating-{scale} x-factor-treatment"
    met = plan(f"|  | range | met | How? | {look} | start=1 end=5 step=1 |\n", "met")
    assert labels(met, EN) == ["Does not work at all", "", "", "", "Works very well"]
    assert labels(met, SV)[-1] == "Fungerar mycket bra"


def test_the_three_questions_of_an_nki_block_have_their_own_ends() -> None:
    ends = [(said[0], said[-1]) for at in "123" for said in [labels(plan(NKI, f"n{at}"), SV)]]
    assert ends == [
        ("Inte alls nöjd", "Helt nöjd"), ("Inte alls", "Helt och hållet"),
        ("Mycket långt ifrån", "Mycket nära"),
    ]


def test_a_scale_whose_meaning_only_its_form_knows_has_no_words_put_to_it() -> None:
    likely = plan("|  | range | q | How likely? | x-rating-1-5 | start=1 end=5 step=1 |\n", "q")
    assert labels(likely, SV) == [""] * 5


def test_the_forms_own_words_for_steps_go_before_all_others() -> None:
    row = "|  | range | q | How? | x-rating-1-5 x-factor-a | start=1 end=5 step=1 |\n"
    assert labels(plan(row, "q"), EN, {"1": "Never", "5.0": "Always"}) == [
        "Never", "", "", "", "Always"
    ]


def test_faces_say_what_they_mean_at_every_step() -> None:
    face = plan("|  | range | q | How? | x-rating-faces | start=1 end=5 step=1 |\n", "q")
    assert all(labels(face, SV)) and len(set(labels(face, SV))) == 5


def test_labels_of_ticks_in_the_form_stand_at_the_ends_of_its_rating() -> None:
    text = HEAD + (
        "|  | range | q | How? | x-rating-1-5 no-ticks |"
        " start=1 end=5 step=1 tick_labelset=often |\n"
        "| choices |\n|  | list_name | name | label |\n"
        "|  | often | 1 | Never |\n|  | often | 5 | Always |\n"
    )
    form = opened(text)
    asked = next(answer.plan for answer in form.root.answers() if answer.name == "q")
    found = scale_of(asked, (), EN, ticks(form, asked))[1]
    assert [offer.label for offer in found] == ["Never", "", "", "", "Always"]
