"""Finds a place for every label so that none collides, is cut off, or hides a point.

Pure geometry, no Qt: boxes in pixels, y grows downwards. A label that finds no free place
comes back as ``None``; the drawing then numbers the point and writes the name in a key, so
that nothing ever overlaps or is lost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """True when the boxes share area, or lie closer than ``gap``."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def inside(self, other: Box) -> bool:
        """True when this box lies wholly within the other."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point of the box that is nearest to (x, y)."""
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label of a size, for the point at (x, y)."""

    x: float
    y: float
    width: float
    height: float


_DIRECTIONS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
_DISTANCES = (9.0, 16.0, 26.0, 40.0, 58.0)
_LEADER_GAP = 2.0


def place(
    labels: Sequence[Wanted],
    area: Box,
    blocked: Sequence[Box] = (),
    avoided: Sequence[Box] = (),
) -> tuple[Box | None, ...]:
    """A box per label, or ``None`` where there is no room.

    Never inside ``blocked`` or another label and always within ``area``; over ``avoided``
    (whiskers) only when there is nothing better. Several orders are tried and the one that
    leaves fewest labels without a place wins; the same input always gives the same places.
    """
    choices = [
        _candidates(label, area, blocked, avoided, [o for o in labels if o is not label])
        for label in labels
    ]
    orders = (
        sorted(range(len(labels)), key=lambda i: (len(choices[i]), i)),
        sorted(range(len(labels)), key=lambda i: (-labels[i].x, i)),
        sorted(range(len(labels)), key=lambda i: (labels[i].x, i)),
        sorted(range(len(labels)), key=lambda i: (labels[i].y, i)),
        sorted(range(len(labels)), key=lambda i: (-labels[i].y, i)),
        sorted(range(len(labels)), key=lambda i: (-labels[i].width, i)),
    )
    tried = [_greedy(order, labels, choices) for order in orders]
    return min(tried, key=lambda t: (t[1], t[2]))[0]


def _candidates(
    label: Wanted,
    area: Box,
    blocked: Sequence[Box],
    avoided: Sequence[Box],
    rivals: Sequence[Wanted],
) -> list[tuple[float, Box]]:
    """Allowed boxes for one label with their cost, cheapest first."""
    found = []
    for n, distance in enumerate(_DISTANCES):
        for turn, (across, down) in enumerate(_DIRECTIONS):
            box = _beside(label, across, down, distance)
            if not box.inside(area) or any(box.overlaps(b, 2) for b in blocked):
                continue
            if any(_leader_hits(label, box, _around(rival)) for rival in rivals):
                continue
            covered = sum(box.overlaps(b, 1) for b in avoided)
            cost = n * 5 + turn * 0.5 + covered * 34
            if is_ambiguous(label, box, rivals):
                cost += 18
            found.append((cost, box))
    return sorted(found, key=lambda c: c[0])


def is_ambiguous(label: Wanted, box: Box, rivals: Sequence[Wanted]) -> bool:
    """True when another point lies nearer to the label than its own, so that a line is needed."""
    own = _distance(label, box)
    return any(_distance(rival, box) <= own * 1.3 + 3 for rival in rivals)


def _around(point: Wanted) -> Box:
    return Box(point.x - 4, point.y - 4, 8, 8)


def _distance(point: Wanted, box: Box) -> float:
    x, y = box.nearest(point.x, point.y)
    return math.hypot(x - point.x, y - point.y)


def _beside(label: Wanted, across: int, down: int, distance: float) -> Box:
    """The label's box in one of eight directions; a slanting step is shorter each way."""
    step = distance if across == 0 or down == 0 else distance * 0.75
    left = label.x - label.width / 2
    top = label.y - label.height / 2
    if across:
        left = label.x + step if across > 0 else label.x - step - label.width
    if down:
        top = label.y + step if down > 0 else label.y - step - label.height
    return Box(left, top, label.width, label.height)


def _greedy(
    order: Sequence[int], labels: Sequence[Wanted], choices: Sequence[list[tuple[float, Box]]]
) -> tuple[tuple[Box | None, ...], int, float]:
    """Places labels in an order; gives the boxes, how many found none, and the total cost."""
    placed: list[Box | None] = [None] * len(labels)
    total = 0.0
    for i in order:
        others = [(b, labels[j]) for j, b in enumerate(placed) if b is not None]
        free = ((cost, box) for cost, box in choices[i] if _free(box, labels[i], others))
        best = next(free, None)
        if best is not None:
            total += best[0]
            placed[i] = best[1]
    return tuple(placed), sum(b is None for b in placed), total


def _free(box: Box, label: Wanted, others: Sequence[tuple[Box, Wanted]]) -> bool:
    """True when the box touches no other label and neither leader crosses the other's label."""
    return not any(
        box.overlaps(other, 3) or _leader_hits(label, box, other) or _leader_hits(owner, other, box)
        for other, owner in others
    )


def _leader_hits(label: Wanted, box: Box, other: Box) -> bool:
    """True when the line from the point to its label passes over another label."""
    x, y = box.nearest(label.x, label.y)
    return any(
        Box(label.x + (x - label.x) * t, label.y + (y - label.y) * t, 0, 0).overlaps(
            other, _LEADER_GAP
        )
        for t in (0.25, 0.5, 0.75)
    )


def needs_leader(label: Wanted, box: Box, rivals: Sequence[Wanted], reach: float) -> bool:
    """True when a thin line should join the label to its point: far off, or ambiguous."""
    return _distance(label, box) > reach or is_ambiguous(label, box, rivals)
