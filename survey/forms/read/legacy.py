"""Old Excel workbooks (``.xls``), and how an encrypted workbook is known."""

from __future__ import annotations

import datetime
import struct
from collections.abc import Iterator
from typing import Any

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER
from xlrd.compdoc import CompDocError

from survey.forms.limits import UNWRITABLE
from survey.forms.problems import Findings, Spot
from survey.forms.read.workbook import (
    Sheet,
    Tally,
    Unreadable,
    Workbook,
    chosen,
    letters,
    make_sheet,
    writable,
)

_FAULTS = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    OSError,
    RecursionError,
)
"""What xlrd lets out when a file is damaged."""


def read(data: bytes, findings: Findings) -> Workbook:
    """Reads an old workbook; :class:`Unreadable` when it is encrypted or damaged."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("password")
    try:
        with xlrd.open_workbook(file_contents=data, on_demand=True, logfile=_Silent()) as book:
            tally = Tally()
            sheets = [_sheet(book, name, findings, tally) for name in book.sheet_names()]
            return chosen(sheets, findings)
    except _FAULTS as fault:
        if "encrypted" in str(fault).lower() or "password" in str(fault).lower():
            raise Unreadable("password") from fault
        raise Unreadable("damaged-file", kind="XLS") from fault


class _Silent:
    """xlrd writes its remarks about odd files here; nobody reads them."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing is kept."""


def _sheet(book: Any, name: str, findings: Findings, tally: Tally) -> Sheet:
    sheet = book.sheet_by_name(name)
    made = make_sheet(name, _rows(book, sheet, findings, tally), findings)
    book.unload_sheet(name)
    return made


def _rows(
    book: Any, sheet: Any, findings: Findings, tally: Tally
) -> Iterator[dict[int, str]]:
    for number in range(sheet.nrows):
        cells: dict[int, str] = {}
        for column, cell in enumerate(sheet.row(number), start=1):
            text = _text(book, cell)
            if cell.ctype == XL_CELL_ERROR or UNWRITABLE.search(text):
                at = Spot(sheet=sheet.name, row=number + 1, cell=f"{letters(column)}{number + 1}")
                if cell.ctype == XL_CELL_ERROR:
                    findings.warning("error-cell", at)
                    continue
                text = writable(text, at, findings)
            if text:
                cells[column] = text
        tally.row(cells)
        yield cells


def _text(book: Any, cell: Any) -> str:
    value = cell.value
    if cell.ctype == XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if cell.ctype == XL_CELL_NUMBER:
        return str(int(value)) if int(value) == value else str(value)
    if cell.ctype == XL_CELL_DATE:
        parts = xlrd.xldate_as_tuple(value, book.datemode)
        if parts[:3] == (0, 0, 0):
            return str(datetime.time(*parts[3:]))
        return str(datetime.datetime(*parts))
    return str(value).strip().replace("\xa0", " ")
