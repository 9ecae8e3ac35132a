"""Take in a folder of answers, what happened, back up and send receipts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from admin.responses.aside_view import AsideCard
from admin.responses.model import RefusedModel
from admin.responses.state import ResponsesState, Taken
from admin.responses.wording import kept_line, set_aside, steps, still_out, summary
from admin.shell.pieces import Message, button, card, left, page, text
from admin.shell.table import CalmTable
from admin.shell.tone import Tone
from admin.start.choosing import Field, Pick


class ResponsesView(QWidget):
    """One page: the card for taking in answers."""

    folder_chosen = Signal(str)
    place_given = Signal(str)
    backup_chosen = Signal(str)

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        self._message = Message()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        column.addWidget(self._message)
        column.addWidget(self._taking())
        self.aside = AsideCard(pick)
        self.aside.setMaximumWidth(1080)
        column.addWidget(self.aside)
        column.addStretch(1)
        whole.addWidget(area)

    def _taking(self) -> QFrame:
        frame, inner = card()
        frame.setMaximumWidth(1080)
        self._take_heading, self._take_line = text("subheading"), text("soft")
        self.take_in = button("primary", "inbox")
        self.take_in.setObjectName("take-in")
        self.take_in.clicked.connect(self._choose_answers)
        self.place, self.take_there = Field(), button()
        self.place.line.setObjectName("place")
        self.place.line.setMaxLength(1000)
        self.take_there.setObjectName("take-in-there")
        self.take_there.clicked.connect(self._give_place)
        self.place.line.returnPressed.connect(self._give_place)
        self._steps = text()
        self._summary, self._aside, self._gaps = Message(), Message(), Message()
        self.refused_model = RefusedModel()
        self._refused = CalmTable(self.refused_model)
        self.back_up = button(icon="shield-check")
        self.back_up.setObjectName("back-up")
        self.back_up.clicked.connect(self._choose_backups)
        self._backup_line, self._kept = text("soft"), Message()
        inner.addWidget(self._take_heading)
        inner.addWidget(self._take_line)
        inner.addWidget(self._steps)
        inner.addLayout(left(self.take_in))
        inner.addWidget(self.place)
        inner.addLayout(left(self.take_there))
        for widget in (self._summary, self._gaps, self._aside, self._refused, self._backup_line):
            inner.addWidget(widget)
        inner.addLayout(left(self.back_up))
        inner.addWidget(self._kept)
        return frame

    def _choose_answers(self) -> None:
        chosen = self._pick(self, self.take_in.text(), "folder")
        if chosen is not None:
            self.folder_chosen.emit(str(chosen))

    def _choose_backups(self) -> None:
        chosen = self._pick(self, self.back_up.text(), "folder")
        if chosen is not None:
            self.backup_chosen.emit(str(chosen))

    def _give_place(self) -> None:
        self.place_given.emit(self.place.line.text())

    def show_state(self, state: ResponsesState) -> None:
        """Show what the latest take-in came to."""
        words = state.words
        if state.is_open:
            self._message.show_words(state.message, state.tone)
        else:
            self._message.show_words(words("Open a workspace on the start page first."), Tone.INFO)
        self._take_heading.setText(words("Take in answers"))
        self._take_line.setText(
            words(
                "Choose the folder where the kiosks have put their files. The same folder may be "
                "taken in again and again; nothing is counted twice."
            )
        )
        self.take_in.setText(words("Take in a folder …"))
        self.take_in.setEnabled(state.is_open)
        self.place.name(words("Or write a place (folder, s3://, sftp:// …)"))
        self.place.line.setEnabled(state.is_open)
        self.take_there.setText(words("Take in from there"))
        self.take_there.setEnabled(state.is_open)
        self._steps.setText(steps(state))
        self._show_taken(state)

    def _show_taken(self, state: ResponsesState) -> None:
        words, taken = state.words, state.taken
        self._summary.show_words(summary(taken, words) if taken else "", _tone(taken))
        self._gaps.show_words(still_out(taken, words) if taken else "", Tone.CAUTION)
        refused = taken.refused if taken else ()
        aside = set_aside(taken, words) if taken and refused else ""
        self._aside.show_words(aside, Tone.CAUTION)
        self.refused_model.replace(refused, words)
        self._refused.setVisible(bool(refused))
        self._refused.setAccessibleName(words("Files that were set aside"))
        waiting = taken is not None and state.kept is None
        self._backup_line.setText(
            words(
                "The kiosks keep their answers until you have a backup. Back up, and they are "
                "told what they may forget."
            )
        )
        self._backup_line.setVisible(waiting)
        self.back_up.setText(words("Back up …"))
        self.back_up.setVisible(waiting)
        self._kept.show_words(kept_line(state.kept, words) if state.kept else "", Tone.GOOD)


def _tone(taken: Taken | None) -> Tone:
    """Good news only when something came."""
    return Tone.GOOD if taken and (taken.new or taken.known) else Tone.INFO
