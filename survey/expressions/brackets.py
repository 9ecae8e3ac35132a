"""Where brackets close in an expression's source, quotes passed over."""

from __future__ import annotations

from collections.abc import Iterator


def depths(text: str, at: int = 0) -> Iterator[tuple[int, str, int]]:
    """(place, sign, depth after it) of each sign from ``at`` on that stands in no quotes."""
    depth, quote = 0, ""
    for place in range(at, len(text)):
        mark = text[place]
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "'\"":
            quote = mark
        else:
            depth += (mark in "[(") - (mark in "])")
            yield place, mark, depth


def closing(text: str, at: int = 0) -> int:
    """The place of the bracket that closes the one at ``at``; −1 when none does."""
    found = (place for place, mark, depth in depths(text, at) if mark in "])" and depth == 0)
    return next(found, -1)


def halves(text: str) -> tuple[str, str]:
    """What stands before and after the first comma outside all brackets; else all, and nothing."""
    for place, mark, depth in depths(text):
        if mark == "," and depth == 0:
            return text[:place].strip(), text[place + 1 :].strip()
    return text.strip(), ""
