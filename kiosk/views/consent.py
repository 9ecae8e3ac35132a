"""Consent: what is asked, what it is used for, and a free choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.screens import ConsentScreen
from kiosk.style import Style
from kiosk.views.bars import TopBar
from kiosk.views.pane import Pane
from kiosk.views.sheet import Block, Sheet
from kiosk.views.wording import takes_about
from kiosk.wishes import AskToStop, ChangeTextSize
from survey import flow

_SIDE = 48
_EDGE = 16


class ConsentView(QWidget):
    """Emits ``wished`` with *agree* or *decline*."""

    wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.top = TopBar()
        self.sheet = Sheet(widest=880)
        self.agree = Press(Kind.PRIMARY, "arrow-right", icon_after=True)
        self.decline = Press(Kind.PLAIN)
        self._pane = Pane(self.sheet, self.sheet.height_for)
        for part in (self.top, self._pane, self.decline, self.agree):
            part.setParent(self)
        self.agree.clicked.connect(lambda: self.wished.emit(flow.Agree()))
        self.decline.clicked.connect(lambda: self.wished.emit(flow.Decline()))
        self.top.language_chosen.connect(lambda tag: self.wished.emit(flow.ChooseLanguage(tag)))
        self.top.text_size_asked.connect(lambda: self.wished.emit(ChangeTextSize()))
        self.top.stopped.connect(lambda: self.wished.emit(AskToStop()))

    def present(self, screen: ConsentScreen, style: Style, words: Words) -> None:
        """Show the consent text."""
        self.top.dress(screen.frame, style, words, (0, 0))
        asks = words("{organisation} asks", organisation=screen.organisation)
        self.sheet.dress(style, (
            Block(text=asks, size=20, role="text_quiet"),
            Block(text=screen.title, size=40, role="text", heading=True, gap=0),
            Block(text=screen.text, size=24),
            Block(text=takes_about(words, screen.questions), size=20, icon="clock-3", gap=20),
            Block(
                text=words("Some questions need an answer. You may stop at any time.")
                if screen.must_answer
                else words("You choose what to answer, and may stop at any time."),
                size=20, icon="hand", gap=4,
            ),
            Block(
                text=words("Every answer is locked at once. Nobody here can read it."),
                size=20, icon="lock-keyhole", gap=4,
            ),
        ))
        self._pane.dress(style, words)
        self.agree.dress(style, words("Yes, I want to answer"))
        self.decline.dress(style, words("No, thank you"))
        self._arrange()
        self.sheet.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        width = self.width() - 2 * _SIDE
        self._squeeze(width)
        top, foot = self.top.sizeHint().height(), self._foot_height(width)
        self.top.setGeometry(_SIDE, _EDGE, width, top)
        self.top.fit()
        self._place_foot(self.height() - _EDGE - foot, width)
        room = self.height() - 2 * _EDGE - top - foot
        self._pane.setGeometry(_SIDE, _EDGE + top, width, room)
        self._pane.arrange()

    def _squeeze(self, width: int) -> None:
        """Both answers whole, however long their words are: with less air side by side, else above
        each other, and smaller only where one alone is wider than the page."""
        buttons = (self.decline, self.agree)
        for how in (0, 1, 2):
            for button in buttons:
                button.squeeze(how)
            if self._beside(width):
                return
        for how in range(6):
            for button in buttons:
                button.squeeze(how)
            if max(button.sizeHint().width() for button in buttons) <= width:
                return

    def _beside(self, width: int) -> bool:
        return self.decline.sizeHint().width() + self.agree.sizeHint().width() + _EDGE <= width

    def _foot_height(self, width: int) -> int:
        yes, no = self.agree.sizeHint().height(), self.decline.sizeHint().height()
        return max(yes, no) if self._beside(width) else yes + no

    def _place_foot(self, below: int, width: int) -> None:
        """No at the leading edge and yes at the other; one above the other where they are long."""
        yes, no = self.agree.sizeHint(), self.decline.sizeHint()
        rtl = self.isRightToLeft()
        if self._beside(width):
            first, last = _SIDE, self.width() - _SIDE
            self.decline.setGeometry(last - no.width() if rtl else first, below,
                                     no.width(), no.height())
            self.agree.setGeometry(first if rtl else last - yes.width(), below,
                                   yes.width(), yes.height())
            return
        for button, size, top in (
            (self.agree, yes, below), (self.decline, no, below + yes.height())
        ):
            wide = min(width, size.width())
            button.setGeometry((self.width() - wide) // 2, top, wide, size.height())

    def rest(self) -> None:
        """Another screen has come; nothing here is anybody's."""

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [*self._pane.buttons, self.decline, self.agree, *self.top.buttons]
