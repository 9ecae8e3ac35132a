"""A message that fills the screen: thanks, are you there, could not save, not ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.faces import draw_face, draw_tick
from kiosk.style import Style, icon_pixmap, set_text_colour
from kiosk.views.action import Action
from kiosk.views.bars import ProgressLine
from kiosk.views.pane import Pane
from kiosk.views.sheet import Block, Sheet
from kiosk.wishes import Wish

_TICK = 100
_PICTURE = 132
_EDGE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """``picture`` is ``face``, ``tick`` or an icon's name; ``hand`` is calm, others warn.

    The first of at most three actions is the main one.

    ``returns_after_ms`` > 0 counts down and then asks for ``returns_with``.
    """

    blocks: Sequence[Block]
    picture: str
    actions: tuple[Action, ...] = ()
    returns_after_ms: int = 0
    returns_with: Wish | None = None


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self._style: Style | None = None
        self.setFixedSize(_PICTURE, _PICTURE)

    def dress(self, style: Style, name: str) -> None:
        self._style = style
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is None:
            return
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        theme = self._style.theme
        if self._name in ("face", "tick"):
            draw_face(painter, box, 1.0, theme)
        else:
            side = 96
            at = (_PICTURE - side) // 2
            colour = theme.action if self._name == "hand" else theme.caution
            painter.drawPixmap(at, at, icon_pixmap(self._name, colour, side))
        if self._name == "tick":
            at_corner = box.topRight() + (box.center() - box.topRight()) * 0.4
            white = self._style.colour("surface_raised")
            draw_tick(painter, at_corner, 24, self._style.colour("action"), white)


class NoticeView(QWidget):
    """Shows a notice and counts down when it should."""

    wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._notice: Notice | None = None
        self._left = 0
        self._picture = _Picture()
        self.sheet = Sheet(widest=900, centred=True)
        self._pane = Pane(self.sheet, self.sheet.height_for, lead=0.0)
        self.buttons = (Press(Kind.PRIMARY), Press(Kind.PLAIN), Press(Kind.PLAIN))
        self._line = ProgressLine()
        self._going = QLabel()
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        for at, button in enumerate(self.buttons):
            row.addWidget(button)
            button.clicked.connect(lambda _=False, at=at: self._pressed(at))
        row.addStretch(1)
        for part in (self._picture, self._pane, self._row, self._line, self._going):
            part.setParent(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._count)

    def present(self, notice: Notice, style: Style, words: Words) -> None:
        """Show ``notice`` and start its countdown."""
        self._notice = notice
        self._style = style
        self._picture.dress(style, notice.picture)
        self.sheet.dress(style, notice.blocks)
        self._pane.dress(style, words)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(notice.actions))
        self._dress_buttons()
        self._left = notice.returns_after_ms
        self._line.setVisible(self._left > 0)
        self._line.dress(style, 1.0)
        self._going.setVisible(self._left > 0)
        self._going.setText(words("The screen goes back to the start by itself."))
        self._going.setFont(style.text(18))
        set_text_colour(self._going, style.colour("text_quiet"))
        self._going.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._timer.start() if self._left > 0 else self._timer.stop()
        self._arrange()
        self.sheet.take_focus()

    def _dress_buttons(self) -> None:
        """Side by side; where large words leave them no room they are smaller."""
        actions = () if self._notice is None else self._notice.actions
        for percent in (self._style.percent, 150, 125, 100):
            smaller = Style(self._style.theme, min(self._style.percent, percent))
            wide = _EDGE * len(actions)
            for button, action in zip(self.buttons, actions, strict=False):
                button.dress(smaller, action.text)
                wide += button.sizeHint().width()
            if wide <= self.width() - 96:
                return

    def rest(self) -> None:
        """Another screen has come; stop counting."""
        self._timer.stop()

    def _count(self) -> None:
        notice = self._notice
        if notice is None:
            return
        self._left -= _TICK
        self._line.dress(self._style, self._left / notice.returns_after_ms)
        if self._left <= 0:
            self._timer.stop()
            self.wished.emit(notice.returns_with)

    def _pressed(self, at: int) -> None:
        if self._notice is not None:
            self._timer.stop()
            self.wished.emit(self._notice.actions[at].wish)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._notice is not None:
            self._dress_buttons()
        self._arrange()

    def _arrange(self) -> None:
        """Picture, words and buttons as one group in the middle; words give way when long."""
        width = self.width() - 96
        if self._notice is None or width < 100:
            return
        buttons = self._row.sizeHint().height() if self._notice.actions else 0
        words = self.sheet.height_for(width)
        going = self._going.sizeHint().height() + 34 if self._left > 0 else 0
        free = self.height() - _PICTURE - words - buttons - going - 24 - 32 - 2 * _EDGE
        if free < 0 and self._notice.picture:
            free += _PICTURE + 24
            self._picture.hide()
            top = max(_EDGE, free // 3)
        else:
            self._picture.show()
            top = max(_EDGE, round(free * 0.42))
            self._picture.move((self.width() - _PICTURE) // 2, top)
            top += _PICTURE + 24
        room = min(words, self.height() - top - buttons - going - 32 - _EDGE)
        self._pane.setGeometry(48, top, width, room)
        self._pane.arrange()
        below = top + room + 32
        self._row.setGeometry(48, below, width, buttons)
        self._line.setGeometry((self.width() - 320) // 2, below + buttons + 16, 320, 10)
        self._going.setGeometry(48, below + buttons + 34, width, self._going.sizeHint().height())

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return [*self._pane.buttons, *self.buttons]
