"""Files that would take for ever to read: the work is counted, never the time."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from survey.expressions import patternreader
from survey.expressions.patterns import Pattern
from survey.forms import spoken
from survey.forms.canonical import read_canonical, write_form
from survey.forms.read import references
from survey.forms.read.form import read_form
from survey.forms.tables import searches


def codes(survey: str, more: str = "") -> list[str]:
    reading = read_form(f"| survey |\n{survey}\n{more}".encode(), "f")
    return [problem.code for problem in reading.problems]


def calls(module: object, name: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every call of a function of a module from now on."""
    seen: list[Any] = []
    usual: Callable[..., Any] = getattr(module, name)

    def counted(*given: Any) -> Any:
        seen.append(given)
        return usual(*given)

    monkeypatch.setattr(module, name, counted)
    return seen


LOOP = (
    "| | type | name | label |\n| | begin loop over l | o | O |\n"
    "| | text | q | {label} |\n| | text | r | R |\n| | end loop | | |\n"
)
CHOICES = "| choices |\n| | list_name | name | label |\n" + "".join(
    f"| | l | c{n} | C{n} |\n" for n in range(5)
)


def test_a_loop_makes_no_more_questions_than_a_form_has(monkeypatch: pytest.MonkeyPatch) -> None:
    survey = LOOP.format(label="Q %(label)s: 5 %% or more")
    assert codes(survey, CHOICES) == []
    monkeypatch.setattr("survey.forms.read.loops.MOST", 9)
    assert codes(survey, CHOICES) == ["loop-too-long"]


def test_loops_in_loops_and_after_one_another_are_counted_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = LOOP.format(label="Q").splitlines(keepends=True)
    inner = "".join(rows[1:]).replace("| o |", "| i |")
    nested = "".join((*rows[:2], inner, *rows[2:]))
    assert codes(nested, CHOICES) == []
    after = "".join(rows) + "".join(rows[1:]).replace("| o |", "| p |")
    assert codes(after, CHOICES) == []
    monkeypatch.setattr("survey.forms.read.loops.MOST", 70)
    assert codes(nested, CHOICES) == ["loop-too-long"]
    monkeypatch.setattr("survey.forms.read.loops.MOST_NODES", 19)
    assert codes(after, CHOICES) == ["form-too-large"]


def test_a_text_in_a_loop_is_refused_before_it_is_too_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("read.loops", "limits"):
        monkeypatch.setattr(f"survey.forms.{name}.LONGEST", 1_000)
    choices = CHOICES.replace("| C3 |", f"| {'C' * 400} |")
    assert codes(LOOP.format(label="%(label)s" * 2), choices) == []
    assert codes(LOOP.format(label="%(label)s" * 3), choices) == ["text-too-long"]
    monkeypatch.setattr("survey.forms.read.loops.MOST_SIGNS", 800)
    assert codes(LOOP.format(label="%(label)s" * 2), choices) == ["too-many-cells"]


@pytest.mark.parametrize("place", ["%(name)9s", "%(name)-9s", "%(name).9s", "%(name)099s", "%5s"])
def test_a_place_in_a_loop_has_no_width(place: str) -> None:
    assert codes(LOOP.format(label=place), CHOICES) == ["loop-place"]


def test_nothing_however_often_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = calls(patternreader, "_add", monkeypatch)
    pattern = Pattern("((){300}){300}a{3}")
    assert len(seen) < 50
    assert pattern.fits("aaa") and not pattern.fits("aa")


def test_brackets_that_nothing_closes_are_looked_for_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = calls(spoken, "closing", monkeypatch)
    assert len(spoken.parts_of("instance('a')/a[" * 500)) == 1_000
    assert len(seen) <= 20
    assert spoken.parts_of("x instance('a')/a[b = '1']/c y") == [
        (False, "x "), (True, "instance('a')/a[b = '1']/c"), (False, " y"),
    ]  # fmt: skip


def test_only_the_first_misspelt_names_are_guessed_at(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = calls(references, "nearest", monkeypatch)
    rows = "".join(f"| | note | name{n} | ${{nane{n}}} |\n" for n in range(100))
    told = codes("| | type | name | label |\n" + rows)
    assert (len(told), len(seen)) == (100, 50)
    assert {told.count("reference-misspelt"), told.count("reference-unknown")} == {50}


@pytest.mark.parametrize(
    ("appearance", "wanted"),
    [
        ("search('t')", True), ("w1 search('t') x", True), ("search(" * 50, False),
        ("search", False), ("minimal", False), ("search(\n)", False),
    ],
)  # fmt: skip
def test_a_search_is_known_by_its_bracket(appearance: str, wanted: bool) -> None:
    assert searches(appearance) is wanted


@pytest.mark.parametrize("where", ["settings", "node", "choice", "words"])
def test_names_that_cannot_be_written_are_told(where: str) -> None:
    source = (
        "| survey |\n| | type | name | label |\n| | select_one l | q | Q |\n" + CHOICES
    )
    made = read_form(source.encode(), "f").form
    assert made is not None
    plain = json.loads(write_form(made))
    bad = {"\ud800": "x"}
    choice = plain["lists"][0]["choices"][0]
    if where == "settings":
        plain["settings"] = bad
    elif where == "node":
        plain["nodes"][0]["bind"] = bad
    elif where == "choice":
        choice["columns"] = bad
    else:
        choice["text"]["label"] = bad
    form, problems = read_canonical(json.dumps(plain).encode())
    assert form is None and [problem.code for problem in problems] == ["json-fault"]
