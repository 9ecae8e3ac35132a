"""What an expression is made of, as parsed: values that nobody changes, no meaning yet.

``depth`` is the number of nodes on the longest way down, this one included. They are not frozen
because thousands are made when a form is opened, and freezing doubles the cost of each.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Literal:
    value: str | float
    offset: int
    end: int
    depth: int = 1


@dataclass(slots=True)
class Named:
    """``${name}``."""

    name: str
    offset: int
    end: int
    depth: int = 1


@dataclass(slots=True)
class Call:
    name: str
    arguments: tuple[Node, ...]
    offset: int
    end: int
    depth: int


@dataclass(slots=True)
class Negation:
    """A minus before an operand; two of them cancel out but make a number of it."""

    operand: Node
    odd: bool
    offset: int
    end: int
    depth: int


@dataclass(slots=True)
class Operand:
    """What follows the first operand of a chain: the operator, where it stands, the operand."""

    operator: str
    offset: int
    node: Node


@dataclass(slots=True)
class Chain:
    """Operands joined by operators of one rank, worked out from the left."""

    first: Node
    rest: tuple[Operand, ...]
    offset: int
    end: int
    depth: int


@dataclass(slots=True)
class Test:
    """Which nodes a step takes. ``kind`` is ``name``, or ``node``, ``text``, ``comment``,
    ``processing-instruction``; ``name`` may be ``*``, and is empty where it does not matter."""

    kind: str
    name: str = ""
    prefix: str = ""


@dataclass(slots=True)
class Step:
    axis: str
    test: Test
    conditions: tuple[Node, ...]
    offset: int


@dataclass(slots=True)
class Path:
    """Steps from ``start``: an expression, or the top of the tree, or the node (None)."""

    start: Node | Top | None
    conditions: tuple[Node, ...]
    """Conditions on the start itself: ``(...)[1]``."""
    steps: tuple[Step, ...]
    offset: int
    end: int
    depth: int


@dataclass(slots=True)
class Top:
    offset: int


Node = Literal | Named | Call | Negation | Chain | Path
