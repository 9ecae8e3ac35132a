"""Cells that can be read in two ways are read as they are meant."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from survey.expressions.compile import compile
from survey.expressions.errors import ExpressionError
from survey.forms.defaults import as_text
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.running import open_form
from survey.forms.read.form import read_form

_FORM = """
| survey |
| | type | name | label | default | choice_filter |
| | text | a | A | 1309- | |
| | text | b | B | ${a} - | |
| | select_one x | c | C | | hint = 'h' |
| choices |
| | list_name | name | label | hint |
| | x | v | V | h |
| | x | w | W | i |
"""


def test_a_default_that_is_no_expression_is_its_own_text_with_a_warning() -> None:
    reading = read_form(_FORM.encode(), "meant")
    assert [(problem.code, problem.spot.row) for problem in reading.problems] == [
        ("default-is-text", 2), ("expression-left-out", 3),
    ]
    assert reading.form is not None
    now = datetime(2026, 11, 21, tzinfo=UTC)
    form = open_form(reading.form, Circumstances(clock=lambda: now, zone=UTC, random=Random(1)))
    assert (form.find("/data/a").value, form.find("/data/b").value) == ("1309-", "")


def test_a_hint_of_choices_is_a_column_that_filters_may_use() -> None:
    form = read_form(_FORM.encode(), "meant").form
    assert form is not None
    first = form.lists[0].choices[0]
    assert first.text.keys() == {"label"}
    assert first.columns == {"hint": "h"}


def test_a_default_with_both_kinds_of_quotes_cannot_be_taken_as_text() -> None:
    assert as_text("it's 5\" -") == ""
    assert as_text("it's -") == 'string("it\'s -")'


def test_a_weighted_checklist_takes_answer_and_weight_by_turns() -> None:
    compile("weighted-checklist(1, 2, 'yes', 1, 'no', 2)")
    with pytest.raises(ExpressionError, match="two more arguments"):
        compile("weighted-checklist(1, 2, 'yes', 1, 'no')")


def test_types_of_one_tool_alone_are_told_with_the_tools_name() -> None:
    reading = read_form(
        b"""
| survey |
| | type | name | label |
| | begin_score | s | Score |
| | score__row | one | One |
| | end_score | | |
| | text audit | t | |
""",
        "meant",
    )
    assert reading.form is None
    assert [(p.code, p.spot.row, p.values["tool"]) for p in reading.problems] == [
        ("type-foreign", 2, "KoboToolbox"), ("type-foreign", 3, "KoboToolbox"),
        ("type-foreign", 5, "SurveyCTO"),
    ]


@pytest.mark.parametrize("end", ["end_score", "end rank"])
def test_an_end_of_another_tools_group_is_told_where_it_was_never_begun(end: str) -> None:
    rows = f"| survey |\n| | type | name | label |\n| | text | a | A |\n| | {end} | | |\n"
    reading = read_form(rows.encode(), "meant")
    assert [(p.code, p.spot.row, p.values["tool"]) for p in reading.problems] == [
        ("type-foreign", 3, "KoboToolbox")
    ]
