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
from xml.parsers.expat import ExpatError

from survey.forms.problems import Findings, Spot
from survey.forms.read.excel_cells import SheetReader, Surroundings
from survey.forms.read.excel_parts import Archive, date_styles, outline, shared_texts
from survey.forms.read.workbook import Sheet, Unreadable, Workbook, chosen, make_sheet

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
    return [_sheet(archive, title, part, around, findings) for title, part in plan.sheets]


def _sheet(
    archive: Archive, title: str, part: str, around: Surroundings, findings: Findings
) -> Sheet:
    reader = SheetReader(title, around, findings)
    made = make_sheet(title, reader.rows(archive, part), findings)
    reader.rest()
    marks = reader.marks
    for found, code in ((marks.merged, "merged-cells"), (marks.uncounted, "formula-not-counted")):
        for cells in found:
            row = int(re.sub(r"\D", "", cells.partition(":")[0]) or 0)
            findings.warning(code, Spot(sheet=title, row=row, cell=cells), cells=cells)
    return made
