"""One kiosk: how it stands, what is odd, what came, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from admin.devices import health, wording
from admin.devices.rows import Device
from admin.devices.state import Asking, DevicesState
from admin.shell.columns import buttons
from admin.shell.pieces import Message, button, text
from admin.shell.tone import Tone
from assets.words import Words


class Details(QFrame):
    """A card below the table; hidden until a kiosk is chosen."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        self._name, self._number = text("subheading"), text("soft")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._state, self._verdict = text(), text()
        self._trouble, self._undecided = Message(), Message()
        self._counts, self._came_heading, self._came = text(), text("small-heading"), text("soft")
        self._told_heading, self._told = text("small-heading"), text()
        self._unwell, self._before = Message(), text("soft")
        for widget in (self._name, self._number, self._state, self._verdict, self._undecided,
                       self._trouble, self._counts):
            column.addWidget(widget)
        self.buttons: dict[Asking, QPushButton] = {}
        for asking in (Asking.ACCEPT, Asking.REJECT, Asking.HOLD_AGAIN, Asking.LET_IN,
                       Asking.REVOKE, Asking.RESTORE):
            made = button()
            made.setObjectName(f"device-{asking.value}")
            made.clicked.connect(lambda _=False, a=asking: self.asked.emit(a.value))
            self.buttons[asking] = made
        for widget in (self._told_heading, self._told, self._unwell, self._before):
            column.addWidget(widget)
        column.addWidget(buttons(*self.buttons.values(), needs=560))
        column.addWidget(self._came_heading)
        column.addWidget(self._came)

    def show_state(self, state: DevicesState) -> None:
        """Show the chosen device, or nothing."""
        device, words = state.device, state.words
        self.setVisible(device is not None)
        if device is None:
            return
        self._name.setText(device.standing.name)
        self._number.setText(words("Number {number}", number=device.number))
        self._state.setText(wording.state_line(device, words))
        verdict = wording.verdict(device, words)
        self._verdict.setText(verdict)
        self._verdict.setVisible(bool(verdict))
        self._trouble.show_words(wording.troubles(device, words), Tone.CAUTION)
        self._undecided.show_words(wording.undecided(device, words), Tone.CAUTION)
        self._counts.setText(wording.counts(device, words))
        self._came_heading.setText(words("What came"))
        came = wording.arrivals(state.arrived, words)
        self._came_heading.setVisible(bool(came))
        self._came.setText(came)
        self._came.setVisible(bool(came))
        self._show_health(device, words)
        self._show_buttons(device, state, words)

    def _show_health(self, device: Device, words: Words) -> None:
        told, unwell = health.line(device, words), health.troubles(device, words)
        self._told_heading.setText(words("What it told of itself"))
        self._told.setText(told)
        self._unwell.show_words(unwell, Tone.CAUTION)
        before = health.history(device, words)
        self._before.setText(before)
        for widget, said in (
            (self._told_heading, told), (self._told, told), (self._before, before),
        ):
            widget.setVisible(bool(said))

    def _show_buttons(self, device: Device, state: DevicesState, words: Words) -> None:
        revoked = device.standing.revoked is not None
        accepted = device.verdict is not None and device.verdict.accepted
        told = {
            Asking.ACCEPT: (words("Accept …"), device.undecided or (revoked and not accepted)),
            Asking.REJECT: (words("Reject …"), device.undecided),
            Asking.HOLD_AGAIN: (
                words("Hold again …"), revoked and accepted and not device.undecided
            ),
            Asking.LET_IN: (words("The right one is here …"), device.copied and not revoked),
            Asking.REVOKE: (words("Revoke …"), not revoked),
            Asking.RESTORE: (words("Trust again …"), revoked),
        }
        for asking, (said, fits) in told.items():
            self.buttons[asking].setText(said)
            self.buttons[asking].setVisible(fits)
            self.buttons[asking].setEnabled(not state.busy)
