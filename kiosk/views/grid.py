"""Short texts in a grid: a code's groups, or words to compare; large, even and easy to copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.style import Style, set_text_colour

_ACROSS = 40
_DOWN = 8


class Grid(QWidget):
    """Cells of one width in as many columns as there is room for, ``columns`` at most."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[QLabel] = []
        self._texts: tuple[str, ...] = ()
        self._columns = 1

    def dress(
        self, style: Style, texts: Sequence[str], *, size: int, columns: int, strong: bool = True
    ) -> None:
        """``size`` in pixels at 100 %; ``strong`` is for what has to be copied."""
        self._texts, self._columns = tuple(texts), columns
        while len(self._cells) < len(self._texts):
            cell = QLabel(self)
            cell.setTextFormat(Qt.TextFormat.PlainText)
            cell.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            self._cells.append(cell)
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        for at, cell in enumerate(self._cells):
            shown = at < len(self._texts)
            cell.setVisible(shown)
            cell.setText(self._texts[at] if shown else "")
            cell.setAccessibleName(self._texts[at] if shown else "")
            cell.setFont(style.text(size, weight))
            set_text_colour(cell, style.colour("text"))
        self._arrange()

    def clear(self) -> None:
        """Nothing of what was shown stays."""
        self._texts = ()
        for cell in self._cells:
            cell.setText("")
            cell.setAccessibleName("")
            cell.hide()

    def height_for(self, width: int) -> int:
        """The height that shows everything at ``width``."""
        if not self._texts:
            return 0
        columns, _ = self._columns_in(width)
        rows = -(-len(self._texts) // columns)
        return rows * (self._row() + _DOWN)

    def width_in(self, width: int) -> int:
        """What of ``width`` is used."""
        columns, cell = self._columns_in(width)
        # beside the last there is nothing to part it from
        return max(0, sum(self._cells_in(columns, cell)) - _ACROSS)

    def _row(self) -> int:
        return QFontMetrics(self._cells[0].font()).height()

    def _columns_in(self, width: int) -> tuple[int, int]:
        if not self._texts:
            return 1, 0
        count, each = len(self._texts), self._widths()
        cell = max(each)
        if count <= self._columns and sum(each) <= width + _ACROSS:
            return count, cell
        most = max(1, min(self._columns, (width + _ACROSS) // cell))
        rows = -(-count // most)
        return -(-count // rows), cell

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(self._cells[0].font())
        return [metrics.horizontalAdvance(text) + _ACROSS for text in self._texts]

    def _cells_in(self, columns: int, cell: int) -> list[int]:
        """The widths of the columns: of a single row each its own, so that the gaps are even."""
        return [cell] * columns if columns != len(self._texts) else self._widths()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if not self._texts:
            return
        columns, cell = self._columns_in(self.width())
        row, wide = self._row(), self._cells_in(columns, cell)
        for at in range(len(self._texts)):
            down, across = divmod(at, columns)
            # a code is read from left to right in every language
            left = sum(wide[:across])
            self._cells[at].setGeometry(left, down * (row + _DOWN), wide[across] - _ACROSS, row)
