"""What the parts of the compiler ask of each other."""

from __future__ import annotations

from typing import Protocol

from survey.expressions.code import Code
from survey.expressions.expression import Bind
from survey.expressions.steps import Names
from survey.expressions.syntax import Node


class Compiling(Protocol):
    """A compilation under way. ``inside`` counts the conditions around; ``heavy`` is set by
    whatever looks at an unknown number of nodes. With ``late`` a wrong call is an error only when
    it is worked out."""

    bind: Bind | None
    names: Names | None
    inside: int
    heavy: bool
    late: bool

    def code(self, node: Node, asked_by: str = "") -> Code:
        """The piece a node is made into. ``asked_by``: the function it is an argument of."""
        ...
