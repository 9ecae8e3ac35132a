"""One switch or two in place of a finger: what they send, and the light they move and take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from kiosk.controls import Press
from kiosk.frame import Frame
from kiosk.repeats import Repeats
from kiosk.scanning import Box, Light, Scanner, rows_of
from kiosk.style import Style
from kiosk.views.keypad import KeysAsked
from kiosk.views.light import LightView
from kiosk.window import Turn

if TYPE_CHECKING:
    from kiosk.window import Window

_KEY = Qt.Key
_DEAF_S = 0.3
"""A hand that trembles presses twice: seconds after a press, or a new page, that are not heard."""

_LONGER = 1.5
"""How much longer the light stays on the first of a page: the eye has to find it."""

_PRESSES = (
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TouchBegin,
)
_POINTING = (
    *_PRESSES, QEvent.Type.MouseButtonRelease, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchKeys:
    """What switches send, as interfaces for them are made: ``moves`` with the first of two,
    ``takes`` with the second. With one switch both take, and so does a touch anywhere."""

    moves: frozenset[int] = frozenset((
        _KEY.Key_Space, _KEY.Key_Tab, _KEY.Key_1, _KEY.Key_F1, _KEY.Key_F3, _KEY.Key_F5,
        _KEY.Key_F7, _KEY.Key_F9, _KEY.Key_F11,
    ))
    takes: frozenset[int] = frozenset((
        _KEY.Key_Return, _KEY.Key_Enter, _KEY.Key_Select, _KEY.Key_2, _KEY.Key_F2, _KEY.Key_F4,
        _KEY.Key_F6, _KEY.Key_F8, _KEY.Key_F10, _KEY.Key_F12,
    ))


class Switching(QObject):
    """Follows one window while somebody uses switches. ``ticks`` gives seconds that only grow."""

    def __init__(
        self, window: Window, ticks: Callable[[], float], keys: SwitchKeys | None = None
    ) -> None:
        super().__init__(window)
        self._window = window
        self.ticks = ticks
        self._keys = keys or SwitchKeys()
        self._frame: Frame | None = None
        self._style: Style | None = None
        self._stops: list[QWidget] = []
        self._rows: tuple[int, ...] = ()
        self._place: object = None
        self._scanner = Scanner((), by_itself=False)
        self._deaf_until = 0.0
        self._repeats = Repeats()
        self.light = LightView(window.stage.ground)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.move_on)
        self._settling = QTimer(self, singleShot=True, interval=0)
        self._settling.timeout.connect(self._settle)
        window.guard(self._guard, Turn.SWITCHES)

    @property
    def on(self) -> bool:
        """Whether anybody uses switches."""
        return self._frame is not None

    def follow(self, frame: Frame | None, place: object = None) -> None:
        """A screen with ``frame`` stands there; None where nobody uses switches. Another ``place``
        is another page, even where the same widgets show it."""
        self._frame = frame
        if frame is None:
            self.timer.stop()
            self._settling.stop()
            self.light.hide()
            self._stops, self._place = [], None
            return
        if place != self._place:
            self._stops, self._place = [], place
        self._style = self._window.dressed(frame).style
        if frame.idle_ms:  # the light takes its time, and so may whoever follows it
            self._window.idle_after(2 * frame.idle_ms)
        self._settling.start()

    # --- what there is to take

    def _settle(self) -> None:
        """Everything has found its place: begin anew if there is something else to take."""
        stops = [widget for widget in self._window.way() if self._takes(widget)]
        boxes = [self._box(widget) for widget in stops]
        rows = rows_of([Box(box.top(), box.height()) for box in boxes])
        if (stops, rows) == (self._stops, self._rows):
            self._show(_LONGER)
            return
        light = self._scanner.light
        before = self._stops[light.first] if light is not None and self._stops else None
        beginning = stops.index(before) if before in stops else None
        if not self._stops:
            self._deaf_until = self.ticks() + _DEAF_S
        self._stops, self._rows = stops, rows
        self._scanner = Scanner(rows, by_itself=self.single, beginning=beginning)
        self._show(_LONGER)

    @property
    def single(self) -> bool:
        """Whether the light moves by itself."""
        return self._frame is not None and self._frame.comfort.switches == 1

    def _takes(self, widget: QWidget) -> bool:
        """Whether the light comes there: it can be pressed or written in, and most of it is seen.
        What has to be scrolled for comes when it is scrolled for."""
        if not isinstance(widget, QAbstractButton | QLineEdit | QPlainTextEdit):
            return False
        if not (widget.isVisible() and widget.isEnabled()):
            return False
        if isinstance(widget, Press) and not widget.awake:
            return False
        seen = widget.visibleRegion().boundingRect()
        return 10 * seen.height() >= 7 * widget.height() and seen.width() > 0

    def _box(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._window.stage.ground, QPoint(0, 0)), widget.size())

    # --- the light

    def _show(self, longer: float = 1.0) -> None:
        light = self._scanner.light
        if light is None or self._style is None or self._frame is None:
            self.light.hide()
            self.timer.stop()
            return
        box = QRect()
        for widget in self._stops[light.first : light.end]:
            box = box.united(self._box(widget))
        rests = self._scanner.rests
        self.light.present(self._style, box, out=light.out, rests=rests)
        self._focus(light)
        if self.single and not rests:
            self.timer.start(round(self._frame.comfort.step_ms * longer))
        else:
            self.timer.stop()

    def _focus(self, light: Light) -> None:
        """The focus goes along, so that what is lit can be read aloud; not into fields, where it
        would open keys."""
        only = self._stops[light.first]
        if light.end - light.first == 1 and isinstance(only, QAbstractButton):
            only.setFocus(Qt.FocusReason.TabFocusReason)

    def move_on(self) -> None:
        """The light goes one step, by itself or by the first of two switches."""
        if not self._stops or not all(self._takes(widget) for widget in self._stops):
            self._settle()  # a new page has no light yet, or what was lit has gone
            return
        self._scanner.step()
        if not self._scanner.rests:
            self._window.stir()
        self._show()

    def take(self) -> None:
        """Take what is lit."""
        light = self._scanner.light
        lit = self._stops[light.first : light.end] if light is not None else []
        if not lit or not all(self._takes(widget) for widget in lit):
            self._settle()  # what was lit is gone: nothing else is taken in its place
            return
        at = self._scanner.take()
        if at is None:
            self._show(_LONGER)
            return
        widget = self._stops[at]
        self._show(_LONGER)
        if isinstance(widget, QAbstractButton):
            widget.click()
        else:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            QApplication.sendEvent(widget, KeysAsked())
        self._settling.start()

    # --- what switches send

    def _guard(self, watched: QObject, event: QEvent) -> bool:
        if not self.on or not self._ours(watched):
            return False
        kind = event.type()
        if isinstance(event, QKeyEvent) and kind in (
            QEvent.Type.KeyPress, QEvent.Type.KeyRelease
        ):
            return self._key(event)
        if kind in _POINTING and self._pointed(event):
            event.accept()
            return True
        return False

    def _ours(self, watched: QObject) -> bool:
        if isinstance(watched, QWidget):
            return watched.window() is self._window
        return isinstance(watched, QWindow) and watched is self._window.windowHandle()

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        moves, takes = key in self._keys.moves, key in self._keys.takes
        if not (moves or takes):
            return False
        again = self._repeats.is_repeat(event)
        if event.type() is QEvent.Type.KeyPress and not again:
            self._pressed(takes=takes or self.single)
        return True

    def _pointed(self, event: QEvent) -> bool:
        """With one switch a touch anywhere is its press; with two, the buttons of a mouse are
        switches where they come without a finger: the right one moves nothing else."""
        if self.single:
            if event.type() in _PRESSES:
                self._pressed(takes=True)
            return True
        if isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.RightButton:
            if event.type() in _PRESSES:
                self._pressed(takes=True)
            return True
        return False

    def _pressed(self, *, takes: bool) -> None:
        now = self.ticks()
        if now < self._deaf_until:
            return
        self._deaf_until = now + _DEAF_S
        if takes:
            self.take()
        else:
            self.move_on()
