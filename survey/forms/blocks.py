"""Questions that are answered together: points to share out, percentages, tables of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from survey.forms.definition import Node, NodeKind
from survey.forms.scale import plain

if TYPE_CHECKING:
    from survey.forms.engine.plan import Plan

_HUNDRED = 100


def total_of(type: str, parameters: Mapping[str, str]) -> int:
    """What the numbers of a block of this type shall sum to; 0 when anything may be.

    ``percentages`` and ``points`` sum to 100, points to ``total`` where that is given.
    """
    if type == "percentages":
        return _HUNDRED
    if type != "points":
        return 0
    said = parameters.get("total", "")
    return int(said) if is_whole(said) and int(said) > 0 else _HUNDRED


def is_shared_out(plan: Plan) -> bool:
    """Whether a group is numbers alone that sum to something, asked as one."""
    if plan.node.type not in ("points", "percentages"):
        return False
    asked = [one for one in plan.walk() if one.node.kind is NodeKind.QUESTION]
    return bool(asked) and all(
        one.type.control == "input" and one.type.value in ("int", "decimal")
        and one.node.type != "rating" for one in asked
    )


def is_whole(text: str) -> bool:
    """Whether ``text`` is a whole number from 0 in plain figures, of at most nine."""
    return text.isascii() and text.isdecimal() and len(text) <= 9


@dataclass(frozen=True, slots=True)
class Shares:
    """Where sharing out stands. ``left`` is negative when too much was given."""

    total: int
    given: float
    begun: bool

    @property
    def left(self) -> float:
        """What is still to be given out."""
        return round(self.total - self.given, 6)

    @property
    def whole(self) -> bool:
        """True when the sum is right, and when nobody has begun."""
        return not self.begun or self.left == 0


def number(text: str) -> float:
    """An answer as a number; 0 where there is none."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def written(value: float) -> str:
    """A sum as a form writes it: at most six decimals, and never an exponent."""
    return plain(Decimal(str(round(value, 6))))


def shares(total: int, values: Sequence[str]) -> Shares:
    """Sums up the stored values of a block."""
    return Shares(total, sum(number(value) for value in values), any(values))


def table_rows(node: Node) -> tuple[tuple[Node, tuple[Node, ...]], ...]:
    """The rows of a matrix that does not grow: each with the questions that are its cells.

    A group inside is a row; a question that stands directly in the matrix is a row of one cell.
    """
    rows = []
    for inner in node.nodes:
        if inner.kind is NodeKind.GROUP:
            cells = tuple(n for n in inner.nodes if n.kind is NodeKind.QUESTION)
            rows.append((inner, cells))
        elif inner.kind is NodeKind.QUESTION:
            rows.append((inner, (inner,)))
    return tuple(rows)
