"""A table of lines that is never too narrow for its words: then each row's cells stand below each
other, with their heads."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from admin.sessions.lines_model import LinesModel
from admin.sessions.state import Line
from admin.shell.table import CalmTable
from assets.words import Words

_PADDING = 34
"""Pixels beside a cell's words, and a little for the weight of a head's letters."""
_WIDEST = 14
"""So many of a font's m a cell may take before its words are wrapped."""


class FitTable(CalmTable):
    """``lines`` is its model."""

    def __init__(self) -> None:
        self.lines = LinesModel()
        super().__init__(self.lines)
        self.lines.modelReset.connect(self._turn)

    def show_lines(
        self, head: tuple[str, ...], lines: tuple[Line, ...], words: Words,
        right: frozenset[int] = frozenset(),
    ) -> None:
        """Show these, as wide as there is room for."""
        self.lines.show_lines(head, lines, words, right)
        self._turn()

    def choose(self, key: UUID | None) -> None:
        """Show the row with this key as chosen, or none; nothing is told."""
        keys = [line.key for line in self.lines.lines]
        selection = self.selectionModel()
        selection.blockSignals(True)
        if key in keys:
            self.selectRow(keys.index(key))
        else:
            selection.clear()
        selection.blockSignals(False)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._turn()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._turn()

    def _turn(self) -> None:
        room = max(1, self.viewport().width())
        needs = self.lines.needs(self._wide)
        narrow = sum(needs) > room
        self.horizontalHeader().setHidden(narrow)
        if narrow != self.lines.narrow:
            chosen = self.currentIndex().row()
            self.lines.set_narrow(narrow)
            if chosen >= 0:
                selection = self.selectionModel()
                selection.blockSignals(True)
                self.selectRow(chosen)
                selection.blockSignals(False)
        self._share_out([1] if narrow else needs, room)

    def _share_out(self, needs: list[int], room: int) -> None:
        """The whole width, to each column after what it needs."""
        header, given = self.horizontalHeader(), 0
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for at, need in enumerate(needs):
            width = room - given if at == len(needs) - 1 else room * need // sum(needs)
            if header.sectionSize(at) != width:
                header.resizeSection(at, width)
            given += width

    def _wide(self, words: str) -> int:
        metrics = self.fontMetrics()
        most = _WIDEST * metrics.horizontalAdvance("m")
        longest = max(
            (metrics.horizontalAdvance(word) for word in words.split()), default=0
        )
        return max(longest, min(metrics.horizontalAdvance(words), most)) + _PADDING
