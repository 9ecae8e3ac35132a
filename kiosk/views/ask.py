"""A question with two answers that weigh the same: neither is chosen beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.questions.button_row import dress_to_fit
from kiosk.screens import Frame
from kiosk.style import Style
from kiosk.views.action import Action
from kiosk.views.bars import TopBar
from kiosk.views.grid import Grid
from kiosk.views.pane import Pane
from kiosk.views.sheet import Block, Sheet
from kiosk.wishes import AskToStop, ChangeTextSize
from survey import flow

_SIDE = 48
_EDGE = 16
_GAP = 24
_WIDEST = 440


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """``large`` are words to compare; ``back`` is at the lower leading edge."""

    blocks: Sequence[Block]
    answers: tuple[Action, Action]
    large: tuple[str, ...] = ()
    back: Action | None = None
    tools: bool = True


class _Middle(QWidget):
    """The words of the question, and below them those to compare."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet(widest=900, centred=True)
        self.grid = Grid()
        self.sheet.setParent(self)
        self.grid.setParent(self)

    def height_for(self, width: int) -> int:
        grid = self.grid.height_for(width)
        return self.sheet.height_for(width) + (grid + _GAP if grid else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        width = self.width()
        words = self.sheet.height_for(width)
        self.sheet.setGeometry(0, 0, width, words)
        used = self.grid.width_in(width)
        self.grid.setGeometry(
            (width - used) // 2, words + _GAP, used, self.grid.height_for(width)
        )


class AskView(QWidget):
    """Emits the wish of the answer that was pressed."""

    wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._ask: Ask | None = None
        self._style: Style
        self.top = TopBar()
        self.middle = _Middle()
        self._pane = Pane(self.middle, self.middle.height_for)
        self.answers = (Press(Kind.PLAIN), Press(Kind.PLAIN))
        self.back = Press(Kind.PLAIN, "arrow-left")
        for part in (self.top, self._pane, *self.answers, self.back):
            part.setParent(self)
        for at, button in enumerate(self.answers):
            button.clicked.connect(lambda _=False, at=at: self._answered(at))
        self.back.clicked.connect(self._went_back)
        self.top.language_chosen.connect(lambda tag: self.wished.emit(flow.ChooseLanguage(tag)))
        self.top.text_size_asked.connect(lambda: self.wished.emit(ChangeTextSize()))
        self.top.stopped.connect(lambda: self.wished.emit(AskToStop()))

    def present(self, ask: Ask, frame: Frame, style: Style, words: Words) -> None:
        """Show ``ask``."""
        self._ask, self._style = ask, style
        self.top.setVisible(ask.tools)
        self.top.dress(frame, style, words, (0, 0))
        self.middle.sheet.dress(style, ask.blocks)
        large = Style(style.theme, min(style.percent, 125))
        self.middle.grid.dress(large, ask.large, size=56, columns=4)
        self.back.setVisible(ask.back is not None)
        self._dress_buttons()
        self._pane.dress(style, words)
        self._arrange()
        self.middle.sheet.take_focus()

    def _dress_buttons(self) -> None:
        """As large as the text is, where the width has room for that."""
        ask = self._ask
        if ask is None:
            return
        said = [answer.text for answer in ask.answers]
        dress_to_fit(
            self._style, list(zip(self.answers, said, strict=True)), lambda: self._fit(self.answers)
        )
        if ask.back is not None:
            dress_to_fit(
                self._style, [(self.back, ask.back.text)], lambda: self._fit((self.back,))
            )

    def _fit(self, buttons: Sequence[Press]) -> bool:
        return max(b.sizeHint().width() for b in buttons) <= self.width() - 2 * _SIDE

    def rest(self) -> None:
        """Another screen has come; nothing of what was compared stays."""
        self.middle.grid.clear()

    def _answered(self, at: int) -> None:
        if self._ask is not None:
            self.wished.emit(self._ask.answers[at].wish)

    def _went_back(self) -> None:
        if self._ask is not None and self._ask.back is not None:
            self.wished.emit(self._ask.back.wish)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._dress_buttons()
        self._arrange()

    def _arrange(self) -> None:
        if self._ask is None or self.width() < 200:
            return
        width = self.width() - 2 * _SIDE
        top = _EDGE
        if self._ask.tools:
            self.top.setGeometry(_SIDE, top, width, self.top.sizeHint().height())
            self.top.fit()
            top += self.top.height()
        foot = 0
        if self._ask.back is not None:
            size = self.back.sizeHint()
            foot = size.height()
            x = self.width() - _SIDE - size.width() if self._rtl() else _SIDE
            self.back.setGeometry(x, self.height() - _EDGE - foot, size.width(), foot)
        answers = self._answers_height(width)
        room = self.height() - top - answers - foot - 2 * _EDGE - _GAP
        wanted = min(room, self.middle.height_for(width))
        lead = round((room - wanted) * 0.4)
        self._pane.setGeometry(_SIDE, top + lead, width, wanted)
        self._pane.arrange()
        self.middle.arrange()
        self._place_answers(top + lead + wanted + _GAP, width)

    def _rtl(self) -> bool:
        return self.isRightToLeft()

    def _side_by_side(self, width: int) -> bool:
        widest = max(button.sizeHint().width() for button in self.answers)
        return 2 * widest + _GAP <= width

    def _answers_height(self, width: int) -> int:
        height = max(button.sizeHint().height() for button in self.answers)
        return height + 8 if self._side_by_side(width) else 2 * height + 4

    def _place_answers(self, top: int, width: int) -> None:
        """Two of one size, side by side where there is room; in reading order."""
        wish = max(button.sizeHint().width() for button in self.answers)
        height = max(button.sizeHint().height() for button in self.answers)
        if not self._side_by_side(width):
            left = (self.width() - wish) // 2
            for at, button in enumerate(self.answers):
                button.setGeometry(left, top + at * (height + 4), wish, height)
            return
        each = max(wish, min(_WIDEST, (width - _GAP) // 2))
        left = (self.width() - 2 * each - _GAP) // 2
        shown = self.answers[::-1] if self._rtl() else self.answers
        for at, button in enumerate(shown):
            button.setGeometry(left + at * (each + _GAP), top, each, height + 8)

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [*self._pane.buttons, *self.answers, self.back, *self.top.buttons]
