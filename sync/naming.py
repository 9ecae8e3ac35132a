"""Names that come from outside: which are sound, and how any of them is shown. Loads nothing."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
"""Letters that print as nothing."""
_NUMBER = re.compile(r"([0-9A-Fa-f]{4}[ -]?){5}")


def well_named(name: str, limit: int = 120) -> bool:
    """True for one printable line of 1 to ``limit`` characters, without outer blanks.

    Not for one that cannot be seen, is written another way than it looks (not NFC), is stacked
    with accents, or is a device's number: a name must not pass for what it is not.
    """
    if not 0 < len(name) <= limit or not name.isprintable() or name != name.strip():
        return False
    if normalize("NFC", name) != name or _UNSEEN.intersection(name):
        return False
    marks = [combining(c) != 0 for c in name]
    stacked = any(all(marks[at : at + 3]) for at in range(len(marks) - 2))
    return not stacked and _NUMBER.fullmatch(name) is None


def printable(text: str) -> str:
    """``text`` with every character that is not printable replaced by its code."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def is_text(name: str) -> bool:
    """False for what the system gave as bytes that are not UTF-8: it cannot be kept or sent."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
