"""Keeps the window in front: full screen on every screen, and back whenever something moves it.

What Qt never sees (another terminal, the system's own key combinations) only the system can
block: ``docs/guide/kiosk.md`` says what, and ``assets/service/`` has ready configurations.
"""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QScreen, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QWidget

from kiosk.window import Turn, Window

_SEEN_SECONDS = 0.3
"""How long a window takes at most to be seen; none is where a screen is off."""

LOOK_MS = 500
"""How often it is looked whether the window is where it should be, told or not."""

_Key = Qt.Key
_KEYS = frozenset((
    _Key.Key_Tab, _Key.Key_Backtab, _Key.Key_Return, _Key.Key_Enter, _Key.Key_Space,
    _Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End,
    _Key.Key_PageUp, _Key.Key_PageDown, _Key.Key_Backspace, _Key.Key_Delete, _Key.Key_Shift,
    _Key.Key_AltGr, _Key.Key_CapsLock, _Key.Key_NumLock, _Key.Key_Multi_key,
))
"""Beside what writes text these reach the survey; every other key is swallowed."""

_ALONE = frozenset((
    _Key.Key_Escape, _Key.Key_Select, _Key.Key_Help, _Key.Key_VolumeUp, _Key.Key_VolumeDown,
    *(_Key(_Key.Key_F1 + n) for n in range(12)),
))
"""These too, with no other key held: who answers by keys, by switches or by ear needs them."""

_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""What Windows calls the key that writes @ and the euro sign."""

_CAN_RAISE = ("xcb", "windows", "cocoa")
"""A Wayland compositor decides that alone."""

_BARE = (
    Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
)
_Type = QEvent.Type
_NEVER = frozenset((
    _Type.ContextMenu, _Type.DragEnter, _Type.DragMove, _Type.Drop, _Type.NativeGesture,
    _Type.Gesture, _Type.GestureOverride, _Type.Shortcut, _Type.WhatsThis, _Type.EnterWhatsThisMode,
))
_MOVED = frozenset((
    _Type.WindowStateChange, _Type.WindowDeactivate, _Type.Move, _Type.Resize, _Type.Hide,
    _Type.ScreenChangeInternal,
))
_FROM_KEYS = frozenset((_Type.KeyPress, _Type.KeyRelease, _Type.ShortcutOverride))
_FROM_MOUSE = frozenset((
    _Type.MouseButtonPress, _Type.MouseButtonRelease, _Type.MouseButtonDblClick,
))


class Front(QObject):
    """Holds ``window`` in front for as long as both live; :meth:`take` begins."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._covers: dict[QScreen, QWidget] = {}
        self._away = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.come_back)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._look_round)

    def take(self) -> None:
        """Show the window over all there is, and hold it there."""
        self.show()
        self.hold()

    def show(self) -> None:
        """Show the window over all there is."""
        window = self._window
        window.setWindowFlags(_BARE)
        window.resize(1280, 800)
        window.showFullScreen()

    def hold(self) -> None:
        """Keep it there from now on. Whoever sees every event has the binding make each of Qt's
        enumerations, which takes as long as painting does: the first screen comes before."""
        window = self._window
        window.guard(self.swallows, Turn.FRONT)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.installEventFilter(self)
        application.screenAdded.connect(self._cover)
        application.screenRemoved.connect(self._uncover)
        for screen in QGuiApplication.screens():
            self._cover(screen)
        self._look.start()
        self._soon.start()

    def let_go(self) -> None:
        """Stand as any other window; for staff who end the program."""
        self._look.stop()
        self._soon.stop()
        QApplication.instance().removeEventFilter(self)
        for screen in tuple(self._covers):
            self._uncover(screen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow what could lead out, and note what has moved the window."""
        kind = event.type()
        if kind in _NEVER:
            event.ignore()
            return True
        if kind is _Type.Close and isinstance(watched, QWidget) and watched.isWindow():
            return self._refused(watched, event)
        if kind in _MOVED and watched is self._window:
            self._soon.start()
        elif kind is _Type.Polish:
            _drag_nothing(watched)
        return False

    def swallows(self, _watched: QObject, event: QEvent) -> bool:
        """Whether a key, a button or a wheel is kept from everything behind this."""
        kind = event.type()
        if kind in _FROM_KEYS and isinstance(event, QKeyEvent):
            if _is_for_the_survey(event):
                return False
            event.accept()  # of what might be a shortcut: taken, so that it becomes none
            return True
        if kind in _FROM_MOUSE and isinstance(event, QMouseEvent):
            return event.button() is not Qt.MouseButton.LeftButton
        if kind is _Type.Wheel and isinstance(event, QWheelEvent):
            return bool(event.modifiers() & _MODIFIERS)
        return kind is _Type.ContextMenu

    def come_back(self) -> None:
        """Put right what is not as it should be; nothing where all is."""
        window = self._window
        if not window.isFullScreen() or window.isMinimized() or not window.isVisible():
            window.setWindowState(Qt.WindowState.WindowFullScreen)
            window.show()
        screen = window.screen()
        if screen is not None and window.geometry() != screen.geometry():
            window.setGeometry(screen.geometry())
        if QApplication.activeWindow() is None and QApplication.activePopupWidget() is None:
            if QGuiApplication.platformName() in _CAN_RAISE:
                window.raise_()
            window.activateWindow()

    def _look_round(self) -> None:
        """Come back; and anew, where asking alone did not help, such as from another desktop."""
        self.come_back()
        active = QApplication.activeWindow() is not None
        self._away = 0 if active else self._away + 1
        # at looks 2, 4, 8 ...: where nothing helps it must not flicker for ever
        anew = self._away > 1 and self._away & (self._away - 1) == 0
        if anew and QGuiApplication.platformName() in _CAN_RAISE:
            handle = self._window.windowHandle()
            if handle is not None:
                handle.destroy()  # the system's own window, which may be gone unnoticed
            self._window.hide()
            self.come_back()

    def _refused(self, window: QWidget, event: QEvent) -> bool:
        if window is self._window:
            return False  # it refuses by itself, and tells
        event.ignore()
        return window in self._covers.values()

    def _cover(self, screen: QScreen) -> None:
        """A black window where the kiosk does not stand, so that nothing lies open there."""
        if screen is self._window.screen() or screen in self._covers:
            return
        cover = QWidget(None, _BARE)
        cover.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        cover.setStyleSheet("background: black")
        cover.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cover.setGeometry(screen.geometry())
        cover.showFullScreen()
        self._covers[screen] = cover

    def _uncover(self, screen: QScreen) -> None:
        cover = self._covers.pop(screen, None)
        if cover is not None:
            cover.hide()
            cover.deleteLater()


def stand_in_front(application: QApplication, window: Window) -> None:
    """Show ``window`` full screen, and keep it there as soon as it is to be seen."""
    front = Front(window)
    front.show()
    handle, late = window.windowHandle(), monotonic() + _SEEN_SECONDS
    application.processEvents()
    while not handle.isExposed() and monotonic() < late:
        application.processEvents()
    front.hold()


def _is_for_the_survey(event: QKeyEvent) -> bool:
    held = event.modifiers() & _MODIFIERS
    text = event.text()
    writes = len(text) > 0 and text.isprintable()
    if held:
        return held == _ALT_GR and writes
    alone = event.key() in _ALONE
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if shifted and (alone or event.key() == _Key.Key_Delete):
        return False  # opens a menu or a help, or cuts
    dead = _Key.Key_Dead_Grave <= event.key() <= _Key.Key_Dead_Longsolidusoverlay
    return writes or dead or alone or event.key() in _KEYS


def _drag_nothing(watched: QObject) -> None:
    if isinstance(watched, QLineEdit):
        watched.setDragEnabled(False)
        watched.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    if isinstance(watched, QAbstractScrollArea | QLineEdit):
        watched.setAcceptDrops(False)
