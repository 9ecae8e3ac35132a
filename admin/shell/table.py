"""A calm table: no grid, whole rows, as high as its rows, at home in a page that scrolls."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

_PADDING = 14
"""Pixels beside an item's words, as in the sheet, and the style's own margin."""


class _Padded(QStyledItemDelegate):
    """Wraps words where they are drawn: the sheet's padding takes room that Qt does not count."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        inner = QStyleOptionViewItem(option)
        inner.rect.setWidth(max(1, option.rect.width() - _PADDING))  # type: ignore[attr-defined]
        return super().sizeHint(inner, index)


class CalmTable(QTableView):
    """Shows all rows without a scroll bar of its own; Tab leaves it, arrows move in it."""

    def __init__(self, model: QAbstractItemModel, row_height: int = 40) -> None:
        super().__init__()
        self._row_height = row_height
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._fit)
        # a column that is hidden or shown narrows or widens the others without a resize
        header.sectionResized.connect(lambda *_: self._soon.start(0))
        self.setItemDelegate(_Padded(self))
        model.modelReset.connect(self._fit)
        self._fit()

    def set_row_height(self, height: int) -> None:
        """Another text size needs other rows."""
        self._row_height = height
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """Rows as high as their words need at this width, and the table as high as its rows. A
        table that nobody sees waits until it is shown."""
        if not self.isVisible():
            return
        vertical = self.verticalHeader()
        vertical.setMinimumSectionSize(self._row_height)
        vertical.setDefaultSectionSize(self._row_height)
        self.resizeRowsToContents()
        header = self.horizontalHeader()
        head = 0 if header.isHidden() else header.sizeHint().height()
        self.setFixedHeight(head + vertical.length() + 2)
