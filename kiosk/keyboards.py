"""Which keys stand on the screen: one data file for each language, and for figures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import assets

LETTERS, DIGITS, WHOLE, DECIMAL = "letters", "digits", "whole", "decimal"
"""What a field takes: ``WHOLE`` has the minus sign, ``DECIMAL`` the decimal comma too."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows of one sign a key, from left to right in every language.

    ``capitals`` are the same rows with the shift key down; empty where the script has none.
    """

    rows: tuple[str, ...]
    capitals: tuple[str, ...] = ()


@cache
def layout(name: str) -> Layout:
    """The layout of a language, or one of ``signs digits whole decimal``.

    English where there is none. ``capitals`` that a file does not give are the letters' own.
    """
    try:
        told = json.loads(assets.text("keyboards", f"{name}.json"))
    except FileNotFoundError:
        return layout("en")
    rows = tuple(told["rows"])
    capitals = tuple(told.get("capitals", [row.upper() for row in rows]))
    return Layout(rows, capitals if capitals != rows else ())
