"""All tables as sheets of one workbook (``.xlsx``), row by row with little in memory.

Every sheet is written to a file of its own in the same folder, never to the system's folder for
what is temporary; when all are whole they become the workbook.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from admin.exports.tables import Add, CannotHold, guarded
from assets.words import later
from survey.exporting.cells import Cell, Missing
from survey.exporting.naming import Names

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST = 32_767
"""What a sheet, and a cell in UTF-16, can hold."""

NAME = "answers.xlsx"
_FIGURES = 15
"""Of a number that spreadsheets keep."""

_DAY_ZERO = date(1899, 12, 30).toordinal()
_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets count a day in 1900 that never was; earlier ones are words."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BEGIN = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
    "</sheetViews><sheetData>"
)
_END = "</sheetData></worksheet>"
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/>'
    '<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/>'
    '<top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)
_DAY, _BOLD, _WORDS = 1, 2, 3
_CODED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class WorkbookTables:
    """The whole workbook; made when the ``with`` ends without a fault."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._names = Names(("history",), fold=True)
        self._sheets: list[tuple[str, Path, IO[str]]] = []

    def __enter__(self) -> WorkbookTables:
        return self

    def __exit__(self, *why: object) -> None:
        for _, _, file in self._sheets if why[0] is None else ():
            file.write(_END)
        self._open.close()
        if why[0] is None:
            self._bind()

    def table(self, name: str, header: Sequence[str]) -> Add:
        """A sheet. Raises CannotHold, as its rows do."""
        if len(header) > MOST_COLUMNS:
            raise CannotHold(
                later("{table} has more columns than a sheet holds; choose csv or json"), table=name
            )
        path = self._folder / f".sheet{len(self._sheets) + 1}"
        file = self._open.enter_context(path.open("x", encoding="utf-8", newline=""))
        self._sheets.append((self._names.own(name[:28]), path, file))
        columns, count = [_letters(at) for at in range(len(header))], 1
        heads = (_words(column, f"{at}1", _BOLD)
                 for at, column in zip(columns, header, strict=True))
        file.write(f'{_BEGIN}<row r="1">{"".join(heads)}</row>')

        def add(row: Sequence[Cell]) -> None:
            nonlocal count
            count += 1
            if count > MOST_ROWS:
                raise CannotHold(
                    later("{table} has more rows than a sheet holds; choose csv or json"),
                    table=name,
                )
            cells = [
                f'<c r="{at}{count}"><v>{cell}</v></c>' if type(cell) is int
                else _cell(cell, f"{at}{count}")
                for at, cell in zip(columns, row, strict=True) if cell is not None
            ]
            file.write(f'<row r="{count}">{"".join(cells)}</row>')

        return add

    def _bind(self) -> None:
        file = self._folder / NAME
        with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            for number, (_, path, _) in enumerate(self._sheets, 1):
                archive.write(path, f"xl/worksheets/sheet{number}.xml")
                path.unlink()
            for part, text in _around([name for name, _, _ in self._sheets]).items():
                archive.writestr(part, text)


def _cell(cell: Cell, at: str) -> str:
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= _FIGURES:
        return f'<c r="{at}"><v>{cell:f}</v></c>'
    if isinstance(cell, date) and cell >= _FIRST_DAY:
        return f'<c r="{at}" s="{_DAY}"><v>{cell.toordinal() - _DAY_ZERO}</v></c>'
    if isinstance(cell, Missing):
        return _words(cell.value, at, 0)
    plain = guarded(cell) if isinstance(cell, str) else str(cell)
    return _words(plain, at, _WORDS)


def _words(text: str, at: str, style: int) -> str:
    if len(text) > LONGEST // 2 and len(text.encode("utf-16-le", "replace")) // 2 > LONGEST:
        raise CannotHold(
            later("a text is longer than a cell of a sheet holds; choose csv or json")
        )
    shown = escape(_CODED.sub(_code, text), {"\r": "&#13;"})
    return (
        f'<c r="{at}" t="inlineStr" s="{style}"><is><t xml:space="preserve">{shown}</t></is></c>'
    )


def _code(found: re.Match[str]) -> str:
    """A sign that XML cannot hold as workbooks write it, and what only looks like that."""
    return f"_x{ord(found[0]):04X}_"


def _letters(at: int) -> str:
    """A, B … Z, AA … for a column from 0."""
    name, left = "", at + 1
    while left:
        left, rest = divmod(left - 1, 26)
        name = chr(65 + rest) + name
    return name


def _around(names: Sequence[str]) -> dict[str, str]:
    """The parts of a workbook beside its sheets."""
    numbered = list(enumerate(names, 1))
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for n, _ in numbered
    )
    related = f"{_HEAD}<Relationships xmlns=\"{_PACKAGE}/relationships\">"
    xml = "application/xml"
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="{xml}"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{_KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" '
            f'ContentType="{_KIND}.styles+xml"/>{parts}</Types>'
        ),
        "_rels/.rels": (
            f'{related}<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
            "</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{related}{links}<Relationship Id="rId{len(names) + 1}" Type="{_OFFICE}/styles" '
            'Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": _STYLES,
    }
