"""The factors as a table."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import Qt

from admin.results.state import FactorRow
from admin.shell.rows import DISPLAY, SORT_ROLE, RowsModel

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Column(IntEnum):
    """The table's columns."""

    NAME = 0
    WEIGHT = 1
    BAR = 2
    INDEX = 3
    INTERVAL = 4


class FactorModel(RowsModel[FactorRow]):
    """A factor a row; the bar column is drawn by its own delegate."""

    columns = Column

    def cell(self, row: FactorRow, column: int, role: int) -> Any:
        at = Column(column)
        if role == SORT_ROLE:
            return _raw(row, at)
        if role == DISPLAY:
            return _said(row, at)
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _side(at)
        if role in (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole)):
            return self._spoken(row, at)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        aligned = role == int(Qt.ItemDataRole.TextAlignmentRole)
        if aligned and orientation == Qt.Orientation.Horizontal:
            return _side(Column(section))
        return super().headerData(section, orientation, role)

    def head(self, column: int) -> str:
        words = self._words
        return {
            Column.NAME: words("Factor"),
            Column.WEIGHT: words("Weight"),
            Column.BAR: words("Index 0–100"),
            Column.INDEX: words("Index"),
            Column.INTERVAL: words("Interval"),
        }[Column(column)]

    def _spoken(self, row: FactorRow, column: Column) -> str:
        if column is Column.BAR:
            return f"{row.name}: {row.index_text} {row.interval_text}".strip()
        return _said(row, column)


def _side(column: Column) -> int:
    return _LEFT if column in (Column.NAME, Column.BAR) else _RIGHT


def _said(row: FactorRow, column: Column) -> str:
    return {
        Column.NAME: row.name,
        Column.WEIGHT: row.weight_text,
        Column.BAR: "",
        Column.INDEX: row.index_text,
        Column.INTERVAL: row.interval_text,
    }[column]


def _raw(row: FactorRow, column: Column) -> str | float:
    """What the column sorts by; what is hidden sorts below everything."""
    if column is Column.NAME:
        return row.name
    number = row.weight if column is Column.WEIGHT else row.index
    return -1.0 if number is None else number
