"""A form as an XLSForm workbook that other tools turn into the same XForm.

Only texts are written, each in its own cell: a sheet of 100 000 choices is made in a second.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from survey.forms.definition import FormDefinition
from survey.forms.limits import UNWRITABLE
from survey.forms.read.workbook import letters
from survey.forms.write.sheets import Table, sheets

_NO_TITLE = re.compile(r"[\[\]*?:/\\\n\t]")
_BEYOND_TEXT = {"\r": "&#13;"}

WIDEST = 60
"""Characters; a column is as wide as its longest word, up to this."""

LONGEST = 32_767
"""Characters of one cell that spreadsheets hold; what is longer ends there."""

_TOGETHER = 500
"""Rows that are written in one go."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the same form gives the same bytes on any day

_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    '<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_xlsx(form: FormDefinition) -> bytes:
    """The workbook's bytes. Signs that XML cannot hold are left out."""
    taken: dict[str, str] = {}
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        tables = sheets(form)
        for number, table in enumerate(tables, start=1):
            title = _title(table.name, taken)
            taken[title.lower()] = title
            _put(archive, f"xl/worksheets/sheet{number}.xml", _sheet(table))
        for name, text in _around(list(taken.values())):
            _put(archive, name, (text,))
    return into.getvalue()


def _put(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    part = zipfile.ZipInfo(name, _OLDEST)
    part.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(part, "w", force_zip64=False) as stream:
        for piece in pieces:
            stream.write(piece.encode())


def _title(name: str, taken: dict[str, str]) -> str:
    """A name that a spreadsheet can hold: no signs of its own, at most 31, none twice."""
    plain = _NO_TITLE.sub("_", UNWRITABLE.sub("", name)).strip("'") or "_"
    title, number = plain[:31], 2
    while title.lower() in taken:
        end = f" {number}"
        title, number = plain[: 31 - len(end)] + end, number + 1
    return title


def _sheet(table: Table) -> Iterator[str]:
    rows = table.lines()
    widths = _widths(rows)
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews>'
    )
    if widths:
        yield "<cols>"
        for at, width in enumerate(widths, start=1):
            yield f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        yield "</cols>"
    yield "<sheetData>"
    columns = [letters(at + 1) for at in range(len(widths))]
    for first in range(0, len(rows), _TOGETHER):
        some = enumerate(rows[first : first + _TOGETHER], start=first + 1)
        yield "".join([_row(number, row, columns) for number, row in some])
    yield "</sheetData></worksheet>"


def _row(number: int, row: list[str], columns: list[str]) -> str:
    cells = "".join([
        f'<c r="{column}{number}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{_said(text)}</t></is></c>'
        for column, text in zip(columns, row, strict=False)
        if text
    ])
    return f'<row r="{number}">{cells}</row>'


def _said(text: str) -> str:
    if text.isalnum():
        return text[:LONGEST]
    return escape(UNWRITABLE.sub("", text)[:LONGEST], _BEYOND_TEXT)


def _widths(rows: Iterable[list[str]]) -> list[int]:
    widths: list[int] = []
    for row in rows:
        widths += [10] * (len(row) - len(widths))
        for at, text in enumerate(row):
            if len(text) + 2 > widths[at]:
                widths[at] = min(WIDEST, len(text) + 2)
    return widths


def _around(titles: list[str]) -> Iterator[tuple[str, str]]:
    """The parts around the sheets: what there is, and how it hangs together."""
    named = list(enumerate(titles, start=1))
    yield "[Content_Types].xml", (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_PACKAGE_KIND}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
            f'ContentType="{_KIND}.worksheet+xml"/>'
            for number, _ in named
        )
        + "</Types>"
    )
    yield "_rels/.rels", _related([("rId1", "officeDocument", "xl/workbook.xml")])
    yield "xl/workbook.xml", (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/>'
        "</bookViews><sheets>"
        + "".join(
            f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>'
            for number, title in named
        )
        + "</sheets></workbook>"
    )
    yield "xl/styles.xml", _STYLES
    parts = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in named]
    last = f"rId{len(named) + 1}"
    yield "xl/_rels/workbook.xml.rels", _related([*parts, (last, "styles", "styles.xml")])


_PACKAGE_KIND = "application/vnd.openxmlformats-package.relationships+xml"


def _related(parts: Iterable[tuple[str, str, str]]) -> str:
    said = "".join(
        f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{to}"/>'
        for id, kind, to in parts
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'
