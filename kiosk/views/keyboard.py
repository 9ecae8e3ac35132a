"""A keyboard on the screen, for letters, signs and figures, in the language of the form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.keyboards import AMOUNT, DECIMAL, LETTERS, MARKS, Layout, forms_of, layout, pages
from kiosk.screens import Frame
from kiosk.style import TARGET, Style
from kiosk.views.tools import Tools

_WIDEST = 124
_BLANK = 160
"""The least width of the blank key, in pixels."""

_LOWEST, _SHARE = 72, 0.77
"""Of the window's height, what keys may take; where it is so low that they cannot have a finger's
height, the least they have."""

_GIVING_WAY = ((0, True), (1, True), (1, False), (2, False), (3, False), (4, False), (5, False))
"""What the foot tries: how much its words are squeezed, and whether all tools stand there."""


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
        self._signs = False
        self._page = 0
        self._forms = ""
        self._fit = (0, 0)
        self._style: Style | None = None
        self.shift = Press(Kind.PLAIN, "arrow-up")
        self.eraser = Press(Kind.PLAIN, "delete")
        self.turn = Press(Kind.PLAIN)
        self.space = Press(Kind.PLAIN)
        self.done = Press(Kind.PRIMARY, "check")
        for key in (self.shift, self.eraser, self.turn, self.space, self.done):
            self._adopt(key)
        for key in (self.shift, self.eraser):
            key.squeeze(1)
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
            self._signs, self._page, self._forms = False, 0, ""
        self._takes, self._language = takes, language
        self._style, self._words = style, words
        self._dress()

    def take_tools(self, frame: Frame | None) -> None:
        """Have the tools among the keys, or not; the way out is behind the key that closes them."""
        self.tools.setVisible(frame is not None)
        if frame is not None and self._style is not None:
            style = Style(self._style.theme, min(self._style.percent, 150))
            self.tools.dress(frame, style, self._words, stop="")
            self.tools.shorten(brief=True)
        self._arrange()

    def begin_sentence(self) -> None:
        """The field is empty: the next letter is a capital."""
        self._forms = ""
        cased = self._takes == LETTERS and layout(self._language).cased
        if cased and not self._page and not self._signs:
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
    def _pages(self) -> tuple[tuple[str, ...], ...]:
        columns, most = self._fit
        return pages(self.layout_now, max(columns, 1), max(most, 2))

    @property
    def _has_forms(self) -> bool:
        return layout(self._language).syllables and self._takes == LETTERS

    @property
    def _rows(self) -> tuple[str, ...]:
        held = self._pages
        rows = held[self._page % len(held)]
        if self._takes in (DECIMAL, AMOUNT) and self._language.startswith("en"):
            rows = tuple(row.replace(",", ".") for row in rows)
        return (self._forms or MARKS, *rows) if self._has_forms else rows

    def _refit(self) -> None:
        """Other rows where the window has become another size. The keys are as wide as it is."""
        above = self.parentWidget()
        wide, high = (self.width(), 0) if above is None else (above.width(), above.height())
        rows = int(high * _SHARE) // TARGET - 1 - self._has_forms if high else 99
        fit = (max(wide // TARGET, 6), max(rows, 2))
        if fit != self._fit:
            self._fit, self._page = fit, min(self._page, 1)
            self._label()

    def _dress(self) -> None:
        self._refit()
        self._label()
        self._arrange()

    def _label(self) -> None:
        style = self._style
        if style is None:
            return
        signs, large = "".join(self._rows), Style(style.theme, min(style.percent, 200))
        while len(self._keys) < len(signs):
            key = Press(Kind.PLAIN)
            key.squeeze(1)
            self._adopt(key)
            at = len(self._keys)
            key.clicked.connect(lambda _=False, at=at: self._strike(at))
            self._keys.append(key)
        for at, key in enumerate(self._keys):
            key.setVisible(at < len(signs))
            if at < len(signs):
                key.dress(large, signs[at])
        letters, words = self._takes == LETTERS, self._words
        small = Style(style.theme, min(style.percent, 150))
        further = words("Capital letters") if self.layout_now.cased else words("More letters")
        self.shift.dress(small, further, chosen=self._page > 0, brief=True)
        self.eraser.dress(small, words("Erase the last sign"), brief=True)
        self.turn.dress(small, "abc" if self._signs else "123")
        self.space.dress(small, words("Space"))
        self.done.dress(small, words("Done typing"))
        self.shift.setVisible(letters and len(self._pages) > 1)
        self.turn.setVisible(letters)
        self.space.setVisible(letters)

    def _strike(self, at: int) -> None:
        sign = self._keys[at].text()
        if at < len(self._forms):
            self.erased.emit()  # a form stands for the consonant, or the form, before it
        elif layout(self._language).syllables and self._takes == LETTERS:
            self._forms = forms_of(sign)
            if not self._page:
                self._dress()
        self.struck.emit("-" if sign == "−" else sign)
        if self._page:
            self._page = 0
            self._dress()

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
        self._page = (self._page + 1) % len(self._pages)
        self._dress()

    def _turn(self) -> None:
        self._signs, self._page, self._forms = not self._signs, 0, ""
        self._dress()

    @property
    def _high(self) -> int:
        """A key's height: a finger's, but where the window is so low that they would hide all."""
        above = self.parentWidget()
        room = above.height() if above is not None else 0
        share = round(room * _SHARE) // (len(self._rows) + 1)
        return max(_LOWEST, min(TARGET, share)) if room else TARGET

    @property
    def height_wanted(self) -> int:
        """The height of all rows, in pixels."""
        self._refit()
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
        self._refit()
        rows = self._rows
        others = self._pages[0]
        most = max(len(row) for row in (*rows, *others))
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
        longest = max(len(rows[-1]), len(others[-1]))
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
        wider = max(whole, min(self.width(), 6 * _WIDEST))
        left, whole = left - (wider - whole) // 2, wider
        parts: list[QWidget] = [self.shift] if erases else []
        parts += [self.turn, self.tools, self.space, *([self.eraser] if erases else []), self.done]
        parts = [part for part in parts if not part.isHidden()]
        for squeeze, every_tool in _GIVING_WAY:
            self._give_way(squeeze, every_tool=every_tool)
            wide = [self._wanted(part) for part in parts]
            if sum(wide) <= whole:
                break
        spare = max(0, whole - sum(wide))
        for part, width in zip(parts, wide, strict=True):
            grown = width + spare if part is self.space else width
            if self.space.isHidden() and part is self.done:
                left += spare
            part.setGeometry(left, top, grown, self._high)
            left += grown
        self.tools.settle()

    def _wanted(self, part: QWidget) -> int:
        if part is self.tools:
            return self.tools.wide()
        return max(_BLANK if part is self.space else TARGET, part.sizeHint().width())

    def _give_way(self, squeeze: int, *, every_tool: bool) -> None:
        """Another language is the tool that stays to the last."""
        for button in (self.turn, self.space, self.done, *self.tools.buttons):
            button.squeeze(squeeze)
        alone = self.tools.language.isHidden()
        for button in self.tools.buttons[1:3]:
            button.setVisible(every_tool or alone)

    def tab_way(self) -> Sequence[QWidget]:
        """The keys in reading order: shift and erase where they stand, beside the last letters or
        below them."""
        rows = self._rows
        count = sum(len(row) for row in rows)
        last = self._keys[count - len(rows[-1]) : count]
        tools = () if self.tools.isHidden() else self.tools.buttons
        if last and self.eraser.y() == last[0].y():
            letters = [*self._keys[: count - len(last)], self.shift, *last, self.eraser]
            return [*letters, self.turn, *tools, self.space, self.done]
        foot = (self.shift, self.turn, *tools, self.space, self.eraser, self.done)
        return [*self._keys[:count], *foot]
