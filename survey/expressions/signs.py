"""Which characters a piece of a pattern means."""

from __future__ import annotations

import re
import unicodedata

from survey.expressions.automaton import Takes
from survey.expressions.errors import ExpressionError

_BLANK = frozenset(" \t\n\x0b\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff") | frozenset(
    chr(code) for code in range(0x2000, 0x200B)
)
_CATEGORIES = {
    "alpha": "L", "digit": "Nd", "upper": "Lu", "lower": "Ll", "punct": "P", "isalphabetic": "L",
    "isletter": "L", "isdigit": "Nd", "isuppercase": "Lu", "islowercase": "Ll",
}
_SCRIPTS = {
    name.casefold(): f"{name.upper()} " for name in (
        "Arabic", "Armenian", "Bengali", "Cyrillic", "Devanagari", "Ethiopic", "Georgian", "Greek",
        "Gujarati", "Gurmukhi", "Hangul", "Hebrew", "Hiragana", "Kannada", "Katakana", "Khmer",
        "Lao", "Latin", "Malayalam", "Mongolian", "Myanmar", "Sinhala", "Syriac", "Tamil", "Telugu",
        "Thaana", "Thai", "Tibetan", "Tifinagh",
    )
} | {"han": "CJK UNIFIED IDEOGRAPH"}
_SCRIPT = re.compile(r"(?:Is|In|script=|sc=)(\w+)", re.IGNORECASE)
_KNOWN = frozenset((
    "C", "Cc", "Cf", "Cn", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn",
    "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm",
    "So", "Z", "Zl", "Zp", "Zs",
))


def digit(sign: str) -> bool:
    return "0" <= sign <= "9"


def word(sign: str) -> bool:
    """A letter from A to Z, a digit or an underscore."""
    return sign == "_" or (sign.isascii() and sign.isalnum())


def blank(sign: str) -> bool:
    return sign in _BLANK


def in_line(sign: str) -> bool:
    """A blank that ends no line, as Java's ``\\h``."""
    return sign == "\t" or unicodedata.category(sign) == "Zs"


CLASSES: dict[str, Takes] = {"d": digit, "w": word, "s": blank, "h": in_line}


def anything(sign: str) -> bool:
    """What a dot means: all but the end of a line."""
    return sign not in "\n\r\u2028\u2029"


def but(takes: Takes) -> Takes:
    """All that is not meant."""
    return lambda sign: not takes(sign)


def between(first: str, last: str) -> Takes:
    """The signs from one to another, both included."""
    return lambda sign: first <= sign <= last


def either(parts: list[Takes]) -> Takes:
    """What any of the parts means."""
    return lambda sign: any(takes(sign) for takes in parts)


def any_case(takes: Takes) -> Takes:
    """The same, large or small."""
    return lambda sign: takes(sign) or takes(sign.lower()) or takes(sign.upper())


def of_category(name: str, offset: int) -> Takes:
    r"""What ``\p{name}`` means: a general category of Unicode, or a script by its signs' names."""
    script = _SCRIPT.fullmatch(name)
    if script is not None and script[1].casefold() in _SCRIPTS:
        start = _SCRIPTS[script[1].casefold()]
        return lambda sign: unicodedata.name(sign, "").startswith(start)
    found = _CATEGORIES.get(name.casefold(), name.removeprefix("Is"))
    if found not in _KNOWN:
        raise ExpressionError(f"this pattern asks for signs nobody knows: {name[:30]}", offset)
    return lambda sign: unicodedata.category(sign).startswith(found)
