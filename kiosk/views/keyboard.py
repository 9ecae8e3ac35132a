"""A keyboard on the screen, for letters, signs and figures, in the language of the form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.keyboards import LETTERS, Layout, layout
from kiosk.style import TARGET, Style

_WIDEST = 124


class Keyboard(QWidget):
    """``struck`` carries a sign, ``erased`` asks for the last one back, ``finished`` closes it.

    The field keeps the keyboard's focus: what is typed by hand goes there as well.
    """

    struck = Signal(str)
    erased = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[Press] = []
        self._takes, self._language = LETTERS, ""
        self._signs = self._shifted = False
        self._style: Style | None = None
        self.shift = Press(Kind.PLAIN, "arrow-up")
        self.eraser = Press(Kind.PLAIN, "delete")
        self.turn = Press(Kind.PLAIN)
        self.space = Press(Kind.PLAIN)
        self.done = Press(Kind.PRIMARY, "check")
        for key in (self.shift, self.eraser, self.turn, self.space, self.done):
            self._adopt(key)
        self.shift.clicked.connect(self._shift)
        self.turn.clicked.connect(self._turn)
        self.space.clicked.connect(lambda: self.struck.emit(" "))
        self.eraser.clicked.connect(self.erased)
        self.done.clicked.connect(self.finished)

    def _adopt(self, key: Press) -> None:
        key.setParent(self)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def present(self, takes: str, language: str, style: Style, words: Words) -> None:
        """Show the keys for what a field ``takes``."""
        if (takes, language) != (self._takes, self._language):
            self._signs = self._shifted = False
        self._takes, self._language = takes, language
        self._style = Style(style.theme, min(style.percent, 150))
        self._words = words
        self._dress()

    def begin_sentence(self) -> None:
        """The field is empty: the next letter is a capital."""
        if self._takes == LETTERS and not self._shifted and not self._signs:
            self._shift()

    @property
    def layout_now(self) -> Layout:
        """The layout on show."""
        if self._takes != LETTERS:
            return layout(self._takes)
        return layout("signs") if self._signs else layout(self._language)

    @property
    def _rows(self) -> tuple[str, ...]:
        now = self.layout_now
        return now.capitals if self._shifted and now.capitals else now.rows

    def _dress(self) -> None:
        style = self._style
        if style is None:
            return
        signs = "".join(self._rows)
        while len(self._keys) < len(signs):
            key = Press(Kind.PLAIN)
            self._adopt(key)
            key.clicked.connect(lambda _=False, key=key: self._strike(key.text()))
            self._keys.append(key)
        for at, key in enumerate(self._keys):
            key.setVisible(at < len(signs))
            if at < len(signs):
                key.dress(style, signs[at])
        letters, words = self._takes == LETTERS, self._words
        small = Style(style.theme, min(style.percent, 125))
        self.shift.dress(small, words("Capital letters"), chosen=self._shifted, brief=True)
        self.eraser.dress(small, words("Erase the last sign"), brief=True)
        self.turn.dress(small, "abc" if self._signs else "123")
        self.space.dress(small, words("Space"))
        self.done.dress(small, words("Done typing"))
        self.shift.setVisible(letters and bool(self.layout_now.capitals))
        self.turn.setVisible(letters)
        self.space.setVisible(letters)
        self._arrange()

    def _strike(self, sign: str) -> None:
        self.struck.emit("-" if sign == "−" else sign)
        if self._shifted:
            self._shift()

    def _shift(self) -> None:
        self._shifted = not self._shifted
        self._dress()

    def _turn(self) -> None:
        self._signs, self._shifted = not self._signs, False
        self._dress()

    @property
    def height_wanted(self) -> int:
        """The height of all rows, in pixels."""
        return (len(self._rows) + 1) * TARGET + 8

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is not None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._style.colour("surface_sunken"))

    def _arrange(self) -> None:
        if self._style is None or self.width() < TARGET:
            return
        rows = self._rows
        most = max(len(row) for row in rows)
        each = min(_WIDEST, self.width() // most)
        whole = each * most
        left = (self.width() - whole) // 2
        keys = iter(self._keys)
        top = 4
        for row in rows:
            indent = (whole - each * len(row)) // 2
            for across in range(len(row)):
                next(keys).setGeometry(left + indent + across * each, top, each, TARGET)
            top += TARGET
        last = (whole - each * len(rows[-1])) // 2
        if last >= TARGET:
            self._beside(left, whole, last, top - TARGET)
        self._foot(left, whole, top, erases=last < TARGET)

    def _beside(self, left: int, whole: int, room: int, top: int) -> None:
        """Shift and erase at both ends of the last row of letters."""
        self.shift.setGeometry(left, top, room, TARGET)
        self.eraser.setGeometry(left + whole - room, top, room, TARGET)

    def _foot(self, left: int, whole: int, top: int, *, erases: bool) -> None:
        """The lowest row: other signs, space, done; erase too where it has no place above."""
        done = max(self.done.sizeHint().width(), TARGET)
        self.done.setGeometry(left + whole - done, top, done, TARGET)
        right = left + whole - done
        shift = TARGET if erases and not self.shift.isHidden() else 0
        if shift:
            self.shift.setGeometry(left, top, shift, TARGET)
        turn = 0 if self.turn.isHidden() else 120
        self.turn.setGeometry(left + shift, top, turn, TARGET)
        if erases:
            right -= TARGET + 24
            self.eraser.setGeometry(right, top, TARGET + 24, TARGET)
        start = left + shift + turn
        self.space.setGeometry(start, top, max(0, right - start), TARGET)

    def tab_way(self) -> Sequence[QWidget]:
        """The keys in reading order."""
        count = sum(len(row) for row in self._rows)
        rest = (self.shift, self.eraser, self.turn, self.space, self.done)
        return [*self._keys[:count], *rest]
