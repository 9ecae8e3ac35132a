"""Names that come from outside: which are sound, and how any of them is shown. Loads nothing."""

from __future__ import annotations


def well_named(name: str, limit: int = 120) -> bool:
    """True for one printable line of 1 to ``limit`` characters, without outer blanks."""
    return 0 < len(name) <= limit and name.isprintable() and name == name.strip()


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
