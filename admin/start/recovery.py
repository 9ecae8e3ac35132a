"""The recovery code, shown once: what it is for, the code, and the sheet to print."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from admin.shell.pieces import Message, button, card, page, text
from admin.shell.tone import Tone
from admin.start.choosing import Pick
from admin.start.state import StartState


class RecoveryView(QWidget):
    """Shows the code until the person says that it is on paper."""

    sheet_wanted = Signal(str)
    kept = Signal()

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        self._sheet = ""
        self._heading, self._about, self._once = text("heading"), text("soft"), Message()
        self._label, self.code = text("label"), text("code")
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._message = Message()
        self.save = button("primary", "save")
        self.save.clicked.connect(self._choose)
        self._print = button(icon="file-text")
        self._print.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self._sheet))
        )
        self.done = button(icon="check")
        self.done.clicked.connect(self.kept)
        self._lay_out()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        frame, inner = card()
        frame.setMaximumWidth(820)
        for widget in (self._label, self.code, self._once):
            inner.addWidget(widget)
        row = QHBoxLayout()
        for pressed in (self.save, self._print):
            row.addWidget(pressed)
        row.addStretch(1)
        inner.addSpacing(4)
        inner.addLayout(row)
        inner.addWidget(self._message)
        self._about.setMaximumWidth(820)
        column.addWidget(self._heading)
        column.addWidget(self._about)
        column.addWidget(frame)
        last = QHBoxLayout()
        last.addWidget(self.done)
        last.addStretch(1)
        column.addLayout(last)
        column.addStretch(1)
        whole.addWidget(area)

    def _choose(self) -> None:
        chosen = self._pick(self, self.save.text(), "recovery.pdf")
        if chosen is not None:
            self.sheet_wanted.emit(str(chosen))

    def show_state(self, state: StartState) -> None:
        """Show the code and whether its sheet is saved."""
        words = state.words
        self._sheet = str(state.sheet or "")
        self._heading.setText(words("Keep the recovery code on paper"))
        self._about.setText(
            words(
                "If the passphrase is forgotten or this computer is lost, the code is the only "
                "way to the answers. Nobody else has it, and it cannot be made again."
            )
        )
        self._label.setText(words("Recovery code for {name}", name=_name(state)))
        self.code.setText(_in_lines(state.code))
        self.code.setAccessibleName(words("Recovery code"))
        self._once.show_words(
            words("The code is shown only now. Who has it can read every answer."), Tone.CAUTION
        )
        self._message.show_words(state.message, state.tone)
        self.save.setText(words("Save the recovery sheet …"))
        self._print.setText(words("Open the sheet to print it"))
        self._print.setVisible(state.sheet is not None)
        self.done.setText(words("I have the code on paper, go on"))


def _in_lines(code: str) -> str:
    """The code's groups, seven on a line, as on the sheet."""
    groups = code.split()
    return "\n".join("  ".join(groups[n : n + 7]) for n in range(0, len(groups), 7))


def _name(state: StartState) -> str:
    return state.overview.name if state.overview else ""
