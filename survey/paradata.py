"""How long people stood at each question: medians, of many alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID


@dataclass
class Screens:
    """The screens of one question, counted by what was noted of them."""

    question: UUID
    seconds: dict[int, int] = field(default_factory=dict)
    changes: dict[int, int] = field(default_factory=dict)
    helped: int = 0

    def add(self, seconds: int, changes: int, n: int = 1, *, helped: bool = False) -> None:
        """``n`` screens that were met alike."""
        self.seconds[seconds] = self.seconds.get(seconds, 0) + n
        self.changes[changes] = self.changes.get(changes, 0) + n
        self.helped += n if helped else 0

    @property
    def n(self) -> int:
        """How many were noted."""
        return sum(self.seconds.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """How a question's screen was met: the medians of ``n`` people's seconds and changes.

    All but the question is None where fewer than the threshold were noted; ``helped`` (how many
    opened the help) also where it, or the rest, would be fewer than that; ``n`` and ``helped``
    where numbers are not to be told.
    """

    question: UUID
    n: int | None = None
    seconds: int | None = None
    changes: int | None = None
    helped: int | None = None


def met(
    screens: Iterable[Screens], threshold: int, *, numbers: bool = True
) -> tuple[Met, ...]:
    """One for each question, in the order given."""
    found = (_met(one, threshold) for one in screens)
    return tuple(one if numbers else replace(one, n=None, helped=None) for one in found)


def _met(screens: Screens, threshold: int) -> Met:
    n = screens.n
    if n < threshold:
        return Met(question=screens.question)
    many = screens.helped == 0 or min(screens.helped, n - screens.helped) >= threshold
    return Met(
        question=screens.question, n=n, seconds=_median(screens.seconds),
        changes=_median(screens.changes), helped=screens.helped if many else None,
    )


def _median(counts: dict[int, int]) -> int:
    """The lower one of two: a value that somebody's screen had, as coarse as it was noted."""
    left = (sum(counts.values()) + 1) // 2
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    raise ValueError("nothing was counted")
