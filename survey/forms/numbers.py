"""The mean of the numbers that people gave, where few could not have made it.

A median is not told: it is somebody's own answer, and beside a mean tells how few are far from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum, inf, isfinite

from survey.records import Further, Kind

Given = tuple[bytes, int, Further]
"""Who (a row id), the version's place from 0, and the answer."""


def mean(given: Iterable[Given], threshold: int) -> float | None:
    """The mean of all numbers given; None where few would be told by it."""
    by_person: dict[bytes, list[float]] = {}
    for who, _, one in given:
        if one.kind in (Kind.INTEGER, Kind.DECIMAL) and isinstance(one.value, int | str):
            number = _finite(one.value)
            if number is not None:
                by_person.setdefault(who, []).append(number)
    of_each = list(by_person.values())
    if len(of_each) < threshold or not _has_room(of_each, threshold):
        return None
    try:
        return fsum(number for some in of_each for number in some) / sum(map(len, of_each))
    except OverflowError:
        return None


def _has_room(of_each: Sequence[Sequence[float]], threshold: int) -> bool:
    """Whether so many people may be behind the sum, wherever on the way they are.

    The ways from the least number, and those to the greatest, must be ``threshold`` times as long
    in all as the longest of one person; else the mean tells how few are at an end, or about who is.
    """
    least, greatest = min(map(min, of_each)), max(map(max, of_each))
    for ways in (
        [sum(number - least for number in some) for some in of_each],
        [sum(greatest - number for number in some) for some in of_each],
    ):
        if not threshold * max(ways) <= sum(ways) < inf:
            return False
    return True


def _finite(value: int | str) -> float | None:
    """None for what is beyond a floating-point number."""
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return None
    return number if isfinite(number) else None
