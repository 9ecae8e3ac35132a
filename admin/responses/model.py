"""Files that were set aside, as a table."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from admin.devices.model import ROW_ROLE, SORT_ROLE
from admin.responses.state import Refused
from admin.responses.wording import why
from assets.words import Words

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


class Column(IntEnum):
    """The table's columns."""

    NAME = 0
    WHY = 1


class RefusedModel(QAbstractTableModel):
    """Shows a tuple of rows; replaced whole."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Refused, ...] = ()
        self._words = Words("sv")

    def replace(self, rows: tuple[Refused, ...], words: Words) -> None:
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
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == SORT_ROLE:
            return row.name if index.column() == Column.NAME else row.code
        if role in (_DISPLAY, int(Qt.ItemDataRole.ToolTipRole)):
            return row.name if index.column() == Column.NAME else why(row, self._words)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if role != _DISPLAY or orientation != Qt.Orientation.Horizontal:
            return None
        return self._words("File") if section == Column.NAME else self._words("Why set aside")
