"""One session: what is wrong with it, what its headings stand for, and what it gave."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from admin.sessions import result, wording
from admin.sessions.fit_table import FitTable
from admin.sessions.heading_map import HeadingMap
from admin.sessions.state import Asking, Come, Section, SessionsState
from admin.shell.ask import Ask, Question
from admin.shell.columns import buttons
from admin.shell.pieces import Message, button, text
from admin.shell.rows import ROW_ROLE
from admin.shell.tone import Tone
from admin.start.choosing import Pick
from assets.words import Words
from storage.workspace.came_sessions import CameSession


class SessionCard(QFrame):
    """One setter, and what the person did."""

    asked = Signal(object)
    agreed = Signal(str)
    declined = Signal()
    taken_in = Signal()
    heading_chosen = Signal(object)
    mapped = Signal(object)
    protocol_wanted = Signal(str)
    slips_wanted = Signal(str)

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        self.setProperty("part", "card")
        self._heading, self._facts = text("subheading"), text("soft")
        self._wrong, self._left, self.ask = Message(), text("soft"), Ask()
        self.protocol, self.slips = button(icon="save"), button(icon="save")
        self.out, self.back = button(), button()
        for pressed, name in ((self.protocol, "save-protocol"), (self.slips, "save-slips"),
                              (self.out, "leave-session-out"), (self.back, "take-session-in")):
            pressed.setObjectName(name)
        self._map_heading, self._map_line = text("small-heading"), text("soft")
        self._headings, self.map = FitTable(), HeadingMap()
        self._parts: list[_Part] = []
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 20, 24, 24)
        self._column.setSpacing(12)
        for widget in (
            self._heading, self._facts, self._wrong, self._left,
            buttons(self.protocol, self.slips, self.out, self.back, needs=760), self.ask,
            self._map_heading, self._map_line, self._headings, self.map,
        ):
            self._column.addWidget(widget)
        self._connect()

    def _connect(self) -> None:
        self._headings.selectionModel().currentRowChanged.connect(self._row)
        self.map.mapped.connect(self.mapped)
        self.out.clicked.connect(lambda: self.asked.emit(Asking.LEAVE_OUT))
        self.back.clicked.connect(self.taken_in)
        self.ask.agreed.connect(self.agreed)
        self.ask.declined.connect(self.declined)
        self.protocol.clicked.connect(
            lambda: self._save(self.protocol.text(), "protocol.pdf", self.protocol_wanted)
        )
        self.slips.clicked.connect(
            lambda: self._save(self.slips.text(), "slips.pdf", self.slips_wanted)
        )

    def _save(self, title: str, name: str, wanted: object) -> None:
        chosen = self._pick(self, title, name)
        if chosen is not None:
            wanted.emit(str(chosen))  # type: ignore[attr-defined]

    def show_state(self, state: SessionsState) -> None:
        """Show the session that is looked at; nothing where there is none."""
        one, come, words = state.looked_at, state.come, state.words
        self.setVisible(one is not None)
        if one is None or come is None:
            return
        self._heading.setText(wording.title_of(one, words))
        self._facts.setText(wording.facts(one, words))
        self._wrong.show_words("\n".join(wording.problems(one, words)), Tone.CAUTION)
        self._show_choice(state, come, one)
        self._show_headings(state, come, one)
        self._show_result(come, one, words)

    def _show_choice(self, state: SessionsState, come: Come, one: CameSession) -> None:
        words, left = state.words, come.gathered.left.get(one.id)
        used = any(session.id == one.id for session in come.gathered.draft.sessions)
        self._left.setText(words(
            "Left out of the weights by {name}: {why}", name=left.actor, why=left.reason
        ) if left else "")
        self._left.setVisible(left is not None)
        self.protocol.setText(words("Save protocol …"))
        self.slips.setText(words("Save paper slips …"))
        self.slips.setVisible(not one.state.closed and one.state.rules is not None)
        self.out.setText(words("Leave out …"))
        self.back.setText(words("Use again"))
        self.out.setVisible(used)
        self.back.setVisible(left is not None)
        for pressed in (self.protocol, self.slips, self.out, self.back):
            pressed.setEnabled(not state.busy)
        self.ask.show_question(Question(
            heading=words("Leave this meeting out?"),
            what=words(
                "Its points no longer count in weights that follow the meetings. Locked versions "
                "stay as they are, nothing is erased, and it can be taken back."
            ),
            yes=words("Leave out"), no=words("Cancel"), reason=words("Reason (kept for ever)"),
            fault=state.fault,
        ) if state.asking is Asking.LEAVE_OUT else None)

    def _show_headings(self, state: SessionsState, come: Come, one: CameSession) -> None:
        words = state.words
        lines = wording.heading_lines(come, one, words)
        self._map_heading.setText(words("What the group's headings stand for"))
        self._map_line.setText(words(
            "Say for each heading which of the survey's factors it stands for. It lies beside the "
            "meeting, which stays as it is, and can be taken back. What is alike in words is "
            "suggested, never decided."
        ))
        head = (words("Heading"), words("Stands for"), words("May be"), words("Points"))
        self._headings.show_lines(head, lines, words, frozenset((3,)))
        self._headings.choose(state.heading)
        self._headings.setAccessibleName(self._map_heading.text())
        for widget in (self._map_heading, self._map_line, self._headings):
            widget.setVisible(bool(lines))
        self.map.show_state(state, come, one)

    def _show_result(self, come: Come, one: CameSession, words: Words) -> None:
        wanted = (one.id, one.hash, come.campaign, words.language)
        if wanted == self._shown:
            return
        self._shown = wanted
        found = result.sections(come, one, words)
        while len(self._parts) < len(found):
            self._parts.append(_Part())
            self._column.addWidget(self._parts[-1])
        for at, part in enumerate(self._parts):
            part.show_section(found[at] if at < len(found) else None, words)

    def _row(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.heading_chosen.emit(row.key)


class _Part(QWidget):
    """A section of the result."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        self._heading, self._says, self._table = text("small-heading"), text(), FitTable()
        for widget in (self._heading, self._says, self._table):
            column.addWidget(widget)

    def show_section(self, section: Section | None, words: Words) -> None:
        """Show it, or hide."""
        self.setVisible(section is not None)
        if section is None:
            return
        self._heading.setText(section.heading)
        self._says.setText("\n".join(section.says))
        self._says.setVisible(bool(section.says))
        if section.head:
            self._table.show_lines(section.head, section.lines, words, section.right)
        self._table.setAccessibleName(section.heading)
        self._table.setVisible(bool(section.head))
