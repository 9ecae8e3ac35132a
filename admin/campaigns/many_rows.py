"""Rows of controls that a person adds to and takes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from admin.shell.pieces import button, left, text

Row = TypeVar("Row", bound="OneRow")


class OneRow(QFrame):
    """Controls of one thing, with a button that takes it away."""

    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "figure-card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 16)
        self.column.setSpacing(8)
        self.title, self.remove = text("small-heading"), button("plain", "x")
        self.column.addWidget(self.title)
        self.remove.clicked.connect(self.removed)

    def put(self, *controls: QWidget) -> None:
        """The controls, and the button below them."""
        for control in controls:
            self.column.addWidget(control)
        self.column.addLayout(left(self.remove))

    def name(self, title: str, remove: str) -> None:
        """Which one it is, and what taking it away is called."""
        self.title.setText(title)
        self.remove.setText(remove)
        self.remove.setAccessibleName(f"{remove}: {title}")


class ManyRows(QWidget, Generic[Row]):
    """Rows below each other and a button for one more. ``changed`` when one came or went."""

    changed = Signal()

    def __init__(self, make: Callable[[], Row], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most
        self.rows: list[Row] = []
        self._fault, self.add = text("fault"), button(icon="plus")
        self._fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        column.addLayout(self._column)
        column.addWidget(self._fault)
        column.addLayout(left(self.add))
        self.add.clicked.connect(self._add)

    def set_count(self, count: int) -> None:
        """As many rows as that; those that were stay."""
        while len(self.rows) > count:
            self._take(self.rows[-1])
        while len(self.rows) < count:
            self.one_more()
        self.add.setEnabled(len(self.rows) < self._most)

    def one_more(self) -> Row:
        """Another row, empty."""
        row = self._make()
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)
        row.show()  # now, and not when the page next rests: the keyboard goes there at once
        return row

    def show_fault(self, fault: str) -> None:
        """What is wrong with all of them together."""
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))

    def _add(self) -> None:
        row = self.one_more()
        self.set_count(len(self.rows))
        self.changed.emit()
        first = next((w for w in row.findChildren(QWidget)
                      if w.focusPolicy() & Qt.FocusPolicy.TabFocus), self.add)
        first.setFocus()

    def _remove(self, row: Row) -> None:
        self._take(row)
        self.set_count(len(self.rows))
        self.add.setFocus()  # the keyboard is not thrown away with the row
        self.changed.emit()

    def _take(self, row: Row) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
