"""Excel workbooks (``.xlsx``, ``.xlsm``): looked through before they are opened.

An attacker's workbook is small outside and vast inside, or asks the XML reader to fetch files.
So every part is unpacked once in pieces, counted and searched, before openpyxl sees it.
"""

from __future__ import annotations

import datetime
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.exceptions import InvalidFileException

from survey.forms.problems import Findings, Spot
from survey.forms.read.workbook import Sheet, Unreadable, Workbook, chosen, letters, make_sheet

LARGEST_PART = 256 * 1024 * 1024
LARGEST_ALL = 384 * 1024 * 1024
"""Bytes of XML, unpacked: of one part and of all together. Pictures are never unpacked."""

MOST_PARTS = 5_000
_PIECE = 1 << 20
_OVERLAP = 4096

_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    struct.error,
    SyntaxError,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
)
"""What zipfile, the XML reader and openpyxl let out when a file is damaged."""

_DOCTYPE = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y")
_MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_UNCOUNTED = re.compile(
    rb'<c\s[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<f(?:/>|[^>]*/>|[^<]{0,2000}</f>)\s*'
    rb"(?:<v\s*/>|<v></v>)?\s*</c>"
)


class _Marks:
    """What was seen in a worksheet's XML that openpyxl does not tell."""

    def __init__(self) -> None:
        self.merged: dict[str, None] = {}
        self.uncounted: dict[str, None] = {}

    def look(self, piece: bytes) -> None:
        for found in _MERGED.finditer(piece):
            self.merged[found[1].decode()] = None
        for found in _UNCOUNTED.finditer(piece):
            self.uncounted[found[1].decode()] = None


def read(data: bytes, findings: Findings) -> Workbook:
    """Reads a workbook; :class:`Unreadable` when it is damaged, dangerous or too big."""
    try:
        marks = _look_through(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks about styles and drop-downs
            sheets = _sheets(data, marks, findings)
    except _FAULTS as fault:
        raise Unreadable("damaged-file", kind="XLSX") from fault
    return chosen(sheets, findings)


def _sheets(data: bytes, marks: dict[str, _Marks], findings: Findings) -> list[Sheet]:
    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    try:
        return [_sheet(sheet, marks, findings) for sheet in reader.wb.worksheets]
    finally:
        reader.wb.close()
        reader.archive.close()


def _look_through(data: bytes) -> dict[str, _Marks]:
    marks: dict[str, _Marks] = {}
    left = LARGEST_ALL
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise Unreadable("zip-bomb")
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("password")
        for part in parts:
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            mark = marks.setdefault(part.filename.lstrip("/"), _Marks())
            with archive.open(part) as stream:
                left -= _look(iter(lambda: stream.read(_PIECE), b""), mark, left)
    return marks


def _look(pieces: Iterable[bytes], mark: _Marks, left: int) -> int:
    total = 0
    before = b""
    for piece in pieces:
        total += len(piece)
        if total > min(LARGEST_PART, left):
            raise Unreadable("zip-bomb")
        window = before + piece
        if _DOCTYPE.search(window):
            raise Unreadable("xml-entities")
        mark.look(window)
        before = window[-_OVERLAP:]
    return total


def _sheet(sheet: Any, marks: dict[str, _Marks], findings: Findings) -> Sheet:
    made = make_sheet(sheet.title, _rows(sheet, findings), findings)
    mark = marks.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), _Marks())
    for kind, code in ((mark.merged, "merged-cells"), (mark.uncounted, "formula-not-counted")):
        for cells in list(kind)[:20]:
            row = int(re.sub(r"\D", "", cells.partition(":")[0]))
            findings.warning(code, Spot(sheet=made.name, row=row, cell=cells), cells=cells)
    return made


def _rows(sheet: Any, findings: Findings) -> Iterator[dict[int, str]]:
    # a workbook may claim any size; only rows and columns that are there count
    sheet.reset_dimensions()
    header: dict[int, str] = {}
    for row in sheet.iter_rows(max_row=1):
        header = _cells(sheet.title, row, findings)
    yield header
    if header:
        for row in sheet.iter_rows(min_row=2, max_col=max(header)):
            yield _cells(sheet.title, row, findings)


def _cells(title: str, row: Iterable[Any], findings: Findings) -> dict[int, str]:
    cells: dict[int, str] = {}
    for cell in row:
        value = cell.value
        if value is None:
            continue
        if cell.data_type == "e":
            at = f"{letters(cell.column)}{cell.row}"
            where = Spot(sheet=title, row=cell.row, cell=at, text=str(value))
            findings.warning("error-cell", where)
        text = _text(value)
        if text:
            cells[cell.column] = text
    return cells


def _text(value: object) -> str:
    if value is True:
        return "TRUE"
    if value is False:
        return "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | datetime.datetime | datetime.time):
        return str(value)
    return str(value).strip().replace("\xa0", " ")
