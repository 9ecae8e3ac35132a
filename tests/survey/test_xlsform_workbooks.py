from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from bench.mutated_workbooks import trial
from survey.forms.problems import Findings
from survey.forms.read import excel_parts
from survey.forms.read.form import read_form
from survey.forms.read.workbook import LARGEST

ROWS = [("type", "name", "label"), ("text", "a", "A")]


def book(rows: list[tuple[object, ...]] = ROWS, title: str = "survey") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(into, "w", 8) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return into.getvalue()


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in read_form(data, "form").problems]


def test_numbers_days_and_truth_are_text_as_other_tools_have_them() -> None:
    import datetime

    rows = [
        ("type", "name", "label", "default"),
        ("integer", "a", 1.0, 2.5),
        ("date", "b", True, datetime.datetime(2025, 9, 1)),
        ("time", "c", "C", datetime.time(8, 30)),
    ]
    form = read_form(saved(book(rows)), "form").form
    assert form is not None
    assert [n.text["label"][""] for n in form.nodes] == ["1", "TRUE", "C"]
    assert [n.default for n in form.nodes] == ["2.5", "2025-09-01 00:00:00", "08:30:00"]


def test_a_single_sheet_of_any_name_is_the_survey() -> None:
    assert read_form(saved(book(title="Blad1")), "form").form is not None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"  \n", "empty-file"),
        (b"hello", "unknown-kind"),
        (b"\xff\xfe\x00", "unknown-kind"),
        (b"PK\x03\x04 no archive", "damaged-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_workbook_is_told_for_what_it_is(data: bytes, code: str) -> None:
    assert codes(data) == [code]


def test_an_empty_workbook_and_one_that_is_too_big_are_told() -> None:
    assert codes(saved(book([]))) == ["empty-workbook"]
    assert codes(b"PK" + bytes(LARGEST)) == ["too-big"]


def test_a_part_that_could_fetch_files_is_never_opened() -> None:
    sheet = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    assert codes(with_part(saved(book()), "xl/worksheets/sheet1.xml", sheet)) == ["xml-entities"]
    wide = sheet.decode().encode("utf-16")
    assert codes(with_part(saved(book()), "xl/worksheets/sheet1.xml", wide)) == ["xml-entities"]


def test_an_archive_that_swells_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_parts, "LARGEST_PART", 1 << 20)
    bomb = with_part(saved(book()), "xl/worksheets/sheet1.xml", b"<a>" + b" " * (3 << 20))
    assert len(bomb) < 100_000
    assert codes(bomb) == ["zip-bomb"]


def test_a_million_empty_rows_are_passed_over() -> None:
    made = book()
    made.worksheets[0].cell(row=1_048_576, column=200, value="end")
    form = read_form(saved(made), "form").form
    assert form is not None
    assert [node.name for node in form.nodes] == ["a"]


def test_rows_far_below_the_end_are_told() -> None:
    made = book()
    made.worksheets[0].cell(row=200, column=1, value="text")
    assert codes(saved(made)) == ["rows-after-gap"]


def test_merged_cells_and_formulas_without_a_value_are_told() -> None:
    made = book([*ROWS, ("text", "b", '="B"')])
    made.worksheets[0].merge_cells("C2:D2")
    problems = read_form(saved(made), "form").problems
    assert [(p.code, p.spot.cell) for p in problems if p.code != "no-words"] == [
        ("merged-cells", "C2:D2"),
        ("formula-not-counted", "C3"),
    ]


def test_the_same_column_twice_is_refused_with_its_place() -> None:
    rows = [("type", "name", "label", "label"), ("text", "a", "A", "B")]
    problems = read_form(saved(book(rows)), "form").problems
    assert [(p.code, p.spot.cell) for p in problems] == [("doubled-column", "D1")]


def test_a_cell_beside_the_columns_of_a_table_is_refused() -> None:
    text = b"| survey |\n| | type | name | label |\n| | text | a | A | stray |\n"
    assert [(p.code, p.spot.cell) for p in read_form(text, "form").problems] == [
        ("cell-without-header", "D2")
    ]


def test_findings_that_flood_are_counted_and_the_first_error_is_kept() -> None:
    findings = Findings()
    for _ in range(2000):
        findings.warning("empty-file")
    findings.error("password")
    assert findings.errors == 1
    assert findings.problems()[0].code == "password"
    assert len(findings.problems()) == 1001


@pytest.mark.parametrize("seed", range(100))
def test_no_damage_to_a_workbook_lets_an_exception_out(seed: int) -> None:
    assert trial(seed) in ("read", "refused")
