"""Tables over a tuple of frozen rows: named columns, a raw sort role, a role that gives the row."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from assets.words import Words

SORT_ROLE = int(Qt.ItemDataRole.UserRole)
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
DISPLAY = int(Qt.ItemDataRole.DisplayRole)

Row = TypeVar("Row")
_Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Shows a tuple of rows, replaced whole; a table says what a cell and a head hold."""

    columns: type[IntEnum]

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._words = Words("sv")

    def cell(self, row: Row, column: int, role: int) -> Any:
        """What a cell holds in a role other than ROW_ROLE; None for nothing."""
        raise NotImplementedError

    def head(self, column: int) -> str:
        """The words above a column."""
        raise NotImplementedError

    def replace(self, rows: tuple[Row, ...], words: Words) -> None:
        """Show other rows, or the same in another language; where nothing is another, the table
        stays as it is, with what is chosen in it."""
        if self._rows == rows and self._words.language == words.language:
            return
        self.beginResetModel()
        self._rows, self._words = rows, words
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = DISPLAY) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        return row if role == ROW_ROLE else self.cell(row, index.column(), role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if role != DISPLAY or orientation != Qt.Orientation.Horizontal:
            return None
        return self.head(section)
