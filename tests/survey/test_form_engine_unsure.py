"""What could not be worked out is told as late, and is never taken for an answer."""

from __future__ import annotations

import pytest

from survey.forms.engine.refused import FormRefused
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.state import truth
from tests.forms import opened, still, table

ENGINE = "survey.forms.engine.running"
HEAD = "| survey |\n| | type | name | label | calculation | constraint | choice_filter |\n"
NAMES = ", ".join(f"jr:choice-name('c{n}', '${{q{n}}}')" for n in range(3))
CALLED = (
    HEAD + "| | text | a | A | | | |\n| | text | b | B | | | |\n"
    + "".join(f"| | select_one l | q{n} | Q | | | contains(name, ${{a}}) |\n" for n in range(3))
    + f"| | calculate | said | | concat(${{a}}, {NAMES}) | | |\n"
    + "| | calculate | same | | ${a} | | |\n"
    + "| choices |\n| | list_name | name | label |\n"
    + "".join(f"| | l | c{n} | C{n} |\n" for n in range(30))
)
ONLY = HEAD + (
    "| | text | a | A | | count(/data/*[. = current()]) = 1 | |\n| | text | b | B | | | |\n"
)


def value(form: RunningForm, name: str) -> str:
    return form.find(f"/data/{name}").value


def test_a_calculation_that_is_too_much_by_itself_is_put_off_to_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = opened(CALLED)
    monkeypatch.setattr(f"{ENGINE}.MOST_OF_ONE", 40)
    form.answer("/data/a", "c")
    for number in range(4):
        form.answer("/data/b", f"{number}")
    assert form.behind
    assert value(form, "same") == "c"
    form.finish()
    assert not form.behind
    assert value(form, "said") == "cC0C1C2"


def test_a_rule_nobody_could_work_out_is_told_until_all_is_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = opened(ONLY)
    for name in "ab":
        form.answer(f"/data/{name}", "x")
    rule, asked = form.rules.get(form.find("/data/a").plan, "constraint"), form.find("/data/a")
    form.step()
    form.around.spent = form.around.most + 1
    assert truth(form, rule, asked, True)
    assert form.behind
    with form.judged():
        assert not truth(form, rule, asked, True)
    assert not form.behind


def test_what_could_not_be_judged_stays_told_at_the_end_until_the_next_answer() -> None:
    form = opened(ONLY)
    form.answer("/data/a", "x")
    asked = form.find("/data/a")
    with form.judged():
        form.around.spent = form.around.most + 1
        truth(form, form.rules.get(asked.plan, "constraint"), asked, True)
    form.finish()
    assert form.behind
    form.answer("/data/b", "y")
    assert not form.behind


def test_a_search_that_never_ends_is_told_and_leaves_what_stood_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head = "| survey |\n| | type | name | label | calculation | trigger |\n"
    rows = head + "| | text | a | A | | |\n| | text | x | X | | |\n" + "".join(
        f"| | text | t{n} | T | | |\n" for n in range(20)
    )
    search = "string(count(/data/*[count(../*[. = ${a}]) > 0]))"
    form = opened(rows + f"| | calculate | c | | {search} | ${{a}} |\n")
    form.answer("/data/c", "before")
    monkeypatch.setattr("survey.expressions.steps.MOST_EFFORT", 100)
    form.answer("/data/a", "1")
    form.finish()
    assert form.behind
    assert value(form, "c") == "before"
    with pytest.raises(FormRefused):
        open_form(table(rows + f"| | calculate | c | | {search} | |\n"), still())
