"""A workbook as sheets of rows of text, whatever kind of file it came in.

The kind is told by content, never by the file's name: ``.xlsx``, old ``.xls``, CSV with sheet
names in the first column, or tables in Markdown. Numbers, days and truth values become the text
that XLSForm tools make of them. Memory and time are bounded by the limits here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from survey.forms.limits import UNWRITABLE
from survey.forms.problems import Findings, Spot
from survey.forms.read.vocabulary import SHEETS

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that are read at all."""

MOST_CELLS = 2_000_000
"""Cells with text in one workbook: 100 000 choices with a dozen further columns."""

A_ROW = 3
"""Cells that a row weighs in memory by itself."""

MOST_SIGNS = 32_000_000
"""Characters in all cells; a text that many cells share counts in each."""

EMPTY_COLUMNS = 20
EMPTY_ROWS = 60
"""After as many empty ones in a row nothing more is read, as other XLSForm tools do."""

LOOK_FURTHER = 2_000
"""Rows that are looked at after the end, to tell that something is left unread."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the sheet (from 1) and the text of its cells by column (from 1)."""

    number: int
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: ``headers`` by column; ``rows`` are those under the header, empty ones too."""

    name: str
    headers: dict[int, str]
    rows: tuple[Row, ...]

    def spot(self, row: int = 0, column: int = 0, text: str = "") -> Spot:
        """Where something stands in this sheet."""
        cell = f"{letters(column)}{row}" if row and column else ""
        return Spot(
            sheet=self.name,
            row=row,
            column=self.headers.get(column, ""),
            cell=cell,
            text=text[:300],
        )


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets in the file's order. A sheet nobody knows is there too."""

    sheets: tuple[Sheet, ...]


class Unreadable(Exception):
    """The file cannot be read as a workbook: ``code`` as in the wording, with its values."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Tally:
    """Counts while cells are read, so that a file is refused before it fills the memory."""

    def __init__(self) -> None:
        self._cells = self._signs = 0

    def row(self, cells: Mapping[int, str]) -> None:
        """One more row. Raises :class:`Unreadable` when all together are too much."""
        self._cells += len(cells) + A_ROW if cells else 0
        self._signs += sum(map(len, cells.values()))
        if self._cells > MOST_CELLS or self._signs > MOST_SIGNS:
            raise too_much()


def too_much() -> Unreadable:
    """The fault of a workbook that holds more than is read."""
    return Unreadable("too-many-cells", most=MOST_CELLS, row=A_ROW, signs=MOST_SIGNS)


def letters(column: int) -> str:
    """1 → ``A``, 27 → ``AA``."""
    said = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said


def writable(text: str, where: Spot, findings: Findings) -> str:
    """A cell's text without signs that no form can hold; ``findings`` is told of them."""
    if UNWRITABLE.search(text) is None:
        return text
    findings.warning("sign-left-out", where)
    return UNWRITABLE.sub("", text).strip()


def read_workbook(data: bytes, findings: Findings) -> Workbook | None:
    """Reads the sheets. ``None`` when it cannot be done; why is in ``findings``."""
    try:
        return _read(data, findings)
    except Unreadable as fault:
        findings.error(fault.code, Spot(), offset=None, **fault.values)
        return None


def _read(data: bytes, findings: Findings) -> Workbook:
    from survey.forms.read import excel, legacy, plain

    if len(data) > LARGEST:
        raise Unreadable("too-big", most=LARGEST // 1024 // 1024)
    if not data.strip():
        raise Unreadable("empty-file")
    if data.startswith(b"PK"):
        return excel.read(data, findings)
    if data.startswith(OLE):
        return legacy.read(data, findings)
    return plain.read(data, findings)


def make_sheet(name: str, table: Iterator[dict[int, str]], findings: Findings) -> Sheet:
    """A sheet from rows of cells, the header's first; stops where the rows end."""
    first = next(table, {})
    headers = _headers(name, first, findings)
    rows: list[Row] = []
    empty = 0
    number = 1
    for number, cells in enumerate(table, start=2):
        empty = 0 if any(at in headers for at in cells) else empty + 1
        if empty > EMPTY_ROWS:
            break
        rows.append(Row(number, cells))
    del rows[len(rows) - empty if empty <= EMPTY_ROWS else len(rows) - EMPTY_ROWS :]
    sheet = Sheet(UNWRITABLE.sub("", name), headers, tuple(rows))
    if empty > EMPTY_ROWS:
        _unread_rows(sheet, number + 1, table, findings)
    return sheet


def _headers(name: str, first: dict[int, str], findings: Findings) -> dict[int, str]:
    headers: dict[int, str] = {}
    seen: set[str] = set()
    last = 0
    for column in sorted(first):
        if column - last > EMPTY_COLUMNS + 1:
            break
        text = " ".join(part for part in first[column].split(" ") if part)
        if text in seen:
            where = Spot(sheet=name, row=1, column=text, cell=f"{letters(column)}1", text=text)
            findings.error("doubled-column", where, column=text)
        headers[column] = text
        seen.add(text)
        last = column
    return headers


def _unread_rows(
    sheet: Sheet, number: int, rest: Iterable[dict[int, str]], findings: Findings
) -> None:
    for row, cells in enumerate(rest, start=number):
        if row - number > LOOK_FURTHER:
            return
        if any(at in sheet.headers for at in cells):
            findings.warning("rows-after-gap", sheet.spot(row), rows=EMPTY_ROWS)
            return


def chosen(sheets: list[Sheet], findings: Findings) -> Workbook:
    """The workbook; of sheets with one name the last, as other XLSForm tools have it."""
    if not any(sheet.headers for sheet in sheets):
        raise Unreadable("empty-workbook")
    last = {_meant(sheet.name): sheet for sheet in sheets}
    for sheet in sheets:
        if last[_meant(sheet.name)] is not sheet:
            findings.warning("doubled-sheet", Spot(sheet=sheet.name), sheet=sheet.name)
    return Workbook(tuple(sheet for sheet in sheets if last[_meant(sheet.name)] is sheet))


def _meant(name: str) -> str:
    return name.lower() if name.lower() in SHEETS else name
