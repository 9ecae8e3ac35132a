"""The factors as a table: frozen rows, named columns, raw sort role, the row itself."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from admin.devices.model import ROW_ROLE, SORT_ROLE
from admin.results.state import FactorRow
from assets.words import Words

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Column(IntEnum):
    """The table's columns."""

    NAME = 0
    WEIGHT = 1
    BAR = 2
    INDEX = 3
    INTERVAL = 4


class FactorModel(QAbstractTableModel):
    """Shows a tuple of rows; replaced whole."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[FactorRow, ...] = ()
        self._words = Words("sv")

    def replace(self, rows: tuple[FactorRow, ...], words: Words) -> None:
        """Show other rows, or the same in another language."""
        self.beginResetModel()
        self._rows, self._words = rows, words
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == ROW_ROLE:
            return row
        if role == SORT_ROLE:
            return _raw(row, column)
        if role == _DISPLAY:
            return _said(row, column)
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _LEFT if column in (Column.NAME, Column.BAR) else _RIGHT
        if role in (int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.ToolTipRole)):
            return self._spoken(row, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _LEFT if section in (Column.NAME, Column.BAR) else _RIGHT
        return self._head(Column(section)) if role == _DISPLAY else None

    def _head(self, column: Column) -> str:
        words = self._words
        return {
            Column.NAME: words("Factor"),
            Column.WEIGHT: words("Weight"),
            Column.BAR: words("Index 0–100"),
            Column.INDEX: words("Index"),
            Column.INTERVAL: words("Interval"),
        }[column]

    def _spoken(self, row: FactorRow, column: Column) -> str:
        if column is Column.BAR:
            return f"{row.name}: {row.index_text} {row.interval_text}".strip()
        return _said(row, column)


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
