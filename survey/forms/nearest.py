"""Which of several nodes of one name is meant: the one that stands nearest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

Steps = tuple[str, ...]
"""Names from the top of the answers, the root's first."""

Place = TypeVar("Place", bound=Hashable)


class Nearest(Generic[Place]):
    """Finds nodes by name: of several the one that shares most groups, of equals the highest.

    ``line`` tells a place and all it stands in, innermost first; all lines end at the same place.
    A name is looked through once, when it is first asked for, whatever number of nodes have it.
    """

    def __init__(self, line: Callable[[Place], Iterator[Place]]) -> None:
        self._line = line
        self._named: dict[str, list[Place]] = {}
        self._best: dict[str, dict[Place, Place]] = {}
        self._same: dict[Place, Place] = {}

    def add(self, name: str, place: Place) -> None:
        """One more node; all are added before the first is looked for."""
        self._named.setdefault(name, []).append(place)

    def number(self, name: str) -> int:
        """How many nodes have that name."""
        return len(self._named.get(name, ()))

    def named(self, name: str, near: Place) -> Place | None:
        """The node of that name, seen from ``near``; None when there is none."""
        found = self._named.get(name, ())
        if len(found) < 2:
            return found[0] if found else None
        best = self._best.get(name)
        if best is None:
            best = self._best[name] = self._bests(found)
        return next(best[around] for around in self._line(near) if around in best)

    def _bests(self, found: list[Place]) -> dict[Place, Place]:
        """For every place around one of ``found``: which of those inside it is meant from there."""
        best: dict[Place, Place] = {}
        for place in sorted(found, key=lambda one: sum(1 for _ in self._line(one))):
            for around in self._line(place):
                if around in best:
                    break  # and so is everything around it
                best[self._same.setdefault(around, around)] = place
        return best


def by_steps() -> Nearest[Steps]:
    """For nodes that are known by their steps."""
    return Nearest(lambda steps: (steps[:size] for size in range(len(steps), -1, -1)))
