"""What people answered in a whole form, question by question, as a table of the results page."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from admin.results.state import QuestionRow, Sheet
from admin.shell.look import Look
from admin.shell.pieces import text
from admin.shell.rows import DISPLAY, SORT_ROLE, RowsModel
from admin.shell.table import CalmTable
from assets.words import Words

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_PEOPLE = 110
"""Width in pixels at 100 % of the column of numbers."""


class Column(IntEnum):
    """The table's columns."""

    QUESTION = 0
    ANSWER = 1
    PEOPLE = 2


class QuestionModel(RowsModel[QuestionRow]):
    """A line a row; a question's own words stand on its first."""

    columns = Column

    def cell(self, row: QuestionRow, column: int, role: int) -> Any:
        if role in (DISPLAY, SORT_ROLE, int(Qt.ItemDataRole.AccessibleTextRole)):
            return (row.question, row.answer, row.people)[column]
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _RIGHT if column == Column.PEOPLE else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        aligned = role == int(Qt.ItemDataRole.TextAlignmentRole)
        if aligned and orientation == Qt.Orientation.Horizontal:
            return _RIGHT if section == Column.PEOPLE else _LEFT
        return super().headerData(section, orientation, role)

    def head(self, column: int) -> str:
        words = self._words
        return (words("Question"), words("Answer"), words("People"))[column]


class QuestionsBlock(QWidget):
    """A heading and the table; nothing where the survey asks no whole form."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._heading = text("subheading")
        self.model = QuestionModel()
        self.table = CalmTable(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(Column.PEOPLE, QHeaderView.ResizeMode.Fixed)
        self.set_look(look)
        for widget in (self._heading, self.table):
            column.addWidget(widget)

    def set_look(self, look: Look) -> None:
        """Another text size."""
        self.table.setColumnWidth(Column.PEOPLE, look.px(_PEOPLE))
        self.table.set_row_height(look.px(36))

    def show_sheet(self, sheet: Sheet, words: Words) -> None:
        """Show the questions of everybody's sheet."""
        self._heading.setText(words("Question by question"))
        self.table.setAccessibleName(words("Question by question"))
        self.model.replace(sheet.questions, words)
        self.setVisible(bool(sheet.questions))
