"""Attends to hands at the window: who is there, for how long nobody, and what a key or touch does
before a view sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.views.grace import Grace
from kiosk.views.tabbing import step_tab
from kiosk.wishes import LeftAlone

if TYPE_CHECKING:
    from kiosk.window import Guard, Window

_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)
_BY_HAND = frozenset((
    *_TOUCHES, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel,
    QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride,
    QEvent.Type.ContextMenu, QEvent.Type.Wheel,
))


class Attention(QObject):
    """Sees every event of the program; ``guards`` are asked before anybody else, in their order."""

    def __init__(self, window: Window, grace: Grace, guards: Sequence[Guard]) -> None:
        super().__init__(window)
        self._window = window
        self._grace = grace
        self._guards = guards
        self._idle_ms = 0
        self._held = False
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(lambda: window.wished.emit(LeftAlone()))
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def idle_after(self, milliseconds: int) -> None:
        """How long nobody touches anything until :class:`LeftAlone` is wished for; 0 never."""
        self._idle_ms = milliseconds
        self.stir()

    def stir(self) -> None:
        """Somebody is there: count anew."""
        counted = self._held or getattr(self._window.stage.now, "counts_itself", False)
        if not self._idle_ms or counted:
            self._idle.stop()  # whoever listens, or copies a code, touches nothing
        else:
            self._idle.start(self._idle_ms)

    def hold(self, holds: bool) -> None:
        """Let nothing go away by itself, or go on counting."""
        if holds is not self._held:
            self._held = holds
            self.stir()
            self.tell_held()

    def tell_held(self) -> None:
        """Let the view on show know whether it may count."""
        hold: Callable[[bool], None] | None = getattr(self._window.stage.now, "hold", None)
        if hold is not None:
            hold(self._held)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there and whether they use the keyboard; lead the Tab key."""
        kind = event.type()
        if kind not in _BY_HAND:  # a tap brings some eighty others, and each comes by here
            return False
        if kind in _TOUCHES or kind is QEvent.Type.KeyPress:
            self._window.setProperty("byKeyboard", kind is QEvent.Type.KeyPress)
            self.stir()
            self._tell_stirred()
        if any(guard(watched, event) for guard in self._guards):
            return True
        if self._grace.swallows(watched, event, self._way_back):
            return True
        if isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress:
            ours = isinstance(watched, QWidget) and watched.window() is self._window
            return ours and self._led(event.key())
        return False

    def _tell_stirred(self) -> None:
        stirred: Callable[[], None] | None = getattr(self._window.stage.now, "stirred", None)
        if stirred is not None:
            stirred()

    def _led(self, key: int) -> bool:
        if key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or self._window.stage.now is None:
            return False
        return step_tab(self._window.way(), forward=key == Qt.Key.Key_Tab)

    def _way_back(self) -> Sequence[QWidget]:
        way: Callable[[], Sequence[QWidget]] = getattr(self._window.stage.now, "way_back", tuple)
        return way()


def forget_copied(*, all_of_it: bool) -> None:
    """Empty the clipboards of what was copied here, or ``all_of_it`` where nothing else runs."""
    board = QGuiApplication.clipboard()
    if all_of_it or board.ownsClipboard():
        board.clear(QClipboard.Mode.Clipboard)
    if board.supportsSelection() and (all_of_it or board.ownsSelection()):
        board.clear(QClipboard.Mode.Selection)
