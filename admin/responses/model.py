"""Files that were set aside, as a table."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import Qt

from admin.responses.state import Refused
from admin.responses.wording import why
from admin.shell.rows import DISPLAY, SORT_ROLE, RowsModel


class Column(IntEnum):
    """The table's columns."""

    NAME = 0
    WHY = 1


class RefusedModel(RowsModel[Refused]):
    """A file a row, sorted by the reason's code and not by its words."""

    columns = Column

    def cell(self, row: Refused, column: int, role: int) -> Any:
        if role == SORT_ROLE:
            return row.name if column == Column.NAME else row.code
        if role in (DISPLAY, int(Qt.ItemDataRole.ToolTipRole)):
            return row.name if column == Column.NAME else why(row, self._words)
        return None

    def head(self, column: int) -> str:
        return self._words("File") if column == Column.NAME else self._words("Why set aside")
