"""Counts as flows in a network: what can still be worked out about the hidden ones.

Each count is an edge, each equation between counts (parts = whole) is a node where what comes in
goes out. Shown edges stand still. A hidden count can be one higher exactly when a cycle through its
edge exists along which hidden counts go up (forwards) or down (backwards, while above zero);
flows in a network are whole where the counts are, so this is exact, not an estimate.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(slots=True)
class _Edge:
    tail: int
    head: int
    count: int
    key: Hashable
    hidden: bool
    may_hide: bool
    unsaid: bool


Step = tuple[int, bool]
"""An edge's place and whether it is walked forwards (its count goes up)."""


class Network:
    """Edges with counts. ``protect`` hides more of those that may be hidden, as few as it can."""

    def __init__(self, threshold: int) -> None:
        self._threshold = threshold
        self._edges: list[_Edge] = []
        self._at: dict[int, list[Step]] = {}

    def add(
        self,
        tail: int,
        head: int,
        count: int,
        *,
        key: Hashable,
        hidden: bool,
        may_hide: bool = False,
        unsaid: bool = False,
    ) -> None:
        """One count. ``unsaid`` is never shown; with a count of zero it is nobody's secret."""
        place = len(self._edges)
        self._edges.append(_Edge(tail, head, count, key, hidden, may_hide, unsaid))
        self._at.setdefault(tail, []).append((place, True))
        self._at.setdefault(head, []).append((place, False))

    def hidden_keys(self) -> set[Hashable]:
        """The keys of hidden edges that could have been shown."""
        return {edge.key for edge in self._edges if edge.hidden and edge.may_hide}

    def protect(self) -> None:
        """Hides edges until every hidden one is safe, or nothing more may be hidden.

        Once round is enough: hiding more never makes a safe edge unsafe.
        """
        for place in self._secrets():
            for company in (self._company_to_reach, self._company_to_loosen):
                for other in company(place):
                    self._edges[other].hidden = True

    def _secrets(self) -> list[int]:
        """Hidden edges below the threshold, biggest first: they need the least company."""
        small = [
            place
            for place, edge in enumerate(self._edges)
            if edge.hidden and edge.count < self._threshold and (edge.count or not edge.unsaid)
        ]
        return sorted(small, key=lambda place: -self._edges[place].count)

    def _company_to_reach(self, place: int) -> list[int]:
        """The edges to hide, few persons in all, so that the count could be the threshold."""
        flow = [edge.count for edge in self._edges]
        found: list[int] = []
        while flow[place] < self._threshold:
            path = self._way_back(place, flow, found)
            if path is None:
                break
            found += [step for step, _ in path if not self._free(step, found)]
            lowered = [flow[step] for step, forwards in path if not forwards]
            pushed = min([self._threshold - flow[place], *lowered])
            for step, forwards in path:
                flow[step] += pushed if forwards else -pushed
            flow[place] += pushed
        return found

    def _free(self, place: int, found: list[int]) -> bool:
        return self._edges[place].hidden or place in found

    def _way_back(self, place: int, flow: list[int], found: list[int]) -> list[Step] | None:
        """From the edge's head to its tail, hiding as few persons more as can be."""

        def cost(step: Step) -> int | None:
            other, forwards = step
            edge = self._edges[other]
            if not forwards and flow[other] == 0:
                return None
            if self._free(other, found):
                return 0
            return edge.count if edge.may_hide else None

        edge = self._edges[place]
        return self._way(edge.head, edge.tail, place, cost)

    def _company_to_loosen(self, place: int) -> list[int]:
        """The edges to hide so that the count is open to one who knows which were too small."""

        def cost(step: Step) -> int | None:
            edge = self._edges[step[0]]
            if not edge.hidden:
                return edge.count if edge.may_hide else None
            if edge.unsaid:
                return 0 if edge.count else None
            highest = edge.count == self._threshold - 1
            return None if (highest if step[1] else edge.count == 0) else 0

        edge = self._edges[place]
        ways = []
        if cost((place, True)) == 0:
            ways.append(self._way(edge.head, edge.tail, place, cost))
        if cost((place, False)) == 0:
            ways.append(self._way(edge.tail, edge.head, place, cost))
        shown = [[at for at, _ in way if not self._edges[at].hidden] for way in ways if way]
        return min(shown, key=lambda at: sum(self._edges[a].count for a in at), default=[])

    def _way(
        self, start: int, goal: int, without: int, cost: Callable[[Step], int | None]
    ) -> list[Step] | None:
        """Dijkstra's cheapest way between two nodes, the shorter of two as cheap."""
        queue = [(0, 0, start)]
        reached: dict[int, tuple[int, int]] = {start: (0, 0)}
        came: dict[int, tuple[int, Step]] = {}
        while queue:
            spent, length, node = heappop(queue)
            if node == goal:
                return _walk(came, start, goal)
            if (spent, length) > reached[node]:
                continue
            for step in self._at.get(node, ()):
                edge = self._edges[step[0]]
                price = None if step[0] == without else cost(step)
                if price is None:
                    continue
                onward, then = edge.head if step[1] else edge.tail, (spent + price, length + 1)
                if onward not in reached or then < reached[onward]:
                    reached[onward] = then
                    came[onward] = (node, step)
                    heappush(queue, (*then, onward))
        return None


def _walk(came: dict[int, tuple[int, Step]], start: int, goal: int) -> list[Step]:
    steps: list[Step] = []
    while goal != start:
        goal, step = came[goal]
        steps.append(step)
    return steps[::-1]
