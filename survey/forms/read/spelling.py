"""The known word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def distance(one: str, other: str) -> int:
    """How many letters must be added, removed or changed to make one of the other."""
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, start=1):
        before, row[0] = row[0], at
        for to, meant in enumerate(other, start=1):
            best = min(row[to] + 1, row[to - 1] + 1, before + (sign != meant))
            before, row[to] = row[to], best
    return row[-1]


def nearest(word: str, known: Iterable[str], most: int = 2) -> str:
    """The known word at most ``most`` letters away, fewer for short words, or nothing."""
    if len(word) > 60:
        return ""
    allowed = min(most, max(1, len(word) // 3))
    found = [
        (steps, other)
        for other in known
        if abs(len(other) - len(word)) <= allowed
        and (steps := distance(word.lower(), other.lower())) <= allowed
    ]
    return min(found)[1] if found else ""
