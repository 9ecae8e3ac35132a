"""Consent texts: how each language stands, one beside the first, and the mark of its reader."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QLabel, QVBoxLayout, QWidget

from admin.campaigns.consent_model import (
    LanguageColumn,
    LanguagesModel,
    TextColumn,
    TextsModel,
    stands,
)
from admin.campaigns.consent_presenter import ConsentState
from admin.campaigns.consents import Stand
from admin.campaigns.said import problem_words
from admin.campaigns.tongues import from_right, kept_apart, language_name
from admin.shell.columns import Columns
from admin.shell.pieces import Message, button, card, left, page, text
from admin.shell.rows import ROW_ROLE
from admin.shell.table import CalmTable
from admin.shell.tone import Tone
from admin.start.choosing import Field

MOST_TEXTS = 400
"""A longer form is read in its own program; what people agree to always stands here."""


class ConsentView(QWidget):
    """One setter, and what the person did."""

    chosen = Signal(str)
    marked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._notice, self._line = Message(), text("soft")
        self.languages, self.texts = LanguagesModel(), TextsModel()
        self._table, self._texts = CalmTable(self.languages), CalmTable(self.texts)
        by_contents = QHeaderView.ResizeMode.ResizeToContents
        for table, column in ((self._table, LanguageColumn.LANGUAGE),
                              (self._texts, TextColumn.WHAT)):
            table.horizontalHeader().setSectionResizeMode(column, by_contents)
        self._table.setObjectName("consent-languages")
        self._table.selectionModel().currentRowChanged.connect(self._row)
        self._shown: tuple[object, ...] = ()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._area, column = page()
        self._consent = self._consent_card()
        self._texts_heading, self._texts_line = text("subheading"), text("soft")
        for widget in (self._notice, self._line, self._table, self._consent,
                       self._texts_heading, self._texts_line, self._texts):
            widget.setMaximumWidth(1080)
            column.addWidget(widget)
        column.addStretch(1)
        whole.addWidget(self._area)

    def _consent_card(self) -> QFrame:
        frame, inner = card()
        self._heading, self._stands = text("subheading"), text("soft")
        self._first_name, self._first = text("label"), text()
        self._here_name, self._here = text("label"), text()
        sides = []
        for name, said in ((self._first_name, self._first), (self._here_name, self._here)):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(8)
            column.addWidget(name)
            column.addWidget(said)
            column.addStretch(1)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            sides.append(side)
        self._first_side = sides[0]
        self.by, self._fault, self._message = Field(), text("fault"), Message()
        self.by.line.setObjectName("read-by")
        self.by.line.setMaxLength(200)
        self.mark = button("primary", "circle-check")
        self.mark.setObjectName("mark-read")
        for widget in (self._heading, self._stands, Columns((sides[0], 1), (sides[1], 1),
                       needs=640), self.by, self._fault):
            inner.addWidget(widget)
        inner.addLayout(left(self.mark))
        inner.addWidget(self._message)
        self.mark.clicked.connect(self._mark)
        self.by.line.returnPressed.connect(self._mark)
        return frame

    def show_state(self, state: ConsentState) -> None:
        """Show how the languages stand, and the one that is looked at."""
        words, reading = state.words, state.reading
        self.setVisible(state.survey is not None)
        self._show_notice(state)
        self._line.setText(words(
            "People agree to this text before they answer. Let somebody who reads the language "
            "read it; a mark holds for exactly the text that was read, and goes when it changes."
        ))
        chosen = self._table.selectionModel()
        chosen.blockSignals(True)
        self.languages.replace(reading.standings, words)
        if state.language in reading.languages:
            self._table.selectRow(reading.languages.index(state.language))
        chosen.blockSignals(False)
        self._table.setAccessibleName(words("How the languages stand"))
        self._show_consent(state)
        self._show_texts(state)

    def _show_notice(self, state: ConsentState) -> None:
        words, problems = state.words, state.reading.problems
        if problems:
            said = [words("As it stands, the survey can be given to no kiosk:")]
            said += [problem_words(one, words) for one in problems]
            self._notice.show_words("\n".join(said), Tone.CAUTION)
        elif state.reading.languages:
            self._notice.show_words(words(
                "Every language's consent text has been read: they keep the survey from no kiosk."
            ), Tone.GOOD)
        else:
            self._notice.show_words("", Tone.INFO)

    def _show_consent(self, state: ConsentState) -> None:
        words, standing = state.words, state.standing
        self._consent.setVisible(standing is not None)
        if standing is None:
            return
        first = state.reading.standings[0]
        self._heading.setText(words("Consent in {language}",
                                    language=language_name(standing.language)))
        self._stands.setText(stands(standing, words))
        _show_side(self._first_name, self._first, first.language, first.text)
        none = words("There is no text. Write it in the survey's file, or take the language out.")
        _show_side(self._here_name, self._here, standing.language, standing.text or none,
                   own=bool(standing.text))
        self._first_side.setVisible(first.language != standing.language)
        can = bool(standing.text) and standing.stand in (Stand.UNREAD, Stand.SAID_READ, Stand.OWN)
        self.by.name(words("Read by (name)"), words("Kept in the log with the day."))
        self.by.setVisible(can)
        self._fault.setText(state.fault)
        self._fault.setVisible(bool(state.fault))
        self.by.line.setAccessibleDescription(state.fault)
        self.mark.setText(words("It is right: mark as read"))
        self.mark.setVisible(can)
        self.mark.setEnabled(not state.busy)
        self._message.show_words(state.message, state.tone)

    def _show_texts(self, state: ConsentState) -> None:
        words, texts = state.words, state.reading.texts
        others = tuple(one for one in texts if one.kind.value != "consent")
        self._texts_heading.setText(words("What else people are shown"))
        said = words("Nobody has to mark these; people may leave questions out.")
        if len(others) > MOST_TEXTS:
            said += " " + words("The first {n} of {all} are shown.", n=MOST_TEXTS, all=len(others))
        self._texts_line.setText(said)
        for widget in (self._texts_heading, self._texts_line, self._texts):
            widget.setVisible(bool(others))
        if not state.reading.languages:
            return
        first = state.reading.languages[0]
        wanted = (others, first, state.language, words.language)
        if wanted != self._shown:  # laying out many long texts is felt
            self._shown = wanted
            self.texts.show_texts(others[:MOST_TEXTS], first, state.language, words)
            self._texts.setColumnHidden(TextColumn.FIRST, state.language == first)
        self._texts.setAccessibleName(words("What else people are shown"))

    def _row(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.by.line.clear()
            self.chosen.emit(row.language)

    def _mark(self) -> None:
        self.marked.emit(self.by.line.text())


def _show_side(name: QLabel, said: QLabel, tag: str, words: str, *, own: bool = True) -> None:
    name.setText(language_name(tag))
    turned = own and from_right(tag)
    side = Qt.AlignmentFlag.AlignRight if turned else Qt.AlignmentFlag.AlignLeft
    said.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
    said.setText(kept_apart(words, tag) if own else words)
