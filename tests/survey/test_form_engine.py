from __future__ import annotations

import pytest

from survey.forms.engine.refused import FormRefused, Refused
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import given, instance_xml
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

PEOPLE = """
| survey |
|  | type | name | label | calculation | relevant |
|  | begin repeat | person | Person | | |
|  | text | name | Name | | |
|  | integer | age | Age | | |
|  | calculate | place | | position(..) | |
|  | text | school | School | | ${age} < 18 |
|  | calculate | older | | ${age} + 1 | |
|  | end repeat | | | | |
|  | calculate | all | | sum(${age}) | |
|  | calculate | many | | count(${person}) | |
|  | calculate | second | | indexed-repeat(${name}, ${person}, 2) | |
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


def test_a_repeat_reads_its_own_instance_inside_and_all_outside() -> None:
    form = opened(PEOPLE)
    form.add_repeat("/data/person")
    form.answer("/data/person[1]/age", "40")
    form.answer("/data/person[2]/age", "7")
    form.answer("/data/person[2]/name", "Bo")
    state = state_of(form)
    assert state["/data/person[1]/older"]["value"] == "41"
    assert state["/data/person[2]/older"]["value"] == "8"
    assert [state[f"/data/person[{n}]/school"]["relevant"] for n in (1, 2)] == [False, True]
    assert state["/data/all"]["value"] == "47"
    assert state["/data/second"]["value"] == "Bo"


def test_taking_an_instance_away_wakes_counts_sums_and_places() -> None:
    form = opened(PEOPLE)
    for number in (2, 3):
        form.add_repeat("/data/person")
        form.answer(f"/data/person[{number}]/age", str(number * 10))
    form.remove_repeat("/data/person[2]")
    state = state_of(form)
    assert state["/data/person#range"]["count"] == 2
    assert state["/data/many"]["value"] == "2"
    assert state["/data/all"]["value"] == "30"
    assert state["/data/person[2]/place"]["value"] == "2"


def test_a_choice_that_the_filter_takes_away_is_cleared_at_once() -> None:
    form = opened(TOWNS)
    form.answer("/data/country", "se")
    form.answer("/data/town", "lund")
    form.answer("/data/seen", "umea lund")
    assert state_of(form)["/data/town"]["choices"] == [["umea", "Umeå"], ["lund", "Lund"]]
    form.answer("/data/country", "no")
    assert (value(form, "/data/town"), value(form, "/data/seen")) == ("", "")
    assert state_of(form)["/data/town"]["choices"] == [["oslo", "Oslo"]]


def test_a_count_makes_and_takes_instances() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | repeat_count |
        |  | integer | n | How many | |
        |  | begin repeat | child | Child | ${n} |
        |  | text | name | Name | |
        |  | end repeat | | | |
        """
    )
    assert state_of(form)["/data/child#range"]["count"] == 0
    form.answer("/data/n", "3")
    assert state_of(form)["/data/child#range"]["count"] == 3
    form.answer("/data/n", "1")
    assert "/data/child[2]" not in state_of(form)
    with pytest.raises(Refused):
        form.add_repeat("/data/child")


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
        '<bind nodeset="/data/a" relevant="nonsense(1)"/>',
        '<bind nodeset="/data/a" constraint="1 +"/>',
    ],
)
def test_what_feeds_itself_or_cannot_be_read_is_refused_at_load(binds: str) -> None:
    with pytest.raises(FormRefused) as refused:
        opened_xform(xform("<a/><b/>", binds, '<input ref="/data/a"/>'))
    assert all(problem.message and problem.hint for problem in refused.value.problems)


def test_two_nodes_shown_by_each_other_do_not_hang() -> None:
    binds = (
        '<bind nodeset="/data/a" relevant="/data/b = 1"/>'
        '<bind nodeset="/data/b" relevant="/data/a = 1"/>'
    )
    form = opened_xform(xform("<a/><b/>", binds, '<input ref="/data/a"/>'))
    form.answer("/data/a", "1")
    assert "/data/a" in state_of(form)


def test_a_row_may_read_the_row_before_it() -> None:
    calculate = "coalesce(/data/r[position() = position(current()/..) - 1]/sum, 0) + ../x"
    form = opened_xform(
        xform(
            "<r><x/><sum/></r>",
            f'<bind nodeset="/data/r/x" type="int"/><bind nodeset="/data/r/sum" '
            f'calculate="{calculate}"/>',
            '<repeat nodeset="/data/r"><input ref="/data/r/x"/></repeat>',
        )
    )
    for number in (1, 2, 3):
        if number > 1:
            form.add_repeat("/data/r")
        form.answer(f"/data/r[{number}]/x", "5")
    form.answer("/data/r[1]/x", "1")
    state = state_of(form)
    assert [state[f"/data/r[{n}]/sum"]["value"] for n in (1, 2, 3)] == ["1", "6", "11"]


def test_answers_of_a_repeat_are_choices() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label |
        |  | begin repeat | person | Person |
        |  | text | name | Name |
        |  | end repeat | | |
        |  | select_one ${name} | head | Head |
        """
    )
    assert state_of(form)["/data/head"]["choices"] == []
    form.answer("/data/person[1]/name", "Eva Ek")
    form.answer("/data/head", "Eva Ek")
    assert state_of(form)["/data/head"]["choices"] == [["Eva Ek", "Eva Ek"]]
    assert value(form, "/data/head") == "Eva Ek"
    form.answer("/data/person[1]/name", "Bo")
    assert value(form, "/data/head") == ""


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


def test_the_result_names_answers_by_the_ids_of_their_nodes() -> None:
    form = opened(PEOPLE)
    form.add_repeat("/data/person")
    form.answer("/data/person[2]/age", "7")
    ages = [one for one in given(form) if one.value == "7" and one.at == (2,)]
    node = next(node for node in form.form.walk() if node.name == "age")
    assert node.id in {one.node for one in ages}


def test_a_saved_record_is_gone_on_with() -> None:
    first = opened(PEOPLE)
    first.add_repeat("/data/person")
    first.answer("/data/person[2]/age", "7")
    again = RunningForm(first.form, still(), instance_xml(first))
    assert state_of(again) == state_of(first)
    assert instance_xml(again) == instance_xml(first)


@pytest.mark.parametrize("ref", ["", "/", "/data/none", "/data/age[2]", "/data/age[x]", "/data"])
def test_a_step_to_nowhere_is_refused(ref: str) -> None:
    with pytest.raises(Refused):
        opened(SKIP).answer(ref, "1")


def test_what_is_known_at_the_end_is_noted_at_the_end() -> None:
    form = opened("| survey |\n| | type | name | label |\n| | end | end | |\n| | text | a | A |")
    assert value(form, "/data/end") == ""
    form.finish()
    assert value(form, "/data/end") == "2026-03-14T12:00:00.000+00:00"
