"""What can follow from an answer: one task for each expression that others may feel."""

from __future__ import annotations

from enum import IntEnum

from survey.expressions.expression import Expression
from survey.forms.engine.binding import Read
from survey.forms.engine.plan import Plan


class Kind(IntEnum):
    """What a task works out."""

    RELEVANT = 0
    CALCULATE = 1
    COUNT = 2
    CHOICES = 3


class Task:
    """One expression of one plan. ``rank`` is its place in the order in which tasks are run.

    ``inward``: a group is shown by what stands in it.
    """

    __slots__ = ("expression", "inward", "kind", "plan", "rank", "reads")

    def __init__(
        self, kind: Kind, plan: Plan, expression: Expression | None, reads: list[Read]
    ) -> None:
        self.kind = kind
        self.plan = plan
        self.expression = expression
        self.reads = reads
        self.rank = 0
        self.inward = kind is Kind.RELEVANT and any(read.plan.inside(plan) for read in reads)

    def __repr__(self) -> str:
        return f"<{self.kind.name.lower()} of {self.plan.ref}>"
