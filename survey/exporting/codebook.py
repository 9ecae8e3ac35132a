"""What each column means: the codebook, and the choices with their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey.exporting.cells import Cell, Cells
from survey.exporting.columns import Asked, Shape, index_names
from survey.exporting.rows import Rows
from survey.forms.model import Texts

CODEBOOK = (
    "table", "column", "holds", "choice", "id", "type", "values", "versions", "other_names",
    "condition", "who_was_asked",
)
CHOICES = ("table", "column", "value", "id", "versions")
SAID = " · "
"""Between the headings of groups, outermost first."""


class Codebook:
    """``languages`` are those that words are given in, in this order."""

    def __init__(self, rows: Rows, languages: Sequence[str]) -> None:
        self._rows, self._languages = rows, tuple(languages)

    def header(self) -> tuple[str, ...]:
        """The columns of the codebook: headings and labels once a language."""
        words = (f"{what}::{tag}" for what in ("heading", "label") for tag in self._languages)
        return (*CODEBOOK, *words)

    def about(self, column: str, type: str, label: Texts, table: str = "responses") -> list[Cell]:
        """The line of a column that holds no answer."""
        row: list[Cell] = [table, column, "about the response", "", "", type, *[""] * 5]
        return [*row, *("" for _ in self._languages), *self._said(label)]

    def lines(self, number: Texts) -> Iterator[list[Cell]]:
        """Every column of every table that holds answers, and those that number instances, which
        ``number`` says what they are."""
        for at, (table, some) in enumerate(
            zip(self._rows.plan.tables, self._rows.cells, strict=True)
        ):
            for name in index_names(table.repeats):
                yield self.about(name, "integer", number, table.name)
            for cells in some:
                yield from self._of(self._rows.plan.tables[at].name, cells)

    def choices_header(self) -> tuple[str, ...]:
        """The columns of the list of choices."""
        return (*CHOICES, *(f"label::{tag}" for tag in self._languages))

    def choices(self) -> Iterator[list[Cell]]:
        """Every choice of every question, in order."""
        for table, some in zip(self._rows.plan.tables, self._rows.cells, strict=True):
            for cells in some:
                for one in cells.asked.options:
                    ids = " ".join(sorted(map(str, one.ids)))
                    numbers = self._versions(one.versions)
                    yield [
                        table.name, cells.asked.name, one.name, ids, numbers,
                        *self._said(one.label),
                    ]

    def _of(self, table: str, cells: Cells) -> Iterator[list[Cell]]:
        asked = cells.asked
        headings = [
            SAID.join(filter(None, (_line(text, tag) for text in asked.headings)))
            for tag in self._languages
        ]
        own = {one.column: one for one in asked.options if one.column}
        for column in cells.header:
            option = own.get(column)
            holds = "value" if column == asked.name else "label"
            label = asked.label
            if option is not None:
                holds, label = _holds(asked), option.label
            yield [
                table, column, holds, option.name if option else "", str(asked.id), asked.type,
                asked.shape.value, self._versions(asked.versions), " ".join(asked.other_names),
                asked.condition, self._told(asked), *headings, *self._said(label),
            ]

    def _told(self, asked: Asked) -> str:
        if not asked.asks:
            return "nobody"
        if asked.shape is Shape.FILE:
            return "not known"
        if not asked.condition:
            return "everybody"
        return "known" if all(map(self._rows.told, asked.versions)) else "not known"

    def _versions(self, places: Sequence[int]) -> str:
        return " ".join(str(self._rows.plan.numbers[at]) for at in places)

    def _said(self, texts: Texts) -> list[Cell]:
        return [_line(texts, tag) for tag in self._languages]


def _holds(asked: Asked) -> str:
    return "place of the choice" if asked.shape is Shape.RANKED else "0 or 1"


def _line(texts: Texts, tag: str) -> str:
    return " ".join(texts.get(tag, "").split())
