"""A campaign that asks a whole form: pinned, read strictly, and plain questions to results."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from survey.around import NoSuchQuestion, Wish, campaign_around, later_version, with_tables
from survey.campaign import Campaign
from survey.forms.answers import Collecting
from survey.forms.canonical import form_hash, write_form
from survey.forms.definition import FormDefinition
from survey.forms.engine.running import open_form
from survey.forms.model import QuestionType
from survey.forms.read.form import read_form
from survey.forms.tongues import by_tag, tags
from survey.forms.write.xlsx import write_xlsx
from survey.problems import has_errors
from survey.reading import LARGEST, read_campaign, write_campaign
from tests.builders import small_campaign
from tests.forms import still, table

VECTOR = Path(__file__).parents[2] / "docs/formats/vectors/campaign-form.json"

LIBRARY = """
| survey |
|  | type | name | label::Svenska (sv) | label::English (en) | appearance | parameters |
|  | range | met | Hur blir du bemött? | How are you treated? | x-rating-faces x-factor-treatment | start=1 end=5 step=1 |
|  | select_one five | open | Hur passar tiderna? | How do the hours suit you? | x-factor-opening_hours x-rating-1-5 | |
|  | begin_group | you | Du | You | | |
|  | select_one area | area | Var bor du? | Where do you live? | | |
|  | integer | age | Ålder | Age | | |
|  | end_group | | | | | |
|  | begin_repeat | child | Barn | Child | | |
|  | select_one area | school | Skola | School | | |
|  | end_repeat | | | | | |
| choices |
|  | list_name | name | label::Svenska (sv) | label::English (en) |
|  | five | 1 | Dåligt | Badly |
|  | five | 2 | Sådär | So so |
|  | five | 3 | Okej | All right |
|  | five | 4 | Bra | Well |
|  | five | 5 | Mycket bra | Very well |
|  | area | north | Norr | North |
|  | area | south | Söder | South |
| settings |
|  | form_id | form_title | default_language |
|  | library | Biblioteket | Svenska (sv) |
"""  # noqa: E501 - a table


def wish(**other: object) -> Wish:
    values: dict[str, Any] = {
        "id": UUID("52000000-0000-4000-8000-000000000001"), "organisation": "Kommunen",
        "units": ((UUID("52000000-0000-4000-8000-000000000002"), "Biblioteket"),),
        "first_day": date(2025, 9, 1), "last_day": date(2025, 9, 30),
        "consent": {"sv": "Ja", "en": "Yes"}, "about": {"sv": "Så tycker de.", "en": "So it is."},
        "group_by": ("area",),
    }
    return Wish(**(values | other))


def library(text: str = LIBRARY, **other: object) -> Campaign:
    return campaign_around(table(text), wish(**other))


def changed(**fields: object) -> tuple[Campaign | None, list[tuple[str, str]]]:
    """The campaign's JSON with fields changed, read."""
    plain = json.loads(write_campaign(library())) | fields
    campaign, problems = read_campaign(json.dumps(plain))
    return campaign, [(p.where, p.code) for p in problems]


def test_a_form_in_a_campaign_comes_back_as_it_was() -> None:
    campaign = library()
    assert read_campaign(write_campaign(campaign)) == (campaign, ())
    assert campaign.definition == table(LIBRARY)


def test_the_released_bytes_are_read_and_written_the_same() -> None:
    raw = VECTOR.read_bytes()
    campaign, problems = read_campaign(raw)
    assert campaign is not None and problems == ()
    assert write_campaign(campaign) == raw
    assert json.loads(raw)["format"] == 3


def test_campaigns_without_a_form_are_written_as_before() -> None:
    assert json.loads(write_campaign(small_campaign()))["format"] == 1
    assert json.loads(write_campaign(replace(small_campaign(), keep_days=3)))["format"] == 2
    assert b"definition" not in write_campaign(small_campaign())


def test_the_form_keeps_its_bytes_and_its_order_of_languages() -> None:
    campaign = library()
    assert campaign.definition is not None
    raw = write_campaign(campaign)
    assert write_form(campaign.definition) in raw
    assert json.loads(raw)["form"]["sha256"] == form_hash(campaign.definition).hex()
    assert raw.index(b'"Svenska (sv)":"Hur') < raw.index(b'"English (en)":"How')


def test_ratings_and_choices_are_questions_with_the_forms_ids() -> None:
    campaign = library()
    assert campaign.definition is not None
    ids = {node.name: node.id for node in campaign.definition.walk()}
    met, hours, area = campaign.form.questions
    assert [q.id for q in (met, hours, area)] == [ids["met"], ids["open"], ids["area"]]
    assert met.scale is not None and (met.scale.low, met.scale.high) == (1, 5)
    assert hours.scale is not None
    assert [step["en"] for step in hours.scale.labels][::4] == ["Badly", "Very well"]
    assert area.type is QuestionType.SELECT_ONE
    assert area.label == {"sv": "Var bor du?", "en": "Where do you live?"}
    assert [choice.name for choice in area.choices] == ["north", "south"]
    names = {f.id: f.name["sv"] for f in campaign.factors}
    assert [names[q.factor] for q in (met, hours) if q.factor] == ["Treatment", "Opening hours"]
    assert campaign.group_by == (area.id,)
    assert campaign.languages == ("sv", "en")


def test_a_changed_form_does_not_fit_its_pin() -> None:
    plain = json.loads(write_campaign(library()))
    plain["definition"]["nodes"][0]["text"]["label"]["Svenska (sv)"] = "Något annat?"
    assert changed(definition=plain["definition"])[1] == [("form", "other-form")]
    assert changed(form=plain["form"] | {"id": str(UUID(int=7))})[1] == [("form", "other-form")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"format": 2}, ("definition", "not-in-format")),
        ({"definition": []}, ("definition", "wrong-type")),
        ({"definition": {"format": 2}}, ("definition.format", "json-too-new")),
        ({"form": {"id": str(UUID(int=7)), "version": 1}}, ("form.sha256", "missing")),
        ({"factors": []}, ("definition.met", "unknown-factor")),
        ({"group_by": [str(UUID(int=7))]}, ("group_by[0]", "unknown-question")),
    ],
)
def test_what_does_not_hold_together_is_told_with_its_place(
    fields: dict[str, object], expected: tuple[str, str]
) -> None:
    campaign, problems = changed(**fields)
    assert campaign is None
    assert expected in problems


def test_a_factor_of_what_is_no_rating_is_told() -> None:
    campaign = library()
    assert campaign.definition is not None
    nodes = tuple(
        replace(node, parameters={"factor": "treatment"}) if node.name == "child" else node
        for node in campaign.definition.nodes
    )
    form = replace(campaign.definition, nodes=nodes)
    _, problems = read_campaign(write_campaign(replace(campaign, definition=form)))
    assert [(p.where, p.code) for p in problems] == [("definition.child", "misplaced")]


def test_a_factor_survives_the_way_through_a_workbook() -> None:
    form = table(LIBRARY)
    again = read_form(write_xlsx(form), "library").form
    assert again is not None
    said = {n.name: n.parameters.get("factor") for n in again.walk() if "factor" in n.parameters}
    assert said == {"met": "treatment", "open": "opening_hours"}


def test_a_factors_word_on_another_question_is_a_warning() -> None:
    reading = read_form(LIBRARY.replace(
        "Age | | |", "Age | x-factor-treatment | |").encode(), "library")
    assert [p.code for p in reading.problems] == ["unknown-ours"]


def test_a_form_without_ratings_is_a_survey_without_factors() -> None:
    campaign = library(LIBRARY.replace("x-factor-treatment", "").replace(
        "x-factor-opening_hours", ""))
    assert campaign.factors == ()
    assert not has_errors(read_campaign(write_campaign(campaign))[1])


def test_same_names_in_two_groups_are_two_columns() -> None:
    form = table(LIBRARY.replace(
        "|  | begin_repeat |",
        "|  | begin_group | other | O | O | | |\n"
        "|  | select_one area | area | Var? | Where? | | |\n"
        "|  | end_group | | | | | |\n|  | begin_repeat |",
    ))
    names = [q.name for q in campaign_around(form, wish()).form.questions]
    assert names == ["met", "open", "area", "other_area"]


def test_grouping_by_what_has_no_choices_is_refused() -> None:
    with pytest.raises(NoSuchQuestion):
        library(group_by=("age",))


def test_a_list_too_long_for_groups_is_still_collected_as_choices() -> None:
    rows = "".join(f"|  | area | a{n} | A{n} | A{n} |\n" for n in range(501))
    text = LIBRARY.replace("|  | area | north", f"{rows}|  | area | north")
    campaign = library(text, group_by=())
    assert [q.name for q in campaign.form.questions] == ["met", "open"]
    form = open_form(table(text), still())
    form.answer("/data/you/area", "a77")
    (value,) = Collecting(form.form).of(form).answers.values()
    assert isinstance(value, UUID)


# --- languages


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("English (en)", "Svenska (sv)"), ["en", "sv"]),
        (("English", "French", "Kinyarwanda", "Luo"), ["en", "fr", "qaa", "qab"]),
        (("en", "pt-BR (pt-BR)"), ["en", "pt-BR"]),
        (("English", "english (en)"), ["en", "qaa"]),
        (("Svenska", "Lättläst svenska", "Nordsamiska"), ["sv", "sv-simple", "se"]),
        ((), ["fi"]),
    ],
)
def test_every_language_of_a_form_has_a_tag_of_its_own(
    names: tuple[str, ...], expected: list[str]
) -> None:
    form = FormDefinition(id=UUID(int=1), name="f", languages=names)
    found = tags(form, "fi")
    assert list(found) == expected
    assert tuple(found.values()) == (names or ("",))
    assert by_tag(form, expected) == found


def test_the_default_language_comes_first() -> None:
    form = FormDefinition(
        id=UUID(int=1), name="f", languages=("English (en)", "Svenska (sv)"),
        default_language="Svenska (sv)",
    )
    assert list(tags(form)) == ["sv", "en"]


# --- later versions


def test_a_later_version_keeps_what_was_said_of_the_survey() -> None:
    first = library()
    form = table(LIBRARY.replace("Var bor du?", "I vilken del bor du?").replace(
        "|  | begin_repeat |",
        "|  | range | calm | Lugnt? | Calm? | x-rating-faces x-factor-calm | start=1 end=5 step=1 "
        "|\n|  | begin_repeat |",
    ))
    second = later_version(first, form)
    assert (second.version, second.form.version) == (2, 2)
    assert second.factors[:2] == first.factors and len(second.factors) == 3
    assert second.group_by == first.group_by and second.units == first.units
    assert read_campaign(write_campaign(second)) == (second, ())
    old, new = ({q.name: q.id for q in c.form.questions} for c in (first, second))
    assert new.items() >= old.items()


# --- tables beside a form


def test_a_table_beside_the_form_travels_in_it() -> None:
    form = table(
        "| survey |\n|  | type | name | label | calculation |\n"
        "|  | select_one_from_file towns.csv | town | Town | |\n"
        "|  | calculate | size | | pulldata('towns', 'size', 'name', ${town}) |\n"
    )
    csv = b"name,label,size\nsala,Sala <i>stad</i> & land,12\nkiruna,Kiruna,18\n"
    whole = with_tables(form, {"jr://file-csv/towns.csv": csv, "jr://file/towns.csv": csv}.get)
    opened = open_form(whole, still())
    opened.answer("/data/town", "kiruna")
    assert opened.find("/data/size").value == "18"
    assert [o.label for o in opened.options.of(opened.find("/data/town"))] == [
        "Sala <i>stad</i> & land", "Kiruna",
    ]
    # a choice that the form itself does not hold has no id: it is kept as it is named
    assert set(Collecting(whole).of(opened).answers.values()) == {"kiruna", "18"}


def test_a_table_that_is_not_there_is_left_as_it_is() -> None:
    form = table(
        "| survey |\n|  | type | name | label |\n"
        "|  | select_one_from_file towns.csv | town | Town |\n"
    )
    assert with_tables(form, {}.get) == form


# --- size


def test_the_largest_campaign_fits_what_a_package_holds() -> None:
    from sync.package import DEFINITION_LIMIT

    assert LARGEST == DEFINITION_LIMIT
