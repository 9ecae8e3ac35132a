"""The blocks of the results page: the headline, the table, a picture with its sentence."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from admin.pictures.view import PictureView
from admin.results.bar_cell import BarCell
from admin.results.model import Column, FactorModel
from admin.results.state import Pictured, Sheet
from admin.shell.columns import Columns
from admin.shell.look import Look
from admin.shell.pieces import card, text
from admin.shell.table import CalmTable
from assets.words import Words

_WIDTHS = {Column.NAME: 184, Column.WEIGHT: 70, Column.INDEX: 76, Column.INTERVAL: 78}
"""Columns' widths in pixels at 100 %; the bar takes the rest."""
_TIGHT = {Column.WEIGHT: 60, Column.INDEX: 54, Column.INTERVAL: 76}
"""The same where there is no room for the bar; the name takes the rest."""


MOST_FINDINGS = 6
"""More than this is a list, not a headline."""


class Headline(QWidget):
    """The value index with its interval, and beside it what the data says."""

    def __init__(self) -> None:
        super().__init__()
        left, inner = card("figure-card", margin=20, gap=2)
        self._what, self._value = text("soft"), text("big", wrap=False)
        self._interval, self._note = text("figure", wrap=False), text("quiet")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._value)
        row.addWidget(self._interval)
        row.addStretch(1)
        inner.addWidget(self._what)
        inner.addLayout(row)
        inner.addWidget(self._note)
        inner.addStretch(1)
        right, said = card("claim-card", margin=20, gap=6)
        self._heading = text("small-heading")
        self._findings = [text("claim") for _ in range(MOST_FINDINGS)]
        for label in (self._heading, *self._findings):
            said.addWidget(label)
        said.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Columns((left, 3), (right, 8), needs=640))

    def show_sheet(self, sheet: Sheet, words: Words) -> None:
        """Show the figures of one row."""
        who = f" · {sheet.who}" if sheet.who else ""
        self._what.setText(words("Value index") + who)
        self._value.setText(sheet.value)
        self._interval.setText(sheet.value_interval)
        self._note.setText(sheet.value_note)
        self._heading.setText(words("What the answers say"))
        for n, label in enumerate(self._findings):
            said = sheet.findings[n] if n < len(sheet.findings) else ""
            label.setText(said)
            label.setVisible(bool(said))


class _FactorTable(CalmTable):
    """Names wrap, and take half of what the figures leave; the bar has the rest.

    Where that would cut a name, the bar makes way: its figures stand beside it.
    """

    def set_widths(self, widths: Mapping[Column, int], tight: Mapping[Column, int]) -> None:
        """The columns' widths at the present text size, and without the bar."""
        self._widths, self._tight = widths, tight
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._share(event.size().width())
        super().resizeEvent(event)

    def _share(self, whole: int = 0) -> None:
        whole = whole or self.viewport().width()
        name = self._widths[Column.NAME]
        left = whole - sum(self._widths.values()) + name
        crowded = left < name * 1.5
        self.setColumnHidden(Column.BAR, crowded)
        widths = self._tight if crowded else self._widths
        for column, wide in widths.items():
            self.setColumnWidth(column, wide)
        rest = max(1, whole - sum(self._tight.values()))
        self.setColumnWidth(Column.NAME, rest if crowded else min(name, left // 2))


class TableBlock(QWidget):
    """Every factor: weight, bar with whisker, index, interval."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._heading, self._sentence = text("subheading"), text()
        self.model = FactorModel()
        self.table = _FactorTable(self.model)
        self._cell = BarCell(look.pictures)
        self.table.setItemDelegateForColumn(Column.BAR, self._cell)
        header = self.table.horizontalHeader()
        for fixed in Column:
            header.setSectionResizeMode(fixed, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.BAR, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(look.px(48))
        self.set_look(look)
        for widget in (self._heading, self._sentence, self.table):
            column.addWidget(widget)
        column.addStretch(1)

    def set_look(self, look: Look) -> None:
        """Another text size."""
        self._cell.style = look.pictures
        self.table.set_widths(*({c: look.px(w) for c, w in s.items()} for s in (_WIDTHS, _TIGHT)))
        self.table.set_row_height(look.px(44))

    def show_sheet(self, sheet: Sheet, words: Words) -> None:
        """Show the factors of one row."""
        self._heading.setText(words("Every factor"))
        self._sentence.setText(sheet.table_sentence)
        self.table.setAccessibleName(words("Every factor"))
        self.model.replace(sheet.factors, words)


class PictureBlock(QWidget):
    """A heading, the sentence that says what the picture shows, and the picture."""

    def __init__(self, look: Look, widest: int) -> None:
        super().__init__()
        self._style = look.pictures
        self._shown: tuple[str, Pictured | None] = ("", None)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._heading, self._sentence = text("subheading"), text()
        self.picture = PictureView(self._style, widest)
        for widget in (self._heading, self._sentence, self.picture):
            column.addWidget(widget)
        column.addStretch(1)

    def set_look(self, look: Look) -> None:
        """Another text size: draw again."""
        self._style = look.pictures
        self.show_pictured(*self._shown)

    def show_pictured(self, heading: str, pictured: Pictured | None) -> None:
        """Show a picture with its sentence; nothing at all for ``None``."""
        self._shown = (heading, pictured)
        self._heading.setText(heading)
        self._sentence.setText(pictured.sentence if pictured else "")
        self.setVisible(pictured is not None)
        self.picture.show_picture(
            pictured.picture if pictured else None,
            heading,
            pictured.alternative if pictured else "",
            self._style,
        )
