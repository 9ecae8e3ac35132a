"""The sums and shares of a table: those its form asks for, or all of them where it says nothing."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.questions.asked import Asked
from kiosk.questions.entry import shown_number
from survey.forms.blocks import number, written

WORDS = ("text", "string")
"""Types of cells that hold words, and so have no sum."""


class Sums:
    """Says the sums of a table's rows and columns as people write numbers."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        said = asked.parameters.get("sums", ""), asked.parameters.get("shares", "")
        sums, shares = said if any(said) else ("both", "rows")
        numbers = any(part.ref and part.type not in WORDS for part in asked.parts)
        self.of_rows = numbers and (sums in ("rows", "both") or shares == "rows")
        self.of_columns = numbers and (sums in ("columns", "both") or shares == "columns")
        self._row_shares, self._column_shares = shares == "rows", shares == "columns"

    def row(self, row: int) -> str:
        """The sum of a row, with its share of all."""
        columns = len(self._asked.columns)
        value = self._values(range(row * columns, (row + 1) * columns))
        return self._said(value, shared=self._row_shares)

    def column(self, column: int) -> str:
        """The sum of a column; nothing where all its cells hold words."""
        parts = self._asked.parts
        cells = range(column, len(parts), max(1, len(self._asked.columns)))
        asked = [at for at in cells if parts[at].ref]
        if all(parts[at].type in WORDS for at in asked):
            return ""
        return self._said(self._values(asked), shared=self._column_shares)

    def whole(self) -> str:
        """The sum of all."""
        return self._said(self._all(), shared=False)

    def _all(self) -> float:
        return self._values(range(len(self._asked.parts)))

    def _values(self, cells: Sequence[int]) -> float:
        parts = self._asked.parts
        return sum(number(parts[at].value) for at in cells if parts[at].type not in WORDS)

    def _said(self, value: float, *, shared: bool) -> str:
        whole = self._all()
        share = f" ({value / whole * 100:.0f} %)" if shared and whole else ""
        return shown_number(written(value), self._asked.language) + share
