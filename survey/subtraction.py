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
        """Hides edges until every hidden one is safe, or nothing more may be hidden."""
        changed = True
        while changed:
            changed = False
            for place in self._secrets():
                changed = self._hide_for(place) or changed

    def _secrets(self) -> list[int]:
        """Hidden edges below the threshold, biggest first: they need the least company."""
        small = [
            place
            for place, edge in enumerate(self._edges)
            if edge.hidden and edge.count < self._threshold and (edge.count or not edge.unsaid)
        ]
        return sorted(small, key=lambda place: -self._edges[place].count)

    def _hide_for(self, place: int) -> bool:
        """Hides what the edge still needs; true when something was hidden."""
        company = self._company_to_reach(place, self._threshold)
        if not company and self._is_pinned(place):
            company = self._neighbour(place)
        for other in company:
            self._edges[other].hidden = True
        return bool(company)

    def _company_to_reach(self, place: int, goal: int) -> list[int]:
        """The cheapest edges to hide so that the count could be ``goal``; none if it can."""
        flow = [edge.count for edge in self._edges]
        found: list[int] = []
        while flow[place] < goal:
            path = self._cheapest(place, flow, found)
            if path is None:
                break
            found += [step for step, _ in path if not self._free(step, found)]
            lowered = [flow[step] for step, forwards in path if not forwards]
            pushed = min([goal - flow[place], *lowered])
            for step, forwards in path:
                flow[step] += pushed if forwards else -pushed
            flow[place] += pushed
        return found

    def _free(self, place: int, found: list[int]) -> bool:
        return self._edges[place].hidden or place in found

    def _cheapest(self, place: int, flow: list[int], found: list[int]) -> list[Step] | None:
        """The way back from the edge's head to its tail that hides the fewest persons more."""

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

    def _is_pinned(self, place: int) -> bool:
        """Whether the count is certain to one who knows which groups were below the threshold."""

        def cost(step: Step) -> int | None:
            edge = self._edges[step[0]]
            open_above = edge.unsaid or edge.count >= self._threshold
            open_above = open_above or edge.count < self._threshold - 1
            movable = open_above if step[1] else edge.count > 0
            return 0 if edge.hidden and movable and (edge.count or not edge.unsaid) else None

        edge = self._edges[place]
        up = cost((place, True)) == 0 and self._way(edge.head, edge.tail, place, cost)
        return not up and not (edge.count and self._way(edge.tail, edge.head, place, cost))

    def _neighbour(self, place: int) -> list[int]:
        """The smallest shown edge that shares an end with this one."""
        edge = self._edges[place]
        near = {other for node in (edge.tail, edge.head) for other, _ in self._at[node]}
        shown = [at for at in near if self._edges[at].may_hide and not self._edges[at].hidden]
        return sorted(shown, key=lambda at: (self._edges[at].count, at))[:1]

    def _way(
        self, start: int, goal: int, without: int, cost: Callable[[Step], int | None]
    ) -> list[Step] | None:
        """Dijkstra's cheapest way between two nodes, each edge used at most once."""
        queue: list[tuple[int, int, int, tuple[Step, ...]]] = [(0, 0, start, ())]
        done: set[int] = set()
        while queue:
            spent, length, node, path = heappop(queue)
            if node == goal:
                return list(path)
            if node in done:
                continue
            done.add(node)
            for step in self._at.get(node, ()):
                edge = self._edges[step[0]]
                onward = edge.head if step[1] else edge.tail
                price = None if step[0] == without or onward in done else cost(step)
                if price is not None:
                    heappush(queue, (spent + price, length + 1, onward, (*path, step)))
        return None
