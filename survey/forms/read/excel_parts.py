"""The parts of an Excel workbook around its cells: which sheets, shared texts, styles of dates.

Every part is unpacked in pieces through one door that counts bytes and refuses declarations, so
an archive that is small outside and vast inside, or wants other files fetched, is stopped.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from survey.forms.read.excel_plain import ITEM, Sieve
from survey.forms.read.workbook import MOST_CELLS, MOST_SIGNS, Unreadable, too_much

LARGEST_PART = 256 * 1024 * 1024
LARGEST_ALL = 384 * 1024 * 1024
"""Bytes of XML, unpacked: of one part and of all together. Other parts are never unpacked."""

SMALL = 16 * 1024 * 1024
MOST_TIMES = 200
"""A part larger than ``SMALL`` may be that many times larger unpacked; lists of choices are 15."""

LONGEST_TEXT = 1_000_000
"""Characters of one cell; spreadsheets stop at 32 767."""

MOST_PARTS = 5_000
MOST_SHEETS = 1_000
MOST_STYLES = 100_000
_PIECE = 1 << 16

_DATES = {*range(14, 23), 45, 46, 47}
_SPANS = {46}
_NOT_SIGNS = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
_DATE_SIGN = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_SPAN_SIGN = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.IGNORECASE)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Feed = Callable[[bytes, bool], object]


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers of the cell styles that show a number as a date or time, or as a span of time."""

    dates: frozenset[int] = frozenset()
    spans: frozenset[int] = frozenset()


class Archive:
    """A workbook's archive. :class:`Unreadable` for what is too big, sealed or dangerous."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise Unreadable("zip-bomb")
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable("password")
        self._archive = archive
        self._parts = {part.filename.replace("\\", "/").lower().lstrip("/"): part for part in parts}
        self._left = LARGEST_ALL

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def steps(
        self, name: str, parser: expat.XMLParserType, feed: Feed | None = None
    ) -> Iterator[None]:
        """Feeds a part piece by piece to ``parser``, or to what stands before it as ``feed``.

        Raises KeyError when there is no such part.
        """
        feed = feed or parser.Parse
        part = self._parts[name.lower()]
        swollen = part.file_size > max(SMALL, MOST_TIMES * part.compress_size)
        if swollen or part.file_size > min(LARGEST_PART, self._left):
            raise Unreadable("zip-bomb")
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.buffer_text = True
        with self._archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise Unreadable("zip-bomb")
                feed(piece, False)
                yield
            feed(b"", True)
            yield

    def look(self, name: str, start: Start, end: End | None = None) -> None:
        """Calls ``start`` with each element's name without its prefix, and ``end`` after it."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda name, given: start(name.rpartition(":")[2], given)
        if end is not None:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        for _ in self.steps(name, parser):
            pass


def _refuse(*_: object) -> None:
    raise Unreadable("xml-entities")


@dataclass(frozen=True, slots=True)
class Outline:
    """Sheets as (name, part) in order; ``early`` counts days from 1904."""

    sheets: tuple[tuple[str, str], ...]
    texts: str
    styles: str
    early: bool


def outline(archive: Archive) -> Outline:
    """Where the parts of the workbook are; :class:`Unreadable` when there is none inside."""
    book = "xl/workbook.xml"
    if book not in archive:
        book = next((to for kind, to in _related(archive, "") if kind == "officeDocument"), "")
    if book not in archive:
        raise Unreadable("no-workbook-inside")
    related = _Related(archive, book)
    sheets: list[tuple[str, str]] = []
    early: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            id = next((v for k, v in given.items() if k.rpartition(":")[2] == "id"), "")
            part = related.by_id.get(id, "")
            if part and part not in archive:
                raise LookupError("a sheet without its part")
            if part:  # a sheet of another kind, such as a chart, holds no cells
                sheets.append((given.get("name", ""), part))
            if len(sheets) > MOST_SHEETS:
                raise Unreadable("zip-bomb")
        elif name == "workbookPr":
            early.append(given.get("date1904", ""))

    archive.look(book, start)
    return Outline(
        tuple(sheets),
        related.one("sharedStrings"),
        related.one("styles"),
        early[-1:] in (["1"], ["true"]),
    )


class _Related:
    """What a part is connected with."""

    def __init__(self, archive: Archive, part: str) -> None:
        self.by_id: dict[str, str] = {}
        self._by_kind: dict[str, str] = {}
        for kind, to in _related(archive, part, self.by_id):
            self._by_kind.setdefault(kind, to)

    def one(self, kind: str) -> str:
        """The first part of a kind, or nothing."""
        return self._by_kind.get(kind, "")


def _related(
    archive: Archive, part: str, sheets: dict[str, str] | None = None
) -> list[tuple[str, str]]:
    folder, name = posixpath.split(part)
    found: list[tuple[str, str]] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag != "Relationship" or given.get("TargetMode") == "External":
            return
        kind = given.get("Type", "").rpartition("/")[2]
        to = posixpath.normpath(posixpath.join("/", folder, given.get("Target", ""))).lstrip("/")
        found.append((kind, to))
        if sheets is not None and kind == "worksheet":
            sheets[given.get("Id", "")] = to

    place = posixpath.join(folder, "_rels", f"{name}.rels")
    if place in archive:
        archive.look(place, start)
    return found


def shared_texts(archive: Archive, part: str) -> list[str]:
    """The table of texts that cells point into, without phonetic readings."""
    if part not in archive:
        return []
    reader = Texts()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.said
    sieve = Sieve(parser, _BEHIND, ITEM, reader.plain, lambda: reader.begun)
    for _ in archive.steps(part, parser, sieve.feed):
        if len(reader.made) > MOST_CELLS or reader.signs > MOST_SIGNS:
            raise too_much()
    return reader.made


_BEHIND = (re.compile(rb"<sst[^<>]*>"), "</si>")


class Texts:
    """Collects the text of every ``si``."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.signs = 0
        self.begun = False
        self._pieces: list[str] = []
        self._length = 0
        self._taking = False
        self._aloud = False

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""
        self.begun = True
        if name == "t" or name.endswith(":t"):
            self._taking = not self._aloud
        elif name.endswith("si"):
            self._pieces, self._length = [], 0
        elif name.endswith("rPh"):
            self._aloud = True

    def plain(self, found: re.Match[str]) -> None:
        """A whole ``si`` of nothing but text."""
        self._add(found[1])

    def said(self, text: str) -> None:
        """Text inside an element."""
        if self._taking:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > LONGEST_TEXT:
                raise Unreadable("cell-too-long", most=LONGEST_TEXT)

    def end(self, name: str) -> None:
        """An element ends."""
        self._taking = False
        if name.endswith("si"):
            self._add("".join(self._pieces))
        elif name.endswith("rPh"):
            self._aloud = False

    def _add(self, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            raise Unreadable("cell-too-long", most=LONGEST_TEXT)
        self.signs += len(text)
        self.made.append(tidy(text.replace("x005F_", "")))


def tidy(text: str) -> str:
    """A cell's text without blanks around it and without blanks that do not break."""
    return text.strip().replace("\xa0", " ")


def date_styles(archive: Archive, part: str) -> Styles:
    """Which cell styles are dates; none when the workbook has no styles."""
    if part not in archive:
        return Styles()
    formats: dict[int, str] = {}
    cells: list[int] = []
    inside: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        if name == "numFmt":
            formats[int(given.get("numFmtId", "0"))] = given.get("formatCode", "")
        elif name == "xf" and inside[-1:] == ["cellXfs"] and len(cells) < MOST_STYLES:
            cells.append(int(given.get("numFmtId", "0")))
        inside.append(name)

    archive.look(part, start, lambda name: inside.__delitem__(-1))
    codes = {id: code.split(";")[0] for id, code in formats.items()}
    dates = {id for id in _DATES if id not in codes}
    dates |= {id for id, code in codes.items() if _DATE_SIGN.search(_NOT_SIGNS.sub("", code))}
    spans = {id for id in _SPANS if id not in codes}
    spans |= {id for id, code in codes.items() if _SPAN_SIGN.search(code)} & dates
    return Styles(
        frozenset(at for at, id in enumerate(cells) if id in dates),
        frozenset(at for at, id in enumerate(cells) if id in spans),
    )
