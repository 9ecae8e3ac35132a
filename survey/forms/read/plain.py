"""Workbooks as text: Markdown tables, and CSV with the sheets' names in the first column."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from survey.forms.limits import LONGEST, UNWRITABLE
from survey.forms.problems import Findings, Spot
from survey.forms.read.vocabulary import SHEETS
from survey.forms.read.workbook import (
    Row,
    Sheet,
    Tally,
    Unreadable,
    Workbook,
    chosen,
    letters,
    writable,
)

_COMMENT = re.compile(r"\s*#")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[|\-]+")
_MARKDOWN_LINE = re.compile(r"[^\n]+")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_BEGINNING = 5000

Table = tuple[str, list[dict[int, str]]]
"""A sheet's name and its rows, the first the header."""


def read(data: bytes, findings: Findings) -> Workbook:
    """Reads text; :class:`Unreadable` when it is none, or neither kind of table."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Unreadable("unknown-kind", at=fault.start) from fault
    if "\0" in text:
        raise Unreadable("unknown-kind", at=text.index("\0"))
    beginning = text[:_BEGINNING]
    if beginning.count("|") >= 5:
        tables = _markdown(text)
        _check_headers(tables, findings)
    elif beginning.count(",") >= 4:
        tables = _commas(text)
    else:
        raise Unreadable("unknown-kind", at=0)
    if UNWRITABLE.search(text) is not None:
        _leave_out_signs(tables, findings)
    return chosen([_sheet(name, rows) for name, rows in tables], findings)


def _leave_out_signs(tables: list[Table], findings: Findings) -> None:
    for name, rows in tables:
        for number, cells in enumerate(rows, start=1):
            for column, text in list(cells.items()):
                if UNWRITABLE.search(text):
                    del cells[column]
                    where = Spot(sheet=name, row=number, cell=f"{letters(column)}{number}")
                    said = writable(text, where, findings)
                    cells |= {column: said} if said else {}


def _sheet(name: str, rows: list[dict[int, str]]) -> Sheet:
    headers = rows[0] if rows else {}
    under = tuple(Row(number, cells) for number, cells in enumerate(rows[1:], start=2))
    return Sheet(name, headers, under)


def _check_headers(tables: list[Table], findings: Findings) -> None:
    for name, rows in tables:
        for number, cells in enumerate(rows[1:], start=2):
            for column in cells.keys() - rows[0].keys():
                at = f"{letters(column)}{number}"
                where = Spot(sheet=name, row=number, cell=at, text=cells[column])
                if name.lower() in SHEETS or len(tables) == 1:
                    findings.error("cell-without-header", where)


def _markdown(text: str) -> list[Table]:
    sheets: list[Table] = []
    current: list[dict[int, str]] | None = None
    tally = Tally()
    for line in _MARKDOWN_LINE.finditer(text):
        cells = _markdown_cells(line[0])
        if cells is None:
            continue
        first, *others = cells
        if first:
            current = []
            tally.row({0: first})
            sheets.append((UNWRITABLE.sub("", first), current))
        row = {at: text for at, text in enumerate(others, start=1) if text}
        if len(line[0]) > LONGEST and any(len(text) > LONGEST for text in row.values()):
            raise Unreadable("cell-too-long", most=LONGEST)
        if current is not None and row:
            tally.row(row)
            current.append(row)
    return sheets


def _markdown_cells(line: str) -> list[str] | None:
    if _COMMENT.match(line):
        return None
    comment = line.rfind("#", 0, -1)
    if comment >= 0 and "|" not in line[comment:]:
        line = line[:comment]
    start, end = line.find("|"), line.rfind("|")
    if start < 0 or end <= start or line[:start].strip():
        return None
    inner = line[start + 1 : end]
    if _RULE.match(inner) and _RULE.fullmatch(inner):
        return None
    return [cell.strip().replace(r"\|", "|") for cell in _BAR.split(inner)]


def _commas(text: str) -> list[Table]:
    sheets: dict[str, list[dict[int, str]]] = {}
    current: list[dict[int, str]] | None = None
    tally = Tally()
    for fields in _fields(text):
        name, others = fields[0], fields[1:]
        name = UNWRITABLE.sub("", name.strip() if others else name)
        if name and name not in sheets:
            tally.row({0: name})
        if name:
            current = sheets.setdefault(name, [])
        row = {at: said for at, field in enumerate(others, start=1) if (said := field.strip())}
        if current is not None and row:
            tally.row(row)
            current.append(row)
    return list(sheets.items())


def _fields(text: str) -> Iterator[list[str]]:
    usual = csv.field_size_limit(LONGEST)
    try:
        for fields in csv.reader(line[0] for line in _LINE.finditer(text)):
            if fields:
                yield fields
    except csv.Error as fault:
        raise Unreadable("damaged-file", kind="CSV") from fault
    finally:
        csv.field_size_limit(usual)
