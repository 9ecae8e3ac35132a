"""What decides whether somebody is asked a question, and what its answers are bound to.

Names are found in expressions as written, rather too many than too few: what is told here only
ever hides more (:mod:`survey.forms.figures`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from survey.forms.definition import FormDefinition, Node, NodeKind, Place

_NAMES = re.compile(r"[\w.\-/]+")
_WIDE = re.compile(r"//|/\s*\*|\*\s*\[|::|@|\.\.\s*(?:[),\[]|$)")
"""Steps that reach nodes which they do not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """``asked`` are ids of the nodes whose answers decide who is asked, None where that cannot be
    told. ``bound`` are those that decide what can be answered: filters, constraints, calculations,
    None likewise. ``depth`` is the number of repeats around."""

    depth: int
    asked: frozenset[UUID] | None
    bound: frozenset[UUID] | None


def conditions(form: FormDefinition) -> dict[UUID, Conditions]:
    """Of every node that is no group, by its id."""
    found = _Form(form)
    return {
        node.id: Conditions(
            depth=sum(one.kind is NodeKind.REPEAT for one in above),
            asked=found.reaches(found.asked(node, above), node),
            bound=found.reaches(_bound(node), node),
        )
        for node, above in found.above.values() if not node.nodes
    }


class _Form:
    def __init__(self, form: FormDefinition) -> None:
        self.above = {node.id: (node, above) for node, above in _walk(form.nodes, ())}
        self._named: dict[str, list[Node]] = {}
        for node, _ in self.above.values():
            self._named.setdefault(node.name, []).append(node)
        self._placed = dict(_placed(form.layout, ""))
        self._named_by: dict[str, tuple[Node, ...] | None] = {}

    def asked(self, node: Node, above: Iterable[Node]) -> str:
        """All that decides whether it is asked, in one text."""
        around = [f"{one.relevant} {one.count}" for one in (*above, node)]
        placed = [self._placed.get(one.id, "") for one in (*above, node)]
        return " ".join((*around, *placed)).strip()

    def reaches(self, source: str, own: Node) -> frozenset[UUID] | None:
        """The questions and values read by an expression, and by all that those hang on."""
        waiting, found, done = [source], set[UUID](), {""}
        while waiting:
            text = waiting.pop()
            if text in done:
                continue
            done.add(text)
            nodes = self._nodes(text)
            if nodes is None:
                return None
            for node in nodes:
                if node.id != own.id and node.id not in found:
                    found.add(node.id)
                    waiting += [self.asked(node, self.above[node.id][1]), node.calculation]
        return frozenset(found)

    def _nodes(self, text: str) -> tuple[Node, ...] | None:
        """Those that a text names; of groups and repeats all that they hold. None: any."""
        if text not in self._named_by:
            names = {part.rpartition("/")[2] for part in _NAMES.findall(text)}
            self._named_by[text] = None if _WIDE.search(text) else tuple(
                below for name in names for node in self._named.get(name, ())
                for below in node.walk() if not below.nodes
            )
        return self._named_by[text]


def _bound(node: Node) -> str:
    itemset = node.itemset.nodeset if node.itemset is not None else ""
    bound = (node.choice_filter, node.constraint, node.calculation, node.default)
    return " ".join((*bound, itemset, node.source)).strip()


def _walk(
    nodes: Iterable[Node], above: tuple[Node, ...]
) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    for node in nodes:
        yield node, above
        yield from _walk(node.nodes, (*above, node))


def _placed(places: Iterable[Place], above: str) -> Iterator[tuple[UUID, str]]:
    """What the shown groups around it say of a node."""
    for place in places:
        here = f"{above} {place.relevant}".strip()
        if place.node is not None and here:
            yield place.node, here
        yield from _placed(place.places, here)
