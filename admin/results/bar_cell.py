"""The bar in the table's cell, drawn by the same code as in the report."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from admin.pictures.bars import draw_bar
from admin.pictures.model import Axis
from admin.pictures.style import Style
from admin.results.state import FactorRow
from admin.shell.rows import ROW_ROLE

_AXIS = Axis(low=0, high=100, ticks=())


class BarCell(QStyledItemDelegate):
    """Paints a row's bar with its whisker; a hidden one stays empty."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style = style

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        row = index.data(ROW_ROLE)
        if not isinstance(row, FactorRow) or row.bar.value is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(option.rect).adjusted(8, 0, -8, 0)
        draw_bar(painter, row.bar, _AXIS, room, self.style)
        painter.restore()
