"""Steps of a path as closures from nodes to nodes, and the conditions on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from survey.expressions.axes import AXES
from survey.expressions.context import Circumstances, Context
from survey.expressions.errors import ExpressionError
from survey.expressions.syntax import Test
from survey.expressions.tree import Element, Kind

MOST_EFFORT = 500_000
"""Nodes one working-out may look at before it is given up as endless: a third of a second."""

_FAR = 2
_MANY = 50
_SIGNS = 4

LONG = 200
"""Characters of a text that counts as nothing; a longer one is :func:`weigh` ed."""

Move = Callable[[list[Element], Context], list[Element]]
Fits = Callable[[Element], bool]
Sieve = Callable[[list[Element], Context], list[Element]]
"""Keeps those of a list that a condition allows; the list is in the order of the axis."""


@dataclass(frozen=True, slots=True)
class Names:
    """What prefixes in an expression stand for, and the namespace of names without one."""

    prefixes: Mapping[str, str] = field(default_factory=dict)
    default: str = ""


def strive(around: Circumstances, nodes: int) -> None:
    """Count nodes looked at. ExpressionError when there have been too many."""
    around.effort += nodes
    if around.effort > MOST_EFFORT:
        around.short = True
        raise ExpressionError("this takes too long: it looks at too many nodes")


def weigh(around: Circumstances, text: str) -> str:
    """Count a long text as nodes looked at, 16 signs each. Raises as :func:`strive`."""
    if len(text) > LONG:
        strive(around, len(text) >> _SIGNS)
    return text


def fits(test: Test, axis: str, names: Names | None, offset: int) -> Fits:
    """Whether a node passes a step's test. ExpressionError for a prefix that stands for nothing."""
    kinds = {"text": Kind.TEXT, "comment": Kind.COMMENT}
    if test.kind == "node":
        return lambda node: True
    if test.kind in kinds:
        kind = kinds[test.kind]
        return lambda node: node.kind == kind
    name = test.name
    if test.kind == "processing-instruction":
        return lambda node: node.kind == Kind.INSTRUCTION and name in ("", node.name)
    wanted = Kind.ATTRIBUTE if axis == "attribute" else Kind.ELEMENT
    space = _space(test, axis, names, offset)
    if name == "*":
        return lambda node: node.kind == wanted and space in (None, node.namespace)
    if space is None:
        return lambda node: node.name == name and node.kind == wanted
    return lambda node: node.name == name and node.kind == wanted and node.namespace == space


def _space(test: Test, axis: str, names: Names | None, offset: int) -> str | None:
    """The namespace a test asks for; None is any."""
    if names is None:
        return None
    if test.prefix:
        found = names.prefixes.get(test.prefix)
        if found is None:
            raise ExpressionError(f"the prefix '{test.prefix}' stands for nothing", offset)
        return found
    if test.name == "*":
        return None
    return "" if axis == "attribute" else names.default


def child_named(name: str) -> Move:
    """The step that most paths are made of."""

    def move(nodes: list[Element], c: Context) -> list[Element]:
        found = [
            inner for node in nodes for inner in node.children
            if inner.name == name and inner.relevant and not inner.kind
        ]
        if len(found) > _MANY:
            c.around.spent += len(found)
        return found

    return move


def counted(move: Move) -> Move:
    """A step inside a condition: what it looks at is counted."""

    def counting(nodes: list[Element], c: Context) -> list[Element]:
        strive(c.around, sum(len(node.children) for node in nodes) + 1)
        return move(nodes, c)

    return counting


def parent(nodes: list[Element], c: Context) -> list[Element]:
    """``..`` from nodes: each parent once."""
    if len(nodes) == 1:
        above = nodes[0].parent
        return [] if above is None else [above]
    found = {id(node.parent): node.parent for node in nodes if node.parent is not None}
    return list(found.values())


def along(axis: str, test: Fits, sieves: Iterable[Sieve]) -> Move:
    """Any step: from each node along the axis, through the test, through each condition."""
    walk, wanted = AXES[axis], tuple(sieves)
    cost = _FAR if axis in ("following", "preceding") else 1

    def move(nodes: list[Element], c: Context) -> list[Element]:
        found: list[Element] = []
        for node in nodes:
            seen = list(walk(node))
            strive(c.around, cost * len(seen) + 1)
            seen = [inner for inner in seen if test(inner)]
            for sieve in wanted:
                seen = sieve(seen, c)
            found.extend(seen)
        return found

    return move


def numbered(number: Callable[[Context], float]) -> Sieve:
    """``[3]``, and ``[position() = x]`` where x is the same for every node."""

    def sieve(nodes: list[Element], c: Context) -> list[Element]:
        at = number(c)
        if not 1 <= at <= len(nodes) or at != int(at):
            return []
        return [nodes[int(at) - 1]]

    return sieve


def allowed(truth: Callable[[Context], bool], cost: int = 1) -> Sieve:
    """A condition that is true or false for each node; asking each counts for ``cost`` nodes."""

    def sieve(nodes: list[Element], c: Context) -> list[Element]:
        strive(c.around, cost * len(nodes))
        inner = Context(c.around, c.node, size=len(nodes), current=c.current)
        kept: list[Element] = []
        for number, node in enumerate(nodes, 1):
            inner.node, inner.position = node, number
            if truth(inner):
                kept.append(node)
        return kept

    return sieve


def weighed(run: Callable[[Context], object], cost: int = 1) -> Sieve:
    """A condition that may turn out to be a number, and then means a position."""

    def truth(c: Context) -> bool:
        found = run(c)
        return found == c.position if isinstance(found, float) else bool(found)

    return allowed(truth, cost)
