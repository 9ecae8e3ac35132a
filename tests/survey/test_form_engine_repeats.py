from __future__ import annotations

import pytest

from survey.forms.engine.refused import Refused
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import given, instance_xml
from tests.forms import opened, opened_xform, still, xform

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


def value(form: RunningForm, ref: str) -> object:
    return state_of(form)[ref]["value"]


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
