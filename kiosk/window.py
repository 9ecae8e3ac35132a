"""The kiosk's window: takes a screen, lets the stage show it, passes wishes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from assets import theme as themes
from assets.theme import Theme
from assets.words import Words
from kiosk import screens
from kiosk.fitting import show_fitting
from kiosk.forms.screen import FormScreen, Shown
from kiosk.hands import Hands
from kiosk.languages import right_to_left
from kiosk.stage import FOR_A_WHILE, Dress, Stage
from kiosk.style import Style, load_fonts
from kiosk.views.grace import USUAL_MS, Grace
from kiosk.views.staff_line import StaffLine
from kiosk.views.tabbing import step_tab
from kiosk.wishes import LeftAlone

if TYPE_CHECKING:
    from kiosk.carrying import Standing

_FOR_STAFF = (screens.AttractScreen, screens.AsleepScreen, screens.NotReadyScreen)

_AT_IT = (FormScreen, screens.QuestionScreen, screens.CodeScreen, *FOR_A_WHILE)
"""Somebody is in the middle of answering, and nobody has left."""

_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)
_BY_HAND = frozenset((
    *_TOUCHES, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel,
    QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride,
    QEvent.Type.ContextMenu, QEvent.Type.Wheel,
))

Guard = Callable[[QObject, QEvent], bool]
"""Is asked about every key and touch before anything else sees it; True swallows it."""


@dataclass(frozen=True, kw_only=True)
class Looks:
    """``words`` gives the program's words in a language.

    ``idle_ms`` of 0 never asks whether somebody is there; None asks when the screen says. ``theme``
    is the usual one, and ``themed`` loads the others by name. ``grace_ms`` is how long
    after a page that came by itself a press is not taken for its own; ``ticks`` gives seconds
    that only grow.
    """

    theme: Theme
    words: Callable[[str], Words] = field(default=Words)
    themed: Callable[[str], Theme] = field(default=themes.load)
    idle_ms: int | None = None
    grace_ms: int = USUAL_MS
    ticks: Callable[[], float] = time.monotonic


class Window(QMainWindow):
    """Has one setter, :meth:`present`. ``wished`` is what the person asks for, ``shown`` the
    screen that stands there now; ``closing_refused`` is emitted when somebody tried to close it.
    """

    wished = Signal(object)
    shown = Signal(object)
    closing_refused = Signal()

    def __init__(self, looks: Looks, *, may_close: bool = True) -> None:
        super().__init__()
        self._looks = looks
        self._may_close = may_close
        self._idle_ms = looks.idle_ms or 0
        self._held = False
        self._spoken: dict[str, Words] = {}
        self._themes = {screens.THEMES[0]: looks.theme}
        self._guards: list[Guard] = []
        self.stage = Stage(looks.theme, self)
        self.stage.wished.connect(self.wished)
        self.view = self.stage.view
        self.staff = StaffLine(self.stage.ground)
        self.setCentralWidget(self.stage.ground)
        self.setWindowTitle("Värdera")
        self.setProperty("byKeyboard", False)
        self._grace = Grace(looks.ticks, looks.grace_ms)
        self.stage.went_on.connect(self._grace.begin)
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(lambda: self.wished.emit(LeftAlone()))
        self.ticks = looks.ticks
        self.hands = Hands(self)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def present(self, screen: Shown) -> None:
        """Show ``screen``."""
        self._grace.end()
        frame = screen.frame
        dress = self.dressed(frame)
        rtl = right_to_left(frame.language)
        way = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        if self.layoutDirection() is not way:
            self.setLayoutDirection(way)
        if not isinstance(screen, _AT_IT):
            forget_copied(all_of_it=not self._may_close)
        self.staff.dress(dress.style, dress.words)
        self.staff.setVisible(isinstance(screen, _FOR_STAFF))
        self.stage.show(screen, dress)
        if self._looks.idle_ms is None:
            self._idle_ms = frame.idle_ms
        self.stir()
        self._tell_held()
        self.shown.emit(screen)

    def dressed(self, frame: screens.Frame) -> Dress:
        """The looks and words that ``frame`` asks for."""
        style = Style(self._theme(frame.comfort.theme), frame.percent)
        return Dress(style, self._words(frame.language), self._words)

    def expect_form(self) -> None:
        """Make ready for a whole form; its pages are not loaded for other surveys."""
        from kiosk.forms.page import FormPage

        self.stage.view(FormPage)

    def tell(self, standing: Standing) -> None:
        """How carrying stands: a line for staff where nobody is in the middle of anything."""
        self.staff.tell(standing)

    def speak(self, languages: tuple[str, ...]) -> None:
        """Make ready for a campaign's languages: their fonts and words."""
        load_fonts(languages)
        for language in languages:
            self._words(language)

    def guard(self, guard: Guard) -> None:
        """Let ``guard`` see every key and touch before anything else; the last comes first."""
        self._guards.insert(0, guard)

    def idle_after(self, milliseconds: int) -> None:
        """Until the next screen: how long nobody touches anything until :class:`LeftAlone` is
        wished for; 0 never."""
        self._idle_ms = milliseconds
        self.stir()

    def stir(self) -> None:
        """Somebody is there: count anew."""
        counted = self._held or getattr(self.stage.now, "counts_itself", False)
        if not self._idle_ms or counted:
            self._idle.stop()  # whoever listens, or copies a code, touches nothing
        else:
            self._idle.start(self._idle_ms)

    def hold(self, holds: bool) -> None:
        """Let nothing go away by itself while something is read aloud."""
        if holds is not self._held:
            self._held = holds
            self.stir()
            self._tell_held()

    def way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return self.stage.now.tab_way()

    def _tell_held(self) -> None:
        hold: Callable[[bool], None] | None = getattr(self.stage.now, "hold", None)
        if hold is not None:
            hold(self._held)

    def let_close(self, *, may: bool) -> None:
        """Whether closing the window ends the program; staff may, a visitor may not."""
        self._may_close = may

    def _words(self, language: str) -> Words:
        if language not in self._spoken:
            self._spoken[language] = self._looks.words(language)
        return self._spoken[language]

    def _theme(self, name: str) -> Theme:
        if name not in self._themes:
            self._themes[name] = self._looks.themed(name)
        return self._themes[name]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that somebody is there and whether they use the keyboard; lead the Tab key."""
        kind = event.type()
        if kind in _TOUCHES or kind is QEvent.Type.KeyPress:
            self.setProperty("byKeyboard", kind is QEvent.Type.KeyPress)
            self.stir()
            self._tell_stirred()
        if kind in _BY_HAND and any(guard(watched, event) for guard in self._guards):
            return True
        if self._grace.swallows(watched, event, self._way_back):
            return True
        if isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress:
            ours = isinstance(watched, QWidget) and watched.window() is self
            return ours and self._led(event.key())
        return False

    def _tell_stirred(self) -> None:
        stirred: Callable[[], None] | None = getattr(self.stage.now, "stirred", None)
        if stirred is not None:
            stirred()

    def _led(self, key: int) -> bool:
        if key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or self.stage.now is None:
            return False
        return step_tab(self.way(), forward=key == Qt.Key.Key_Tab)

    def _way_back(self) -> Sequence[QWidget]:
        way: Callable[[], Sequence[QWidget]] = getattr(self.stage.now, "way_back", tuple)
        return way()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A visitor cannot close the kiosk; staff end the program."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.closing_refused.emit()


def forget_copied(*, all_of_it: bool) -> None:
    """Empty the clipboards of what was copied here, or ``all_of_it`` where nothing else runs."""
    board = QGuiApplication.clipboard()
    if all_of_it or board.ownsClipboard():
        board.clear(QClipboard.Mode.Clipboard)
    if board.supportsSelection() and (all_of_it or board.ownsSelection()):
        board.clear(QClipboard.Mode.Selection)


def application(*, full_screen: bool) -> tuple[QApplication, Window]:
    """The Qt application and its window, with a first screen painted."""
    app = QApplication.instance() or QApplication(["vardera-kiosk"])
    assert isinstance(app, QApplication)
    load_fonts()
    looks = Looks(theme=themes.load())
    app.setFont(Style(looks.theme).text(24))
    window = Window(looks, may_close=not full_screen)
    frame = screens.Frame(language="sv")
    window.present(screens.NotReadyScreen(frame=frame, reason=screens.Reason.STARTING))
    if full_screen:
        from kiosk.front import stand_in_front

        stand_in_front(window)
    else:
        show_fitting(window)
    app.processEvents()
    return app, window
