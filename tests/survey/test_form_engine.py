from __future__ import annotations

import pytest

from survey.forms.engine.refused import FormRefused, Refused
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from tests.forms import opened, opened_xform, still, xform

SKIP = """
| survey |
|  | type | name | label | relevant | calculation | constraint | required |
|  | integer | age | Age | | | . < 120 | yes |
|  | begin group | grown | Grown | ${age} >= 18 | | | |
|  | text | work | Work | | | | |
|  | end group | | | | | | |
|  | calculate | said | | | concat(${work}, '!') | | |
"""

TOWNS = """
| survey |
|  | type | name | label | choice_filter |
|  | select_one country | country | Country | |
|  | select_one town | town | Town | land = ${country} |
|  | select_multiple town | seen | Seen | land = ${country} |
| choices |
|  | list_name | name | label | land |
|  | country | se | Sweden | |
|  | country | no | Norway | |
|  | town | umea | Umeå | se |
|  | town | lund | Lund | se |
|  | town | oslo | Oslo | no |
"""


def value(form: RunningForm, ref: str) -> object:
    return state_of(form)[ref]["value"]


def test_an_irrelevant_answer_is_kept_but_reads_as_empty_and_is_not_in_the_record() -> None:
    form = opened(SKIP)
    form.answer("/data/age", "30")
    form.answer("/data/grown/work", "baker")
    assert value(form, "/data/said") == "baker!"
    form.answer("/data/age", "10")
    assert value(form, "/data/said") == "!"
    assert "grown" not in instance_xml(form)
    form.answer("/data/age", "40")
    assert value(form, "/data/grown/work") == "baker"
    assert value(form, "/data/said") == "baker!"


def test_required_and_constraint_are_flagged_and_the_answer_is_kept() -> None:
    form = opened(SKIP)
    assert state_of(form)["/data/age"]["violation"]["condition"] == "required"
    form.answer("/data/age", "200")
    assert state_of(form)["/data/age"]["violation"]["condition"] == "constraint"
    assert value(form, "/data/age") == "200"
    form.answer("/data/age", "20")
    assert "violation" not in state_of(form)["/data/age"]


def test_a_choice_that_the_filter_takes_away_is_cleared_at_once() -> None:
    form = opened(TOWNS)
    form.answer("/data/country", "se")
    form.answer("/data/town", "lund")
    form.answer("/data/seen", "umea lund")
    assert state_of(form)["/data/town"]["choices"] == [["umea", "Umeå"], ["lund", "Lund"]]
    form.answer("/data/country", "no")
    assert (value(form, "/data/town"), value(form, "/data/seen")) == ("", "")
    assert state_of(form)["/data/town"]["choices"] == [["oslo", "Oslo"]]


def test_a_trigger_sets_once_and_a_later_answer_stays_until_it_happens_again() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | calculation | trigger |
        |  | text | a | A | | |
        |  | text | b | B | concat(${a}, '?') | ${a} |
        """
    )
    form.answer("/data/a", "x")
    assert value(form, "/data/b") == "x?"
    form.answer("/data/b", "mine")
    assert value(form, "/data/b") == "mine"
    form.answer("/data/a", "y")
    assert value(form, "/data/b") == "y?"


def test_a_dynamic_default_is_worked_out_once() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | default |
        |  | integer | a | A | 3 |
        |  | integer | b | B | ${a} + 1 |
        |  | date | d | D | today() |
        |  | text | plain | P | a-b |
        """
    )
    assert value(form, "/data/b") == "4"
    assert value(form, "/data/d") == "2026-03-14"
    assert value(form, "/data/plain") == "a-b"
    form.answer("/data/a", "9")
    assert value(form, "/data/b") == "4"


def test_words_hold_answers_and_follow_the_language_with_fallback() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label::English (en) | label::Svenska (sv) |
        |  | text | who | Name | Namn |
        |  | note | hello | Hello ${who} | Hej ${who} |
        |  | note | only | Only here | |
        | settings |
        |  | default_language |
        |  | English (en) |
        """,
        still("Svenska (sv)"),
    )
    form.answer("/data/who", "Eva")
    assert state_of(form)["/data/hello"]["label"] == "Hej Eva"
    form.set_language("English (en)")
    assert state_of(form)["/data/hello"]["label"] == "Hello Eva"
    form.set_language("Svenska (sv)")
    assert state_of(form)["/data/only"]["label"] == "Only here"


@pytest.mark.parametrize(
    "binds",
    [
        '<bind nodeset="/data/a" calculate="/data/b"/>'
        '<bind nodeset="/data/b" calculate="/data/a"/>',
        '<bind nodeset="/data/a" calculate=". + 1"/>',
        '<bind nodeset="/data/a" relevant=". > 1"/>',
        '<bind nodeset="/data/a" readonly="/data/a > 1"/>',
        '<bind nodeset="/data/a" constraint="1 +"/>',
    ],
)
def test_what_feeds_itself_or_cannot_be_read_is_refused_at_load(binds: str) -> None:
    with pytest.raises(FormRefused) as refused:
        opened_xform(xform("<a/><b/>", binds, '<input ref="/data/a"/>'))
    assert all(problem.message and problem.hint for problem in refused.value.problems)


@pytest.mark.parametrize(
    "binds",
    [
        {"a": 'relevant="/data/b = 1"', "b": 'relevant="/data/a = 1"'},
        {"a": 'relevant="/data/b = 1"', "b": 'calculate="/data/a + 1"'},
        {"g": 'relevant="/data/g/c = 1"', "g/c": 'calculate="/data/g/d + 1"'},
        {"g": 'relevant="/data/b = 1"', "b": 'calculate="/data/g/c + 1"'},
    ],
)
def test_relevance_that_feeds_itself_is_refused(binds: dict[str, str]) -> None:
    told = "".join(f'<bind nodeset="/data/{name}" {told}/>' for name, told in binds.items())
    with pytest.raises(FormRefused, match="circle"):
        opened_xform(xform("<a/><b/><g><c/><d/></g>", told, '<input ref="/data/a"/>'))


def test_choices_come_from_files_beside_the_form() -> None:
    towns = b"name,label,land\nlund,Lund,se\noslo,Oslo,no\n"
    form = opened(
        """
        | survey |
        |  | type | name | label | choice_filter |
        |  | text | land | Land | |
        |  | select_one_from_file towns.csv | town | Town | land = ${land} |
        """,
        still(files={"jr://file-csv/towns.csv": towns}),
    )
    assert state_of(form)["/data/town"]["choices"] == []
    form.answer("/data/land", "no")
    assert state_of(form)["/data/town"]["choices"] == [["oslo", "Oslo"]]


@pytest.mark.parametrize("ref", ["", "/", "/data/none", "/data/age[2]", "/data/age[x]", "/data"])
def test_a_step_to_nowhere_is_refused(ref: str) -> None:
    with pytest.raises(Refused):
        opened(SKIP).answer(ref, "1")


def test_what_is_known_at_the_end_is_noted_at_the_end() -> None:
    form = opened("| survey |\n| | type | name | label |\n| | end | end | |\n| | text | a | A |")
    assert value(form, "/data/end") == ""
    form.finish()
    assert value(form, "/data/end") == "2026-03-14T12:00:00.000+00:00"
