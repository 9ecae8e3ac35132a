"""The devices as a table: one row for each kiosk in each survey."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import Qt

from admin.devices.rows import DeviceRow
from admin.results.figures import whole
from admin.shell.pieces import picture_of
from admin.shell.rows import DISPLAY, SORT_ROLE, RowsModel
from assets import theme as themes


class Column(IntEnum):
    """The table's columns."""

    NAME = 0
    SURVEY = 1
    STATE = 2
    SEEN = 3
    TAKEN = 4
    WAITING = 5


_NUMBERS = (Column.TAKEN, Column.WAITING)
_SHAPES = ("circle-check", "triangle-alert", "circle-alert")


class DeviceModel(RowsModel[DeviceRow]):
    """A shape and words say how a kiosk stands; colour never does alone."""

    columns = Column

    def cell(self, row: DeviceRow, column: int, role: int) -> Any:
        if role == int(Qt.ItemDataRole.DecorationRole) and column == Column.STATE:
            roles = themes.load()
            colour = (roles.good, roles.caution, roles.bad)[row.grave]
            return picture_of(_SHAPES[row.grave], colour, 18)
        if role == int(Qt.ItemDataRole.TextAlignmentRole) and column in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == SORT_ROLE:
            return self._raw(row)[column]
        if role in (DISPLAY, int(Qt.ItemDataRole.ToolTipRole)):
            return self._shown(row)[column]
        return None

    def head(self, column: int) -> str:
        words = self._words
        return (
            words("Kiosk"), words("Survey"), words("How it stands"), words("Last heard"),
            words("Records here"), words("Wait for a receipt"),
        )[column]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if role == int(Qt.ItemDataRole.TextAlignmentRole) and section in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return super().headerData(section, orientation, role)

    def _raw(self, row: DeviceRow) -> tuple[Any, ...]:
        return row.name, row.survey, row.grave, row.seen, row.taken, row.waiting

    def _shown(self, row: DeviceRow) -> tuple[str, ...]:
        language = self._words.language
        taken, made = whole(row.taken, language), whole(row.made, language)
        here = taken if row.taken >= row.made else self._words("{n} of {of}", n=taken, of=made)
        return row.name, row.survey, row.said, row.seen, here, whole(row.waiting, language)
