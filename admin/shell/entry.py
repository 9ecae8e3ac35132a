"""A line to write on and a box to tick, each with what is wrong with it right below."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from admin.shell.pieces import text
from admin.start.choosing import Field


class Entry(Field):
    """A label, a line and its rule; a fault takes the line's description for who cannot see it."""

    def __init__(self, most: int = 20) -> None:
        super().__init__()
        self._fault = text("fault")
        self._fault.hide()
        self.layout().addWidget(self._fault)
        self.line.setMaxLength(most)

    def show_fault(self, fault: str) -> None:
        """What is wrong with what was written; empty when nothing is."""
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self.line.setAccessibleDescription(fault)

    @property
    def number(self) -> object:
        """The whole number that was written; what was written where it is none."""
        said = self.line.text().strip()
        return int(said) if said.isascii() and said.isdigit() else said

    @property
    def words(self) -> str:
        """What was written."""
        return self.line.text().strip()


class Tick(QWidget):
    """A box to tick with its words beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.box, self._rule, self._fault = QCheckBox(), text("quiet"), text("fault")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.box, self._rule, self._fault):
            column.addWidget(widget)
        self._fault.hide()

    def name(self, words: str, rule: str = "") -> None:
        """What ticking means."""
        self.box.setText(words)
        self.box.setAccessibleDescription(rule)
        self._rule.setText(rule)
        self._rule.setVisible(bool(rule))

    def show_fault(self, fault: str) -> None:
        """What is wrong; empty when nothing is."""
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
