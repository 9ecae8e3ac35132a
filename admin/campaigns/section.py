"""One card of settings: what all of them have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from admin.campaigns.conduct_presenter import Offers, Said
from admin.shell.columns import Columns
from admin.shell.entry import Entry, Tick
from admin.shell.pick_one import PickOne
from admin.shell.pieces import text
from assets.words import Words


class Faulty(Protocol):
    """A control that can say what is wrong with it."""

    def show_fault(self, fault: str) -> None: ...


class Section(QFrame):
    """Shows a part of the settings and gives back what was written; ``edited`` at each change."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setMaximumWidth(1080)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 24)
        self.column.setSpacing(12)
        self.heading, self.line = text("subheading"), text("soft")
        for widget in (self.heading, self.line):
            self.column.addWidget(widget)

    def put(self, *controls: QWidget) -> None:
        """Controls below each other; whatever a person does with one is an edit."""
        for control in controls:
            self.column.addWidget(control)
            self.listen(control)

    def pair(self, one: QWidget, other: QWidget) -> None:
        """Two beside each other where there is room."""
        self.column.addWidget(Columns((one, 1), (other, 1), needs=560))
        self.listen(one)
        self.listen(other)

    def listen(self, control: QWidget) -> None:
        """Whatever a person does with the control is an edit."""
        if isinstance(control, PickOne):
            control.chosen.connect(self.edited)
        elif isinstance(control, Entry):
            control.line.editingFinished.connect(lambda: self._written(control))
        elif isinstance(control, Tick):
            control.box.clicked.connect(self.edited)

    def name(self, heading: str, line: str = "") -> None:
        """What the card is about."""
        self.heading.setText(heading)
        self.line.setText(line)
        self.line.setVisible(bool(line))
        self.setAccessibleName(heading)

    def speak(self, offers: Offers, words: Words) -> None:
        """Names and choices in a language; what is written stays."""
        raise NotImplementedError

    def fill(self, said: Mapping[str, Any]) -> None:
        """Show these settings."""
        raise NotImplementedError

    def collect(self) -> Said:
        """What is written, as settings have it."""
        raise NotImplementedError

    def fields(self) -> dict[str, Faulty]:
        """By the place that problems name, as it was collected last."""
        raise NotImplementedError

    def _written(self, entry: Entry) -> None:
        if entry.line.isModified():  # leaving a line is no edit
            entry.line.setModified(False)
            self.edited.emit()


def put_text(entry: Entry, value: object) -> None:
    """Show a value on a line; nothing for None."""
    entry.line.setText("" if value is None else str(value))
    entry.line.setModified(False)
