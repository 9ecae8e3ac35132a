"""How a survey's kiosks behave: cards of settings, what is wrong beside each, and keeping them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from admin.campaigns.conduct_cards import Afterwards, FirstScreen, Leaving, Opening
from admin.campaigns.conduct_presenter import ConductState, Said
from admin.campaigns.group_cards import Candidates, Wanted
from admin.campaigns.said import problem_words
from admin.campaigns.section import Faulty, Section
from admin.campaigns.word_cards import Wordings
from admin.shell.columns import buttons
from admin.shell.pieces import Message, button, page, text
from admin.shell.tone import Tone
from assets.words import Words
from survey.problems import Problem, Severity

_IN_LANGUAGES = ("conduct.attract", "conduct.not_for", "conduct.voucher")


class ConductView(QWidget):
    """One setter, and what the person did."""

    checked = Signal(object)
    kept = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first, self.words_card, self.afterwards = FirstScreen(), Wordings(), Afterwards()
        self.candidates = Candidates()
        self.sections: tuple[Section, ...] = (
            self.first, Leaving(), Opening(), self.afterwards, self.words_card, Wanted(),
            self.candidates,
        )
        self._filled = 0
        self._line, self._message, self._rest = text("soft"), Message(), Message()
        self.keep, self.over = button("primary", "save"), button()
        self.keep.setObjectName("keep-conduct")
        self.over.setObjectName("start-over")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        for widget in (self._line, *self.sections):
            column.addWidget(widget)
        # what was done is said where it was asked: the top is out of sight here
        for widget in (self._rest, self._message, buttons(self.keep, self.over, needs=420)):
            widget.setMaximumWidth(1080)
            column.addWidget(widget)
        column.addStretch(1)
        whole.addWidget(area)
        for section in self.sections:
            section.edited.connect(lambda: self.checked.emit(self._collect()))
        self.keep.clicked.connect(lambda: self.kept.emit(self._collect()))
        self.over.clicked.connect(self.left)

    def show_state(self, state: ConductState) -> None:
        """Show the settings, and what is wrong with what was written."""
        words, standing = state.words, state.standing
        self.setVisible(state.survey is not None)
        for section in self.sections:
            section.setVisible(standing is not None)
        if standing is not None:
            self._fill(state)
            self._show_problems(state)
        ended = standing is not None and standing.ended
        self._line.setText(
            words("This survey has ended: kiosks ask it no more.") if ended else words(
                "What is kept here makes a later version of the survey. Questions and texts of "
                "the form are changed in its file."
            )
        )
        self.keep.setText(words("Keep as a new version"))
        self.over.setText(words("Start over"))
        self.keep.setVisible(standing is not None)
        self.keep.setEnabled(not state.busy)
        self.over.setVisible(state.edited)
        self._message.show_words(state.message, state.tone)

    def _fill(self, state: ConductState) -> None:
        standing = state.standing
        if standing is None:
            return
        for section in self.sections:
            section.speak(standing.offers, state.words)
        if self._filled == state.filled:
            return
        self._filled = state.filled
        for section in self.sections:
            section.fill(standing.settings)
            section.speak(standing.offers, state.words)

    def _collect(self) -> Said:
        self.words_card.give_voucher(self.afterwards.voucher.box.isChecked())
        said: Said = {}
        conduct: Said = {}
        for section in self.sections:
            part = section.collect()
            conduct |= part.pop("conduct", {})
            said |= part
        return {**said, "conduct": conduct}

    def _show_problems(self, state: ConductState) -> None:
        fields: dict[str, Faulty] = {}
        for section in self.sections:
            fields |= section.fields()
        told: dict[Faulty, list[str]] = {field: [] for field in fields.values()}
        rest = []
        for problem in state.problems:
            where = _place(problem.where, fields)
            if where:
                told[fields[where]].append(_said(problem, where, state.words))
            elif problem.severity is Severity.ERROR:
                rest.append(f"{problem.where}: {problem_words(problem, state.words)}")
        for field, said in told.items():
            field.show_fault("\n".join(said))
        self._rest.show_words("\n".join(rest), Tone.CAUTION)


def _place(where: str, fields: dict[str, Faulty]) -> str:
    """The longest place that is ``where``, or that it lies in; empty for none."""
    fits = (one for one in fields if where == one or where.startswith((f"{one}.", f"{one}[")))
    return max(fits, key=len, default="")


def _said(problem: Problem, place: str, words: Words) -> str:
    """What is wrong, with the language where it is one of several."""
    tag = problem.where.removeprefix(place).rpartition(".")[2]
    said = problem_words(problem, words)
    return f"{tag}: {said}" if place in _IN_LANGUAGES and tag else said
