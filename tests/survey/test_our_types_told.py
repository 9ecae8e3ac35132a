"""Faults of our own types, and of names, are told with their place and what was probably meant."""

from __future__ import annotations

import pytest

from survey.forms.problems import FormProblem
from survey.forms.read.form import read_form

HEAD = "| survey |\n| | type | name | label | appearance | parameters | constraint |\n"


def told(rows: str) -> tuple[FormProblem, ...]:
    return read_form((HEAD + rows).encode(), "form").problems


def group(word: str, parameters: str, type: str = "integer", kind: str = "group") -> str:
    return (
        f"| | begin_{kind} | g | G | {word} | {parameters} | |\n"
        f"| | {type} | a | A | | | |\n| | end_{kind} | | | | | |\n"
    )


@pytest.mark.parametrize(("rows", "code", "grave", "cell"), [
    (group("x-points", "total=hundra"), "ours-total", "error", "E2"),
    (group("x-points", "total=-5"), "ours-total", "error", "E2"),
    (group("x-points", "total=0"), "ours-total", "error", "E2"),
    (group("x-percentages", "total=50"), "ours-total", "error", "E2"),
    (group("x-matrix", "sums=all"), "parameter-value", "error", "E2"),
    (group("x-matrix", "shares=both", kind="repeat"), "parameter-value", "error", "E2"),
    (group("x-points", "totl=50"), "parameter-unknown", "warning", "E2"),
    (group("x-nki", "total=50"), "parameter-unknown", "warning", "E2"),
    (group("x-points", "", "text"), "ours-no-number", "warning", "A3"),
    (group("x-poinst", ""), "ours-misspelt", "warning", "D2"),
    (group("x-something", ""), "unknown-ours", "warning", "D2"),
    ("| | range | r | R | x-rating-1-5 | end=7 | |", "ours-steps", "warning", "E2"),
    ("| | range | r | R | x-rating-facs | | |", "ours-misspelt", "warning", "D2"),
])
def test_each_fault_of_our_own_types_is_told_where_it_stands(
    rows: str, code: str, grave: str, cell: str
) -> None:
    (problem,) = told(rows)
    assert (problem.code, problem.severity.value, problem.spot.cell) == (code, grave, cell)


@pytest.mark.parametrize("rows", [
    group("x-points", "total=20"), group("x-points", ""), group("x-percentages", "total=100"),
    group("x-matrix", "sums=both shares=rows"), group("x-matrix", "", "text"),
    group("x-points", "", "note"), group("x-points", "", "decimal"),
    "| | range | r | R | x-rating-1-5 x-factor-treatment | start=1 end=5 step=1 | |",
    "| | range | r | R | x-rating-stars | end=3 | |",
    "| | range | r | R | x-rating-faces | | |",
])
def test_what_is_right_is_not_told(rows: str) -> None:
    assert told(rows) == ()


def test_a_factor_that_is_nearly_another_is_told() -> None:
    rating = "| | range | {} | R | x-rating-faces x-factor-{} | | |\n"
    names = ("treatment", "treatmnt", "safety", "Treatment")
    rows = "".join(rating.format(f"q{at}", name) for at, name in enumerate(names))
    (problem,) = told(rows)
    assert (problem.code, problem.spot.cell) == ("factor-misspelt", "D3")
    assert problem.hint.startswith("Did you mean treatment?")


def test_a_doubled_name_tells_both_rows() -> None:
    rows = ("| | text | a | A | | | |", "| | text | b | B | | | |", "| | text | a | C | | | |")
    (problem,) = told("\n".join(rows))
    assert problem.spot.cell == "B4" and "first in row 2" in problem.message


def test_a_sentence_that_asks_ends_with_its_question_mark() -> None:
    (problem,) = told("| | integer | a | A | | | . >= maxx(16, 3) |")
    assert problem.message.endswith("is max() meant?")
    assert problem.told(lambda words: words)[0] == problem.message


def test_problems_come_in_the_order_of_rows_whatever_found_them() -> None:
    problems = told(
        "| | select_one nothing | a | A | | | |\n| | text | b | ${nobody} | | | |\n"
        "| | txt | c | C | | | |"
    )
    assert [problem.spot.row for problem in problems] == [2, 3, 4]
