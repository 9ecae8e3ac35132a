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

_LIKE = {"prs": "fa"}
_ORDERS = 8


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


def forms_of(consonant: str) -> str:
    """The syllables of an Ethiopic consonant, in their order; nothing for other signs."""
    if not "\u1200" <= consonant <= "\u135a":
        return ""
    first = ord(consonant) - ord(consonant) % _ORDERS
    signs = (chr(first + order) for order in range(_ORDERS))
    return "".join(sign for sign in signs if unicodedata.category(sign) == "Lo")
