"""Scanning: a light goes from control to control, and a switch takes where it is. No Qt.

Controls stand in rows, as the eye reads them. Where they are many the light goes from row to row,
and within the row that was taken; a page begins inside its first row, where the answers are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

FEW = 6
"""So many controls are gone through one by one, whatever rows they stand in."""

ROUNDS = 3
"""After so many rounds in which nothing is taken the light rests until a switch is pressed."""

_ROUNDS_INSIDE = 2
"""After so many rounds inside a row the light comes out of it by itself, with one switch."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a control stands, in pixels from the top of the window."""

    top: int
    height: int

    def beside(self, other: Box) -> bool:
        """Whether both stand in one row: they share more than half of the lower one's height."""
        shared = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return 2 * shared > min(self.height, other.height)


def rows_of(boxes: Sequence[Box]) -> tuple[int, ...]:
    """How many of ``boxes``, in reading order, are lit together: a row, or part of a long one."""
    rows: list[list[Box]] = []
    for box in boxes:
        if rows and rows[-1][-1].beside(box):
            rows[-1].append(box)
        else:
            rows.append([box])
    if 0 < len(boxes) <= FEW:
        return (len(boxes),)
    return tuple(part for row in rows for part in _parts(len(row)))


def _parts(count: int) -> Iterator[int]:
    """A long row in parts of about one length: fewer steps lead to each key of a keyboard."""
    pieces = -(-count // FEW)
    for left in range(pieces, 0, -1):
        part = -(-count // left)
        count -= part
        yield part


@dataclass(frozen=True, slots=True)
class Light:
    """What is lit: the controls from ``first`` up to and not with ``end``.

    More than one are a row; ``out`` says that taking it leads out of the row.
    """

    first: int
    end: int
    out: bool = False


class Scanner:
    """Where the light is, on one page. ``rows`` are the numbers of controls in each row."""

    def __init__(
        self, rows: Sequence[int], *, by_itself: bool, beginning: int | None = None
    ) -> None:
        """``beginning`` is the control near which somebody was before, on the same page."""
        self._rows = tuple(rows)
        self._by_itself = by_itself
        self._row = 0
        self._place: int | None = 0 if rows and rows[0] > 1 else None
        self._rounds = 0
        if beginning is not None and len(self._rows) > 1:
            ends = list(accumulate(self._rows))
            self._row = next(at for at, end in enumerate(ends) if beginning < end)
            self._place = None

    @property
    def rests(self) -> bool:
        """Whether the light waits for a switch before it goes on."""
        return self._by_itself and self._rounds >= ROUNDS

    @property
    def light(self) -> Light | None:
        """What is lit now; None where there is nothing to take."""
        if not self._rows:
            return None
        first = sum(self._rows[: self._row])
        end = first + self._rows[self._row]
        if self._place is None:
            return Light(first, end)
        if self._place == self._rows[self._row]:
            return Light(first, end, out=True)
        return Light(first + self._place, first + self._place + 1)

    def step(self) -> None:
        """Go on to what comes next."""
        if not self._rows or self.rests:
            return
        if self._place is None:
            self._row = (self._row + 1) % len(self._rows)
            self._rounds += self._row == 0
            return
        stops = self._rows[self._row] + (len(self._rows) > 1)
        self._place = (self._place + 1) % stops
        if self._place:
            return
        self._rounds += 1
        if self._by_itself and len(self._rows) > 1 and self._rounds >= _ROUNDS_INSIDE:
            self._place, self._rounds = None, 0

    def take(self) -> int | None:
        """The number of the control that was taken, or None where the light only went elsewhere.

        Taking what rests wakes it. After a control the light is at the row it stands in.
        """
        if not self._rows:
            return None
        woken, self._rounds = self.rests, 0
        if woken:
            return None
        light = self.light
        assert light is not None
        if light.out:
            self._place = None
            return None
        if light.end - light.first > 1:
            self._place = 0
            return None
        if len(self._rows) > 1:
            self._place = None
        return light.first
