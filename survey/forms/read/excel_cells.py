"""The cells of one worksheet as text, row by row, while its XML is being unpacked.

Numbers, days, truth values and texts become what other XLSForm tools make of them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from survey.forms.problems import Findings, Spot
from survey.forms.read.excel_parts import LONGEST_TEXT, Archive, Styles, tidy
from survey.forms.read.excel_plain import CELL, ROW, Sieve
from survey.forms.read.workbook import Tally, Unreadable, letters

MOST_MARKS = 20
"""Merged ranges and formulas without value that are told, each."""

MOST_COLUMNS = 16_384
_BEHIND = (re.compile(b"<sheetData>"), "</row>")
_DIGITS = "0123456789"
_DAY = 86_400
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)?T?(?:(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?))?Z?")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What cells are read by: shared texts, date styles, whether days count from 1904, and the
    count of all that is read."""

    texts: list[str]
    styles: Styles
    early: bool = False
    tally: Tally = field(default_factory=Tally)


@dataclass(slots=True)
class Marks:
    """Ranges of merged cells, and formulas whose value the file does not hold."""

    merged: list[str] = field(default_factory=list)
    uncounted: list[str] = field(default_factory=list)


class SheetReader:
    """Reads one worksheet; after :meth:`rows` has ended, ``marks`` are complete."""

    def __init__(self, title: str, around: Surroundings, findings: Findings) -> None:
        self.marks = Marks()
        self._title, self._around, self._findings = title, around, findings
        self._columns: dict[str, int] = {}
        self._ready: list[tuple[int, dict[int, str]]] = []
        self._row = self._column = self._width = self._length = 0
        self._last = MOST_COLUMNS
        self._cells: dict[int, str] = {}
        self._said: list[str] = []
        self._kind = self._style = self._ref = self._names = ""
        self._taking = self._formula = self._valued = self._aloud = self._begun = False

    def rows(self, archive: Archive, part: str) -> Iterator[dict[int, str]]:
        """Cells by column, one row after the other from row 1, missing rows as empty ones.

        Columns right of the first row's last one are left out. The caller may stop early;
        :meth:`rest` then reads the marks below.
        """
        self._parser = parser = expat.ParserCreate()
        parser.StartElementHandler = self._root
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._sieve = Sieve(parser, _BEHIND, ROW, self._plain, lambda: self._begun)
        self._steps = archive.steps(part, parser, self._sieve.feed)
        expected = 1
        for _ in self._steps:
            ready, self._ready = self._ready, []
            for number, cells in ready:
                if number > expected and expected == 1:
                    return  # without a first row there are no columns
                while expected < number:
                    expected += 1
                    yield {}
                if number == expected:
                    expected += 1
                    yield cells
                    if number == 1 and not cells:
                        return

    def rest(self) -> None:
        """Reads on to the end for merged cells only."""
        self._parser.StartElementHandler = self._merged
        self._parser.EndElementHandler = None
        self._parser.CharacterDataHandler = None
        self._sieve.give_up()
        for _ in self._steps:
            pass
        self._ready = []

    def _root(self, name: str, given: dict[str, str]) -> None:
        self._names = name[: -len("worksheet")] if name.endswith("worksheet") else ""
        self._parser.StartElementHandler = self._prefixed if self._names else self._start
        if self._names:
            self._parser.EndElementHandler = lambda name: self._end(name.rpartition(":")[2])

    def _prefixed(self, name: str, given: dict[str, str]) -> None:
        self._start(name.rpartition(":")[2], given)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self._begin(given)
        elif name == "v":
            self._taking = self._kind != "inlineStr" and not self._valued
            self._valued = True
        elif name == "row":
            self._row = _whole(given["r"]) if "r" in given else self._row + 1
            self._column = self._width = 0
            self._cells = {}
        elif name == "t":
            self._taking = self._kind == "inlineStr" and not self._aloud
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aloud = True
        elif name == "mergeCell":
            self._merged(name, given)
        elif name == "sheetData":
            self._begun = not self._names

    def _plain(self, found: re.Match[str]) -> None:
        """A whole row of the usual shape."""
        self._row, cells = _whole(found[1]), {}
        given = CELL.findall(found[2] or "")
        if len(given) > MOST_COLUMNS:
            raise ValueError("more cells in a row than a spreadsheet has columns")
        for name, style, kind, value, own in given:
            column = self._columns.get(name) or self._column_of(name)
            said = own if kind == "inlineStr" else value
            if len(said) > LONGEST_TEXT:
                raise Unreadable("cell-too-long", most=LONGEST_TEXT)
            if not said or column > self._last:
                continue
            if kind == "s":
                text = self._around.texts[int(said)]
            else:
                self._kind, self._style, self._column = kind or "n", style, column
                text = self._value(said)
            if text:
                cells[column] = text
        self._column, self._cells = len(given), cells
        self._finish()

    def _begin(self, given: dict[str, str]) -> None:
        self._kind = given.get("t", "n")
        self._style = given.get("s", "")
        self._said, self._length = [], 0
        self._formula = self._valued = False
        self._ref = given.get("r", "")
        if self._ref:
            name = self._ref.rstrip(_DIGITS)
            self._column = self._columns.get(name) or self._column_of(name)
        else:
            self._column += 1
        self._width += 1
        if self._width > MOST_COLUMNS:
            raise ValueError("more cells in a row than a spreadsheet has columns")

    def _column_of(self, name: str) -> int:
        column = self._columns[name] = _number(name)
        return column

    def _merged(self, name: str, given: dict[str, str]) -> None:
        if name.endswith("mergeCell") and len(self.marks.merged) < MOST_MARKS:
            self.marks.merged.append(given.get("ref", ""))

    def _text(self, text: str) -> None:
        if self._taking:
            self._said.append(text)
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise Unreadable("cell-too-long", most=LONGEST_TEXT)

    def _end(self, name: str) -> None:
        self._taking = False
        if name == "c":
            if self._said and self._column <= self._last:
                said = self._value("".join(self._said))
                if said:
                    self._cells[self._column] = said
            elif self._formula and not self._said:
                self._uncounted()
        elif name == "row":
            self._finish()
        elif name == "rPh":
            self._aloud = False

    def _finish(self) -> None:
        if self._row == 1 and self._cells:
            self._last = max(self._cells)
        self._around.tally.row(self._cells)
        self._ready.append((self._row, self._cells))

    def _uncounted(self) -> None:
        empty_text = self._kind == "str" and self._valued
        if not empty_text and len(self.marks.uncounted) < MOST_MARKS:
            self.marks.uncounted.append(self._here())

    def _here(self) -> str:
        return f"{letters(self._column)}{self._row}"

    def _value(self, said: str) -> str:
        kind = self._kind
        if kind == "s":
            return self._around.texts[int(said)]
        if kind == "n":
            number = float(said) if "." in said or "e" in said or "E" in said else int(said)
            if self._style and int(self._style) in self._around.styles.dates:
                return self._day(number)
            return _figures(number)
        if kind == "b":
            return "TRUE" if int(said) else "FALSE"
        if kind == "e":
            return self._fault(said)
        if kind == "d":
            return _iso(said)
        return tidy(said)

    def _fault(self, said: str) -> str:
        where = Spot(sheet=self._title, row=self._row, cell=self._here(), text=said)
        self._findings.warning("error-cell", where)
        return said

    def _day(self, number: float) -> str:
        try:
            if int(self._style) in self._around.styles.spans:
                return _span(number)
            return _moment(number, self._around.early)
        except (OverflowError, ValueError):
            return self._fault("#VALUE!")


def _whole(text: str) -> int:
    number = int(text) if text.isdecimal() else float(text)
    if number != int(number) or not 0 < number < 1 << 31:
        raise ValueError("the number of a row")
    return int(number)


def _number(name: str) -> int:
    column = 0
    for sign in name.upper():
        if not "A" <= sign <= "Z" or column > MOST_COLUMNS:
            break
        column = column * 26 + ord(sign) - 64
    else:
        if 0 < column <= MOST_COLUMNS:
            return column
    raise ValueError("the name of a column")


def _figures(number: float) -> str:
    return str(int(number)) if isinstance(number, int) or number.is_integer() else str(number)


def _span(number: float) -> str:
    span = datetime.timedelta(days=number)
    if span.microseconds:
        whole = span.total_seconds() // 1
        span = datetime.timedelta(seconds=whole, microseconds=round(span.microseconds, -3))
    return str(span)


def _moment(number: float, early: bool) -> str:
    """A serial day as a date and time, or as a time of day below 1."""
    day, fraction = divmod(number, 1)
    rest = datetime.timedelta(milliseconds=round(fraction * _DAY * 1000))
    if 0 <= number < 1 and rest.days == 0:
        return str((datetime.datetime.min + rest).time())
    if 0 < number < 60 and not early:
        day += 1  # spreadsheets believe in 29 February 1900
    epoch = datetime.datetime(1904, 1, 1) if early else datetime.datetime(1899, 12, 30)
    return str(epoch + datetime.timedelta(days=day) + rest)


def _iso(said: str) -> str:
    found = _ISO.fullmatch(said)
    if not said or found is None or not any(found.groups()):
        raise ValueError("a date as text")
    day = datetime.date.fromisoformat(found[1]) if found[1] else None
    time = datetime.time.fromisoformat(found[2]) if found[2] else None
    if day is not None and time is not None:
        return str(datetime.datetime.combine(day, time))
    return str(time if day is None else day)
