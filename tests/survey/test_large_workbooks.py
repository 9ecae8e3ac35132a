"""Large and hostile workbooks: what is not told is not worked out, and what is too much is said."""

from __future__ import annotations

from uuid import UUID

import pytest

from survey.forms.definition import FormDefinition
from survey.forms.problems import MOST
from survey.forms.read.form import read_form
from survey.forms.read.xlsform_choices import Lists
from survey.forms.tongues import tags

ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


def table(sheet: str, head: str, rows: list[str]) -> str:
    return f"| {sheet} |\n" + "".join(f"| | {row} |\n" for row in [head, *rows])


def test_reading_a_survey_ends_with_the_last_fault_that_is_told() -> None:
    rows = ["text | | Q"] * (MOST + 500)
    read = read_form(table("survey", "type | name | label", rows).encode(), "f")
    assert read.form is None
    assert len(read.problems) == MOST
    assert read.problems[-1].spot.row == MOST + 1


def test_reading_choices_ends_with_the_last_fault_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    met: list[str] = []
    add = Lists._add
    monkeypatch.setattr(
        Lists, "_add", lambda *given: (met.append(given[3]), add(*given))
    )
    text = table("survey", "type | name | label", ["select_one x | q | Q"])
    text += table("choices", "list_name | name | label", ["x | | L"] * (MOST + 500))
    read = read_form(text.encode(), "f")
    assert {problem.code for problem in read.problems} == {"choice-without-name"}
    assert len(met) == MOST


def test_ids_of_choices_are_kept_and_a_copied_one_is_told() -> None:
    text = table("survey", "type | name | label", ["select_one x | q | Q"])
    rows = [f"x | a | A | {ID}", f"x | b | B | {ID}", "x | c | C | "]
    text += table("choices", "list_name | name | label | x id", rows)
    read = read_form(text.encode(), "f")
    assert read.form is not None
    first, second, third = (choice.id for choice in read.form.lists[0].choices)
    assert first == UUID(ID)
    assert len({first, second, third}) == 3
    told = [(problem.code, problem.spot.cell) for problem in read.problems]
    assert told == [("doubled-id", "D3")]


def test_any_number_of_languages_has_tags() -> None:
    names = tuple(f"Language {at}" for at in range(1_500))
    named = tags(FormDefinition(id=UUID(int=1), name="f", languages=names))
    assert tuple(named.values()) == names
    assert len(named) == 1_500
