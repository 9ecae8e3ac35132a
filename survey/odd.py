"""Answers that look odd, told in words: how many, and why. Pure.

They are counted like any other until somebody sets them aside; see :mod:`survey.oddness`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.beside import Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """``answers`` counted ones look odd; ``reasons`` by how many have each, the most first, None
    where those are fewer than the threshold. One answer may have several reasons. ``answers`` is
    None too where a small number could be worked out from it."""

    answers: int | None
    reasons: tuple[tuple[Flag, int | None], ...]


def odd(answers: int, reasons: Mapping[Flag, int], threshold: int) -> Odd | None:
    """None where nothing looks odd. A number from 1 to under ``threshold`` is not told: it would
    point at people whom somebody saw there at that moment."""
    if not answers:
        return None

    def told(n: int) -> int | None:
        return n if n >= threshold else None

    order = sorted(
        ((flag, n) for flag, n in reasons.items() if n),
        key=lambda one: (-(told(one[1]) or 0), one[0]),
    )
    numbers = [n for _, n in order]
    # who has not this reason, and how often somebody has one more than one
    left = [*(answers - n for n in numbers), sum(numbers) - answers]
    few = any(0 < n < threshold for n in (answers, *numbers, *left))
    return Odd(
        answers=None if few else answers, reasons=tuple((flag, told(n)) for flag, n in order)
    )
