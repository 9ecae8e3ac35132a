"""The card where a survey's days are set and what is due is erased."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout

from admin.responses.keeping import KeepingState
from admin.shell.ask import Ask, Question
from admin.shell.columns import buttons
from admin.shell.pieces import Message, button, text
from admin.start.choosing import Field


class KeepingCard(QFrame):
    """One setter, and what the person did."""

    chosen = Signal(object)
    kept = Signal(str, str)
    erase_wanted = Signal()
    agreed = Signal()
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "card")
        self.setMaximumWidth(1080)
        self._campaigns: tuple[UUID, ...] = ()
        self._filled: object = None
        self._heading, self._line = text("subheading"), text("soft")
        self.survey, self.answers, self.free = QComboBox(), Field(), Field()
        self.survey.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.survey.setMinimumContentsLength(12)
        self._fault, self._message, self.ask = text("fault"), Message(), Ask()
        self.keep, self.erase = button(), button()
        self.keep.setObjectName("keep-rule")
        self.erase.setObjectName("erase-due")
        for field in (self.answers, self.free):
            field.line.setMaxLength(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        for widget in (self._heading, self._line, self.survey, self.answers, self.free,
                       self._fault, buttons(self.keep, self.erase, needs=420), self._message,
                       self.ask):
            column.addWidget(widget)
        self.survey.activated.connect(self._choose)
        self.keep.clicked.connect(self._keep)
        self.erase.clicked.connect(self.erase_wanted)
        for field in (self.answers, self.free):
            field.line.returnPressed.connect(self._keep)
        self.ask.agreed.connect(lambda _reason: self.agreed.emit())
        self.ask.declined.connect(self.declined)

    def show_state(self, state: KeepingState) -> None:
        """Show the surveys, the chosen one's days, and what is due."""
        words, survey = state.words, state.survey
        self.setVisible(bool(state.surveys))
        self._heading.setText(words("How long answers stay"))
        self._line.setText(words(
            "After so many days answers are due to be erased, which happens when you choose it "
            "here. Empty: they stay."
        ))
        self.survey.setAccessibleName(words("Survey"))
        self._show_surveys(state)
        self.answers.name(words("Days for answers"))
        self.free.name(words("Days for free texts"))
        if survey is not None and self._filled != (survey.campaign, survey.rule):
            self._filled = (survey.campaign, survey.rule)
            rule = survey.rule
            self.answers.line.setText(_shown(rule.answers_days if rule else None))
            self.free.line.setText(_shown(rule.words_days if rule else None))
        self._fault.setText(state.fault)
        self._fault.setVisible(bool(state.fault))
        self.answers.line.setAccessibleDescription(state.fault)
        self.keep.setText(words("Keep and count"))
        self.erase.setText(words("Erase now …"))
        self.erase.setVisible(bool(state.due))
        for pressed in (self.keep, self.erase, self.survey):
            pressed.setEnabled(not state.busy)
        self._message.show_words(state.message, state.tone)
        self.ask.show_question(Question(
            heading=words("Erase what is due?"), what=words(
                "What was counted goes from this workspace. It cannot be undone, and exports and "
                "earlier backups are not reached."
            ),
            yes=words("Erase"), no=words("Leave it"),
        ) if state.asking else None)

    def _show_surveys(self, state: KeepingState) -> None:
        campaigns = tuple(one.campaign for one in state.surveys)
        names = [one.survey for one in state.surveys]
        if campaigns != self._campaigns or names != [
            self.survey.itemText(at) for at in range(self.survey.count())
        ]:
            self._campaigns = campaigns
            self.survey.clear()
            self.survey.addItems(names)
        if state.chosen in campaigns:
            self.survey.setCurrentIndex(campaigns.index(state.chosen))

    def _choose(self, at: int) -> None:
        self.chosen.emit(self._campaigns[at])

    def _keep(self) -> None:
        self.kept.emit(self.answers.line.text(), self.free.line.text())


def _shown(days: int | None) -> str:
    return "" if days is None else str(days)
