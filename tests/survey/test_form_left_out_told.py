"""What a form asks a device for and a kiosk does not give is told when the form is read."""

from __future__ import annotations

import pytest

from survey.forms.read.form import read_form


@pytest.mark.parametrize(
    ("type", "code"),
    [("start", "not-collected"), ("end", "not-collected"), ("today", "not-collected"),
     ("audit", "not-on-a-kiosk"), ("deviceid", "not-on-a-kiosk")],
)  # fmt: skip
def test_what_is_left_out_on_a_kiosk_is_told(type: str, code: str) -> None:
    text = f"| survey |\n| | type | name | label |\n| | {type} | {type} | |\n| | text | a | A |\n"
    reading = read_form(text.encode(), "f")
    assert reading.form is not None
    assert [problem.code for problem in reading.problems] == [code]
