"""The results page: what it comes to, what the data says, every factor, and the pictures."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from admin.results.choices import Choices
from admin.results.parts import Headline, PictureBlock, TableBlock
from admin.results.questions import QuestionsBlock
from admin.results.state import CampaignChoice, ResultsState, Sheet
from admin.shell.columns import Columns
from admin.shell.look import Look
from admin.shell.pieces import Message, button, page, text
from admin.shell.places import Place, name_of
from admin.shell.tone import Tone
from admin.start.choosing import Pick
from assets.words import Words


class ResultsView(QWidget):
    """One question answered: what did people say, and how sure is it."""

    campaign_chosen = Signal(int)
    grouping_chosen = Signal(int)
    row_chosen = Signal(int)
    report_wanted = Signal(str)

    def __init__(self, look: Look, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        self._heading, self._facts = text("heading"), text("soft")
        self._about = Message()
        self.save = button("primary", "save")
        self.save.setObjectName("save-report")
        self.save.clicked.connect(self._choose_file)
        self._message = Message()
        self._choices = Choices(look)
        self._choices.campaign_chosen.connect(self.campaign_chosen)
        self._choices.grouping_chosen.connect(self.grouping_chosen)
        self._choices.row_chosen.connect(self.row_chosen)
        self._headline = Headline()
        self._table = TableBlock(look)
        self._matrix = PictureBlock(look, widest=620)
        self._distribution = PictureBlock(look, widest=900)
        self._groups = PictureBlock(look, widest=900)
        self._questions = QuestionsBlock(look)
        self._method = text("quiet")
        self._pair = Columns((self._table, 11), (self._matrix, 9), needs=900, gap=40)
        self._lay_out()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        column.addWidget(self._top())
        self._content = (
            self._about,
            self._choices,
            self._headline,
            self._groups,
            self._pair,
            self._distribution,
            self._questions,
            self._method,
        )
        column.addWidget(self._message)
        for widget in self._content:
            column.addWidget(widget)
        column.addStretch(1)
        whole.addWidget(area)

    def _top(self) -> Columns:
        """The heading with the page's one action beside it, or below where words are large."""
        titles, action = QWidget(), QWidget()
        said, pressed = QVBoxLayout(titles), QHBoxLayout(action)
        for layout in (said, pressed):
            layout.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(4)
        said.addWidget(self._heading)
        said.addWidget(self._facts)
        pressed.addWidget(self.save)
        pressed.addStretch(1)
        return Columns((titles, 1), (action, 0), needs=640)

    def set_look(self, look: Look) -> None:
        """Another text size: pictures and columns follow it."""
        for block in (
            self._matrix, self._distribution, self._groups, self._table, self._questions
        ):
            block.set_look(look)

    def _choose_file(self) -> None:
        chosen = self._pick(self, self.save.text(), "report.pdf")
        if chosen is not None:
            self.report_wanted.emit(str(chosen))

    def show_state(self, state: ResultsState) -> None:
        """Show the sheet, or say why there is none."""
        words, sheet = state.words, state.sheet
        campaign = state.campaigns[state.campaign] if state.campaigns else None
        title = _title(campaign, words) if campaign else name_of(Place.RESULTS, words)
        self._heading.setText(title)
        self._facts.setText(sheet.facts if sheet else "")
        self._facts.setVisible(sheet is not None)
        self.save.setText(words("Save report …"))
        self.save.setEnabled(sheet is not None)
        self.save.setVisible(state.is_open)
        for widget in self._content:
            widget.setVisible(sheet is not None)
        about = campaign.about if campaign and sheet else ""
        self._about.show_words(about, Tone.INFO)
        self._show_message(state)
        if sheet is None:
            return
        self._choices.show_state(state)
        self._headline.show_sheet(sheet, words)
        self._table.show_sheet(sheet, words)
        self._pair.setVisible(bool(sheet.factors))
        self._questions.show_sheet(sheet, words)
        self._show_pictures(state, sheet)
        self._method.setText(sheet.method)

    def _show_pictures(self, state: ResultsState, sheet: Sheet) -> None:
        words = state.words
        self._matrix.show_pictured(words("Weight and index"), sheet.matrix)
        self._distribution.show_pictured(words("How the answers spread"), sheet.distribution)
        self._groups.show_pictured(words("The groups beside each other"), sheet.groups)

    def _show_message(self, state: ResultsState) -> None:
        words = state.words
        if state.message:
            self._message.show_words(state.message, state.tone)
        elif not state.is_open:
            self._message.show_words(words("Open a workspace on the start page first."), Tone.INFO)
        elif state.busy and state.sheet is None:
            self._message.show_words(words("Reckoning …"), Tone.INFO)
        elif state.sheet is None:
            self._message.show_words(
                words(
                    "There are no results yet. They come when answers have been taken in, under "
                    "Units & kiosks."
                ),
                Tone.INFO,
            )
        else:
            self._message.show_words("", Tone.INFO)


def _title(campaign: CampaignChoice, words: Words) -> str:
    return words("{survey} (ended)", survey=campaign.title) if campaign.ended else campaign.title
