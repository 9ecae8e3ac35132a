"""What can follow from an answer: one task for each expression that others may feel."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

from survey.expressions.context import Context
from survey.expressions.expression import Expression
from survey.forms.engine.binding import Read
from survey.forms.engine.plan import Plan


class Kind(IntEnum):
    """What a task works out."""

    RELEVANT = 0
    CALCULATE = 1
    COUNT = 2
    CHOICES = 3


_COST = 3
_CALL = 6
_SIGNS = 4


def _cost(source: str) -> int:
    return _COST + _CALL * source.count("(") + (len(source) >> _SIGNS)


def _nothing(context: Context) -> None:
    """Nobody asks."""


class Task:
    """One expression of one plan. ``rank`` is its place in the order in which tasks are run.

    ``work`` works the expression out as the kind wants it; tasks without one are never asked.
    ``cost`` is what one run counts for at least, as nodes looked at. ``again``: run when its answer
    comes to be relevant. ``inward``: a group is shown by what stands in it.
    """

    __slots__ = ("again", "cost", "expression", "inward", "kind", "plan", "rank", "reads", "work")

    def __init__(
        self, kind: Kind, plan: Plan, expression: Expression | None, reads: list[Read]
    ) -> None:
        self.kind = kind
        self.plan = plan
        self.expression = expression
        self.reads = reads
        self.rank = 0
        self.cost = _COST if expression is None else _cost(expression.source)
        self.again = kind in (Kind.CALCULATE, Kind.CHOICES)
        self.work: Callable[[Context], Any] = _nothing if expression is None else (
            expression.boolean if kind is Kind.RELEVANT
            else expression.number if kind is Kind.COUNT
            else expression.string
        )
        self.inward = kind is Kind.RELEVANT and any(read.plan.inside(plan) for read in reads)

    def __repr__(self) -> str:
        return f"<{self.kind.name.lower()} of {self.plan.ref}>"
