"""The page of kiosks: all of them as a table, one of them below, new ones to register."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from admin.devices import wording
from admin.devices.asked import question
from admin.devices.details import Details
from admin.devices.model import Column, DeviceModel
from admin.devices.rows import NewDevice
from admin.devices.state import DevicesState
from admin.shell.ask import Ask
from admin.shell.pieces import Message, button, left, page, text
from admin.shell.rows import ROW_ROLE
from admin.shell.table import CalmTable
from admin.shell.tone import Tone
from admin.start.choosing import Pick

_BY_CONTENTS = QHeaderView.ResizeMode.ResizeToContents
_ROOM = {Column.SURVEY: 80, Column.SEEN: 70, Column.WAITING: 95, Column.TAKEN: 50}
"""Digits' widths that the table needs before it shows a column; the details tell the rest."""


class DevicesView(QWidget):
    """One setter, and what the person did."""

    chosen = Signal(bytes)
    asked = Signal(str)
    agreed = Signal(str)
    declined = Signal()
    file_chosen = Signal(str)
    register_wanted = Signal(object)

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        self._line, self._message = text("soft"), Message()
        self.details, self.ask = Details(), Ask()
        self._waiting_line, self._waiting = Message(), button(icon="plus")
        self._waiting.setObjectName("register-found")
        self._next: NewDevice | None = None
        self.model = DeviceModel()
        self._table = CalmTable(self.model)
        self._table.setObjectName("devices")
        for narrow in _ROOM:
            self._table.horizontalHeader().setSectionResizeMode(narrow, _BY_CONTENTS)
        self._table.selectionModel().currentRowChanged.connect(self._row)
        self._from_file = button(icon="folder-open")
        self._from_file.setObjectName("register-file")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        for widget in (self._line, self._waiting_line):
            column.addWidget(widget)
        column.addLayout(left(self._waiting))
        # what was done is said where it was asked: with a long table the top is out of sight
        for widget in (self._table, self._message, self.ask, self.details):
            widget.setMaximumWidth(1080)
            column.addWidget(widget)
        column.addLayout(left(self._from_file))
        column.addStretch(1)
        whole.addWidget(area)
        self.details.asked.connect(self.asked)
        self.ask.agreed.connect(self.agreed)
        self.ask.declined.connect(self.declined)
        self._from_file.clicked.connect(self._choose)
        self._waiting.clicked.connect(lambda: self.register_wanted.emit(self._next))

    def show_state(self, state: DevicesState) -> None:
        """Show the devices and the one that is chosen."""
        words = state.words
        if not state.is_open:
            self._message.show_words(words("Open a workspace on the start page first."), Tone.INFO)
        else:
            self._message.show_words(state.message, state.tone)
        self._line.setText(
            words("Answers are accepted from these kiosks only. Choose one to see more.")
            if state.devices
            else words("No kiosk is known yet. Pair one under Network, or register its file.")
        )
        self._show_table(state)
        self.details.show_state(state)
        self.ask.show_question(question(state))
        self._next = state.waiting[0] if state.waiting else None
        found = ", ".join(one.name for one in state.waiting)
        self._waiting_line.show_words(
            words("Found but not registered: {kiosks}", kiosks=found) if found else "",
            Tone.CAUTION,
        )
        self._waiting.setText(words("Register {kiosk} …", kiosk=self._next.name)
                              if self._next else "")
        self._waiting.setVisible(self._next is not None)
        self._from_file.setText(words("Register from a file …"))
        self._from_file.setEnabled(state.is_open and not state.busy)

    def _show_table(self, state: DevicesState) -> None:
        rows = wording.rows(state.devices, state.words)
        chosen = self._table.selectionModel()
        chosen.blockSignals(True)
        self.model.replace(rows, state.words)
        at = next((n for n, row in enumerate(rows) if row.public == state.chosen), None)
        if at is not None:
            self._table.selectRow(at)
        chosen.blockSignals(False)
        self._table.setAccessibleName(state.words("Kiosks"))
        self._table.setVisible(bool(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit_columns()

    def _fit_columns(self) -> None:
        """Only as many columns as there is room for in this text size."""
        room = (self.width() - 80) / max(1, self._line.fontMetrics().horizontalAdvance("0"))
        for column, needs in _ROOM.items():
            self._table.setColumnHidden(column, room < needs)

    def _row(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.chosen.emit(row.public)

    def _choose(self) -> None:
        file = self._pick(self, self._from_file.text(), "open *.vdevice")
        if file is not None:
            self.file_chosen.emit(str(file))
