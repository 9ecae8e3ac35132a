"""A table of lines that say themselves what they hold."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from admin.sessions.state import Line
from admin.shell.rows import DISPLAY, SORT_ROLE, RowsModel
from assets.words import Words


class _One(IntEnum):
    FIRST = 0


class LinesModel(RowsModel[Line]):
    """``show_lines`` gives it other columns too; those in ``right`` are figures."""

    columns = _One

    def __init__(self) -> None:
        super().__init__()
        self._head: tuple[str, ...] = ("",)
        self._right: frozenset[int] = frozenset()
        self.narrow = False

    def show_lines(
        self, head: tuple[str, ...], lines: tuple[Line, ...], words: Words,
        right: frozenset[int] = frozenset(),
    ) -> None:
        """Show these; where nothing is another the table stays as it is."""
        if (head, right) == (self._head, self._right):
            self.replace(lines, words)
            return
        self.beginResetModel()
        self._head, self._right, self._rows, self._words = head, right, lines, words
        self.endResetModel()

    def needs(self, wide: Callable[[str], int]) -> list[int]:
        """The width that each column needs: that of its widest words."""
        return [max(map(wide, column)) for column in zip(
            self._head, *(line.cells for line in self._rows), strict=True
        )]

    def set_narrow(self, narrow: bool) -> None:
        """One column whose cells hold a row each, or all columns."""
        self.beginResetModel()
        self.narrow = narrow
        self.endResetModel()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._rows

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return 1 if self.narrow else len(self._head)

    def cell(self, row: Line, column: int, role: int) -> Any:
        if self.narrow:
            return self._in_one(row) if role in (DISPLAY, SORT_ROLE) else None
        if role == int(Qt.ItemDataRole.TextAlignmentRole) and column in self._right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return row.cells[column] if role in (DISPLAY, SORT_ROLE) else None

    def _in_one(self, row: Line) -> str:
        told = (f"{head}: {cell}" for head, cell in
                zip(self._head[1:], row.cells[1:], strict=True) if cell)
        return "\n".join((row.cells[0], *told))

    def head(self, column: int) -> str:
        return self._head[column]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        right = role == int(Qt.ItemDataRole.TextAlignmentRole) and section in self._right
        right = right and not self.narrow
        if right and orientation == Qt.Orientation.Horizontal:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return super().headerData(section, orientation, role)
