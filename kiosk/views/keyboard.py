"""A keyboard on the screen, for letters, signs and figures, in the language of the form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.keyboards import AMOUNT, DECIMAL, LETTERS, MARKS, Layout, forms_of, layout
from kiosk.screens import Frame
from kiosk.style import TARGET, Style
from kiosk.views.tools import Tools

_WIDEST = 124
_BLANK = 160
"""The least width of the blank key beside tools, in pixels."""

_USUAL, _LOWEST, _SHARE = 3, 72, 0.63


class Keyboard(QWidget):
    """``struck`` carries a sign, ``erased`` asks for the last one back, ``finished`` closes it.

    The field keeps the keyboard's focus: what is typed by hand goes there as well. Where the keys
    stand in place of a bar, the bar's ``tools`` stand among them.
    """

    struck = Signal(str)
    erased = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[Press] = []
        self._takes, self._language = LETTERS, ""
        self._signs = self._shifted = False
        self._forms = ""
        self._style: Style | None = None
        self.shift = Press(Kind.PLAIN, "arrow-up")
        self.eraser = Press(Kind.PLAIN, "delete")
        self.turn = Press(Kind.PLAIN)
        self.space = Press(Kind.PLAIN)
        self.done = Press(Kind.PRIMARY, "check")
        for key in (self.shift, self.eraser, self.turn, self.space, self.done):
            self._adopt(key)
        self.tools = Tools(slim=False)
        self.tools.setParent(self)
        self.tools.hide()
        for tool in self.tools.buttons:
            tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.shift.clicked.connect(self._shift)
        self.turn.clicked.connect(self._turn)
        self.space.clicked.connect(self._blank)
        self.eraser.clicked.connect(self._erase)
        self.done.clicked.connect(self.finished)

    def _adopt(self, key: Press) -> None:
        key.setParent(self)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def present(self, takes: str, language: str, style: Style, words: Words) -> None:
        """Show the keys for what a field ``takes``."""
        if (takes, language) != (self._takes, self._language):
            self._signs = self._shifted = False
            self._forms = ""
        self._takes, self._language = takes, language
        self._style = Style(style.theme, min(style.percent, 150))
        self._words = words
        self._dress()

    def take_tools(self, frame: Frame | None) -> None:
        """Have the tools among the keys, or not; the way out is behind the key that closes them."""
        self.tools.setVisible(frame is not None)
        if frame is not None and self._style is not None:
            style = Style(self._style.theme, min(self._style.percent, 125))
            self.tools.dress(frame, style, self._words, stop="")
            self.tools.shorten(brief=True)
        self._arrange()

    def begin_sentence(self) -> None:
        """The field is empty: the next letter is a capital."""
        self._forms = ""
        cased = self._takes == LETTERS and layout(self._language).cased
        if cased and not self._shifted and not self._signs:
            self._shift()

    @property
    def layout_now(self) -> Layout:
        """The layout on show."""
        if self._takes != LETTERS:
            return layout(self._takes)
        letters = layout(self._language)
        if not self._signs:
            return letters
        return Layout(letters.signs) if letters.signs else layout("signs")

    @property
    def _rows(self) -> tuple[str, ...]:
        now = self.layout_now
        rows = now.capitals if self._shifted and now.capitals else now.rows
        if self._takes in (DECIMAL, AMOUNT) and self._language.startswith("en"):
            rows = tuple(row.replace(",", ".") for row in rows)
        above = layout(self._language).syllables and self._takes == LETTERS
        return (self._forms or MARKS, *rows) if above else rows

    def _dress(self) -> None:
        style = self._style
        if style is None:
            return
        signs = "".join(self._rows)
        while len(self._keys) < len(signs):
            key = Press(Kind.PLAIN)
            self._adopt(key)
            at = len(self._keys)
            key.clicked.connect(lambda _=False, at=at: self._strike(at))
            self._keys.append(key)
        for at, key in enumerate(self._keys):
            key.setVisible(at < len(signs))
            if at < len(signs):
                key.dress(style, signs[at])
        letters, words = self._takes == LETTERS, self._words
        small = Style(style.theme, min(style.percent, 125))
        further = words("Capital letters") if self.layout_now.cased else words("More letters")
        self.shift.dress(small, further, chosen=self._shifted, brief=True)
        self.eraser.dress(small, words("Erase the last sign"), brief=True)
        self.turn.dress(small, "abc" if self._signs else "123")
        self.space.dress(small, words("Space"))
        self.done.dress(small, words("Done typing"))
        self.shift.setVisible(letters and bool(self.layout_now.capitals))
        self.turn.setVisible(letters)
        self.space.setVisible(letters)
        self._arrange()

    def _strike(self, at: int) -> None:
        sign = self._keys[at].text()
        if at < len(self._forms):
            self.erased.emit()  # a form stands for the consonant, or the form, before it
        elif layout(self._language).syllables and self._takes == LETTERS:
            self._forms = forms_of(sign)
            if not self._shifted:
                self._dress()
        self.struck.emit("-" if sign == "−" else sign)
        if self._shifted:
            self._shift()

    def _blank(self) -> None:
        self._forget()
        self.struck.emit(" ")

    def _erase(self) -> None:
        self._forget()
        self.erased.emit()

    def _forget(self) -> None:
        """The consonant is written: what comes next does not change it."""
        if self._forms:
            self._forms = ""
            self._dress()

    def _shift(self) -> None:
        self._shifted = not self._shifted
        self._dress()

    def _turn(self) -> None:
        self._signs, self._shifted, self._forms = not self._signs, False, ""
        self._dress()

    @property
    def _high(self) -> int:
        """A key's height: a finger's, but where the window is so low that five rows hide all."""
        above = self.parentWidget()
        room = above.height() if above is not None else 0
        return TARGET if len(self._rows) <= _USUAL else max(_LOWEST, min(
            TARGET, round(room * _SHARE) // (len(self._rows) + 1)))

    @property
    def height_wanted(self) -> int:
        """The height of all rows, in pixels."""
        return (len(self._rows) + 1) * self._high + 8

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
        most = max(len(row) for row in (*rows, *self.layout_now.rows))
        each = min(_WIDEST, self.width() // most)
        whole = each * most
        left = (self.width() - whole) // 2
        keys, high = iter(self._keys), self._high
        top = 4
        for row in rows:
            indent = (whole - each * len(row)) // 2
            for across in range(len(row)):
                next(keys).setGeometry(left + indent + across * each, top, each, high)
            top += high
        longest = max(len(rows[-1]), len(self.layout_now.rows[-1]))
        last = (whole - each * longest) // 2
        if last >= TARGET:
            self._beside(left, whole, last, top - high)
        self._foot(left, whole, top, erases=last < TARGET)

    def _beside(self, left: int, whole: int, room: int, top: int) -> None:
        """Shift and erase at both ends of the last row of letters."""
        self.shift.setGeometry(left, top, room, self._high)
        self.eraser.setGeometry(left + whole - room, top, room, self._high)

    def _foot(self, left: int, whole: int, top: int, *, erases: bool) -> None:
        """The lowest row: other signs, space, done; erase too where it has no place above."""
        done = max(self.done.sizeHint().width(), TARGET)
        self.done.setGeometry(left + whole - done, top, done, self._high)
        right = left + whole - done
        shift = TARGET if erases and not self.shift.isHidden() else 0
        if shift:
            self.shift.setGeometry(left, top, shift, self._high)
        turn = 0 if self.turn.isHidden() else 120
        self.turn.setGeometry(left + shift, top, turn, self._high)
        if erases:
            right -= TARGET + 24
            self.eraser.setGeometry(right, top, TARGET + 24, self._high)
        start = left + shift + turn
        if not self.tools.isHidden():
            wide = self._tools_width(right - start)
            self.tools.setGeometry(min(start, max(0, right - wide)), top, wide, self._high)
            start += wide
        self.space.setGeometry(start, top, max(0, right - start), self._high)

    def _tools_width(self, room: int) -> int:
        """Another language comes first: text size gives way before the blank key is too narrow."""
        language, size, _ = self.tools.buttons
        lingual = 0 if language.isHidden() else language.sizeHint().width()
        both = lingual + size.sizeHint().width()
        narrow = lingual > 0 and not self.space.isHidden() and room - both < _BLANK
        size.setVisible(not narrow)
        return lingual if narrow else both

    def tab_way(self) -> Sequence[QWidget]:
        """The keys in reading order."""
        count = sum(len(row) for row in self._rows)
        tools = () if self.tools.isHidden() else self.tools.buttons
        rest = (self.shift, self.eraser, self.turn, *tools, self.space, self.done)
        return [*self._keys[:count], *rest]
