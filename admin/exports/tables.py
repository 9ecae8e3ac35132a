"""Tables as files: what every format has in common, and CSV and lines of JSON.

A file is written once from top to end; so many are open as there are tables.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Protocol

from admin.exports.refused import Refused
from survey.exporting.cells import Cell, Missing

Add = Callable[[Sequence[Cell]], None]
"""Writes a row."""

CODES = {one.value for one in Missing}
DECLINED = "_declined"
"""Names the columns of a line of JSON that are null because of that; no column has the name."""

_DANGER = tuple("=+-@\t\r\n'＝＋－＠")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


class CannotHold(Refused):
    """The format has no room for a table; says which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How CSV is written: the sign between cells, and whether it begins with Excel's mark."""

    separator: str = ","
    excel: bool = False


class Tables(Protocol):
    """One format. Used in a ``with``; what is written is whole when that ends."""

    def __enter__(self) -> Tables: ...

    def __exit__(self, *why: object) -> None: ...

    def table(self, name: str, header: Sequence[str]) -> Add:
        """Begin a table. Its rows have as many cells as the header."""


def guarded(text: str) -> str:
    """Words that no spreadsheet takes for a formula and nobody for a code: with ``'`` before them.

    Numbers stay numbers. Taking one ``'`` away from cells that begin with it gives back all words.
    """
    if text in CODES or (text.startswith(_DANGER) and not _NUMBER.fullmatch(text)):
        return f"'{text}"
    return text


class CsvTables:
    """A ``.csv`` for each table: RFC 4180, UTF-8."""

    def __init__(self, folder: Path, style: Style) -> None:
        self._folder, self._style = folder, style
        self._open = ExitStack()

    def __enter__(self) -> CsvTables:
        return self

    def __exit__(self, *why: object) -> None:
        self._open.close()

    def table(self, name: str, header: Sequence[str]) -> Add:
        encoding = "utf-8-sig" if self._style.excel else "utf-8"
        file = self._open.enter_context(_new(self._folder / f"{name}.csv", encoding))
        writer = csv.writer(file, delimiter=self._style.separator, lineterminator="\r\n")
        writer.writerow([guarded(column) for column in header])

        def add(row: Sequence[Cell]) -> None:
            writer.writerow([
                cell if cell is None or type(cell) is int
                else guarded(cell) if type(cell) is str else _written(cell) for cell in row
            ])

        return add


class JsonTables:
    """A ``.jsonl`` for each table: one object a line. What was not asked has no key, what was
    declined or left empty is null, and ``_declined`` names the former."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()

    def __enter__(self) -> JsonTables:
        return self

    def __exit__(self, *why: object) -> None:
        self._open.close()

    def table(self, name: str, header: Sequence[str]) -> Add:
        file = self._open.enter_context(_new(self._folder / f"{name}.jsonl", "utf-8"))
        columns = tuple(header)

        def add(row: Sequence[Cell]) -> None:
            told: dict[str, Any] = {}
            declined = []
            for column, cell in zip(columns, row, strict=True):
                if cell is Missing.DECLINED:
                    declined.append(column)
                    told[column] = None
                elif cell is not Missing.NOT_ASKED:
                    told[column] = _plain(cell)
            if declined:
                told[DECLINED] = declined
            file.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")

        return add


def _new(file: Path, encoding: str) -> IO[str]:
    return file.open("x", encoding=encoding, newline="", errors="backslashreplace")


def _written(cell: Cell) -> object:
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, Missing):
        return cell.value
    return _plain_text(cell)


def _plain_text(cell: Cell) -> object:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date | datetime) else cell


def _plain(cell: Cell) -> object:
    """A number with decimals is one in JSON too where that loses nothing."""
    if isinstance(cell, Decimal):
        number = float(cell)
        return number if Decimal(repr(number)) == cell else format(cell, "f")
    return _plain_text(cell)


def filled(tables: Tables, name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a whole table; how many rows it has."""
    add, count = tables.table(name, header), 0
    for row in rows:
        add(row)
        count += 1
    return count
