"""Sheets beside the form are kept when they are small, and never stand in the form's way."""

from __future__ import annotations

import io

import openpyxl
import pytest

from survey.forms.read import excel
from survey.forms.read.form import read_form
from survey.forms.read.xlsform import Reading

FORM = [["type", "name", "label"], ["text", "a", "A"]]


def reading(sheets: dict[str, list[list[str]]]) -> Reading:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    into = io.BytesIO()
    made.save(into)
    return read_form(into.getvalue(), "f")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_BESIDE", 6)


@pytest.mark.usefixtures("few")
def test_a_large_sheet_beside_the_form_is_left_out_and_told() -> None:
    read = reading({"data": [["x", "y"]] * 4, "survey": FORM, "notes": [["n"], ["kept"]]})
    assert read.form is not None
    assert [cell.value for cell in read.form.kept] == ["n", "kept"]
    told = [(problem.code, problem.spot.sheet) for problem in read.problems]
    assert told == [("sheet-left-out", "data")]


@pytest.mark.usefixtures("few")
def test_the_forms_own_sheets_and_a_single_sheet_are_read_whole() -> None:
    rows = [*FORM, *(["text", f"q{at}", "Q"] for at in range(4))]
    for sheets in ({"Any name": rows}, {"survey": rows, "notes": [["n"]]}):
        read = reading(sheets)
        assert read.form is not None
        assert len(read.form.nodes) == 5
        assert read.problems == ()


def test_a_sheet_of_few_long_texts_is_left_out_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_SIGNS_BESIDE", 30)
    read = reading({"survey": FORM, "notes": [["n"], ["long words " * 3]]})
    assert [problem.code for problem in read.problems] == ["sheet-left-out"]
