"""Excel workbooks (``.xlsx``, ``.xlsm``): sheets of text from a stranger's archive.

Only the parts that hold text are unpacked, each once and in pieces; cells become text while their
XML passes by, so a list of a hundred thousand choices is read in seconds.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from survey.forms.problems import Findings, Spot
from survey.forms.read.excel_cells import SheetReader, Surroundings
from survey.forms.read.excel_parts import Archive, date_styles, outline, shared_texts
from survey.forms.read.vocabulary import SHEETS
from survey.forms.read.workbook import Sheet, Unreadable, Workbook, chosen, make_sheet

MOST_BESIDE = 100_000
"""Cells of a sheet that is no part of the form; with more it is left out, not kept."""

MOST_SIGNS_BESIDE = 8_000_000

_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    ExpatError,
    struct.error,
    LookupError,
    ValueError,
    ArithmeticError,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
)
"""What zipfile, the XML reader and numbers let out when a file is damaged."""


def read(data: bytes, findings: Findings) -> Workbook:
    """Reads a workbook; :class:`Unreadable` when it is damaged, dangerous or too big."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            sheets = _sheets(Archive(zipped), findings)
    except _FAULTS as fault:
        raise Unreadable("damaged-file", kind="XLSX") from fault
    return chosen(sheets, findings)


def _sheets(archive: Archive, findings: Findings) -> list[Sheet]:
    plan = outline(archive)
    around = Surroundings(
        shared_texts(archive, plan.texts), date_styles(archive, plan.styles), plan.early
    )
    sheets = []
    for title, part in plan.sheets:
        reader = SheetReader(title, around, findings)
        rows = reader.rows(archive, part)
        if len(plan.sheets) > 1 and title.lower() not in SHEETS:
            try:
                sheets.append(_sheet(title, reader, _few(rows), findings))
            except _TooLarge:
                where = Spot(sheet=title)
                findings.warning("sheet-left-out", where, sheet=title, most=MOST_BESIDE)
                sheets.append(Sheet(title, {}, ()))
        else:
            sheets.append(_sheet(title, reader, rows, findings))
    return sheets


class _TooLarge(Exception):
    """A sheet that is no part of the form holds more than is kept."""


def _few(rows: Iterator[dict[int, str]]) -> Iterator[dict[int, str]]:
    count = signs = 0
    for cells in rows:
        count += len(cells)
        signs += sum(map(len, cells.values()))
        if count > MOST_BESIDE or signs > MOST_SIGNS_BESIDE:
            raise _TooLarge
        yield cells


def _sheet(
    title: str, reader: SheetReader, rows: Iterator[dict[int, str]], findings: Findings
) -> Sheet:
    made = make_sheet(title, rows, findings)
    reader.rest()
    marks = reader.marks
    for found, code in ((marks.merged, "merged-cells"), (marks.uncounted, "formula-not-counted")):
        for cells in found:
            row = int(re.sub(r"\D", "", cells.partition(":")[0]) or 0)
            findings.warning(code, Spot(sheet=title, row=row, cell=cells), cells=cells)
    return made
