"""A table of numbers: rows and columns, with sums and shares, and rows that can be added."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.questions.arrows import along
from kiosk.questions.asked import Asked
from kiosk.questions.asked import Kind as Asks
from kiosk.questions.cell import Cell, shown
from kiosk.questions.labels import Labels, turned
from kiosk.questions.sums import Sums
from kiosk.questions.view import View
from kiosk.style import TARGET, Style

_GAP, _LEAST = 8, 120


class MatrixView(View):
    """Cells in rows; where they have no room beside each other, a row's cells stand below it.

    The sums are those of the cells that hold numbers.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._style: Style | None = None
        self._fields: list[Cell] = []
        self._labels = Labels(self)
        self._gone: list[Press] = []
        self.more = Press(Kind.PLAIN, "plus")
        self.more.setParent(self)
        self.more.clicked.connect(self._add)
        self._doubted: int | None = None
        self.sure, self.keep = Press(Kind.PLAIN), Press(Kind.PRIMARY)
        for button in (self.sure, self.keep):
            button.setParent(self)
        self.sure.clicked.connect(lambda: self._remove(self._doubted))
        self.keep.clicked.connect(lambda: self._doubt(None))

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        if self._asked is None or self._asked.row_refs != asked.row_refs:
            self._doubted = None
        self._asked, self._style, self._words = asked, style, words
        self._sums = Sums(asked)
        while len(self._fields) < len(asked.parts):
            self._grow_cell()
        while len(self._gone) < len(asked.rows):
            self._grow_row()
        width = max(1, len(asked.columns))
        for at, field in enumerate(self._fields):
            field.setVisible(self._typed(at))
            if self._typed(at):
                part = asked.parts[at]
                row, column = divmod(at, width)
                field.present(part, f"{asked.rows[row]}, {asked.columns[column]}", style)
        for at, button in enumerate(self._gone):
            kept = at != self._doubted
            button.setVisible(at < len(asked.rows) and not asked.fixed and kept)
            if at < len(asked.rows):
                button.dress(style, words("Remove {what}", what=asked.rows[at]), brief=True)
        self.more.setVisible(not asked.fixed)
        for doubt, said in ((self.sure, words("Remove")), (self.keep, words("Keep"))):
            doubt.dress(style, said)
            doubt.setVisible(self._doubted is not None)
            doubt.setAccessibleDescription(self._question())
        self.more.dress(style, words("Add a row"))
        self._arrange()

    def _typed(self, at: int) -> bool:
        """Whether a cell is there to be typed in: some only show, and some ask nothing."""
        parts = self._asked.parts if self._asked else ()
        if self._doubted is not None and at in self._row_cells(self._doubted):
            return False
        return at < len(parts) and parts[at].kind in (Asks.TEXT, Asks.NUMBER, Asks.COUNTER)

    def _grow_cell(self) -> None:
        field, at = Cell(self), len(self._fields)
        field.textEdited.connect(lambda text: self._give(at, text))
        self._fields.append(field)

    def _grow_row(self) -> None:
        button, at = Press(Kind.PLAIN, "x"), len(self._gone)
        button.setParent(self)
        button.clicked.connect(lambda: self._ask_before(at))
        self._gone.append(button)

    def _give(self, at: int, text: str) -> None:
        if self._asked is not None:
            self.answered.emit(self._asked.parts[at].ref, text)

    def _add(self) -> None:
        if self._asked is not None:
            self.added.emit(self._asked.ref)

    def _row_cells(self, row: int) -> range:
        columns = len(self._asked.columns) if self._asked else 0
        return range(row * columns, (row + 1) * columns)

    def _ask_before(self, at: int) -> None:
        """A row with nothing in it goes at once; what was written goes after a question."""
        if self._asked is None:
            return
        cells = [self._asked.parts[cell] for cell in self._row_cells(at)]
        if any(cell.value or cell.typed for cell in cells):
            self._doubt(at)
        else:
            self._remove(at)

    def _doubt(self, at: int | None) -> None:
        before, self._doubted = self._doubted, at
        if self._asked is None or self._style is None:
            return
        self.present(self._asked, self._style, self._words)
        button = self.keep if at is not None else self._gone[before or 0]
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grown.emit()

    def _remove(self, at: int | None) -> None:
        if self._asked is not None and at is not None:
            self._doubted = None
            self.removed.emit(self._asked.row_refs[at])

    def stacked(self, width: int) -> bool:
        """Whether the cells have no room beside each other."""
        asked = self._asked
        if asked is None or not asked.columns:
            return False
        least = self._style.px(_LEAST) if self._style else _LEAST
        least = max(least, *map(self._labels.longest, asked.columns))
        return (len(asked.columns) + 1) * (least + _GAP) + self._side() + 200 > width

    def _side(self) -> int:
        return 0 if self._asked is None or self._asked.fixed else TARGET

    def height_for(self, width: int) -> int:
        return self._lay(width, place=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if self.width() >= TARGET and self._asked is not None and self._style is not None:
            self._lay(self.width(), place=True)

    def _lay(self, width: int, *, place: bool) -> int:
        asked = self._asked
        if asked is None or self._style is None:
            return 0
        self._labels.begin(self._style)
        top = self._stack(width, place) if self.stacked(width) else self._table(width, place)
        if not asked.fixed:
            size = self.more.sizeHint()
            if place:
                self.more.setGeometry((width - size.width()) // 2, top + 8, size.width(),
                                      size.height())
            top += size.height() + 8
        if place:
            self._labels.end()
        return top

    def _table(self, width: int, place: bool) -> int:
        asked, sums, say = self._asked, self._sums, self._labels.say
        if asked is None or not asked.rows:
            return 0
        columns = len(asked.columns)
        across = max(1, columns + (1 if sums.of_rows else 0))
        widest = max(200, *map(self._labels.longest, asked.columns))
        each = min(widest, (width - self._side() - 200) // across - _GAP)
        first = width - self._side() - across * (each + _GAP)
        x = [first + at * (each + _GAP) for at in range(across)]
        heads = [*asked.columns, *([self._words("Sum")] if sums.of_rows else [])]
        top = max(self._labels.height(head, each) for head in heads) + 4
        for at, head in enumerate(heads):
            say(head, QRect(x[at], 0, each, top), place, centred=True)
        for row, name in enumerate(asked.rows):
            if row == self._doubted:
                top += self._doubt_row(top, width, place)
                continue
            said = sums.row(row) if sums.of_rows else ""
            high = max(TARGET, self._labels.height(name, first - 12) + 8,
                       self._labels.height(said, each))
            say(name, QRect(0, top, first - 12, high), place)
            for at in range(columns):
                box = QRect(x[at], top + (high - TARGET) // 2, each, TARGET)
                self._cell(row * columns + at, box, place, centred=True)
            if said:
                say(said, QRect(x[columns], top, each, high), place, centred=True)
            self._put(self._gone[row], QRect(width - TARGET, top, TARGET, TARGET), place)
            top += high
        return self._column_sums(top, x, each, place) if sums.of_columns else top

    def _column_sums(self, top: int, x: Sequence[int], each: int, place: bool) -> int:
        sums = self._sums
        columns = len(self._asked.columns) if self._asked else 0
        below = [sums.column(at) for at in range(columns)]
        below += [sums.whole()] if sums.of_rows else []
        high = max(self._labels.height(text, each) for text in [*below, "0"]) + 12
        self._labels.say(self._words("Sum"), QRect(0, top, x[0] - 12, high), place)
        for left, text in zip(x, below, strict=True):
            self._labels.say(text, QRect(left, top, each, high), place, centred=True)
        return top + high

    def _stack(self, width: int, place: bool) -> int:
        asked = self._asked
        assert asked is not None
        top, columns, line = 0, len(asked.columns), self._labels.height("0", width)
        for row, name in enumerate(asked.rows):
            if row == self._doubted:
                top += self._doubt_row(top, width, place)
                continue
            high = max(self._labels.height(name, width - self._side() - 12) + 8,
                       TARGET if self._side() else 0)
            box = QRect(0, top, width - self._side() - 12, high)
            self._labels.say(name, box, place, heading=True)
            self._put(self._gone[row], QRect(width - TARGET, top, TARGET, TARGET), place)
            top += high
            for at, column in enumerate(asked.columns):
                half = (width - _GAP) // 2
                if not self._asked_at(row * columns + at):
                    continue
                over = self._labels.longest(column) > half - 16
                room = width - 16 if over else half - 16
                high = max(0 if over else TARGET, self._labels.height(column, room) + 8)
                self._labels.say(column, QRect(16, top, room, high), place)
                top, high = (top + high, TARGET) if over else (top, high)
                box = QRect(half + _GAP, top + (high - TARGET) // 2, half, TARGET)
                self._cell(row * columns + at, box, place, centred=False)
                top += high
            if self._sums.of_rows:
                self._labels.say(f"{self._words('Sum')}: {self._sums.row(row)}",
                          QRect(16, top, width - 16, line + 16), place)
            top += line + 24
        return top

    def _doubt_row(self, top: int, width: int, place: bool) -> int:
        """The question whether a row shall go stands in the row's place."""
        said = self._question()
        side = max(self.sure.sizeHint().width(), self.keep.sizeHint().width())
        words = width - 2 * side - 12
        high = max(TARGET, self._labels.height(said, words) + 8)
        self._labels.say(said, QRect(0, top, words, high), place)
        for at, button in ((2, self.sure), (1, self.keep)):
            box = QRect(width - at * side, top + (high - TARGET) // 2, side, TARGET)
            self._put(button, box, place)
        return high

    def _question(self) -> str:
        """Whether the row that is doubted shall go."""
        asked, row = self._asked, self._doubted
        name = asked.rows[row] if asked is not None and row is not None else ""
        return self._words("Remove {what}?", what=name) if name else ""

    def _asked_at(self, at: int) -> bool:
        return self._asked is not None and bool(self._asked.parts[at].ref)

    def _cell(self, at: int, box: QRect, place: bool, *, centred: bool) -> None:
        if self._typed(at):
            self._put(self._fields[at], box, place)
        elif self._asked is not None and self._asked_at(at):
            part = self._asked.parts[at]
            self._labels.say(part.reason or shown(part) or "–", box, place, centred=centred)

    def _put(self, widget: QWidget, box: QRect, place: bool) -> None:
        if place:
            widget.setGeometry(turned(box, self))

    def tab_way(self) -> Sequence[QWidget]:
        asked = self._asked
        if asked is None:
            return []
        way = list[QWidget]()
        for row in range(len(asked.rows)):
            way += [self._fields[at] for at in self._row_cells(row) if self._typed(at)]
            way += [self.sure, self.keep] if row == self._doubted else [self._gone[row]]
        return [*way, self.more]

    def wrong(self) -> QWidget | None:
        """The first such cell."""
        cells = self._fields[: len(self._asked.parts)] if self._asked else []
        return next((cell for cell in cells if cell.wrong and not cell.isHidden()), None)

    def take_key(self, key: int) -> bool:
        """Up and down go from row to row within a column."""
        asked = self._asked
        if asked is None or key not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return False
        by = len(asked.columns) * (1 if key == Qt.Key.Key_Down else -1)
        return along(self._fields[: len(asked.parts)], by)
