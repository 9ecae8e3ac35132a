from __future__ import annotations

from pathlib import Path

import pytest

from bench.conformance_xlsform import DATA, PASSING, cases, outcomes, read, without_pyxform
from survey.forms.read.form import read_form
from survey.forms.write.xlsx import write_xlsx

REAL = DATA.parents[1] / "xlsform"
TAKEN_FOR_WRITING = 24
"""One in so many is written and read by pyxform here; the bench does all."""

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"{DATA} is not on this machine")
needs_forms = pytest.mark.skipif(not REAL.is_dir(), reason=f"{REAL} is not on this machine")


@needs_data
def test_no_case_that_passed_fails() -> None:
    passing = set(PASSING.read_text("utf-8").split("\n")) - {""}
    assert len(passing) >= 2536
    failed = {one.key for one in outcomes(TAKEN_FOR_WRITING) if one.why}
    assert not failed & passing


@needs_data
def test_every_refusal_says_where() -> None:
    placeless = []
    with without_pyxform():
        for case in cases():
            reading = read(case)
            errors = [p for p in reading.problems if p.severity.value == "error"]
            if errors and not any(p.spot.sheet for p in errors):
                placeless.append(case["id"])
    assert placeless == []


@needs_forms
@pytest.mark.parametrize("name", ["widgets.xls", "group.xlsx", "specify_other.csv", "loop.md"])
def test_a_real_form_is_written_and_read_as_the_same_form(name: str) -> None:
    data = (REAL / "pyxform_examples" / name).read_bytes()
    first = read_form(data, "form").form
    assert first is not None
    again = read_form(write_xlsx(first), "form").form
    assert again is not None
    assert [node.id for node in again.walk()] == [node.id for node in first.walk()]
    assert again.lists == first.lists


@needs_forms
def test_an_old_workbook_under_a_new_name_is_read() -> None:
    wrong = [
        file
        for file in sorted(Path(REAL).rglob("*.xlsx"))
        if file.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"
    ]
    assert wrong
    assert all(read_form(file.read_bytes(), file.stem).form for file in wrong)
