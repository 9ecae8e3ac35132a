"""One person's answers as rows: one in the main table, one for each instance of a repeat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, tzinfo
from typing import NamedTuple
from uuid import UUID

from survey.exporting.asking import Asking
from survey.exporting.cells import Cell, Cells, Said, name_of
from survey.exporting.columns import Plan, index_names
from survey.files import File
from survey.forms.answers import Spot
from survey.records import Further, Kind

Row = list[Cell]
Handed = tuple[str, Further]
"""A file's name beside the tables, and the answer that it is."""


class Laid(NamedTuple):
    """A response as rows: the main one, those of repeats with the place of their table, and files.

    ``astray`` answers are in none of them: their question is not in the form, or not inside so
    many repeats. No form gives such, and what a device sends is not held against its form.
    """

    main: Row
    inside: list[tuple[int, Row]]
    handed: list[Handed]
    astray: int


class _Slot:
    """Where the cells of a question begin in which table, inside how many repeats."""

    __slots__ = ("at", "cells", "depth", "table")

    def __init__(self, table: int, depth: int, at: int, cells: Cells) -> None:
        self.table, self.depth, self.at, self.cells = table, depth, at, cells


class Rows:
    """Made for one survey. ``labels`` is the language of further columns, empty for none."""

    def __init__(self, plan: Plan, zone: tzinfo, labels: str = "") -> None:
        self.plan = plan
        self._asking = [Asking(form, zone) for form in plan.definitions]
        self._seeded = tuple(form.id for form in plan.definitions)
        self._slots: list[dict[UUID, _Slot]] = [{} for _ in plan.definitions]
        self._empty: list[list[Row]] = [[] for _ in plan.definitions]
        self._depths = {table.repeats: at for at, table in enumerate(plan.tables)}
        self.cells: tuple[tuple[Cells, ...], ...] = tuple(
            tuple(Cells(asked, labels) for asked in table.asked) for table in plan.tables
        )
        for number, cells in enumerate(self.cells):
            self._place(number, cells)

    def _place(self, table: int, cells: tuple[Cells, ...]) -> None:
        depth = len(self.plan.tables[table].repeats)
        for version, slots in enumerate(self._slots):
            empty: Row = []
            for one in cells:
                if version in one.asked.versions:
                    for id in one.asked.ids:
                        slots[id] = _Slot(table, depth, len(empty), one)
                    empty += one.empty(version)
                else:
                    empty += one.not_asked
            self._empty[version].append(empty)

    def header(self, table: int) -> tuple[str, ...]:
        """The names of a table's columns; those of a repeat begin with whose and which it is."""
        own = tuple(name for cells in self.cells[table] for name in cells.header)
        repeats = self.plan.tables[table].repeats
        return ("_response", *index_names(repeats), *own) if table else own

    def told(self, version: int) -> bool:
        """Whether it could be told of everybody so far who was asked what."""
        return self._asking[version].told

    def cells_of(self, version: int, node: UUID) -> tuple[str, Cells] | None:
        """The table and the cells that a question of a version has; None for no question."""
        slot = self._slots[version].get(node)
        return None if slot is None else (self.plan.tables[slot.table].name, slot.cells)

    def of(
        self, response: bytes, version: int, answers: Mapping[Spot, Said], day: date
    ) -> Laid:
        """The response's rows. Answers that fit no place of the form are counted, and told."""
        slots, empty = self._slots[version], self._empty[version]
        astray = 0
        main = empty[0].copy()
        inside: dict[tuple[int, tuple[int, ...]], Row] = {}
        handed: list[Handed] = []
        for (node, at), said in answers.items():
            slot = slots.get(node)
            if slot is None or len(at) != slot.depth:
                astray += (node, at) != (self._seeded[version], ())
                continue
            cells, width = slot.cells, slot.cells.width
            row = self._row(inside, slot, at, empty) if at else main
            if width == 1 and type(said) is int:
                row[slot.at] = said
            elif isinstance(said, Further) and isinstance(said.value, File):
                name = name_of(said.value, response, cells.asked, at)
                row[slot.at] = name
                handed.append((name, said))
            else:
                row[slot.at : slot.at + width] = cells.of(said, version)
        for node, at in self._asking[version].not_asked(answers, day):
            self._mark(slots.get(node), at, main, inside)
        rows = [
            (table, [response.hex(), *at, *inside[table, at]]) for table, at in sorted(inside)
        ]
        return Laid(main, rows, handed, astray)

    def _row(
        self, inside: dict[tuple[int, tuple[int, ...]], Row], slot: _Slot, at: tuple[int, ...],
        empty: list[Row],
    ) -> Row:
        """The row of an instance, made with those of the instances around it."""
        found = inside.get((slot.table, at))
        if found is None:
            repeats = self.plan.tables[slot.table].repeats
            for depth in range(1, len(at)):
                above = self._depths.get(repeats[:depth])
                if above is not None:
                    inside.setdefault((above, at[:depth]), empty[above].copy())
            found = inside[slot.table, at] = empty[slot.table].copy()
        return found

    @staticmethod
    def _mark(
        slot: _Slot | None, at: tuple[int, ...], main: Row,
        inside: Mapping[tuple[int, tuple[int, ...]], Row],
    ) -> None:
        """Say that it was not asked, unless an answer is there all the same."""
        if slot is None:
            return
        row = inside.get((slot.table, at)) if at else main
        if row is not None and row[slot.at] is None:
            row[slot.at : slot.at + slot.cells.width] = slot.cells.not_asked

    def seed(self, version: int, answers: Mapping[Spot, Said]) -> int | None:
        """The seed of the orders in which choices stood, where the form shuffled any."""
        said = answers.get((self._seeded[version], ()))
        if isinstance(said, Further) and said.kind is Kind.ORDER and isinstance(said.value, int):
            return said.value
        return None
