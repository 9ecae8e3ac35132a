"""Is a default a value, or an expression that computes one?"""

from __future__ import annotations

import re

_HYPHENATED = {"date", "time", "datetime", "dateTime", "geopoint", "geotrace", "geoshape"}
_MARKS = re.compile(
    r"""
    "[^"]*" | '[^']*'                                  # words in quotes compute nothing
    | (?P<node>\$\{[^}]+\})
    | (?P<call>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?\()
    | (?P<predicate>\[[^\]]*\])
    | (?P<minus>(?<=\s)-(?=\s)|(?<=[\w)])\s*-\s+)
    | (?P<sum>[*+|])
    | (?P<word>(?<=\s)(?:div|mod)(?=\s))
    """,
    re.VERBOSE,
)


def is_dynamic(text: str, type: str = "") -> bool:
    """True when ``text`` is an expression: it names a node, calls a function or reckons.

    A hyphen reckons nothing where values have hyphens (dates, places); ``+46`` is a number.
    """
    for mark in _MARKS.finditer(text):
        kind = mark.lastgroup
        if kind is None or (kind == "minus" and type in _HYPHENATED):
            continue
        if kind == "sum" and not text[: mark.start()].strip():
            continue
        return True
    return False
