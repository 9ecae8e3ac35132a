"""The devices as a table."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from admin.devices.rows import DeviceRow
from admin.shell.rows import DISPLAY, SORT_ROLE, RowsModel


class Column(IntEnum):
    """The table's columns."""

    NAME = 0
    FINGERPRINT = 1


class DeviceModel(RowsModel[DeviceRow]):
    """A device a row."""

    columns = Column

    def cell(self, row: DeviceRow, column: int, role: int) -> Any:
        if role in (DISPLAY, SORT_ROLE):
            return row.name if column == Column.NAME else row.fingerprint
        return None

    def head(self, column: int) -> str:
        return self._words("Kiosk") if column == Column.NAME else self._words("Key's fingerprint")
