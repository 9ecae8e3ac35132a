"""Something to take along: a code in large signs, and the same as a QR code beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.screens import Frame
from kiosk.style import Style, set_text_colour
from kiosk.views.action import Action
from kiosk.views.bars import ProgressLine, TopBar
from kiosk.views.grid import Grid
from kiosk.views.pane import Pane
from kiosk.views.sheet import Block, Sheet
from kiosk.views.squares import Squares
from kiosk.wishes import ChangeTextSize, Wish
from survey import flow

_SECOND = 1000
_SIDE = 48
_EDGE = 16
_GAP = 12
_QR = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """``groups`` are copied by hand, ``words`` say the same, ``code`` is what the QR code holds.

    Counts down from ``returns_after_ms`` and then asks for ``returns_with``; 0 never does.
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


class _Body(QWidget):
    """Text and code under each other; the QR code beside them, or below when text is large."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Sheet(widest=1200)
        self.groups = Grid()
        self.between = Sheet(widest=1200)
        self.words = Grid()
        self.squares = Squares()
        self._parts = (self.head, self.groups, self.between, self.words)
        for part in (*self._parts, self.squares):
            part.setParent(self)

    def _qr(self, width: int) -> tuple[int, bool]:
        """The code's side, and whether it stands beside the words."""
        side = self.squares.side_for(_QR if width < 1100 else _QR + 60)
        return side, self.groups.width_in(10_000) + side + 40 <= width

    def height_for(self, width: int) -> int:
        side, beside = self._qr(width)
        room = width - side - 40 if beside else width
        height = sum(part.height_for(room) + _GAP for part in self._parts)
        return max(height, side) if beside else height + side

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        width = self.width()
        side, beside = self._qr(width)
        room = width - side - 40 if beside else width
        rtl = self.isRightToLeft()
        top, left = 0, side + 40 if beside and rtl else 0
        for part in self._parts:
            height = part.height_for(room)
            inset = 6 if isinstance(part, Grid) else 0
            part.setGeometry(left + inset, top, room - inset, height)
            top += height + _GAP
        x, y = (0 if rtl else width - side, 8) if beside else ((width - side) // 2, top)
        self.squares.setGeometry(x, y, side, side)


class PlateView(QWidget):
    """Shows a plate until somebody is done with it, or nobody has been there for long."""

    wished = Signal(object)
    counts_itself = True
    """Whoever copies a code touches nothing; the plate says itself when it goes."""

    def __init__(self) -> None:
        super().__init__()
        self._plate: Plate | None = None
        self._left = 0
        self.top = TopBar()
        self.body = _Body()
        self._pane = Pane(self.body, self.body.height_for, lead=0.3)
        self.buttons = (Press(Kind.PRIMARY), Press(Kind.PLAIN))
        self._line = ProgressLine()
        self._going = QLabel()
        for part in (self.top, self._pane, *self.buttons, self._line, self._going):
            part.setParent(self)
        for at, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, at=at: self._pressed(at))
        self.top.language_chosen.connect(lambda tag: self.wished.emit(flow.ChooseLanguage(tag)))
        self.top.text_size_asked.connect(lambda: self.wished.emit(ChangeTextSize()))
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND)
        self._timer.timeout.connect(self._count)

    def present(self, plate: Plate, frame: Frame, style: Style, words: Words) -> None:
        """Show ``plate`` and start its countdown."""
        self._plate = plate
        self._style = style
        self.top.setVisible(plate.tools)
        self.top.dress(frame, style, words, (0, 0), stop="")
        body = self.body
        body.head.dress(style, plate.head)
        large = Style(style.theme, min(style.percent, 125))  # larger still, it would need more rows
        body.groups.dress(large, plate.groups, size=44, columns=4)
        body.between.dress(style, plate.between)
        body.words.dress(style, plate.words, size=22, columns=4, strong=False)
        body.squares.dress(style, plate.code, plate.code_name)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(plate.actions))
            if at < len(plate.actions):
                button.dress(style, plate.actions[at].text)
        self._left = plate.returns_after_ms
        counts = self._left > 0
        self._line.setVisible(counts)
        self._line.dress(style, 1.0)
        self._going.setVisible(counts)
        self._going.setText(words("The code is erased from the screen by itself."))
        self._going.setFont(Style(style.theme, min(style.percent, 150)).text(16))
        self._going.setWordWrap(True)
        set_text_colour(self._going, style.colour("text_quiet"))
        self._timer.start() if counts else self._timer.stop()
        self._pane.dress(style, words)
        self._arrange()
        body.head.take_focus()

    def rest(self) -> None:
        """Another screen has come; nothing of the code stays in this one."""
        self._timer.stop()
        self._plate = None
        for part in (self.body.groups, self.body.words, self.body.squares):
            part.clear()

    def _count(self) -> None:
        plate = self._plate
        if plate is None:
            return
        self._left -= _SECOND
        self._line.dress(self._style, self._left / plate.returns_after_ms)
        if self._left <= 0:
            self._timer.stop()
            self.wished.emit(plate.returns_with)

    def _pressed(self, at: int) -> None:
        if self._plate is not None:
            self.wished.emit(self._plate.actions[at].wish)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        if self._plate is None or self.width() < 200:
            return
        width, top = self.width() - 2 * _SIDE, _EDGE
        if self._plate.tools:
            self.top.setGeometry(_SIDE, 0, width, self.top.sizeHint().height())
            self.top.fit()
            top = self.top.height()
        shown = self.buttons[: len(self._plate.actions)]
        sizes = [button.sizeHint() for button in shown]
        foot = max(size.height() for size in sizes)
        below = self.height() - _EDGE - foot
        self._pane.setGeometry(_SIDE, top, width, below - top - 8)
        self._pane.arrange()
        self.body.arrange()
        right = self.width() - _SIDE
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for button, size in zip(shown, sizes, strict=True):
            right -= size.width()
            x = self.width() - right - size.width() if rtl else right
            button.setGeometry(x, below, size.width(), foot)
            right -= 8
        self._place_countdown(right - _SIDE, below, foot, rtl)

    def _place_countdown(self, room: int, below: int, foot: int, rtl: bool) -> None:
        words = self._going.heightForWidth(max(80, room - 16))
        x = self.width() - _SIDE - room + 16 if rtl else _SIDE
        self._line.setVisible(self._left > 0 and words + 18 <= foot)
        self._line.setGeometry(x, below + (foot - words - 18) // 2, min(320, room - 16), 10)
        at = below + (foot - words - 18) // 2 + 18 if not self._line.isHidden() else below
        self._going.setGeometry(x, at, max(80, room - 16), words)

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [*self._pane.buttons, *reversed(self.buttons), *self.top.buttons]
