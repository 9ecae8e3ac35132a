"""What ODK's specifications promise of running forms, sentence by sentence."""

from __future__ import annotations

import pytest

from survey.forms.engine.refused import FormRefused
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import state_of
from survey.forms.engine.trying import tried
from tests.forms import opened, opened_xform, still, table, xform


def values(form: RunningForm, *names: str) -> list[object]:
    state = state_of(form)
    return [state[f"/data/{name}"].get("value") for name in names]


def test_once_waits_for_the_first_answer_and_then_stays() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | calculation |
        |  | integer | age | Age | |
        |  | calculate | first | | once(${age}) |
        """
    )
    form.answer("/data/age", "7")
    assert values(form, "first") == ["7"]
    form.answer("/data/age", "8")
    assert values(form, "first") == ["7"]


def test_a_text_without_its_quotation_marks_is_told_as_a_path_to_nothing() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | relevant | calculation | constraint |
        |  | text | a | A | | | . != null |
        |  | text | b | B | ${a} = yes or ../a = 'x' | | |
        |  | begin repeat | r | R | | | |
        |  | text | c | C | /data/r/d = ../../a | | |
        |  | text | d | D | | | |
        |  | calculate | n | | | count(/data/r[c != '']) + ../gone + string-length(.//text()) | |
        |  | end repeat | | | | | |
        |  | calculate | t | | | instance('none')/root/item[x = 1]/y | |
        """
    )
    told = [p for p in form.rules.findings.problems() if p.code == "path-nowhere"]
    assert [(p.spot.row, p.spot.column, p.values["path"]) for p in told] == [
        (2, "constraint", "null"), (3, "relevant", "yes"), (7, "calculation", "../gone"),
    ]


def test_a_count_on_a_group_that_is_no_repeat_has_no_effect() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | repeat_count |
        |  | integer | n | N | |
        |  | begin repeat | r | R | ${n} |
        |  | begin group | g | G | ${n} |
        |  | text | a | A | |
        |  | end group | | | |
        |  | end repeat | | | |
        """
    )
    form.answer("/data/n", "2")
    assert "/data/r[2]/g/a" in state_of(form)


def test_a_relative_path_out_of_a_repeat_and_in_again_follows_all_its_instances() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | calculation |
        |  | begin repeat | o | O | |
        |  | begin repeat | r | R | |
        |  | integer | n | N | |
        |  | calculate | all | | sum(../../r/n) |
        |  | calculate | own | | ../n * 2 |
        |  | end repeat | | | |
        |  | calculate | every | | sum(../../o/r/n) |
        |  | end repeat | | | |
        """
    )
    form.add_repeat("/data/o[1]/r")
    form.add_repeat("/data/o")
    form.answer("/data/o[1]/r[2]/n", "2")
    form.answer("/data/o[1]/r[1]/n", "1")
    assert values(form, "o[1]/r[1]/all", "o[1]/r[2]/all", "o[1]/r[2]/own") == ["3", "3", "4"]
    assert values(form, "o[1]/every", "o[2]/every") == ["3", "3"]


def test_a_path_may_go_on_behind_the_name_of_a_repeat() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | calculation |
        |  | begin repeat | r | R | |
        |  | integer | n | N | |
        |  | text | t | T | |
        |  | calculate | up | | concat(${n}/../t, '!') |
        |  | end repeat | | | |
        |  | calculate | all | | sum(${r}/n) |
        |  | calculate | last | | ${r}[last()]/t |
        |  | calculate | some | | count(${r}/*) |
        """
    )
    form.add_repeat("/data/r")
    form.answer("/data/r[1]/n", "1")
    form.answer("/data/r[2]/n", "2")
    form.answer("/data/r[1]/t", "w")
    form.answer("/data/r[2]/t", "x")
    assert values(form, "all", "last", "some") == ["3", "x", "6"]
    assert values(form, "r[1]/up", "r[2]/up") == ["w!", "x!"]


def test_the_name_of_a_repeat_in_a_repeat_means_all_its_instances_beside_the_own_one() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | calculation |
        |  | begin repeat | person | P | |
        |  | integer | id | I | |
        |  | begin repeat | pet | Q | |
        |  | integer | age | A | |
        |  | calculate | oldest | | max(${pet}/age) |
        |  | calculate | old | | count(${pet}/age[. > 1]) |
        |  | calculate | whose | | concat(${person}/id, '') |
        |  | end repeat | | | |
        |  | end repeat | | | |
        """
    )
    form.add_repeat("/data/person")
    form.add_repeat("/data/person[1]/pet")
    form.add_repeat("/data/person[2]/pet")
    form.answer("/data/person[2]/id", "8")
    form.answer("/data/person[2]/pet[1]/age", "9")
    form.answer("/data/person[1]/pet[2]/age", "5")
    names = ("oldest", "old", "whose")
    assert values(form, *(f"person[1]/pet[1]/{name}" for name in names)) == ["5", "1", ""]
    assert values(form, *(f"person[2]/pet[1]/{name}" for name in names)) == ["9", "1", "8"]


def test_a_path_through_a_repeat_means_the_own_instance_with_a_condition_below_too() -> None:
    form = opened(
        """
        | survey |
        |  | type | name | label | calculation |
        |  | begin repeat | person | P | |
        |  | begin repeat | pet | Q | |
        |  | integer | age | A | |
        |  | end repeat | | | |
        |  | calculate | last | | sum(/data/person/pet[last()]/age) |
        |  | calculate | old | | count(${person}/pet[age > 1]) |
        |  | calculate | all | | count(/data/person[pet/age > 1]) |
        |  | end repeat | | | |
        """
    )
    form.add_repeat("/data/person")
    form.add_repeat("/data/person[1]/pet")
    form.add_repeat("/data/person[2]/pet")
    form.answer("/data/person[1]/pet[2]/age", "5")
    form.answer("/data/person[2]/pet[1]/age", "9")
    names = [f"person[{number}]/{name}" for number in (1, 2) for name in ("last", "old", "all")]
    assert values(form, *names) == ["5", "1", "2", "9", "1", "2"]


def test_the_words_inside_a_label_stand_where_its_translation_is_missing() -> None:
    form = opened_xform(
        xform(
            "<a/><b/>",
            body=(
                """<input ref="/data/a"><label ref="jr:itext('none')">said here</label></input>"""
                """<input ref="/data/b"><label ref="jr:itext('b')">not this</label></input>"""
            ),
            model='<itext><translation lang="en"><text id="b"><value>that</value></text>'
            "</translation></itext>",
        )
    )
    state = state_of(form)
    assert [state[f"/data/{name}"]["label"] for name in "ab"] == ["said here", "that"]


def test_choices_that_only_collect_looks_up_are_told_when_a_form_is_checked() -> None:
    form = table(
        """
        | survey |
        |  | type | name | label | appearance |
        |  | select_one fruit | a | A | minimal search('fruits') |
        |  | select_one other | b | B | minimal |
        | choices |
        |  | list_name | name | label |
        |  | fruit | key | name |
        |  | other | x | search('X') |
        """
    )
    told = tried(form, still())
    assert [(p.code, p.spot.row, p.values) for p in told if p.code == "search-not-run"] == [
        ("search-not-run", 2, {"name": "a"}),
    ]


def test_a_calculation_may_hand_on_its_own_answer_but_not_work_with_it() -> None:
    source = """
        | survey |
        |  | type | name | label | calculation |
        |  | text | a | A | |
        |  | calculate | first | | coalesce(${first}, ${a}) |
        |  | calculate | last | | if(${a} != '', ${a}, .) |
        |  | calculate | said | | concat(${first}, '-', ${last}) |
        """
    form = opened(source)
    form.answer("/data/a", "x")
    form.answer("/data/a", "y")
    form.answer("/data/a", "")
    assert values(form, "first", "last", "said") == ["x", "y", "x-y"]
    for own in (". + 1", "if(. = '', 1, 2)", "coalesce(${a}, -.)", "concat(., 'x')"):
        with pytest.raises((AssertionError, FormRefused), match="circle"):
            opened(source.replace("coalesce(${first}, ${a})", own))
