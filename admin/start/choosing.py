"""Open a workspace, or create one: two cards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from admin.shell.columns import Columns
from admin.shell.pieces import Message, button, card, page, text
from admin.shell.tone import Tone
from admin.start.state import StartState
from assets.words import Words
from storage.workspace.passphrases import SHORTEST

Pick = Callable[[QWidget, str, str], Path | None]
"""Asks for a folder or file: (parent, title, what) where what is ``folder`` or a file name."""


class Field(QWidget):
    """A label above a line to write on; the label is the line's accessible name.

    A quiet line below may say what is asked of it.
    """

    def __init__(self, *, secret: bool = False) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.label: QLabel = text("label")
        self.line = QLineEdit()
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.label.setBuddy(self.line)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addWidget(self.line, 1)
        self._rule = text("quiet")
        column.addWidget(self.label)
        column.addLayout(self.row)
        column.addWidget(self._rule)
        self._rule.hide()

    def name(self, words: str, rule: str = "") -> None:
        """What the field is called, and what is asked of it."""
        self.label.setText(words)
        self.line.setAccessibleName(words)
        self.line.setAccessibleDescription(rule)
        self._rule.setText(rule)
        self._rule.setVisible(bool(rule))


def passphrase_rule(words: Words) -> str:
    """What is asked of a new passphrase."""
    return words("At least {n} characters. Four words are easy to remember.", n=SHORTEST)


class ChoosingView(QWidget):
    """Two cards: the left opens what there is, the right makes a new one."""

    open_wanted = Signal(str, str)
    recover_wanted = Signal(str, str)
    create_wanted = Signal(str, str, str, str)

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        self._by_code, self._words = False, Words("sv")
        self._heading, self._about = text("heading"), text("soft")
        self._about.setMaximumWidth(720)
        left, right = self._opening(), self._creating()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        column.addWidget(self._heading)
        column.addWidget(self._about)
        column.addSpacing(8)
        cards = Columns((left, 1), (right, 1), needs=760)
        cards.setMaximumWidth(1080)
        column.addWidget(cards)
        column.addStretch(1)
        whole.addWidget(area)

    def _opening(self) -> QFrame:
        frame, column = card()
        self._open_heading, self._open_message = text("subheading"), Message()
        self.open_folder, self.open_passphrase = Field(), Field(secret=True)
        self.open_code = Field()
        self._open_browse = self._browse(self.open_folder)
        self.open_button = button("primary", "folder-open")
        self.open_button.setObjectName("open-workspace")
        self.open_button.clicked.connect(self._open)
        self.open_passphrase.line.returnPressed.connect(self._open)
        self.open_code.line.returnPressed.connect(self._open)
        self.code_button = button("plain")
        self.code_button.setObjectName("use-recovery-code")
        self.code_button.clicked.connect(self._turn)
        self._fill(
            column,
            self._open_heading,
            self.open_folder,
            self.open_passphrase,
            self.open_code,
            self._open_message,
            self.open_button,
        )
        row = QHBoxLayout()
        row.addWidget(self.code_button)
        row.addStretch(1)
        column.insertLayout(column.count() - 1, row)
        return frame

    def _creating(self) -> QFrame:
        frame, column = card()
        self._create_heading, self._create_message = text("subheading"), Message()
        self.create_name, self.create_folder = Field(), Field()
        self.create_passphrase, self.create_again = Field(secret=True), Field(secret=True)
        self._create_browse = self._browse(self.create_folder)
        self.create_button = button(icon="plus")
        self.create_button.setObjectName("create-workspace")
        self.create_button.clicked.connect(self._create)
        self._fill(
            column,
            self._create_heading,
            self.create_name,
            self.create_folder,
            self.create_passphrase,
            self.create_again,
            self._create_message,
            self.create_button,
        )
        return frame

    @staticmethod
    def _fill(column: QVBoxLayout, *widgets: QWidget) -> None:
        """The card's parts from the top; its button last, as wide as its words."""
        for widget in widgets[:-1]:
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(widgets[-1])
        row.addStretch(1)
        column.addSpacing(4)
        column.addLayout(row)
        column.addStretch(1)

    def _browse(self, field: Field) -> QPushButton:
        made = button()
        field.row.addWidget(made)

        def choose() -> None:
            chosen = self._pick(self, made.accessibleName(), "folder")
            if chosen is not None:
                field.line.setText(str(chosen))

        made.clicked.connect(choose)
        return made

    def _open(self) -> None:
        folder = self.open_folder.line.text()
        if self._by_code:
            self.recover_wanted.emit(folder, self.open_code.line.text())
        else:
            self.open_wanted.emit(folder, self.open_passphrase.line.text())

    def _turn(self) -> None:
        """Ask for the recovery code instead of the passphrase, or the other way round."""
        self._by_code = not self._by_code
        self._show_way()
        asked = self.open_code if self._by_code else self.open_passphrase
        asked.line.setFocus()

    def _show_way(self) -> None:
        words = self._words
        self.open_code.setVisible(self._by_code)
        self.open_passphrase.setVisible(not self._by_code)
        self.code_button.setText(
            words("Open with the passphrase")
            if self._by_code
            else words("Open with the recovery code")
        )

    def _create(self) -> None:
        self.create_wanted.emit(
            self.create_folder.line.text(),
            self.create_name.line.text(),
            self.create_passphrase.line.text(),
            self.create_again.line.text(),
        )

    def forget(self) -> None:
        """Leave no passphrase or code standing."""
        for field in (
            self.open_passphrase, self.open_code, self.create_passphrase, self.create_again,
        ):  # fmt: skip
            field.line.clear()

    def show_state(self, state: StartState) -> None:
        """Show words, messages, and whether a key is being worked out."""
        words = self._words = state.words
        self._heading.setText(words("Welcome"))
        self._about.setText(
            words(
                "A workspace is an encrypted folder with your surveys and their answers. Only "
                "those who know its passphrase can read it."
            )
        )
        self._open_heading.setText(words("Open a workspace"))
        self._create_heading.setText(words("Create a new one"))
        self.open_folder.name(words("Folder"))
        self.create_folder.name(words("Empty folder"))
        self.create_name.name(words("Organisation"))
        self.open_passphrase.name(words("Passphrase"))
        self.open_code.name(
            words("Recovery code"), words("The fourteen groups on the recovery sheet.")
        )
        self._show_way()
        self.create_passphrase.name(words("Passphrase"), passphrase_rule(words))
        self.create_again.name(words("The passphrase again"))
        for browse in (self._open_browse, self._create_browse):
            browse.setText(words("Choose …"))
            browse.setAccessibleName(words("Choose folder"))
        working = words("Working out the key …")
        self.open_button.setText(working if state.busy else words("Open"))
        self.create_button.setText(words("Create workspace"))
        if state.folder and not self.open_folder.line.text():
            self.open_folder.line.setText(state.folder)
            self.open_passphrase.line.setFocus()
        mine, other = self._open_message, self._create_message
        if state.about_creating:
            mine, other = other, mine
        mine.show_words(state.message, state.tone)
        other.show_words("", Tone.INFO)
