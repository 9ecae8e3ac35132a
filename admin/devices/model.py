"""The devices as a table: frozen rows, named columns, a raw sort role."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from admin.devices.rows import DeviceRow
from assets.words import Words

SORT_ROLE = int(Qt.ItemDataRole.UserRole)
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


class Column(IntEnum):
    """The table's columns."""

    NAME = 0
    FINGERPRINT = 1


class DeviceModel(QAbstractTableModel):
    """Shows a tuple of rows; replaced whole."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[DeviceRow, ...] = ()
        self._words = Words("sv")

    def replace(self, rows: tuple[DeviceRow, ...], words: Words) -> None:
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
        if role in (int(Qt.ItemDataRole.DisplayRole), SORT_ROLE):
            return row.name if index.column() == Column.NAME else row.fingerprint
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = _DISPLAY,
    ) -> Any:
        if role != int(Qt.ItemDataRole.DisplayRole) or orientation != Qt.Orientation.Horizontal:
            return None
        return self._words("Kiosk") if section == Column.NAME else self._words("Key's fingerprint")
