"""A table of numbers: rows and columns, with sums and shares, and rows that can be added."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.keyboards import DECIMAL, LETTERS
from kiosk.questions.asked import Asked
from kiosk.questions.asked import Kind as Asks
from kiosk.questions.entry import shown_number
from kiosk.questions.view import View
from kiosk.style import TARGET, Style, set_text_colour
from kiosk.views.keypad import Field
from survey.forms.blocks import number, written

_WORDS = ("text", "string")
_GAP = 8
_LEAST = 120


class MatrixView(View):
    """Cells in rows; where they have no room beside each other, a row's cells stand below it.

    The sums are those of the cells that hold numbers.
    """

    def __init__(self) -> None:
        super().__init__()
        self._asked: Asked | None = None
        self._style: Style | None = None
        self._fields: list[Field] = []
        self._labels: list[QLabel] = []
        self._gone: list[Press] = []
        self.more = Press(Kind.PLAIN, "plus")
        self.more.setParent(self)
        self.more.clicked.connect(self._add)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        self._asked, self._style, self._words = asked, style, words
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
                field.setProperty("keys", LETTERS if part.type in _WORDS else DECIMAL)
                name = f"{asked.rows[row]}, {asked.columns[column]}"
                field.dress(style, name, style.px(24))
                field.put(part.typed or self._shown(part))
        for at, button in enumerate(self._gone):
            button.setVisible(at < len(asked.rows) and not asked.fixed)
            if at < len(asked.rows):
                button.dress(style, words("Remove {what}", what=asked.rows[at]), brief=True)
        self.more.setVisible(not asked.fixed)
        self.more.dress(style, words("Add a row"))
        self._arrange()

    def _typed(self, at: int) -> bool:
        """Whether a cell is there to be typed in: some only show, and some ask nothing."""
        parts = self._asked.parts if self._asked else ()
        return at < len(parts) and parts[at].kind in (Asks.TEXT, Asks.NUMBER, Asks.COUNTER)

    def _shown(self, part: Asked) -> str:
        return part.value if part.type in _WORDS else shown_number(part.value, part.language)

    def _grow_cell(self) -> None:
        field, at = Field(self), len(self._fields)
        field.setMaxLength(200)
        field.textEdited.connect(lambda text: self._give(at, text))
        self._fields.append(field)

    def _grow_row(self) -> None:
        button, at = Press(Kind.PLAIN, "x"), len(self._gone)
        button.setParent(self)
        button.clicked.connect(lambda: self._remove(at))
        self._gone.append(button)

    def _give(self, at: int, text: str) -> None:
        if self._asked is not None:
            self.answered.emit(self._asked.parts[at].ref, text)

    def _add(self) -> None:
        if self._asked is not None:
            self.added.emit(self._asked.ref)

    def _remove(self, at: int) -> None:
        if self._asked is not None:
            self.removed.emit(self._asked.row_refs[at])

    def _line(self) -> int:
        return QFontMetrics(self._style.text(22)).height() if self._style else 24

    def stacked(self, width: int) -> bool:
        """Whether the cells have no room beside each other."""
        asked = self._asked
        if asked is None:
            return False
        need = (len(asked.columns) + 1) * (_LEAST * (self._style.percent if self._style else 100)
                                           // 100 + _GAP) + self._side()
        return need + 160 > width

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
        self._used = 0
        top = self._stack(width, place) if self.stacked(width) else self._table(width, place)
        if not asked.fixed:
            size = self.more.sizeHint()
            if place:
                self.more.setGeometry((width - size.width()) // 2, top + 8, size.width(),
                                      size.height())
            top += size.height() + 8
        if place:
            for label in self._labels[self._used:]:
                label.hide()
        return top

    def _table(self, width: int, place: bool) -> int:
        asked = self._asked
        assert asked is not None
        columns = len(asked.columns)
        each = min(200, (width - self._side() - 200) // (columns + 1) - _GAP)
        first = width - self._side() - (columns + 1) * (each + _GAP)
        heads = [*asked.columns, self._words("Sum")]
        top = max(self._words_height(head, each) for head in heads) + 4
        for at, head in enumerate(heads):
            self._say(head, QRect(first + at * (each + _GAP), 0, each, top), place, centred=True)
        for row, name in enumerate(asked.rows):
            high = max(TARGET, self._words_height(name, first - 12) + 8,
                       self._words_height(self._row_sum(row), each))
            self._say(name, QRect(0, top, first - 12, high), place)
            for at in range(columns):
                box = QRect(first + at * (each + _GAP), top + (high - TARGET) // 2, each, TARGET)
                self._cell(row * columns + at, box, place, centred=True)
            box = QRect(first + columns * (each + _GAP), top, each, high)
            self._say(self._row_sum(row), box, place, centred=True)
            x = width - TARGET
            self._put(self._gone[row], QRect(x, top, TARGET, TARGET), place, width)
            top += high
        sums = [self._column_sum(at) for at in range(columns)]
        high = max(self._words_height(text, each) for text in [*sums, "0"]) + 12
        self._say(self._words("Sum"), QRect(0, top, first - 12, high), place)
        whole = shown_number(written(self._whole()), asked.language)
        for at, text in enumerate([*sums, whole]):
            self._say(text, QRect(first + at * (each + _GAP), top, each, high), place, centred=True)
        return top + high

    def _stack(self, width: int, place: bool) -> int:
        asked = self._asked
        assert asked is not None
        top, columns = 0, len(asked.columns)
        for row, name in enumerate(asked.rows):
            high = max(self._words_height(name, width - self._side() - 12) + 8,
                       TARGET if self._side() else 0)
            self._say(name, QRect(0, top, width - self._side() - 12, high), place, heading=True)
            self._put(self._gone[row], QRect(width - TARGET, top, TARGET, TARGET), place, width)
            top += high
            for at, column in enumerate(asked.columns):
                half = (width - _GAP) // 2
                if not self._asked_at(row * columns + at):
                    continue
                high = max(TARGET, self._words_height(column, half) + 8)
                self._say(column, QRect(16, top, half - 16, high), place)
                box = QRect(half + _GAP, top + (high - TARGET) // 2, half, TARGET)
                self._cell(row * columns + at, box, place, centred=False)
                top += high
            self._say(f"{self._words('Sum')}: {self._row_sum(row)}",
                      QRect(16, top, width - 16, self._line() + 16), place)
            top += self._line() + 24
        return top

    def _asked_at(self, at: int) -> bool:
        return self._asked is not None and bool(self._asked.parts[at].ref)

    def _cell(self, at: int, box: QRect, place: bool, *, centred: bool) -> None:
        if self._typed(at):
            self._put(self._fields[at], box, place, self.width())
        elif self._asked is not None and self._asked_at(at):
            part = self._asked.parts[at]
            self._say(part.reason or self._shown(part) or "–", box, place, centred=centred)

    def _put(self, widget: QWidget, box: QRect, place: bool, width: int) -> None:
        if place:
            widget.setGeometry(self._turned(box, width))

    def _turned(self, box: QRect, width: int) -> QRect:
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            return QRect(width - box.x() - box.width(), box.y(), box.width(), box.height())
        return box

    def _words_height(self, text: str, width: int) -> int:
        assert self._style is not None
        box = QRect(0, 0, max(20, width), 4000)
        flags = int(Qt.TextFlag.TextWordWrap)
        return QFontMetrics(self._style.text(22)).boundingRect(box, flags, text).height()

    def _say(
        self, text: str, box: QRect, place: bool, *, centred: bool = False, heading: bool = False
    ) -> None:
        if not place:
            return
        if self._used == len(self._labels):
            self._labels.append(QLabel(self, textFormat=Qt.TextFormat.PlainText))
        label = self._labels[self._used]
        self._used += 1
        style = self._style
        assert style is not None
        label.setWordWrap(True)
        label.setFont(style.heading(22) if heading else style.text(22))
        set_text_colour(label, style.colour("text"))
        label.setText(text)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        edge = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        along = Qt.AlignmentFlag.AlignHCenter if centred else edge
        sides = Qt.AlignmentFlag.AlignAbsolute  # else words of another script stand elsewhere
        label.setAlignment(along | sides | Qt.AlignmentFlag.AlignVCenter)
        label.setGeometry(self._turned(box, self.width()))
        label.show()

    def _values(self, cells: Sequence[int]) -> float:
        assert self._asked is not None
        parts = self._asked.parts
        return sum(number(parts[at].value) for at in cells if parts[at].type not in _WORDS)

    def _row_sum(self, row: int) -> str:
        assert self._asked is not None
        columns = len(self._asked.columns)
        value, whole = self._values(range(row * columns, (row + 1) * columns)), self._whole()
        share = f" ({value / whole * 100:.0f} %)" if whole else ""
        return shown_number(written(value), self._asked.language) + share

    def _column_sum(self, column: int) -> str:
        assert self._asked is not None
        cells = range(column, len(self._asked.parts), len(self._asked.columns))
        cells = [at for at in cells if self._asked_at(at)]
        if all(self._asked.parts[at].type in _WORDS for at in cells):
            return ""
        value = self._values(cells)
        return shown_number(written(value), self._asked.language)

    def _whole(self) -> float:
        assert self._asked is not None
        return self._values(range(len(self._asked.parts)))

    def tab_way(self) -> Sequence[QWidget]:
        asked = self._asked
        if asked is None:
            return []
        columns, way = len(asked.columns), list[QWidget]()
        for row in range(len(asked.rows)):
            cells = range(row * columns, (row + 1) * columns)
            way += [self._fields[at] for at in cells if self._typed(at)]
            way.append(self._gone[row])
        return [*way, self.more]

    def take_key(self, key: int) -> bool:
        """Up and down go from row to row within a column."""
        focused = QApplication.focusWidget()
        asked = self._asked
        if asked is None or key not in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return False
        cells = self._fields[: len(asked.parts)]
        if focused not in cells:
            return False
        columns = len(asked.columns)
        by = columns if key == Qt.Key.Key_Down else -columns
        to = cells.index(focused) + by
        while 0 <= to < len(cells) and not self._typed(to):
            to += by
        if 0 <= to < len(cells):
            cells[to].setFocus(Qt.FocusReason.TabFocusReason)
        return True
