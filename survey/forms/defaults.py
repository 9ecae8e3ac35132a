"""Whether a default is an expression or the very answer.

XLSForm has one column for both. A default is an expression when it calculates, calls a function
or points at another question; everything else is stored as it stands.
"""

from __future__ import annotations

import re
from functools import cache

_START = (
    r"(?:[A-Z]|_|[a-z]|[\xd8-\xf6]|[\xf8-\u02ff]|[\u0370-\u037d]|[\u037f-\u1fff]|[\u200c-\u200d]"
    r"|[\u2070-\u218f]|[\u2c00-\u2fef]|[\u3001-\uD7FF]|[\uF900-\uFDCF]|[\uFDF0-\uFFFD]"
    r"|[\U00010000-\U000EFFFF])"
)
NAME = rf"{_START}(?:{_START}|[-.0-9\xb7\u0300-\u036f\u203f-\u2040])*"
"""A name as other XLSForm tools take it. They refuse the capitals À to Ö at its beginning."""

_FULL = rf"{NAME}(?::{NAME})?"
_DATE = r"-?\d{4}-\d{2}-\d{2}"
_TIME = r"\d{2}:\d{2}:\d{2}(?:\.\s+)?(?:(?:\+|-)\d{2}:\d{2}|Z)?"
_PIECES = rf"""
    {_DATE}T{_TIME} | {_DATE} | {_TIME}
    | -?\d+\.\d* | -?\.\d+ | -?\d+
    | (?P<sum>[*+\-]|\ mod\ |\ div\ )
    | (?P<union>\|)
    | "[^"]*" | '[^']*'
    | \s+
    | (?P<reference>\$\{{(?:last-saved\#)?{NAME}\}})
    | (?P<call>{NAME}(?::{NAME})?\()
    | {NAME}(?::{NAME})?\[
    | {NAME}://
    | {NAME}(?::{NAME})?
    | .
    """
_MAY_HOLD_HYPHENS = {"date", "dateTime", "geopoint", "geotrace", "geoshape"}


@cache
def _full() -> re.Pattern[str]:
    """Made when it is first asked for, as the next: most starts of the program ask for neither,
    and both take long."""
    return re.compile(_FULL)


@cache
def _pieces() -> re.Pattern[str]:
    return re.compile(_PIECES, re.VERBOSE | re.DOTALL)


def is_name(text: str) -> bool:
    """True for a name that a question, a group or a list of entities may have."""
    return bool(_full().fullmatch(text))


def is_dynamic(default: str, type: str) -> bool:
    """True when ``default`` must be worked out for a question of ``type``."""
    for piece in _pieces().finditer(default):
        if piece.lastgroup is None:
            continue
        return not (type in _MAY_HOLD_HYPHENS and piece["sum"] == "-")
    return False


def as_text(default: str) -> str:
    """An expression that gives ``default`` itself, where that is what was meant by it.

    Such as ``1309-``, which calculates but is no expression; empty for what names an answer or
    calls a function, and so was meant to be worked out.
    """
    if "${" in default or "(" in default:
        return ""
    quote = next((sign for sign in "'\"" if sign not in default), "")
    return f"string({quote}{default}{quote})" if quote else ""
