"""A form as an XLSForm workbook that other tools turn into the same XForm."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import TYPE_STRING

from survey.forms.definition import FormDefinition
from survey.forms.write.sheets import Table, sheets

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_TITLE = re.compile(r"[\[\]*?:/\\\n\t]")
WIDEST = 60
"""Characters; a column is as wide as its longest word, up to this."""


def write_xlsx(form: FormDefinition) -> bytes:
    """The workbook's bytes. Signs that XML cannot hold are left out."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for table in sheets(form):
        title = _title(table.name, taken)
        taken.add(title.lower())
        _sheet(book, title, table)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def _title(name: str, taken: set[str]) -> str:
    """A name that a spreadsheet can hold: no signs of its own, at most 31, none twice."""
    plain = _NO_TITLE.sub("_", _UNWRITABLE.sub("", name)).strip("'") or "_"
    title, number = plain[:31], 2
    while title.lower() in taken:
        end = f" {number}"
        title, number = plain[: 31 - len(end)] + end, number + 1
    return title


def _sheet(book: Workbook, title: str, table: Table) -> None:
    sheet = book.create_sheet(title=title)
    sheet.freeze_panes = "A2"
    rows = table.lines()
    for at, width in enumerate(_widths(rows)):
        sheet.column_dimensions[_letters(at + 1)].width = width
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=_UNWRITABLE.sub("", text) or None)
            if text:
                cell.data_type = TYPE_STRING  # what begins with = is no formula here
            cells.append(cell)
        sheet.append(cells)


def _widths(rows: Iterable[list[str]]) -> list[int]:
    widths: list[int] = []
    for row in rows:
        widths += [10] * (len(row) - len(widths))
        for at, text in enumerate(row):
            widths[at] = min(WIDEST, max(widths[at], len(text) + 2))
    return widths


def _letters(column: int) -> str:
    said = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said
