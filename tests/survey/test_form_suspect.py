"""What is likely not meant is told when a form is checked, and nothing that is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from survey.forms.read.form import read_form
from survey.forms.suspect import suspicions
from survey.trial import what_refuses

HEAD = "| survey |\n| | type | name | label | default | relevant | constraint | appearance |\n"
LISTS = "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n"
ASKED = "| | select_one yn | a | A | | | | |\n| | select_multiple yn | m | M | | | | |\n"


def told(rows: str) -> list[tuple[str, int, str]]:
    form = read_form(f"{HEAD}{ASKED}{rows}{LISTS}".encode(), "f").form
    assert form is not None
    return [(one.code, one.spot.row, one.spot.column) for one in suspicions(form)]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("| | select_one yn | b | B | maybe | | | |", "default-no-choice", "default"),
        ("| | select_multiple yn | b | B | yes nej | | | |", "default-no-choice", "default"),
        ("| | integer | b | B | tolv | | | |", "default-unfit", "default"),
        ("| | date | b | B | 2026-02-30 | | | |", "default-unfit", "default"),
        ("| | text | b | B | | ${a} = 'ja' | | |", "compared-with-no-choice", "relevant"),
        ("| | text | b | B | | 'ja' != ${a} | | |", "compared-with-no-choice", "relevant"),
        ("| | text | b | B | | selected(${m}, 'ja') | | |", "compared-with-no-choice", "relevant"),
        ("| | select_one yn | b | B | | | . = 'x' | |", "compared-with-no-choice", "constraint"),
    ],
)
def test_what_is_likely_not_meant_is_told_in_its_row(row: str, code: str, column: str) -> None:
    assert told(f"{row}\n") == [(code, 4, column)]


@pytest.mark.parametrize(
    "row",
    [
        "| | select_one yn | b | B | yes | ${a} = 'yes' or ${a} = '' | . != 'no' | |",
        "| | select_multiple yn | b | B | yes no | selected(${m}, 'no') | | |",
        "| | text | b | ja | ja | ${m} = 'yes no' | . = 'ja' | |",
        "| | integer | b | B | 12 | ${a} = ${m} | . > 1 | |",
        "| | decimal | b | B | 1 + 1 | substr(${a}, 0, 1) = 'y' | | |",
        "| | select_one yn or_other | b | B | other | | | |",
        "| | select_one yn | b | B | | count(${m}[. = 'x']) = 1 | count(../x[. = 'z']) = 0 | |",
        "| | select_one yn | b | B | | | count(../x[selected(., 'z')]) = 0 | |",
    ],
)
def test_what_is_right_is_not_suspected(row: str) -> None:
    assert told(f"{row}\n") == []


def test_a_name_that_two_groups_have_is_held_to_the_list_of_each() -> None:
    rows = (
        "| | begin_group | g1 | G | | | | |\n| | select_one yn | x | X | {} | | . != {} | |\n"
        "| | end_group | | | | | | |\n"
        "| | begin_group | g2 | G | | | | |\n| | select_one c | x | X | red | | . != 'red' | |\n"
        "| | end_group | | | | | | |\n"
    )
    colours = "| | c | red | Red |\n"
    right, wrong = rows.format("yes", "'no'"), rows.format("red", "'red'")
    form = read_form(f"{HEAD}{right}{LISTS}{colours}".encode(), "f").form
    assert form is not None and suspicions(form) == ()
    above = replace(form.nodes[0], relevant="${x} = 'red'")
    assert suspicions(replace(form, nodes=(above, *form.nodes[1:]))) == ()
    form = read_form(f"{HEAD}{wrong}{LISTS}{colours}".encode(), "f").form
    assert form is not None
    assert [(one.code, one.spot.row, one.values["name"]) for one in suspicions(form)] == [
        ("default-no-choice", 3, "x"), ("compared-with-no-choice", 3, "x"),
    ]


def test_a_dot_in_a_filter_is_a_choice() -> None:
    form = read_form(
        b"| survey |\n| | type | name | label | choice_filter |\n"
        b"| | select_one yn | b | B | . != 'x' |\n" + LISTS.encode(), "f",
    ).form  # fmt: skip
    assert form is not None and suspicions(form) == ()


def test_blocks_that_are_asked_otherwise_than_their_word_says_are_told() -> None:
    def block(word: str, *inner: str) -> list[str]:
        rows = "".join(f"{row}\n" for row in inner)
        begin, end = f"| | begin_group | g | G | | | | {word} |", "| | end_group | | | | | | |"
        found = told(f"{begin}\n{rows}{end}\n")
        return [code for code, _, _ in found]

    def row(*types: str) -> str:
        name = len(types)
        inside = "\n".join(f"| | {t} | q{name}{n} | Q | | | | |" for n, t in enumerate(types))
        return f"| | begin_group | r{name} | R | | | | |\n{inside}\n| | end_group | | | | | | |"

    assert block("x-matrix", row("integer"), row("integer", "integer")) == ["matrix-rows-differ"]
    assert block("x-matrix", row("integer")) == []
    rating = "| | integer | n{} | N | | | | x-rating-1-{} |"
    assert block("x-nki", rating.format(1, 5)) == ["nki-ratings"]
    assert block("x-nki", *(rating.format(n, 10) for n in range(3))) == []


def test_missing_words_are_counted_once_for_each_language() -> None:
    form = read_form(
        b"| survey |\n| | type | name | label::en | label::sv | hint::en |\n"
        b"| | text | a | A | | |\n| | text | b | B | B | help |\n| | note | c | | C | |\n", "f",
    ).form  # fmt: skip
    assert form is not None
    found = [(one.values["language"], one.values["number"], one.spot.row)
             for one in suspicions(form)]  # fmt: skip
    assert found == [("sv", "2", 2), ("en", "1", 4)]


def test_a_missing_translation_is_told_in_its_own_column() -> None:
    form = read_form(
        b"| survey |\n| | type | name | label::en | label::sv | constraint | "
        b"constraint_message::en |\n| | integer | age | Age | Alder | . > 3 | Too young |\n", "f",
    ).form  # fmt: skip
    assert form is not None
    (found,) = suspicions(form)
    assert (found.code, found.spot.row, found.spot.column) == (
        "words-missing", 2, "constraint_message",
    )


def test_a_factor_of_what_is_no_scale_is_told_by_its_question() -> None:
    row = "| | select_one yn | c | C | | | | x-rating-faces x-factor-a |\n"
    form = read_form(f"{HEAD}{row}{LISTS}".encode(), "f").form
    assert form is not None
    (problem,) = what_refuses(form, lambda uri: None)
    assert (problem.where, problem.code) == ("c", "misplaced")
