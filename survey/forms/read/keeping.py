"""What a workbook holds that the form has no place for: kept cell by cell."""

from __future__ import annotations

from collections.abc import Container, Iterator

from survey.forms.definition import Cell
from survey.forms.problems import Findings, Spot
from survey.forms.read.columns import Columns
from survey.forms.read.settings import used
from survey.forms.read.vocabulary import SETTING_ALIASES, SETTING_COLUMNS, YES, Tokens
from survey.forms.read.workbook import Sheet, Workbook, letters
from survey.forms.read.xlsform_choices import Lists

MOST_KEPT = 200_000
"""Cells; a form is no place for a database."""

_PLAIN = ("type", "name", "default", "parameters", "choice_filter", "trigger", "intent", "x_id")
_LANGUAGES = ("label", "hint", "guidance_hint")
_ATTRIBUTES = ("bind", "control", "instance", "media")
_MESSAGES = ("jr:constraintMsg", "jr:requiredMsg", "jr:noAppErrorString")


def understood(tokens: Tokens) -> bool:
    """True for a column of the survey that the form has a place for."""
    first, size = tokens[0], len(tokens)
    if first in _PLAIN:
        return size == 1
    if first in _LANGUAGES:
        return size <= 2
    if first == "media" or (first == "bind" and size > 1 and tokens[1] in _MESSAGES):
        return size in (2, 3)
    return first in _ATTRIBUTES and size == 2


def kept_cells(
    workbook: Workbook,
    sheets: dict[str, Sheet],
    columns: Columns,
    lists: dict[str, Lists],
    left_out: Container[str],
    findings: Findings,
) -> tuple[Cell, ...]:
    """All cells that are kept, in the file's order; ``left_out`` are cells of the survey
    (``D7``) that could not be understood. ``findings`` is told when they are too many."""
    made: list[Cell] = []
    for sheet in workbook.sheets:
        known = next((name for name, other in sheets.items() if other is sheet), "")
        if known == "survey":
            made += _survey(columns, left_out)
        elif known in lists:
            made += _choices(lists[known])
        elif known == "settings":
            made += _settings(sheet)
        elif not known:
            made += _whole(sheet)
    if len(made) > MOST_KEPT:
        cut = made[MOST_KEPT]
        findings.warning("kept-in-part", Spot(sheet=cut.sheet, row=cut.row), most=MOST_KEPT)
    return tuple(made[:MOST_KEPT])


def _whole(sheet: Sheet) -> Iterator[Cell]:
    for column, text in sheet.headers.items():
        yield Cell(sheet=sheet.name, row=1, column=letters(column), value=text)
    for row in sheet.rows:
        for column, text in row.cells.items():
            yield Cell(sheet=sheet.name, row=row.number, column=letters(column), value=text)


def _cells(sheet: Sheet, row: int, cells: dict[int, str], known: Container[int]) -> Iterator[Cell]:
    for column, text in cells.items():
        if column not in known:
            name = sheet.headers.get(column) or letters(column)
            yield Cell(sheet=sheet.name, row=row, column=name, value=text)


def _survey(columns: Columns, left_out: Container[str]) -> Iterator[Cell]:
    sheet = columns.sheet
    known = {at for at, tokens in columns.tokens.items() if understood(tokens)}
    for row in sheet.rows:
        entry = columns.entry(row)
        unused = not entry.get("type") or entry.get("disabled") in YES
        known_here = {at for at in known if f"{letters(at)}{row.number}" not in left_out}
        yield from _cells(sheet, row.number, row.cells, () if unused else known_here)


def _choices(lists: Lists) -> Iterator[Cell]:
    sheet = lists.columns.sheet
    known = {
        at for at, tokens in lists.columns.tokens.items()
        if at not in lists.ignored or tokens[0] in ("x id", "x list id")
    }  # fmt: skip
    listing = {at for at, tokens in lists.columns.tokens.items() if tokens == ("list name",)}
    naming = listing | {at for at, tokens in lists.columns.tokens.items() if tokens == ("name",)}
    for row in sheet.rows:
        if listing.isdisjoint(row.cells):
            yield from _cells(sheet, row.number, row.cells, ())
        elif not row.cells.keys() <= known:
            # with its list and name the cell finds back to its choice
            for at in sorted(naming & row.cells.keys(), key=lambda at: at not in listing):
                name = "list_name" if at in listing else "name"
                yield Cell(sheet=sheet.name, row=row.number, column=name, value=row.cells[at])
            yield from _cells(sheet, row.number, row.cells, known | naming)


def _settings(sheet: Sheet) -> Iterator[Cell]:
    columns = Columns(sheet, SETTING_ALIASES, SETTING_COLUMNS, Findings())
    known = {at for at, tokens in columns.tokens.items() if used(tokens)}
    for at, row in enumerate(sheet.rows):
        yield from _cells(sheet, row.number, row.cells, known if at == 0 else ())
