"""What it costs to bring nodes into order is counted, and nodes from one step come in order."""

from __future__ import annotations

import pytest

from survey.expressions.axes import in_order
from survey.expressions.compile import compile
from survey.expressions.context import Circumstances, Context
from survey.expressions.tree import Document, Element


def row(length: int) -> list[Element]:
    top = Element("top")
    for _ in range(length):
        top.add(Element("a"))
    Document(top)
    return top.children


def test_the_tree_that_is_walked_for_an_order_is_counted() -> None:
    nodes, counted = row(1000), list[int]()
    found = in_order([*reversed(nodes[-30:])], counted.append)
    assert found == nodes[-30:]
    assert sum(counted) > 1000


def test_places_that_are_looked_up_for_an_order_are_counted() -> None:
    nodes, counted = row(1000), list[int]()
    assert in_order([nodes[-1], nodes[-2]], counted.append) == nodes[-2:]
    assert sum(counted) > 100


@pytest.mark.parametrize(
    "axis", ["ancestor", "ancestor-or-self", "preceding", "preceding-sibling", "following"]
)
def test_nodes_from_one_step_come_in_document_order(axis: str) -> None:
    nodes = row(9)
    for node in nodes:
        for _ in range(4):
            node.add(Element("b"))
    around = Circumstances(nodes[0].parent.parent)  # type: ignore[union-attr,arg-type]
    for node in (nodes[4], nodes[4].children[2]):
        found = compile(f"{axis}::node()").nodes(Context(around, node))
        turned = [*reversed(found)]
        assert in_order(turned, lambda _: None) == found
        assert len(found) > 1
