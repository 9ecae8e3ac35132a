"""How far a survey has come: numbers wanted, candidates side by side, and what looks odd."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from admin.campaigns.answers_model import (
    ArmsModel,
    OddModel,
    QuotasModel,
    ReasonRow,
    ReasonsModel,
    reason,
)
from admin.campaigns.answers_presenter import MOST_LISTED, AnswersState
from admin.results.figures import whole
from admin.shell.ask import Ask, Question
from admin.shell.columns import buttons
from admin.shell.pieces import Message, button, card, page, text
from admin.shell.rows import ROW_ROLE
from admin.shell.table import CalmTable
from assets.words import Words
from storage.workspace.reviews import State
from survey.beside import Flag

_ARMS_NEED = 95
"""Digits' widths that the table of candidates needs."""


class AnswersView(QWidget):
    """One setter, and what the person did."""

    chosen = Signal(object)
    asked = Signal(object)
    agreed = Signal(str)
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.quotas, self.arms = QuotasModel(), ArmsModel()
        self.reasons, self.odd = ReasonsModel(), OddModel()
        self._quotas, self._arms = CalmTable(self.quotas), CalmTable(self.arms)
        self._reasons, self._odd = CalmTable(self.reasons), CalmTable(self.odd)
        self._reasons.selectionModel().currentRowChanged.connect(self._row)
        whole_page = QVBoxLayout(self)
        whole_page.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        self._wanted, self._tried = _Card(self._quotas), _Card(self._arms)
        self._arm_lines = text()
        self._tried.layout().addWidget(self._arm_lines)
        for widget in (self._wanted, self._tried, self._odd_card()):
            widget.setMaximumWidth(1080)
            column.addWidget(widget)
        column.addStretch(1)
        whole_page.addWidget(area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _fit(self) -> None:
        """Candidates stand in a table where its heads have room, and else in lines."""
        room = (self.width() - 130) / max(1, self._arm_lines.fontMetrics().horizontalAdvance("0"))
        some = self.arms.rowCount() > 0
        self._arms.setVisible(some and room >= _ARMS_NEED)
        self._arm_lines.setVisible(some and room < _ARMS_NEED)

    def _odd_card(self) -> QFrame:
        frame, inner = card()
        self._odd_heading, self._odd_line = text("subheading"), text("soft")
        self._listed_heading, self._message, self.ask = text("small-heading"), Message(), Ask()
        self.out, self.back = button(), button()
        self.out.setObjectName("odd-out")
        self.back.setObjectName("odd-back")
        for widget in (self._odd_heading, self._odd_line, self._reasons, self._listed_heading,
                       self._odd, buttons(self.out, self.back, needs=420), self._message,
                       self.ask):
            inner.addWidget(widget)
        self.out.clicked.connect(lambda: self.asked.emit(State.EXCLUDED))
        self.back.clicked.connect(lambda: self.asked.emit(State.COUNTED))
        self.ask.agreed.connect(self.agreed)
        self.ask.declined.connect(self.declined)
        return frame

    def show_state(self, state: AnswersState) -> None:
        """Show what one look gave, and the reason that is chosen."""
        words, come = state.words, state.come
        self.setVisible(state.survey is not None)
        self.quotas.replace(come.quotas, words)
        self._wanted.show_words(words("How many are wanted"), words(
            "Finished answers. Staff see the same at the kiosk; nobody is turned away."
        ) if come.quotas else words(
            "The survey does not say how many answers are wanted. Say it under At the kiosk."
        ), bool(come.quotas))
        self.arms.replace(come.arms, words)
        self._tried.show_words(words("Candidates against each other"), words(
            "The index is over the questions that all of them ask. What is too small to show is "
            "hidden, as in results."
        ) if come.arms else words(
            "No candidates are tried against each other. Say which under At the kiosk."
        ), bool(come.arms))
        self._arm_lines.setText(self.arms.in_lines())
        self._fit()
        self._show_odd(state)

    def _show_odd(self, state: AnswersState) -> None:
        words, come = state.words, state.come
        self._odd_heading.setText(words("What looks odd"))
        self._odd_line.setText(words(
            "Such answers count like any other until somebody leaves them out. Look at the days "
            "and places first: a school class is many people."
        ) if come.flags else words("No answer looks odd. Kiosks say why when one does."))
        numbers = dict(come.odd.reasons) if come.odd else {}
        few = words("fewer than {n}", n=come.threshold)
        rows = tuple(
            ReasonRow(
                flag=flag, count=_count(numbers, flag, few, words), n=numbers.get(flag, 0) or
                int(flag in numbers),
            ) for flag in come.flags
        )
        chosen = self._reasons.selectionModel()
        chosen.blockSignals(True)
        self.reasons.replace(rows, words)
        if state.flag in come.flags:
            self._reasons.selectRow(come.flags.index(state.flag))
        chosen.blockSignals(False)
        self._reasons.setAccessibleName(words("Why they look odd"))
        self.odd.replace(state.listed, words)
        self._listed_heading.setText(_listed(state))
        self._odd.setAccessibleName(self._listed_heading.text())
        for widget in (self._reasons, self._listed_heading, self._odd):
            widget.setVisible(bool(come.flags))
        for pressed, said, changed in (
            (self.out, words("Leave out those that count …"), State.COUNTED),
            (self.back, words("Use those left out again …"), State.EXCLUDED),
        ):
            pressed.setText(said)
            pressed.setVisible(come.number(state.flag, changed) > 0)
            pressed.setEnabled(not state.busy)
        self._message.show_words(state.message, state.tone)
        self.ask.show_question(_question(state))

    def _row(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.chosen.emit(row.flag)


class _Card(QFrame):
    """A heading, a line, and a table where there is something to show."""

    def __init__(self, table: CalmTable) -> None:
        super().__init__()
        self.setProperty("part", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        self._heading, self._line, self._table = text("subheading"), text("soft"), table
        for widget in (self._heading, self._line, table):
            column.addWidget(widget)

    def show_words(self, heading: str, line: str, some: bool) -> None:
        """Name it, and show the table when it has rows."""
        self._heading.setText(heading)
        self._line.setText(line)
        self._table.setAccessibleName(heading)
        self._table.setVisible(some)


def _count(
    numbers: dict[Flag, int | None], flag: Flag, few: str, words: Words
) -> str:
    if flag not in numbers:
        return words("None")
    number = numbers[flag]
    return few if number is None else whole(number, words.language)


def _listed(state: AnswersState) -> str:
    if state.flag is None:
        return ""
    name = reason(state.flag, state.words)
    if len(state.listed) < MOST_LISTED:
        return name
    return state.words("{reason} (the first {n})", reason=name, n=MOST_LISTED)


def _question(state: AnswersState) -> Question | None:
    words, flag = state.words, state.flag
    if state.asking is None or flag is None:
        return None
    name, out = reason(flag, words), state.asking is State.EXCLUDED
    n = state.come.number(flag, State.COUNTED if out else State.EXCLUDED)
    return Question(
        heading=words("Leave these out?") if out else words("Use these again?"),
        what=words(
            "All that count and have this reason are left out of results: {reason} ({n}). Nothing "
            "is erased, and it can be taken back.", reason=name, n=whole(n, words.language),
        ) if out else words(
            "All that were left out and have this reason count again, whatever they were left "
            "out for: {reason} ({n}).", reason=name, n=whole(n, words.language),
        ),
        yes=words("Leave out") if out else words("Use again"), no=words("Cancel"),
        reason=words("Reason (kept for ever)"), fault=state.fault,
    )
