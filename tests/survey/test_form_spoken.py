"""Which parts of words are answers, and what only looks like one."""

from __future__ import annotations

import pytest

from survey.forms.read.form import read_form
from survey.forms.spoken import parts_of
from survey.forms.write.xform import write_xform


@pytest.mark.parametrize("empty", ["${}", "${ }", "${=}", "${= }"])
def test_a_place_that_holds_nothing_is_words(empty: str) -> None:
    words = f"costs {empty} now"
    assert parts_of(words) == [(False, words)]
    assert parts_of(f"{words} ${{a}}") == [(False, f"{words} "), (True, "${a}")]
    assert parts_of(empty) == [(False, empty)]


def test_a_place_that_holds_nothing_is_the_same_words_in_an_xform() -> None:
    rows = b"| survey |\n| | type | name | label |\n| | note | n | costs ${} now |\n"
    form = read_form(rows, "f").form
    assert form is not None
    written = write_xform(form)
    assert b"<output" not in written
    made = read_form(written, "f").form
    assert made is not None and made.nodes[0].text == form.nodes[0].text
