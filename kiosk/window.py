"""The kiosk's window: takes a screen, lets the stage show it, passes wishes on.

What stands on the stage is loaded with the first screen, and not before: a picture of the last
first screen can be painted as soon as Qt is there.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from kiosk.binding import import_as_usual
from kiosk.first_look import Look, recalled
from kiosk.fitting import show_fitting
from kiosk.views.grace import USUAL_MS, Grace
from kiosk.whole import guard_overrides

if TYPE_CHECKING:
    from assets.theme import Theme
    from assets.words import Words
    from kiosk.attending import Attention
    from kiosk.carrying import Standing
    from kiosk.forms.screen import Shown
    from kiosk.frame import Frame
    from kiosk.hands import Hands
    from kiosk.stage import Dress, Stage, V
    from kiosk.views.staff_line import StaffLine

_USUAL = "default"
Guard = Callable[[QObject, QEvent], bool]
"""Is asked about every key and touch before anything else sees it; True swallows it."""


class Turn(IntEnum):
    """Whose turn it is to be asked, whoever was made first. Staff are let in whatever people meet
    the kiosk with. Switches come before the front: they take a mouse's right button too, and
    swallow all that they take."""

    STAFF = 0
    SWITCHES = 1
    FRONT = 2
    EAR = 3
    HANDS = 4


def _words_in(language: str) -> Words:
    from assets.words import Words

    return Words(language)


def _theme_called(name: str) -> Theme:
    from assets import theme

    return theme.load(name)


@dataclass(frozen=True, kw_only=True)
class Looks:
    """``words`` gives the program's words in a language.

    ``idle_ms`` of 0 never asks whether somebody is there; None asks when the screen says. ``theme``
    is the usual one, where it is not the program's own, and ``themed`` loads the others by name:
    words and colours are there when the first screen is. ``grace_ms`` is how long
    after a page that came by itself a press is not taken for its own; ``ticks`` gives seconds
    that only grow.
    """

    theme: Theme | None = None
    words: Callable[[str], Words] = field(default=_words_in)
    themed: Callable[[str], Theme] = field(default=_theme_called)
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
        guard_overrides()
        self._looks = looks
        self._may_close = may_close
        self._spoken: dict[str, Words] = {}
        self._themes = {} if looks.theme is None else {_USUAL: looks.theme}
        self._guards: list[Guard] = []
        self._turns: list[Turn] = []
        self._stage: Stage | None = None
        self.before_stage: Callable[[], None] = lambda: None  # fonts are its maker's matter
        self._line: StaffLine
        self._hands: Hands
        self._attention: Attention
        self.setWindowTitle("Värdera")
        self.setProperty("byKeyboard", False)
        self.ticks = looks.ticks
        self._grace = Grace(looks.ticks, looks.grace_ms)

    @property
    def stage(self) -> Stage:
        """Where the views stand; built when it is first asked for."""
        if self._stage is None:
            self.before_stage()
            from kiosk.attending import Attention
            from kiosk.hands import Hands
            from kiosk.stage import Stage
            from kiosk.views.staff_line import StaffLine

            self._stage = stage = Stage(self._theme(_USUAL), self)
            stage.wished.connect(self.wished)
            stage.went_on.connect(self._grace.begin)
            self._line = StaffLine(stage.ground)
            # nothing of the program's own sees events before: it would be asked about each
            self._attention = Attention(self, self._grace, self._guards)
            self._attention.idle_after(self._looks.idle_ms or 0)
            self._hands = Hands(self)
            look = self.centralWidget()
            if isinstance(look, Look):
                look.hand_on(self)
            self.setCentralWidget(stage.ground)
            stage.ground.show()
            self.layout().activate()  # at once: a press may wait for what stands there
        return self._stage

    @property
    def staff(self) -> StaffLine:
        """The line that staff read."""
        _ = self.stage
        return self._line

    @property
    def hands(self) -> Hands:
        """The panel of comfort, and the light of switches."""
        _ = self.stage
        return self._hands

    @property
    def attention(self) -> Attention:
        """Who is there, and what their hands do."""
        _ = self.stage
        return self._attention

    def view(self, kind: type[V]) -> V:
        """The view of this kind, made when it is first asked for."""
        return self.stage.view(kind)

    def present(self, screen: Shown) -> None:
        """Show ``screen``."""
        from kiosk.attending import forget_copied
        from kiosk.languages import right_to_left
        from kiosk.stage import at_it, for_staff, is_staffs

        stage = self.stage
        self._grace.end()
        frame = screen.frame
        dress = self.dressed(frame)
        rtl = right_to_left(frame.language)
        way = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        if self.layoutDirection() is not way:
            self.setLayoutDirection(way)
        if not at_it(screen):
            forget_copied(all_of_it=not self._may_close)
        told = for_staff(screen)
        if told:
            self.staff.dress(dress.style, dress.words, whole=is_staffs(screen))
        self.staff.setVisible(told)
        stage.show(screen, dress)
        usual = self._looks.idle_ms
        self.attention.idle_after(frame.idle_ms if usual is None else usual)
        self.attention.tell_held()
        self.shown.emit(screen)

    def dressed(self, frame: Frame) -> Dress:
        """The looks and words that ``frame`` asks for."""
        from kiosk.stage import Dress
        from kiosk.style import Style

        style = Style(self._theme(frame.comfort.theme), frame.percent)
        return Dress(style, self._words(frame.language), self._words)

    def expect_form(self) -> None:
        """Make ready for a whole form; its pages are not loaded for other surveys."""
        from kiosk.forms.page import FormPage

        self.stage.view(FormPage)

    def tell(self, standing: Standing) -> None:
        """How carrying stands: a line for staff where nobody is in the middle of anything."""
        if self._stage is not None:
            self.staff.tell(standing)

    def speak(self, languages: tuple[str, ...]) -> None:
        """Make ready for a campaign's languages: their fonts and words."""
        from kiosk.style import load_fonts

        load_fonts(languages)
        for language in languages:
            self._words(language)

    def guard(self, guard: Guard, turn: Turn = Turn.STAFF) -> None:
        """Let ``guard`` see every key and touch before any view does, when it is its ``turn``."""
        at = bisect_left(self._turns, turn)
        self._turns.insert(at, turn)
        self._guards.insert(at, guard)

    def idle_after(self, milliseconds: int) -> None:
        """Until the next screen: how long nobody touches anything until :class:`LeftAlone` is
        wished for; 0 never."""
        self.attention.idle_after(milliseconds)

    def stir(self) -> None:
        """Somebody is there: count anew."""
        self.attention.stir()

    def hold(self, holds: bool) -> None:
        """Let nothing go away by itself while something is read aloud."""
        self.attention.hold(holds)

    def way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        return self.stage.now.tab_way()

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

    def closeEvent(self, event: QCloseEvent) -> None:
        """A visitor cannot close the kiosk; staff end the program."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.closing_refused.emit()


def application(
    *, full_screen: bool, store: Path | None = None, looks: Looks | None = None
) -> tuple[QApplication, Window]:
    """The Qt application and its window, with a first screen painted: how the first screen looked
    that ``store`` remembers, else one that says that the kiosk is starting."""
    import_as_usual()
    app = QApplication.instance() or QApplication(["vardera-kiosk"])
    assert isinstance(app, QApplication)
    window = Window(looks or Looks(), may_close=not full_screen)
    window.before_stage = _dress
    picture = None if store is None else recalled(store, window)
    if picture is not None:
        window.setCentralWidget(picture)
    else:
        window.present(_starting())
    if full_screen:
        from kiosk.front import stand_in_front

        stand_in_front(app, window)
    else:
        show_fitting(window)
        app.processEvents()
    return app, window


def _dress() -> None:
    """Fonts for whatever comes; a picture needs none."""
    from kiosk.style import Style, load_fonts

    load_fonts()
    QApplication.setFont(Style(_theme_called(_USUAL)).text(24))


def _starting() -> Shown:
    from kiosk.frame import Frame
    from kiosk.screens import NotReadyScreen, Reason

    return NotReadyScreen(frame=Frame(language="sv"), reason=Reason.STARTING)
