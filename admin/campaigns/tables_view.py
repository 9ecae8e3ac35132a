"""Everybody's answers as tables: what is wished, where, and the manifest of what was written."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from admin.campaigns.tables_presenter import ManifestFile, TablesState
from admin.campaigns.tongues import language_name
from admin.exports.exporting import Wish
from admin.exports.tables import Style
from admin.results.figures import whole
from admin.shell.entry import Entry, Tick
from admin.shell.pick_one import PickOne
from admin.shell.pieces import Message, button, card, left, page, text
from admin.shell.rows import DISPLAY, SORT_ROLE, RowsModel
from admin.shell.table import CalmTable
from admin.shell.tone import Tone
from admin.start.choosing import Pick


class FileColumn(IntEnum):
    """The manifest's columns."""

    NAME = 0
    BYTES = 1
    HASH = 2


class FilesModel(RowsModel[ManifestFile]):
    """A written file a row."""

    columns = FileColumn

    def cell(self, row: ManifestFile, column: int, role: int) -> Any:
        if role == SORT_ROLE:
            return (row.name, row.bytes, row.sha256)[column]
        if role != DISPLAY:
            return None
        return (row.name, whole(row.bytes, self._words.language), f"{row.sha256[:16]} …")[column]

    def head(self, column: int) -> str:
        words = self._words
        return (words("File"), words("Bytes"), words("SHA-256, its beginning"))[column]


class TablesView(QWidget):
    """One setter, and what the person did."""

    wanted = Signal(str, object)

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        whole_page = QVBoxLayout(self)
        whole_page.setContentsMargins(0, 0, 0, 0)
        area, column = page()
        self._message, self._result, self._careful = Message(), Message(), text("soft")
        self._files_heading = text("small-heading")
        self.files = FilesModel()
        self._table = CalmTable(self.files)
        for widget in (self._wishes(), self._message, self._result, self._careful,
                       self._files_heading, self._table):
            widget.setMaximumWidth(1080)
            column.addWidget(widget)
        column.addStretch(1)
        whole_page.addWidget(area)

    def _wishes(self) -> QFrame:
        frame, inner = card()
        self._heading, self._line = text("subheading"), text("soft")
        self.format, self.labels, self.separator = PickOne(), PickOne(), PickOne()
        self.everything, self.handed, self.excel = Tick(), Tick(), Tick()
        self.folder, self.choose = Entry(1000), button(icon="folder-open")
        self.folder.line.setObjectName("export-folder")
        self.choose.setObjectName("export-choose")
        self.folder.row.addWidget(self.choose)
        self.write = button("primary", "save")
        self.write.setObjectName("export-write")
        for widget in (self._heading, self._line, self.format, self.separator, self.excel,
                       self.labels, self.everything, self.handed, self.folder):
            inner.addWidget(widget)
        inner.addLayout(left(self.write))
        self.format.chosen.connect(lambda _: self._follow())
        self.choose.clicked.connect(self._choose)
        self.write.clicked.connect(self._want)
        self.folder.line.returnPressed.connect(self._want)
        return frame

    def show_state(self, state: TablesState) -> None:
        """Show what may be wished, and what was written."""
        words = state.words
        self.setVisible(state.survey is not None)
        self._heading.setText(words("Everybody's answers as tables"))
        self._line.setText(words(
            "For other programs. The files hold every person's answers, and nothing is hidden in "
            "them. It is kept in the log that they were written, and where."
        ))
        self._name_wishes(state)
        self.folder.show_fault(state.fault)
        self.write.setText(words("Write the tables"))
        self.write.setEnabled(state.working is None)
        self._message.show_words(state.message, state.tone)
        written = state.written
        gap = written.lines.index("") if written else 0
        self._result.show_words("\n".join(written.lines[:gap]) if written else "", Tone.GOOD)
        self._careful.setText("\n".join(written.lines[gap + 1:]) if written else "")
        self._files_heading.setText(words("The manifest, which lies beside them"))
        self.files.replace(written.files if written else (), words)
        self._table.setAccessibleName(words("The manifest, which lies beside them"))
        for widget in (self._careful, self._files_heading, self._table):
            widget.setVisible(written is not None)

    def _name_wishes(self, state: TablesState) -> None:
        words = state.words
        self.format.name(words("Kind of file"))
        self.format.show_choices((
            ("csv", words("CSV: text, for any program")), ("xlsx", words("Excel workbook")),
            ("json", words("JSON, for programs")),
        ), self.format.value or "csv")
        self.separator.name(words("Between the cells"))
        self.separator.show_choices((
            (",", words("Comma")), (";", words("Semicolon: a Swedish Excel wants it")),
            ("\t", words("Tab")),
        ), self.separator.value or ",")
        self.excel.name(words("With the mark by which Excel knows UTF-8"))
        self.labels.name(words("Words of choices in a column of their own"))
        none: tuple[tuple[object, str], ...] = (("", words("None")),)
        self.labels.show_choices(none + tuple(
            (tag, language_name(tag)) for tag in state.languages
        ), self.labels.value if self.labels.value in state.languages else "")
        self.everything.name(words("Also what is held, left out or unfinished"))
        self.handed.name(words("Also the photos and sounds that people handed in"))
        self.folder.name(words("Folder"), words(
            "A new one, or an empty one; nothing is ever written over."
        ))
        self.choose.setText(words("Choose …"))
        self._follow()

    def _follow(self) -> None:
        for widget in (self.separator, self.excel):
            widget.setVisible(self.format.value == "csv")

    def _choose(self) -> None:
        chosen = self._pick(self, self.choose.text(), "folder")
        if chosen is not None:
            self.folder.line.setText(str(_in(chosen)))

    def _want(self) -> None:
        csv = self.format.value == "csv"
        style = Style(separator=str(self.separator.value), excel=self.excel.box.isChecked())
        self.wanted.emit(self.folder.words, Wish(
            format=str(self.format.value), labels=str(self.labels.value or ""),
            everything=self.everything.box.isChecked(), files=self.handed.box.isChecked(),
            style=style if csv else Style(),
        ))


def _in(folder: Path) -> Path:
    """The folder itself where nothing lies in it, else a new one inside."""
    try:
        empty = not any(folder.iterdir())
    except OSError:
        return folder
    return folder if empty else folder / "vardera-export"
