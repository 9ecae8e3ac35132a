"""A question before something that matters: what happens, a reason where one is kept, yes, no."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from admin.shell.columns import buttons
from admin.shell.pieces import button, text
from admin.start.choosing import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``reason`` names the field for a reason; empty when none is asked for."""

    heading: str
    what: str
    yes: str
    no: str
    reason: str = ""
    fault: str = ""


class Ask(QFrame):
    """Within the page, not above it; hidden when there is no question."""

    agreed = Signal(str)
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "ask")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(12)
        self._heading, self._what = text("small-heading"), text()
        self._reason, self._fault = Field(), text("fault")
        self.yes, self.no = button("primary"), button()
        self.yes.setObjectName("ask-yes")
        self.no.setObjectName("ask-no")
        for widget in (self._heading, self._what, self._reason, self._fault):
            column.addWidget(widget)
        column.addWidget(buttons(self.yes, self.no, needs=420))
        self.yes.clicked.connect(self._agree)
        self._reason.line.returnPressed.connect(self._agree)
        self.no.clicked.connect(self.declined)
        self._shown = ""
        self.hide()

    def show_question(self, question: Question | None) -> None:
        """Ask, or hide. A new question empties the field and takes the keyboard."""
        if question is None:
            self._shown = ""
            self.hide()
            return
        self._heading.setText(question.heading)
        self._what.setText(question.what)
        self._reason.name(question.reason)
        self._reason.setVisible(bool(question.reason))
        self._fault.setText(question.fault)
        self._fault.setVisible(bool(question.fault))
        self.yes.setText(question.yes)
        self.no.setText(question.no)
        self.setAccessibleName(question.heading)
        self.setAccessibleDescription(question.what)
        self.show()
        if self._shown != question.what:
            self._shown = question.what
            self._reason.line.clear()
            (self._reason.line if question.reason else self.no).setFocus()
        elif question.fault:
            self._reason.line.setFocus()

    def _agree(self) -> None:
        self.agreed.emit(self._reason.line.text())
