"""Does what came out equal what went in? Counted at every hand-over, and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One count at one place; ``expected`` is what the source file demands there."""

    place: str
    count: int
    expected: int

    @property
    def agrees(self) -> bool:
        return self.count == self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The whole way of the answers, from source rows to published figures."""

    rows: int
    refused: Mapping[str, int]
    lines: Sequence[Line]

    @property
    def agrees(self) -> bool:
        return all(line.agrees for line in self.lines)

    def as_json(self) -> dict[str, object]:
        lines = [
            {"place": x.place, "count": x.count, "expected": x.expected, "agrees": x.agrees}
            for x in self.lines
        ]
        return {
            "rows": self.rows,
            "refused": dict(self.refused),
            "lines": lines,
            "agrees": self.agrees,
        }

    def table(self) -> str:
        """The lines as aligned text, one hand-over a line."""
        width = max(len(x.place) for x in self.lines)
        signs = {True: "=", False: "≠"}
        return "\n".join(
            f"  {x.place:<{width}}  {x.count:>7} {signs[x.agrees]} {x.expected}" for x in self.lines
        )
