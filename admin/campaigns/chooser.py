"""The survey's name above the tabs, where there are several a choice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from admin.campaigns.choosing import ChoosingState
from admin.shell.ask import Ask, Question
from admin.shell.pick_one import PickOne
from admin.shell.pieces import Message
from admin.shell.tone import Tone


class Chooser(QWidget):
    """One setter, and what the person chose."""

    chosen = Signal(object)
    agreed = Signal()
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.survey, self._message, self.ask = PickOne(), Message(), Ask()
        self.survey.box.setObjectName("survey")
        self.survey.setMaximumWidth(470)
        self.setMaximumWidth(1080)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.survey)
        column.addWidget(self._message)
        column.addWidget(self.ask)
        self.survey.chosen.connect(self.chosen)
        self.ask.agreed.connect(lambda _: self.agreed.emit())
        self.ask.declined.connect(self.declined)

    def show_state(self, state: ChoosingState) -> None:
        """Show the surveys, or say how the first is made."""
        words = state.words
        self.survey.name(words("Survey"))
        self.survey.show_choices(
            tuple(
                (one.id, words("{survey} (ended)", survey=one.title) if one.ended else one.title)
                for one in state.surveys
            ),
            state.chosen,
        )
        self.survey.setVisible(bool(state.surveys))
        self.ask.show_question(_question(state))
        if state.message:
            self._message.show_words(state.message, state.tone)
        elif not state.is_open:
            self._message.show_words(words("Open a workspace on the start page first."), Tone.INFO)
        elif not state.surveys:
            self._message.show_words(
                words(
                    "There is no survey here yet. Make one under New survey, or from a form of "
                    "your own with the command vardera campaign new; it is shown here at once."
                ),
                Tone.INFO,
            )
        else:
            self._message.show_words("", Tone.INFO)


def _question(state: ChoosingState) -> Question | None:
    words = state.words
    if state.asking is None:
        return None
    other = next((one.title for one in state.surveys if one.id == state.asking), "")
    return Question(
        heading=words("Let go of what you wrote?"),
        what=words(
            "What you wrote under At the kiosk is not kept yet. It is lost when “{survey}” is "
            "shown.", survey=other,
        ),
        yes=words("Leave without saving"), no=words("Cancel"),
    )
