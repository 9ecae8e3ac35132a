"""Which keys stand on the screen: one data file for each language, and for figures."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cache

import assets

LETTERS, DIGITS, WHOLE, DECIMAL = "letters", "digits", "whole", "decimal"
AMOUNT = "amount"
"""What a field takes: ``WHOLE`` has the minus sign, ``DECIMAL`` the decimal comma too, ``AMOUNT``
the comma alone."""

MARKS = "።፣፤፡፥፦"
"""What stands above the syllables' consonants while none has been struck."""

_LIKE = {"prs": "fa", "ckb": "fa", "ps": "fa", "ur": "fa", "am": "ti"}
_ORDERS = 8
_BESIDE = 2
"""Places in the last row that shift and erase take."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows of one sign a key, from left to right in every language.

    ``capitals`` are as many rows with the shift key down, empty where the script has none; they
    are further letters where not ``cased``. ``signs`` are the rows behind the key *123*, empty
    for the usual ones. ``syllables``: a key is a consonant, whose forms then stand in a row
    above.
    """

    rows: tuple[str, ...]
    capitals: tuple[str, ...] = ()
    cased: bool = True
    signs: tuple[str, ...] = ()
    syllables: bool = False


@cache
def layout(name: str) -> Layout:
    """The layout of a language, or one of ``signs digits whole decimal
    amount``.

    English where there is none. ``capitals`` that a file does not give are the letters' own.
    """
    try:
        told = json.loads(assets.text("keyboards", f"{_LIKE.get(name, name)}.json"))
    except FileNotFoundError:
        return layout(name.partition("-")[0] if "-" in name else "en")
    rows = tuple(told["rows"])
    capitals = tuple(told.get("capitals", [row.upper() for row in rows]))
    capitals = (*[""] * (len(rows) - len(capitals)), *capitals)
    return Layout(
        rows, capitals if capitals != rows else (),
        cased="".join(rows).upper() == "".join(capitals),
        signs=tuple(told.get("signs", ())), syllables=told.get("syllables", False),
    )


def pages(told: Layout, columns: int, most: int) -> tuple[tuple[str, ...], ...]:
    """The rows of keys that the shift key goes through, ``columns`` signs in a row or fewer.

    A layout stands as it was told where it fits. Else its letters go on in further rows; more
    than ``most`` of them are parted into pages where the script has no capitals.
    """
    own = (told.rows, told.capitals) if told.capitals else (told.rows,)
    fits = all(len(row) <= columns for page in own for row in page)
    if told.cased:
        return own if fits else tuple(_spread("".join(page), columns) for page in own)
    if fits and len(told.rows) <= most:
        return own
    signs = "".join((*told.rows, *told.capitals))
    count = -(-len(signs) // (columns * most - _BESIDE))
    each = -(-len(signs) // count)
    return tuple(
        _spread(signs[start:start + each], columns) for start in range(0, len(signs), each)
    )


def _spread(signs: str, columns: int) -> tuple[str, ...]:
    """Rows of the same length; the last is shorter, so that shift and erase stand beside it."""
    places = len(signs) + _BESIDE
    count = -(-places // columns)
    each = -(-places // count)
    return tuple(signs[start:start + each] for start in range(0, len(signs), each))


def forms_of(consonant: str) -> str:
    """The syllables of an Ethiopic consonant, in their order; nothing for other signs."""
    if not "\u1200" <= consonant <= "\u135a":
        return ""
    first = ord(consonant) - ord(consonant) % _ORDERS
    signs = (chr(first + order) for order in range(_ORDERS))
    return "".join(sign for sign in signs if unicodedata.category(sign) == "Lo")
