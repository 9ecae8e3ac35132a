"""A message that fills the screen: thanks, are you there, could not save, not ready."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.faces import draw_face, draw_tick
from kiosk.frame import Frame
from kiosk.questions.button_row import ButtonRow, dress_to_fit
from kiosk.style import Style, icon_pixmap
from kiosk.views.action import Action
from kiosk.views.bars import TopBar
from kiosk.views.countdown import Countdown, draw_countdown, leaves
from kiosk.views.pane import Pane
from kiosk.views.sheet import Block, Sheet
from kiosk.wishes import ChangeTextSize, Wish
from survey import flow
from survey.late import dataclass

_PICTURE = 132
_EDGE = 16
_SIDE = 48
_FOR_BUTTONS = 0.42
"""How much of the height they may take."""

MOVING = frozenset((
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up,
    Qt.Key.Key_Down, Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
))
"""Keys that move about, or do nothing by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """``picture`` is ``face``, ``tick``, ``countdown`` or an icon's name.

    The first of at most three actions is the main one, unless the notice is ``mild``.

    ``returns_after_ms`` > 0 counts down and then asks for ``returns_with``. Any key and touch stops
    it; those that press nothing ask for ``touched``, where there is one.
    """

    blocks: Sequence[Block]
    picture: str
    actions: tuple[Action, ...] = ()
    returns_after_ms: int = 0
    returns_with: Wish | None = None
    touched: Wish | None = None
    tools: bool = True
    mild: bool = False


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._style: Style | None = None
        self._count = (1.0, 0)
        self.setFixedSize(_PICTURE, _PICTURE)

    def dress(self, style: Style, name: str) -> None:
        self._style = style
        self._name = name
        self.update()

    def count(self, share: float, seconds: int) -> None:
        """What is left of a countdown."""
        self._count = share, seconds
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is None:
            return
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        theme = self._style.theme
        if self._name == "face":
            draw_face(painter, box, 1.0, theme)
        elif self._name == "tick":  # no face: it would look as if that one had been chosen
            white = self._style.colour("surface_raised")
            draw_tick(painter, box.center(), box.width() * 0.4, self._style.colour("action"), white)
        elif self._name == "countdown":
            draw_countdown(painter, box, *self._count, self._style)
        else:
            side = 96
            at = (_PICTURE - side) // 2
            colour = theme.caution if self._name == "triangle-alert" else theme.action
            painter.drawPixmap(at, at, icon_pixmap(self._name, colour, side))


class NoticeView(QWidget):
    """Shows a notice and counts down when it should."""

    wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._notice: Notice | None = None
        self.top = TopBar()
        self._picture = _Picture()
        self.sheet = Sheet(widest=900, centred=True)
        self._pane = Pane(self.sheet, self.sheet.height_for, lead=0.0)
        self.buttons = (Press(Kind.PRIMARY), Press(Kind.PLAIN), Press(Kind.PLAIN))
        self.countdown = Countdown()
        self.countdown.moved.connect(self._picture.count)
        self.countdown.ended.connect(self._ended)
        self._row = ButtonRow(self, self.buttons)
        for button in self.buttons:
            button.clicked.connect(lambda _=False, button=button: self._pressed(button))
        for part in (self.top, self._picture, self._pane, self.countdown):
            part.setParent(self)
        self.top.language_chosen.connect(lambda tag: self.wished.emit(flow.ChooseLanguage(tag)))
        self.top.text_size_asked.connect(lambda: self.wished.emit(ChangeTextSize()))

    def present(self, notice: Notice, frame: Frame, style: Style, words: Words) -> None:
        """Show ``notice`` and start its countdown."""
        self._notice = notice
        self._style = style
        self.top.setVisible(notice.tools)
        self.top.dress(frame, style, words, (0, 0), stop="")
        self._picture.dress(style, notice.picture)
        self.sheet.dress(style, notice.blocks)
        self._pane.dress(style, words)
        self._row.show_only(*self._shown())
        self._dress_buttons()
        large = notice.picture == "countdown"
        self.countdown.dress(style, words, leaves, calm=frame.comfort.calm, bare=large)
        self.countdown.begin(notice.returns_after_ms)
        self._picture.count(self.countdown.share, self.countdown.seconds)
        self._arrange()
        self.sheet.take_focus()

    def _shown(self) -> Sequence[Press]:
        """The buttons of the notice's actions, in their order."""
        if self._notice is None:
            return ()
        first = 1 if self._notice.mild else 0
        return self.buttons[first : first + len(self._notice.actions)]

    def _dress_buttons(self) -> None:
        """Side by side, or under each other; smaller only where both take too much."""
        actions = () if self._notice is None else self._notice.actions
        said = [action.text for action in actions]
        dress_to_fit(self._style, list(zip(self._shown(), said, strict=False)), self._fits)

    def _fits(self) -> bool:
        width, high = self.width() - 2 * _SIDE, self.height() * _FOR_BUTTONS
        return self._row.widest() <= width and self._row.height_for(width) <= high

    def rest(self) -> None:
        """Another screen has come; stop counting."""
        self.countdown.stop()

    def hold(self, holds: bool) -> None:
        """Let the countdown stand still while something is read aloud."""
        self.countdown.hold(holds)

    def stirred(self) -> None:
        """Somebody is there: what asked whether anybody is counts no more, all else anew."""
        notice = self._notice
        if notice is None or not self.countdown.counting:
            return
        if notice.picture == "countdown":
            self.countdown.stop()
            self._picture.dress(self._style, "hand")
        else:
            self.countdown.begin(notice.returns_after_ms)

    def _ended(self) -> None:
        if self._notice is not None:
            self.wished.emit(self._notice.returns_with)

    def _pressed(self, button: Press) -> None:
        if self._notice is not None:
            self.countdown.stop()
            self.wished.emit(self._notice.actions[self._shown().index(button)].wish)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._touched()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in MOVING:
            self._touched()

    def _touched(self) -> None:
        if self._notice is not None and self._notice.touched is not None:
            self.wished.emit(self._notice.touched)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._notice is not None:
            self._dress_buttons()
        self._arrange()

    def _arrange(self) -> None:
        """Picture, words and buttons as one group in the middle; words give way when long."""
        width = self.width() - 2 * _SIDE
        if self._notice is None or width < 100:
            return
        above = _EDGE
        if self._notice.tools:
            self.top.setGeometry(_SIDE, above, width, self.top.sizeHint().height())
            self.top.fit()
            above += self.top.height()
        buttons = self._row.height_for(width) if self._notice.actions else 0
        words = self.sheet.height_for(width)
        going = 0
        if self._notice.returns_after_ms:
            going = self.countdown.height_for(width) + 16
        free = self.height() - above - _PICTURE - words - buttons - going - 24 - 32 - _EDGE
        if free < 0 and self._notice.picture:
            free += _PICTURE + 24
            self._picture.hide()
            top = above + max(0, free // 3)
        else:
            self._picture.show()
            top = above + max(0, round(free * 0.36))
            self._picture.move((self.width() - _PICTURE) // 2, top)
            top += _PICTURE + 24
        room = min(words, self.height() - top - buttons - going - 32 - _EDGE)
        self._pane.setGeometry(_SIDE, top, width, room)
        self._pane.arrange()
        below = top + room + 32
        self._row.setGeometry(_SIDE, below, width, buttons)
        self._row.arrange()
        self.countdown.setGeometry(_SIDE, below + buttons + 16, width, max(0, going - 16))

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [*self._pane.buttons, *self.buttons, *self.top.buttons]
