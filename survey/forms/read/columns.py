"""What the columns of a sheet mean, and a sheet's rows by that meaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache

from survey.forms.definition import Text, Words, ordered_words
from survey.forms.problems import Findings, Spot
from survey.forms.read.vocabulary import TRANSLATED, Tokens
from survey.forms.read.workbook import Row, Sheet

_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_BLANKS = re.compile(" +")


def meaning(
    header: str, double: bool, aliases: Mapping[str, Tokens], columns: Container[str]
) -> tuple[str, Tokens]:
    """The column's first word as known, and all its words. ``double``: ``::`` parts them."""
    for spelled in (header, _snake(header)):
        if spelled in columns and spelled not in aliases:
            return spelled, (spelled,)
    if double or "::" in header:
        words = [word.strip() for word in header.split("::")]
    else:
        words = _single(header)
    first = _snake(words[0])
    if first in aliases:
        alias = aliases[first]
        return (alias[0] if len(alias) == 1 else ""), (*alias, *words[1:])
    if first in columns:
        return first, (first, *words[1:])
    return header, tuple(words)


def _single(header: str) -> list[str]:
    words = [word.strip() for word in header.split(":")]
    if "jr" in words[:-1]:
        at = words.index("jr")
        words[at : at + 2] = [f"jr:{words[at + 1]}"]
    return words


def _snake(text: str) -> str:
    return "_".join(text.split()).lower()


class Entry:
    """A row of a sheet by what its columns mean."""

    __slots__ = ("_cells", "row", "sheet")

    def __init__(self, sheet: Sheet, row: int) -> None:
        self.sheet = sheet
        self.row = row
        self._cells: dict[Tokens, tuple[str, int]] = {}

    def put(self, tokens: Tokens, text: str, column: int) -> None:
        """A plain column takes the place of all columns with languages before it."""
        if len(tokens) == 1:
            for other in [known for known in self._cells if known[0] == tokens[0]]:
                del self._cells[other]
        self._cells[tokens] = (text, column)

    def put_alone(self, tokens: Tokens, text: str, column: int) -> None:
        """As :meth:`put`, of a column whose first word no other column has."""
        self._cells[tokens] = (text, column)

    def __bool__(self) -> bool:
        return bool(self._cells)

    def __contains__(self, tokens: Tokens) -> bool:
        return tokens in self._cells

    def get(self, *tokens: str) -> str:
        """The text, or nothing."""
        found = self._cells.get(tokens)
        return found[0] if found else ""

    def has(self, first: str) -> bool:
        """Any column whose first word is ``first``."""
        return any(tokens[0] == first for tokens in self._cells)

    def under(self, first: str) -> Iterator[tuple[Tokens, str]]:
        """The columns below ``first``: their further words and texts, in order."""
        for tokens, (text, _) in self._cells.items():
            if tokens[0] == first and len(tokens) > 1:
                yield tokens[1:], text

    def items(self) -> Iterator[tuple[Tokens, str, int]]:
        """Every column: its words, its text and its number."""
        for tokens, (text, column) in self._cells.items():
            yield tokens, text, column

    def spot(self, *tokens: str) -> Spot:
        """Where the cell stands; the row when there is no such cell."""
        found = self._cells.get(tokens)
        if found is None:
            found = next((v for known, v in self._cells.items() if known[0] in tokens[:1]), None)
        if found is None:
            return self.sheet.spot(self.row)
        return self.sheet.spot(self.row, found[1], found[0])

    def text(self, default_language: str) -> Text:
        """All words of this row: property → language → words."""
        said: dict[str, Words] = {}
        for name, columns in _spoken(tuple(self._cells)):
            words = self._words(columns, default_language)
            if words:
                said[name] = words
        return said

    def _words(self, columns: tuple[tuple[str, Tokens], ...], default_language: str) -> Words:
        found = {language: self._cells[tokens][0] for language, tokens in columns}
        if "" not in found or len(found) == 1:
            return found
        if default_language in found:
            del found[""]
            return found
        return {lang or default_language: text for lang, text in found.items()}


@lru_cache(maxsize=256)
def _spoken(given: tuple[Tokens, ...]) -> tuple[tuple[str, tuple[tuple[str, Tokens], ...]], ...]:
    """Of a row's columns: each property that has words, with its languages and their columns."""
    there = {tokens[:size] for tokens in given for size in (1, 2)} & TRANSLATED.keys()
    files = [tokens[:2] for tokens in given if tokens[:2] in there and tokens[0] == "media"]
    ordered = ordered_words({TRANSLATED[wanted]: wanted for wanted in (*files, *TRANSLATED)})
    made = []
    for wanted in (wanted for wanted in ordered.values() if wanted in there):
        size = len(wanted)
        columns = tuple(
            (tokens[size] if len(tokens) > size else "", tokens)
            for tokens in given
            if tokens[:size] == wanted and len(tokens) <= size + 1
        )
        made.append((TRANSLATED[wanted], columns))
    return tuple(made)


class Columns:
    """The meaning of each column of one sheet."""

    def __init__(
        self,
        sheet: Sheet,
        aliases: Mapping[str, Tokens],
        columns: Container[str],
        findings: Findings,
    ) -> None:
        self.sheet = sheet
        self.tokens: dict[int, Tokens] = {}
        double = any("::" in header for header in sheet.headers.values())
        by_header: dict[str, Tokens] = {}
        seen: dict[Tokens, str] = {}
        for at, header in sheet.headers.items():
            if header not in by_header:
                known, tokens = meaning(header, double, aliases, columns)
                if tokens in seen and known != header:
                    where = sheet.spot(1, at, header)
                    findings.error("same-column", where, column=header, other=seen[tokens])
                by_header[header] = tokens
                seen[tokens] = header
            self.tokens[at] = by_header[header]
        firsts = Counter(tokens[0] for tokens in self.tokens.values())
        self._alone = {at for at, tokens in self.tokens.items() if firsts[tokens[0]] == 1}

    def entry(self, row: Row, *, tidy: bool = False) -> Entry:
        """The row by meaning, typographic quotes made plain; ``tidy`` joins runs of blanks."""
        made = Entry(self.sheet, row.number)
        for column, text in row.cells.items():
            tokens = self.tokens.get(column)
            if tokens is not None:
                put = made.put_alone if column in self._alone else made.put
                put(tokens, clean(text, tidy), column)
        return made

    def names(self) -> set[str]:
        """The first word of every column."""
        return {tokens[0] for tokens in self.tokens.values()}


def clean(text: str, tidy: bool) -> str:
    """Text with plain quotes, and with single blanks when ``tidy``."""
    said = text if text.isascii() else text.translate(_QUOTES)
    return _BLANKS.sub(" ", said.strip()) if tidy else said
