"""The card of what has come: totals, files that lie aside, records that cannot be opened."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from admin.responses.aside_state import AsideState, Totals
from admin.responses.model import RefusedModel
from admin.results.figures import whole
from admin.shell.ask import Ask, Question
from admin.shell.columns import buttons
from admin.shell.pieces import Message, button, text
from admin.shell.table import CalmTable
from admin.shell.tone import Tone
from admin.start.choosing import Pick
from assets.words import Words


class AsideCard(QFrame):
    """One setter, and what the person did."""

    chosen = Signal(bytes)
    again_wanted = Signal()
    save_wanted = Signal(str)
    let_go_wanted = Signal()
    give_up_wanted = Signal()
    agreed = Signal(str)
    declined = Signal()

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        self._hashes: tuple[bytes, ...] = ()
        self.setProperty("part", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        self._heading, self._totals, self._message = text("subheading"), text(), Message()
        self._files_heading, self._files_line = text("small-heading"), text("soft")
        self.model = RefusedModel()
        self._table = CalmTable(self.model)
        self._table.selectionModel().currentRowChanged.connect(self._row)
        self.again, self.save = button(icon="refresh-cw"), button(icon="save")
        self.let_go = button()
        self._unread, self.give_up, self.ask = Message(), button(), Ask()
        for widget in (self._heading, self._totals, self._message, self._files_heading,
                       self._files_line, self._table):
            column.addWidget(widget)
        column.addWidget(buttons(self.again, self.save, self.let_go, needs=560))
        for widget in (self._unread, buttons(self.give_up, needs=300), self.ask):
            column.addWidget(widget)
        self.again.clicked.connect(self.again_wanted)
        self.save.clicked.connect(self._save)
        self.let_go.clicked.connect(self.let_go_wanted)
        self.give_up.clicked.connect(self.give_up_wanted)
        self.ask.agreed.connect(self.agreed)
        self.ask.declined.connect(self.declined)

    def show_state(self, state: AsideState) -> None:
        """Show what lies aside, or that nothing does."""
        words, files = state.words, state.lying.files
        self.setVisible(state.is_open)
        self._heading.setText(words("What has come"))
        self._totals.setText("\n".join(_total(one, words) for one in state.lying.totals))
        self._message.show_words(state.message, state.tone)
        self._files_heading.setText(words("Files that lie aside"))
        self._files_line.setText(
            words("Choose a file to let it go or to save a copy. Nothing in them is counted.")
            if files else words("None. Everything that came could be read.")
        )
        self._hashes = tuple(file.hash for file in files)
        chosen = self._table.selectionModel()
        chosen.blockSignals(True)
        self.model.replace(tuple(file.refused for file in files), words)
        if state.file is not None:
            self._table.selectRow(self._hashes.index(state.file.hash))
        chosen.blockSignals(False)
        self._table.setVisible(bool(files))
        self._table.setAccessibleName(words("Files that lie aside"))
        self._show_buttons(state, words)
        count = len(state.lying.unread)
        self._unread.show_words(words.many(
            "{n} record cannot be opened (from {kiosks}). Ask the kiosk to send again.",
            "{n} records cannot be opened (from {kiosks}). Ask the kiosks to send again.",
            count, kiosks=", ".join(sorted({one.kiosk for one in state.lying.unread})),
        ) if count else "", Tone.CAUTION)
        self.ask.show_question(_question(state))

    def _show_buttons(self, state: AsideState, words: Words) -> None:
        some, file = bool(state.lying.files), state.file
        for made, said, fits in (
            (self.again, words("Try all again"), some),
            (self.save, words("Save a copy …"), file is not None and file.kept),
            (self.let_go, words("Let go …"), file is not None),
            (self.give_up, words("Wait no longer …"), bool(state.lying.unread)),
        ):
            made.setText(said)
            made.setVisible(fits)
            made.setEnabled(not state.busy)

    def _row(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._hashes):
            self.chosen.emit(self._hashes[index.row()])

    def _save(self) -> None:
        file = self._pick(self, self.save.text(), "copy.vbundle")
        if file is not None:
            self.save_wanted.emit(str(file))


def _total(one: Totals, words: Words) -> str:
    counted, held, excluded, withdrawn = (
        whole(number, words.language)
        for number in (one.counted, one.held, one.excluded, one.withdrawn)
    )
    said = words(
        "{survey}: {counted} count, {held} are held, {excluded} left out, {withdrawn} withdrawn.",
        survey=one.survey, counted=counted, held=held, excluded=excluded, withdrawn=withdrawn,
    )
    if not one.incomplete:
        return said
    return f"{said} " + words.many(
        "{count} was not finished and counts in no result.",
        "{count} were not finished and count in no result.",
        one.incomplete, count=whole(one.incomplete, words.language),
    )


def _question(state: AsideState) -> Question | None:
    words, file = state.words, state.file
    if state.giving_up:
        return Question(
            heading=words("Wait no longer for records that cannot be opened?"),
            what=words("Their sealed bytes are erased here. Their places stay gaps."),
            yes=words("Wait no longer"), no=words("Cancel"), fault=state.fault,
            reason=words("Reason (kept for ever)"),
        )
    if not state.asking or file is None:
        return None
    return Question(
        heading=words("Let {file} go?", file=file.refused.name),
        what=words("Its bytes are erased here and it is not told of again. Has it answers that "
                   "came in no other file, they are lost unless the kiosk still has them."),
        yes=words("Let it go"), no=words("Cancel"), fault=state.fault,
        reason=words("Reason (kept for ever)"),
    )
