"""What a person answered stays theirs: nothing is lost, and nothing depends on the way there."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

import pytest

from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from survey.forms.engine.values import normal
from tests.forms import opened, opened_xform, still, table, xform

LIST = "\n| choices |\n| | list_name | name | label | c |\n"
TOWNS = (
    "| survey |\n| | type | name | label | choice_filter |\n"
    "| | text | n | N | |\n| | select_one_from_file towns.csv | q | Q | c = ${n} |\n"
)


def value(form: RunningForm, ref: str) -> object:
    return state_of(form)[f"/data/{ref}"]["value"]


def test_an_answer_stays_while_nobody_can_tell_its_choices() -> None:
    definition = table(TOWNS)
    form = open_form(definition, still())
    form.answer("/data/q", "a")
    form.answer("/data/n", "x")
    assert value(form, "q") == "a"
    assert value(open_form(definition, still(), instance_xml(form)), "q") == "a"
    files = {"jr://file-csv/towns.csv": b"name,label,c\na,A,z\n"}
    assert value(open_form(definition, still(files=files), instance_xml(form)), "q") == ""


HIDDEN = (
    "| survey |\n| | type | name | label | relevant | default |\n| | text | x | X | | |\n"
    "| | begin group | g | G | ${v} = 'a' | |\n| | text | v | V | ${x} = 'a' | a |\n"
    "| | end group | | | | |\n"
)


def test_a_hidden_group_is_shown_when_what_shows_it_would_be_there() -> None:
    form = opened(HIDDEN)
    seen = []
    for given in ("a", "b", "a"):
        form.answer("/data/x", given)
        seen.append(state_of(form)["/data/g"]["relevant"])
        again = opened(HIDDEN.replace("| | text | x | X | | |", f"| | text | x | X | | {given} |"))
        assert state_of(again) == state_of(form)
    assert seen == [True, False, True]


def test_a_trigger_sets_its_own_node_where_two_have_one_name() -> None:
    groups = "".join(
        f"| | begin group | {g} | G | | |\n| | calculate | total | | ${{k}} * {n} | {cause} |\n"
        "| | end group | | | | |\n"
        for g, n, cause in (("g1", 1, ""), ("g2", 2, "${k}"))
    )
    cause = "| | integer | k | K | | |\n"
    head = "| survey |\n| | type | name | label | calculation | trigger |\n" + cause
    form = opened(head + groups)
    form.answer("/data/k", "4")
    assert (value(form, "g1/total"), value(form, "g2/total")) == ("4", "8")


@pytest.mark.parametrize(
    ("type", "text"),
    [
        ("int", "²"), ("int", "٣"), ("decimal", "٣.٥"), ("date", "٢٠٢٦-٠٣-١٤"),
        ("time", "٠٨:٣٠"), ("dateTime", "2026-03-14T٠٨:٣٠"), ("geopoint", "1 1 1e999 0"),
        ("geopoint", "1 1 0 1e999"), ("geopoint", "٣ 1"),
    ],
)  # fmt: skip
def test_a_number_no_expression_reads_is_no_answer(type: str, text: str) -> None:
    assert normal(type, text) == ""


def times(what: Callable[[], object], number: int) -> list[object]:
    return [what() for _ in range(number)]


def test_a_page_shown_over_and_over_still_has_its_choices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("survey.forms.engine.running.MOST_WORK", 200)
    monkeypatch.setattr("survey.forms.engine.running.MOST_OF_ONE", 200)
    rows = "".join(f"| | l | n{n} | N{n} | x |\n" for n in range(20))
    form = opened(
        "| survey |\n| | type | name | label | choice_filter |\n| | text | n | N | |\n"
        "| | select_one l | q | Q | contains(name, ${n}) |\n" + LIST + rows
    )

    def shown() -> int:
        form.step()
        return len(form.options.of(form.find("/data/q")))

    assert times(shown, 50) == [20] * 50


def test_the_end_is_worked_out_however_often_the_form_was_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("survey.forms.engine.running.MOST_WORK", 200)
    ends = "| survey |\n| | type | name | label | calculation |\n| | end | e | | |\n"
    form = opened(ends + "| | calculate | c | | concat(${e}, '!') |\n")
    form.around.spent = 1_000
    form.finish()
    assert str(value(form, "c")).startswith("2026")


def test_counted_rows_with_shuffled_choices_go_and_come() -> None:
    form = opened(
        "| survey |\n| | type | name | label | repeat_count | choice_filter | parameters |\n"
        "| | integer | n | N | | | |\n| | begin repeat | r | R | ${n} | | |\n"
        "| | select_one l | q | Q | | c <= ${n} | randomize=true |\n| | end repeat | | | | | |\n"
        + LIST + "| | l | a | A | 1 |\n| | l | b | B | 3 |\n"
    )  # fmt: skip
    form.answer("/data/n", "3")
    for number in (1, 2, 3):
        form.answer(f"/data/r[{number}]/q", "a")
    form.answer("/data/n", "1")
    assert [ref for ref in state_of(form) if ref.startswith("/data/r[")] == [
        "/data/r[1]", "/data/r[1]/q",
    ]  # fmt: skip
    form.answer("/data/n", "3")
    assert [value(form, f"r[{n}]/q") for n in (1, 2, 3)] == ["a", "a", "a"]


def test_choices_inside_a_row_that_is_taken_away_are_not_looked_for() -> None:
    form = opened_xform(
        xform(
            "<n>2</n><r><a/></r>",
            '<bind nodeset="/data/r/a" calculate="randomize(/data/n)"/>',
            '<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n">'
            '<input ref="/data/r/a"/></repeat>',
        )
    )
    form.answer("/data/n", "1")
    assert len(form.series("/data/r").instances) == 1


def test_a_form_that_is_closed_leaves_no_answer_behind() -> None:
    form = opened(
        "| survey |\n| | type | name | label | relevant | calculation |\n"
        "| | text | a | A | | |\n| | calculate | c | | ${a} = 'x' | concat(${a}, 'y') |\n"
    )
    form.answer("/data/a", "x")
    assert form.find("/data/c").value == "xy"
    kept = weakref.ref(form.options)
    del form
    gc.collect()
    assert kept() is None


def test_choices_are_told_again_only_where_they_may_be_others() -> None:
    form = opened(
        "| survey |\n| | type | name | label |\n| | text | n | N |\n| | select_one l | q | Q |\n"
        "| | select_one m | r | R |\n| choices |\n| | list_name | name | label |\n"
        "| | l | a | A |\n| | l | b | B |\n| | m | c | of ${n} |\n"
    )
    still_same, said = form.find("/data/q"), form.find("/data/r")
    before = form.options.of(still_same)
    assert [option.label for option in form.options.of(said)] == ["of"]
    form.answer("/data/n", "x")
    assert form.options.of(still_same) is before
    assert [option.label for option in form.options.of(said)] == ["of x"]


def test_choices_are_told_in_the_language_that_is_spoken() -> None:
    form = opened(
        "| survey |\n| | type | name | label::sv | label::en | choice_filter |\n"
        "| | text | n | N | N | |\n| | select_one l | q | Q | Q | c = ${n} |\n| choices |\n"
        "| | list_name | name | label::sv | label::en | c |\n| | l | a | Ett | One | 1 |\n"
        "| | l | b | Två | Two | 2 |\n"
    )
    told = form.find("/data/q")
    seen = []
    for number, language in (("1", "sv"), ("1", "en"), ("2", "en"), ("2", "sv"), ("1", "sv")):
        form.answer("/data/n", number)
        form.set_language(language)
        seen += [option.label for option in form.options.of(told)]
    assert seen == ["Ett", "One", "Two", "Två", "Ett"]
