"""Nodes that need no steps: the node itself, what is bound, a child's text."""

from __future__ import annotations

import math
from collections.abc import Callable

from survey.expressions.code import Code, Gives
from survey.expressions.collect import plain
from survey.expressions.context import Context
from survey.expressions.expression import Getter
from survey.expressions.syntax import Named, Step
from survey.expressions.tree import Element, text_of
from survey.expressions.values import number_of_text


def child_text(step: Step) -> Callable[[Context], str] | None:
    """The text of a child, as conditions on long tables ask for it again and again."""
    name = plain(step)
    if step.axis != "child" or step.conditions or name is None or name == "*":
        return None

    def text(c: Context) -> str:
        found = c.node.texts(name)
        return found[0] if found else ""

    return text


def here() -> Code:
    """``.``: the node itself."""
    return Code(
        Gives.NODES, lambda c: [c.node], text=lambda c: text_of(c.node), one=lambda c: c.node
    )


def always(node: Element) -> Code:
    """One node, always the same."""
    def run(c: Context) -> list[Element]:
        return [node] if node.relevant else []

    if node.children:
        return Code(Gives.NODES, run, text=lambda c: text_of(node), one=lambda c: node)

    def number(c: Context) -> float:
        text = node.value if node.relevant else ""
        return number_of_text(text, c.around) if text else math.nan

    return Code(
        Gives.NODES, run, text=lambda c: node.value if node.relevant else "", number=number,
        truth=lambda c: node.relevant and node.value != "", one=lambda c: node, leaf=node,
    )


def sometimes(get: Getter) -> Code:
    """One node or none, by a function."""
    def run(c: Context) -> list[Element]:
        node = get(c)
        return [node] if node is not None and node.relevant else []

    return Code(Gives.NODES, run, one=get, truth=lambda c: _answered(get(c)))


def _answered(node: Element | None) -> bool:
    """A bound answer is true when it is there and not empty, as ODK's guide uses it; what holds
    other nodes is true when it is relevant."""
    return node is not None and node.relevant and (node.value != "" or bool(node.children))


def by_name(node: Named) -> Code:
    """Any node of that name, where nobody says which one is meant."""
    name = node.name

    def run(c: Context) -> list[Element]:
        return [
            found for found in c.around.root.walk()
            if found.name == name and found.relevant and not found.kind
        ]

    return Code(Gives.NODES, run)
