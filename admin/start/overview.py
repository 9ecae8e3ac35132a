"""An open workspace: what is in it and the next step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from admin.results.figures import whole
from admin.shell.columns import Columns
from admin.shell.pieces import Message, button, card, left, page, text
from admin.shell.places import Place
from admin.start.backing_up import BackupState
from admin.start.choosing import Pick
from admin.start.state import Overview, StartState
from assets.words import Words


class OverviewView(QWidget):
    """Three figures, the surveys, and where to go from here."""

    place_wanted = Signal(str)
    backup_chosen = Signal(str)

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        self.back_up, self._backed_up = button(icon="shield-check"), Message()
        self.back_up.setObjectName("start-back-up")
        self.back_up.clicked.connect(self._choose)
        self._heading, self._folder, self._message = text("heading"), text("quiet"), Message()
        self._figures = [_Figure() for _ in range(3)]
        self._next, self._why = text("subheading"), text("soft")
        self._take_in, self._see = button("primary", "inbox"), button(icon="chart-column")
        self._take_in.clicked.connect(lambda: self.place_wanted.emit(Place.DEVICES.value))
        self._see.clicked.connect(lambda: self.place_wanted.emit(Place.RESULTS.value))
        self._surveys_heading, self._surveys = text("subheading"), text()
        whole_page = QVBoxLayout(self)
        whole_page.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        figures = Columns(*((f, 1) for f in self._figures), needs=640, gap=16)
        figures.setMaximumWidth(1080)
        for widget in (self._heading, self._folder, self._message, figures):
            column.addWidget(widget)
        column.addLayout(left(self.back_up))
        column.addWidget(self._backed_up)
        column.addWidget(self._step())
        column.addSpacing(8)
        column.addWidget(self._surveys_heading)
        column.addWidget(self._surveys)
        column.addStretch(1)
        whole_page.addWidget(area)

    def _step(self) -> QFrame:
        frame, inner = card()
        frame.setMaximumWidth(1080)
        inner.addWidget(self._next)
        inner.addWidget(self._why)
        row = QHBoxLayout()
        row.addWidget(self._take_in)
        row.addWidget(self._see)
        row.addStretch(1)
        inner.addSpacing(4)
        inner.addLayout(row)
        return frame

    def _choose(self) -> None:
        folder = self._pick(self, self.back_up.text(), "folder")
        if folder is not None:
            self.backup_chosen.emit(str(folder))

    def show_backup(self, state: BackupState) -> None:
        """The button, and what came of the latest press."""
        self.back_up.setText(state.words("Back up …"))
        self.back_up.setEnabled(not state.busy)
        self._backed_up.show_words(state.message, state.tone)

    def show_state(self, state: StartState) -> None:
        """Show the overview; there is one whenever this face is shown."""
        words, overview = state.words, state.overview
        if overview is None:
            return
        self._heading.setText(overview.name)
        self._folder.setText(str(overview.folder))
        self._message.show_words(state.message, state.tone)
        language = words.language
        count = len(overview.campaigns)
        self._figures[0].show_figure(whole(overview.answers, language), _taken_in(overview, words))
        self._figures[1].show_figure(
            whole(overview.devices, language), words("kiosks that may deliver")
        )
        self._figures[2].show_figure(overview.backup or "–", words("latest backup"))
        self._next.setText(words("What do you want to do?"))
        self._why.setText(_next_step(overview, words))
        self._take_in.setText(words("Take in answers"))
        self._see.setText(words("See the results"))
        self._see.setEnabled(overview.answers + overview.incomplete > 0)
        self._surveys_heading.setText(words("Surveys"))
        self._surveys.setText("\n".join(overview.campaigns) if count else words("None yet."))


def _taken_in(overview: Overview, words: Words) -> str:
    """What the first figure counts, and how many were not finished beside it."""
    said = words.many("answer taken in", "answers taken in", overview.answers)
    if not overview.incomplete:
        return said
    count = whole(overview.incomplete, words.language)
    return f"{said}, " + words.many(
        "{count} incomplete", "{count} incomplete", overview.incomplete, count=count
    )


def _next_step(overview: Overview, words: Words) -> str:
    if not overview.campaigns:
        return words(
            "There is no survey here yet. Make one under Surveys, New survey, or from a form of "
            "your own with the command: vardera campaign new"
        )
    if overview.answers + overview.incomplete == 0:
        return words(
            "Kiosks put their answers in a folder, on a memory stick or a shared disk. Choose "
            "that folder and take the answers in."
        )
    return words("Take in what the kiosks have collected since last time, or look at the results.")


class _Figure(QFrame):
    """One figure with what it counts below."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "figure-card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(2)
        self._figure: QLabel = text("subheading-figure")
        self._what: QLabel = text("soft")
        column.addWidget(self._figure)
        column.addWidget(self._what)

    def show_figure(self, figure: str, what: str) -> None:
        self._figure.setText(figure)
        self._what.setText(what)
