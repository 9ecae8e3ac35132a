"""Something to take along: a code in large signs, and the same as a QR code that stays in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.questions.button_row import ButtonRow, dress_to_fit
from kiosk.screens import Frame
from kiosk.style import Style
from kiosk.views.action import Action
from kiosk.views.bars import TopBar
from kiosk.views.countdown import Countdown, erases
from kiosk.views.grid import Grid
from kiosk.views.pane import Pane
from kiosk.views.sheet import Block, Sheet
from kiosk.views.squares import Squares
from kiosk.wishes import ChangeTextSize, Wish
from survey import flow

_SIDE = 48
_EDGE = 16
_GAP = 12
_QR = 360
_BETWEEN = 32
_WIDEST = 1200
_FOR_BUTTONS = 0.34
"""How much of the height they may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """``groups`` are copied by hand, ``words`` say the same, ``code`` is what the QR code holds.

    Counts down from ``returns_after_ms`` and then asks for ``returns_with``; 0 never does. ``then``
    is another plate that comes when the first action is taken, whose wish is not asked for then:
    whoever is shown the one need not see the other.
    """

    head: Sequence[Block]
    groups: tuple[str, ...]
    between: Sequence[Block]
    words: tuple[str, ...]
    code: str
    code_name: str
    actions: tuple[Action, ...]
    returns_after_ms: int = 0
    returns_with: Wish | None = None
    tools: bool = True
    then: Plate | None = None


class _Body(QWidget):
    """Text and code under each other."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Sheet(widest=_WIDEST)
        self.groups = Grid()
        self.between = Sheet(widest=_WIDEST)
        self.words = Grid()
        self._parts = (self.head, self.groups, self.between, self.words)
        for part in self._parts:
            part.setParent(self)

    def height_for(self, width: int) -> int:
        return sum(height + _GAP for height in self._heights(width))

    def _heights(self, width: int) -> list[int]:
        heights = (part.height_for(self._room(part, width)) for part in self._parts)
        return [height for height in heights if height]

    def _room(self, part: QWidget, width: int) -> int:
        """What of ``width`` the part may use: the sheets are a column in the middle."""
        return width - 2 * self._inset(width) if isinstance(part, Grid) else width

    def _inset(self, width: int) -> int:
        return 6 + max(0, (width - _WIDEST) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        width, top = self.width(), 0
        for part in self._parts:
            room = self._room(part, width)
            height = part.height_for(room)
            inset = (width - room) // 2
            used = part.width_in(room) if isinstance(part, Grid) else width
            left = width - inset - used if self.isRightToLeft() else inset
            part.setGeometry(left, top, used, height)
            top += height + _GAP if height else 0


class PlateView(QWidget):
    """Shows a plate until somebody is done with it, or nobody has been there for long."""

    wished = Signal(object)
    counts_itself = True
    """Whoever copies a code touches nothing; the plate says itself when it goes."""

    def __init__(self) -> None:
        super().__init__()
        self._plate: Plate | None = None
        self._looks: tuple[Frame, Style, Words] | None = None
        self.top = TopBar()
        self.body = _Body()
        self.squares = Squares()
        self._pane = Pane(self.body, self.body.height_for, lead=0.3)
        self.buttons = (Press(Kind.PRIMARY), Press(Kind.PLAIN))
        self.countdown = Countdown()
        self.countdown.ended.connect(self._ended)
        self._row = ButtonRow(self, self.buttons)
        for part in (self.top, self._pane, self.squares, self.countdown):
            part.setParent(self)
        for at, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, at=at: self._pressed(at))
        self.top.language_chosen.connect(lambda tag: self.wished.emit(flow.ChooseLanguage(tag)))
        self.top.text_size_asked.connect(lambda: self.wished.emit(ChangeTextSize()))

    def present(self, plate: Plate, frame: Frame, style: Style, words: Words) -> None:
        """Show ``plate`` and start its countdown; or the one after it, which was on show."""
        was = None if self._plate is None else self._plate.code
        self._looks = frame, style, words
        onward = plate.then is not None and plate.then.code == was
        self._show(plate.then if onward and plate.then else plate)

    def _show(self, plate: Plate) -> None:
        assert self._looks is not None
        frame, style, words = self._looks
        self._plate = plate
        self.top.setVisible(plate.tools)
        self.top.dress(frame, style, words, (0, 0), stop="")
        body = self.body
        body.head.dress(style, plate.head)
        large = Style(style.theme, min(style.percent, 125))  # larger still, it would need more rows
        body.groups.dress(large, plate.groups, size=44, columns=4)
        body.between.dress(style, plate.between)
        body.words.dress(style, plate.words, size=22, columns=4, strong=False)
        self.squares.dress(style, plate.code, plate.code_name)
        self._row.show_only(*self.buttons[: len(plate.actions)])
        self.countdown.dress(style, words, erases, calm=frame.comfort.calm, bare=False)
        self.countdown.begin(plate.returns_after_ms)
        self._dress_buttons()
        self._pane.dress(style, words)
        self._arrange()
        body.head.take_focus()

    def _dress_buttons(self) -> None:
        """As large as the text is, where that leaves the code its room."""
        if self._plate is None or self._looks is None:
            return
        said = [action.text for action in self._plate.actions]
        buttons = list(zip(self.buttons, said, strict=False))
        dress_to_fit(self._looks[1], buttons, self._buttons_fit)

    def _buttons_fit(self) -> bool:
        width, high = self.width() - 2 * _SIDE, self.height() * _FOR_BUTTONS
        return self._row.widest() <= width and self._row.height_for(width) <= high

    def rest(self) -> None:
        """Another screen has come; nothing of the code stays in this one."""
        self.countdown.stop()
        self._plate = self._looks = None
        for part in (self.body.groups, self.body.words, self.squares):
            part.clear()

    def hold(self, holds: bool) -> None:
        """Let the countdown stand still while something is read aloud."""
        self.countdown.hold(holds)

    def stirred(self) -> None:
        """Somebody is there: all the time again."""
        if self._plate is not None and self.countdown.counting:
            self.countdown.begin(self._plate.returns_after_ms)

    def _ended(self) -> None:
        if self._plate is not None:
            self.wished.emit(self._plate.returns_with)

    def _pressed(self, at: int) -> None:
        if self._plate is None:
            return
        if at == 0 and self._plate.then is not None:
            self._show(self._plate.then)
        else:
            self.wished.emit(self._plate.actions[at].wish)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._dress_buttons()
        self._arrange()

    def _arrange(self) -> None:
        if self._plate is None or self.width() < 200:
            return
        width, top = self.width() - 2 * _SIDE, _EDGE
        if self._plate.tools:
            self.top.setGeometry(_SIDE, _EDGE, width, self.top.sizeHint().height())
            self.top.fit()
            top += self.top.height()
        below = self.height() - _EDGE - self._row.height_for(width)
        self._row.setGeometry(_SIDE, below, width, self.height() - _EDGE - below)
        self._row.arrange()
        if self._plate.returns_after_ms:
            going = self.countdown.height_for(width)
            below -= going + 8
            self.countdown.setGeometry(_SIDE, below, width, going)
        self._share_room(QRect(_SIDE, top, width, below - top - 8))

    def _share_room(self, room: QRect) -> None:
        """The QR code at the trailing side, or above the words where the room is narrow."""
        beside = room.width() > room.height()
        third = room.width() // 3 if beside else room.height() // 3
        side = self.squares.side_for(min(_QR, room.height(), third))
        rtl = self.isRightToLeft()
        if beside:
            x = room.left() if rtl else room.right() + 1 - side
            self.squares.setGeometry(x, room.top() + (room.height() - side) // 3, side, side)
            words = room.adjusted(side + _BETWEEN, 0, 0, 0) if rtl else (
                room.adjusted(0, 0, -side - _BETWEEN, 0)
            )
        else:
            x = room.left() + (room.width() - side) // 2
            self.squares.setGeometry(x, room.top(), side, side)
            words = room.adjusted(0, side + _GAP, 0, 0)
        self._pane.setGeometry(words)
        self._pane.arrange()
        self.body.arrange()

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [*self._pane.buttons, *self.buttons, *self.top.buttons]
