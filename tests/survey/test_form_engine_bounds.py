"""Forms that would take for ever are refused or given up, and forms that fail tell so once."""

from __future__ import annotations

import pytest

from survey.forms.engine.refused import FormRefused
from survey.forms.engine.running import open_form
from survey.forms.engine.state import state_of
from survey.forms.engine.trying import tried
from tests.forms import opened, still, table

HEAD = "| survey |\n| | type | name | label | calculation | default | repeat_count |\n"
LONG = f"| | text | a | A | | {'ab' * 450} | |\n"
BIG = f"| | calculate | b | | concat({', '.join(['${a}'] * 90)}) | | |\n"


def rows(calculation: str, number: int) -> str:
    made = (calculation.replace("#", str(n)) for n in range(number))
    return "".join(f"| | calculate | c{n} | | {text} | | |\n" for n, text in enumerate(made))


ENDLESS = {
    "long texts": LONG + BIG + rows("string-length(translate(${b}, 'a', '#'))", 40),
    "digests": LONG + BIG + rows("digest(concat(${b}, '#'), 'SHA-512')", 40),
    "patterns": LONG + BIG + rows("regex(${b}, '(a?b?){9}.*#')", 2),
    "searches": "| | begin group | g | G | | | |\n"
    + "".join(f"| | text | x{n} | X | | | |\n" for n in range(25))
    + "| | end group | | | | | |\n"
    + rows("count(/data/g/*[count(../*[. = '#']) > 0])", 6),
    "rows that read all rows": "| | begin repeat | r | R | | | 150 |\n| | integer | v | V | | | |\n"
    "| | calculate | s | | sum(../../r/v) | | |\n| | end repeat | | | | | |\n",
}


@pytest.mark.parametrize("which", ENDLESS)
def test_a_form_that_takes_too_long_to_open_is_refused(
    which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = table(HEAD + ENDLESS[which])
    open_form(form, still())
    monkeypatch.setattr("survey.forms.engine.running.MOST_WORK", 5_000)
    with pytest.raises(FormRefused) as refused:
        open_form(form, still())
    assert "too-much-work" in {problem.code for problem in refused.value.problems}


def test_actions_that_set_off_ever_more_actions_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.forms.engine.running.MOST_WORK", 5_000)
    names = [f"x{n}" for n in range(20)]
    every = ", ".join(f"${{{name}}}" for name in names)
    head = "| survey |\n| | type | name | label | calculation | trigger |\n"
    lines = (f"| | text | {n} | N | concat(., {i}) | {every} |\n" for i, n in enumerate(names))
    form = opened(head + "".join(lines))
    form.answer("/data/x0", "a")
    assert state_of(form)["/data/x1"]["value"]


def test_what_fails_at_the_opening_is_told_when_the_form_is_tried() -> None:
    form = table(HEAD + "| | calculate | d | | digest('a', 'MD' + 6) | | |\n")
    (problem,) = tried(form, still())
    assert (problem.code, problem.severity.value, problem.spot.row) == (
        "expression-syntax", "error", 2,
    )  # fmt: skip
    assert tried(table(HEAD + "| | text | a | A | | | |\n"), still()) == ()


def test_what_clock_or_chance_makes_fail_stops_no_form() -> None:
    failing = "digest('a', substr(now(), 0, 4))"
    form = table(HEAD + f"| | calculate | d | | {failing} | | |\n")
    assert [problem.severity.value for problem in tried(form, still())] == ["warning"]
    assert state_of(open_form(form, still()))["/data/d"]["value"] == ""


def test_a_signature_that_nobody_can_check_stops_no_form() -> None:
    calculation = "extract-signed(${a}, 'a2V5')"
    text = HEAD + f"| | text | a | A | | given | |\n| | calculate | d | | {calculation} | | |\n"
    assert [problem.severity.value for problem in tried(table(text), still())] == ["warning"]
    assert tried(table(text.replace("given", "")), still()) == ()


def test_searches_through_the_whole_form_are_bounded_together(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "".join(f"| | text | t{n} | T | | | |\n" for n in range(40))
    open_form(table(HEAD + asked + rows("count(/data/t#)", 30)), still())
    monkeypatch.setattr("survey.forms.engine.rules.MOST_READS", 100)
    open_form(table(HEAD + asked + rows("count(/data/t#)", 30)), still())
    many = table(HEAD + asked + rows("count(//*[. = '#'])", 30))
    with pytest.raises(FormRefused) as refused:
        open_form(many, still())
    assert [problem.code for problem in refused.value.problems] == ["too-much-work"]
