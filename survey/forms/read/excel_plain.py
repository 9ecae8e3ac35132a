"""Rows and texts of the one shape that spreadsheets write, read by a pattern.

An XML reader that calls back for every element takes most of the time of a large workbook. What
has not exactly the shape here (formulas, rich text, references, comments) goes to that reader as
it stands, so nothing is read otherwise than it would be there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

_TEXT = r"[^<>&\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*+"  # as it stands, in every XML reader
_SPOKEN = rf"<t(?: xml:space=\"preserve\")?>({_TEXT})</t>"
_CELL = (
    r"<c r=\"([A-Z]{1,3})\d{1,7}\"(?: s=\"(\d{1,6})\")?(?: t=\"(\w+)\")?"
    rf"(?: ?/>|>(?:<v>({_TEXT})</v>|<v ?/>|<is>{_SPOKEN}</is>)?</c>)"
)
_OTHERS = r"(?: (?!r=)[\w:]+=\"[^\"<&]*+\")*+"
ROW = re.compile(
    rf"\s*<row r=\"(\d{{1,7}})\"{_OTHERS} ?"
    rf"(?:/>|>((?:{re.sub(r'[(](?![?])', '(?:', _CELL)})*+)</row>)"
)
"""A row's number, and its cells for :data:`CELL`."""

CELL = re.compile(_CELL)
"""Of a cell the letters of its column, its style, its kind, its value, its own text."""

ITEM = re.compile(rf"\s*<si>{_SPOKEN}</si>")
"""One shared text."""

LONGEST = 1 << 20
"""Bytes that are held back while no end of a row is seen."""

_UTF_8 = ("", "utf-8", "us-ascii")
_HIDING = re.compile(b"<[!?]")  # what looks like an element may stand in a comment


class Sieve:
    """Takes the pieces of a part, in ``parser``'s place.

    ``marks`` are what the rows stand behind and the end of each. ``take`` gets the rows that fit
    ``pattern``, the parser all the rest. ``begun`` tells whether the parser has met what they
    stand behind as an element.
    """

    def __init__(
        self,
        parser: expat.XMLParserType,
        marks: tuple[re.Pattern[bytes], str],
        pattern: re.Pattern[str],
        take: Callable[[re.Match[str]], None],
        begun: Callable[[], bool],
    ) -> None:
        self._parser, self._pattern, self._take, self._begun = parser, pattern, take, begun
        self._opening, self._ending = marks
        self._end = self._ending.encode()
        self._held = b""
        self._encoding = ""
        self._inside = self._over = False
        parser.XmlDeclHandler = self._declared

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        self._encoding = (encoding or "").lower()

    def feed(self, piece: bytes, last: bool = False) -> None:
        """Takes one more piece. Raises what the parser and ``take`` raise, and ValueError."""
        if self._over:
            self._parser.Parse(piece, last)
            return
        self._held += piece
        if not self._inside:
            self._open()
        if self._inside:
            self._rows()
        if last or len(self._held) > LONGEST:
            self.give_up()
        if last:
            self._parser.Parse(b"", True)

    def give_up(self) -> None:
        """Leaves all that comes to the parser."""
        if not self._over:
            held, self._held, self._over = self._held, b"", True
            self._parser.Parse(held, False)

    def _open(self) -> None:
        found = self._opening.search(self._held)
        if found is None:
            return
        before, self._held = self._held[: found.end()], self._held[found.end() :]
        self._parser.Parse(before, False)
        hidden = _HIDING.search(before, before.find(b"<") + 1)  # a declaration may come first
        if self._begun() and hidden is None and self._encoding in _UTF_8:
            self._inside = True
        else:
            self.give_up()

    def _rows(self) -> None:
        cut = self._held.rfind(self._end) + len(self._end)
        if cut < len(self._end):
            return
        text, rest = self._held[:cut].decode(), self._held[cut:]
        at, match, take = 0, self._pattern.match, self._take
        while at < len(text):
            found = match(text, at)
            if found is not None:
                take(found)
                at = found.end()
                continue
            end = text.index(self._ending, at) + len(self._ending)
            odd = text[at:end]
            if "<!" in odd or "<?" in odd:  # what looks like rows may stand in a comment
                self._held = text[at:].encode() + rest
                self.give_up()
                return
            self._parser.Parse(odd.encode(), False)
            at = end
        self._held = rest
