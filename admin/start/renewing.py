"""A new passphrase after the recovery code has opened the workspace; it may be put off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from admin.shell.pieces import Message, button, card, page, text
from admin.start.choosing import Field, passphrase_rule
from admin.start.state import StartState


class RenewingView(QWidget):
    """Asks for the passphrase twice."""

    renew_wanted = Signal(str, str)
    skipped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading, self._about, self._message = text("heading"), text("soft"), Message()
        self.passphrase, self.again = Field(secret=True), Field(secret=True)
        self.renew = button("primary", "check")
        self.renew.setObjectName("renew-passphrase")
        self.skip = button()
        self.skip.setObjectName("skip-renewing")
        self.renew.clicked.connect(self._renew)
        self.again.line.returnPressed.connect(self._renew)
        self.skip.clicked.connect(self.skipped)
        self._lay_out()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        frame, inner = card()
        frame.setMaximumWidth(620)
        for widget in (self.passphrase, self.again, self._message):
            inner.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.renew)
        row.addWidget(self.skip)
        row.addStretch(1)
        inner.addSpacing(4)
        inner.addLayout(row)
        self._about.setMaximumWidth(820)
        column.addWidget(self._heading)
        column.addWidget(self._about)
        column.addWidget(frame)
        column.addStretch(1)
        whole.addWidget(area)

    def _renew(self) -> None:
        self.renew_wanted.emit(self.passphrase.line.text(), self.again.line.text())

    def forget(self) -> None:
        """Leave no passphrase standing."""
        self.passphrase.line.clear()
        self.again.line.clear()

    def show_state(self, state: StartState) -> None:
        """Show words, what is wrong with the passphrase, and whether a key is being worked out."""
        words = state.words
        self._heading.setText(words("Choose a new passphrase"))
        self._about.setText(
            words(
                "The recovery code opened the workspace. Choose a passphrase for next time; the "
                "old one then opens it no more, and the recovery sheet still works."
            )
        )
        self.passphrase.name(words("New passphrase"), passphrase_rule(words))
        self.again.name(words("The passphrase again"))
        self.renew.setText(
            words("Working out the key …") if state.busy else words("Change the passphrase")
        )
        self.skip.setText(words("Skip for now"))
        self._message.show_words(state.message, state.tone)
