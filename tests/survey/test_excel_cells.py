"""Our reader of Excel cells beside openpyxl, the library that other XLSForm tools read with."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import MAC_EPOCH

from survey.forms.problems import Findings
from survey.forms.read import excel
from survey.forms.read.workbook import Sheet, Unreadable

DAY = datetime.datetime(2025, 9, 1, 13, 5, 0, 250_000)
VALUES: list[tuple[object, str]] = [
    ("  å b\xa0c ", "General"), (7, "General"), (2.5, "0.00"), (1e300, "General"), (-0.0, "0"),
    (3.0, "General"), (True, "General"), (False, "General"), (DAY, "yyyy-mm-dd h:mm:ss"),
    (datetime.date(1900, 2, 3), "mm-dd-yy"), (datetime.time(8, 30), "h:mm"), (59, "d-mmm"),
    (60, "d-mmm"), (0.999999999, "h:mm"), (datetime.timedelta(hours=30, seconds=1.5), "[h]:mm:ss"),
    (5, '"day "0'), (5, "[Red]0.0"), (5, "[$-41D]d mmmm yyyy"), (5, "0_d"), (5, "0;yyyy"),
    (-4.0, "yyyy"), (99_999_999, "yyyy"), ("<b>&amp;\n", "@"), (10**18, "0"), (0, "yyyy-mm-dd"),
]  # fmt: skip


def book(*, early: bool = False) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    if early:
        made.epoch = MAC_EPOCH
    sheet = made.worksheets[0]
    sheet.append([f"column {at}" for at in range(len(VALUES) + 2)])
    for at, (value, format) in enumerate(VALUES, start=1):
        cell = sheet.cell(row=2, column=at, value=value)
        cell.number_format = format
    bold = TextBlock(InlineFont(b=True), "bold")
    sheet.cell(row=4, column=2, value=CellRichText("plain ", bold, " end"))
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


def replaced(data: bytes, parts: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(into, "w", 8) as new:
        for part in old.namelist():
            new.writestr(part, parts.get(part) or old.read(part))
    return into.getvalue()


def sheets(data: bytes) -> tuple[Sheet, ...]:
    return excel.read(data, Findings()).sheets


def theirs(data: bytes) -> list[dict[int, str]]:
    """The rows under the header as openpyxl has them, made text as pyxform does."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    return [
        {cell.column: said for cell in row if (said := _said(cell.value))}
        for row in sheet.iter_rows(min_row=2)
    ]


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().replace("\xa0", " ")


@pytest.mark.filterwarnings("ignore:Cell .* is marked as a date")
@pytest.mark.parametrize("early", [False, True])
def test_every_kind_of_value_is_the_text_that_openpyxl_gives(early: bool) -> None:
    data = saved(book(early=early))
    assert [row.cells for row in sheets(data)[0].rows] == theirs(data)


def test_tags_with_a_prefix_and_missing_places_are_read_alike() -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<x:worksheet xmlns:x="{space}"><x:sheetData><x:row><x:c t="str"><x:v>type</x:v></x:c>'
        '<x:c t="inlineStr"><x:is><x:r><x:t>na</x:t></x:r><x:rPh><x:t>X</x:t></x:rPh><x:r><x:t>me'
        '</x:t></x:r></x:is></x:c></x:row><x:row r="3"><x:c/><x:c><x:v>4</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    made = sheets(replaced(saved(book()), {"xl/worksheets/sheet1.xml": sheet.encode()}))[0]
    assert made.headers == {1: "type", 2: "name"}
    assert [(row.number, row.cells) for row in made.rows] == [(2, {}), (3, {2: "4"})]


def test_dates_as_text_are_read() -> None:
    cells = "".join(
        f'<c t="d"><v>{said}</v></c>' for said in ("2025-09-01", "2025-09-01T08:30:00Z", "08:30")
    )
    header = "".join(f'<c t="str"><v>h{at}</v></c>' for at in range(3))
    sheet = f"<worksheet><sheetData><row>{header}</row><row>{cells}</row></sheetData></worksheet>"
    made = sheets(replaced(saved(book()), {"xl/worksheets/sheet1.xml": sheet.encode()}))[0]
    assert made.rows[0].cells == {1: "2025-09-01", 2: "2025-09-01 08:30:00", 3: "08:30:00"}


def test_a_formula_whose_text_is_empty_is_no_fault() -> None:
    sheet = (
        '<worksheet><sheetData><row><c t="str"><v>h</v></c><c t="str"><v>i</v></c></row><row>'
        '<c r="A2" t="str"><f>""</f><v></v></c><c r="B2"><f>1+1</f></c></row></sheetData>'
        "</worksheet>"
    )
    findings = Findings()
    excel.read(replaced(saved(book()), {"xl/worksheets/sheet1.xml": sheet.encode()}), findings)
    told = [(problem.code, problem.spot.cell) for problem in findings.problems()]
    assert told == [("formula-not-counted", "B2")]


def test_an_archive_of_another_kind_says_so() -> None:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        made.writestr("word/document.xml", "<document/>")
    with pytest.raises(Unreadable) as refused:
        sheets(into.getvalue())
    assert refused.value.code == "no-workbook-inside"


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<c/>" * 16_385, "damaged-file"),
        ("<c><v>" + "1" * 1_000_001 + "</v></c>", "cell-too-long"),
        ("<c/> " + " " * (17 << 20), "zip-bomb"),
    ],
)
def test_what_no_spreadsheet_holds_is_refused(inside: str, code: str) -> None:
    sheet = f"<worksheet><sheetData><row>{inside}</row></sheetData></worksheet>"
    with pytest.raises(Unreadable) as refused:
        sheets(replaced(saved(book()), {"xl/worksheets/sheet1.xml": sheet.encode()}))
    assert refused.value.code == code


@pytest.mark.parametrize("ref", ["1", "A1B", "ÅÄ1", "ZZZZZZ1", "XFE1"])
def test_a_cell_without_a_place_is_damage(ref: str) -> None:
    sheet = f'<worksheet><sheetData><row><c r="{ref}"><v>1</v></c></row></sheetData></worksheet>'
    with pytest.raises(Unreadable) as refused:
        sheets(replaced(saved(book()), {"xl/worksheets/sheet1.xml": sheet.encode()}))
    assert refused.value.code == "damaged-file"
