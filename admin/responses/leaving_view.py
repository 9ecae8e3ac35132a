"""The page where answers are taken back: a code, what happened, what is left to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from admin.responses.keeping_view import KeepingCard
from admin.responses.leaving import LeavingState
from admin.shell.ask import Ask, Question
from admin.shell.pieces import Message, button, card, left, page, text
from admin.shell.tone import Tone
from admin.start.choosing import Field


class LeavingView(QWidget):
    """The code is in the field alone, and goes from it when it was used."""

    code_given = Signal(str)
    agreed = Signal(str)
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._done = 0
        self._field, self._fault, self._message = Field(), text("fault"), Message()
        self._heading, self._line = text("subheading"), text("soft")
        self._left_heading, self._left = text("small-heading"), text()
        self._field.line.setMaxLength(400)
        self._field.line.setObjectName("receipt-code")
        self._give = button("primary")
        self._give.setObjectName("withdraw")
        frame, inner = card()
        frame.setMaximumWidth(1080)
        for widget in (self._heading, self._line, self._field, self._fault):
            inner.addWidget(widget)
        inner.addLayout(left(self._give))
        self.ask = Ask()
        for widget in (self.ask, self._message, self._left_heading, self._left):
            inner.addWidget(widget)
        area, column = page()
        column.addWidget(frame)
        self.keeping = KeepingCard()
        column.addWidget(self.keeping)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self._give.clicked.connect(self._say)
        self._field.line.returnPressed.connect(self._say)
        # another code is another question
        self._field.line.textChanged.connect(self.declined)
        self.ask.agreed.connect(lambda _reason: self.agreed.emit(self._field.line.text()))
        self.ask.declined.connect(self.declined)

    def show_state(self, state: LeavingState) -> None:
        """Show what the latest code came to."""
        words = state.words
        self._heading.setText(words("Take answers back"))
        self._line.setText(words(
            "Somebody who answered may hand in the code they got. Their answers are erased; "
            "nobody sees them here."
        ))
        self._field.name(words("Code (seven groups, or twelve words)"))
        self._field.line.setEnabled(state.is_open and not state.busy)
        self._field.line.setAccessibleDescription(state.fault)
        self._fault.setText(state.fault)
        self._fault.setVisible(bool(state.fault))
        self._give.setText(words("Erase the answers …"))
        self._give.setEnabled(state.is_open and not state.busy)
        if state.done != self._done:
            self._done = state.done
            self._field.line.clear()
        closed = words("Open a workspace on the start page first.")
        said = state.message if state.is_open else closed
        self._message.show_words(said, state.tone if state.is_open else Tone.INFO)
        self.ask.show_question(Question(
            heading=words("Erase the answers with this code?"),
            what=words(
                "The answers that were given with this code go from this workspace, and from "
                "every result that is worked out after that. If they have not come yet, they are "
                "erased when they come. It cannot be undone."
            ),
            yes=words("Erase them"), no=words("Leave them"),
        ) if state.asking else None)
        self._left_heading.setText(words("Left to do"))
        self._left_heading.setVisible(bool(state.left))
        self._left.setText("\n".join(f"•  {line}" for line in state.left))
        self._left.setVisible(bool(state.left))

    def _say(self) -> None:
        self.code_given.emit(self._field.line.text())
