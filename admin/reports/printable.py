"""Texts that people wrote, made safe to set: what no font can draw would stop the report.

PDF/UA refuses a glyph that is missing, so one emoji in a campaign's text would leave the
unit without a report. Such signs become the replacement character, which the fonts have.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from reportlab.pdfbase.ttfonts import TTFontFile

from assets import theme

MISSING = "\N{REPLACEMENT CHARACTER}"
_ZERO_WIDTH_SPACE = "\u200b"
_LONGEST_WORD = 28
#: Signs that order or join text and draw nothing themselves.
_INVISIBLE = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060"}


@cache
def drawable() -> frozenset[int]:
    """Every character that the vendored text fonts can draw."""
    found: set[int] = set()
    for file in theme.font_files():
        if file.name.startswith("NotoSans") and "Regular" in file.name:
            found |= set(TTFontFile(str(file)).charToGlyph)
    return frozenset(found)


def printable(text: str) -> str:
    """``text`` with line ends kept, signs that cannot be drawn replaced, long words breakable."""
    normal = unicodedata.normalize("NFC", text)
    signs = "".join(_sign(c) for c in normal.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(
        " ".join(_breakable(word) for word in line.split(" ")) for line in signs.split("\n")
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that a person wrote, empty ones left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _sign(c: str) -> str:
    if c == "\n" or c in _INVISIBLE:
        return c
    if c.isspace():
        return c if ord(c) in drawable() and c not in "\t\x0b\x0c" else " "
    if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    if ord(c) in drawable():
        return c
    return "" if unicodedata.combining(c) else MISSING


def _breakable(word: str) -> str:
    """A word that is too long for a column may break anywhere."""
    if len(word) <= _LONGEST_WORD:
        return word
    size = _LONGEST_WORD // 2
    return _ZERO_WIDTH_SPACE.join(word[i : i + size] for i in range(0, len(word), size))
