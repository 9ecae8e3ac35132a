"""Reads each screen aloud and says what one comes to, for whoever wants to listen.

With the keyboard the arrows go through everything there is on a screen, one by one and round
again; Enter or the blank key takes it. See ``docs/guide/by-ear.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from assets.words import Words
from kiosk.aloud import naming
from kiosk.aloud.beginning import Beginning
from kiosk.aloud.finger import Finger
from kiosk.aloud.how import how_to_begin, how_to_listen, turned_to
from kiosk.aloud.keys import Key, key_of
from kiosk.aloud.lines import Line
from kiosk.aloud.silence import Silence
from kiosk.aloud.standing import Standing
from kiosk.aloud.steps import by_number, enter, leading, next_stop, stops, take, taken_already
from kiosk.aloud.telling import same_screen, told
from kiosk.aloud.voices import Voice
from kiosk.aloud.volume import Volume
from kiosk.forms.screen import FormScreen, Shown
from kiosk.questions.choice_card import CheckCard
from kiosk.questions.option import Option
from kiosk.screens import AttractScreen, Comfort, Frame, LanguageScreen
from kiosk.views.tools import ListenAsked
from kiosk.window import Turn, Window
from kiosk.wishes import Adjust


class Hearing(QObject):
    """Made once beside the window. ``words`` gives the program's words in a language."""

    def __init__(
        self, window: Window, voice: Voice, words: Callable[[str], Words] = Words
    ) -> None:
        super().__init__(window)
        self._window, self._voice, self._words_in = window, voice, words
        self._screen: Shown | None = None
        self._lines: tuple[Line, ...] = ()
        self._silence = Silence(window)
        self._volume = Volume()
        self._told_how = self._hinted = False
        self._standing = Standing(self._way)
        self._finger = Finger(self._way, lambda: self._standing.at, self._meet, self._take)
        self._beginning = Beginning(window, self._begin_by_ear)
        self.reading = self._all_of_it = self._passing = False
        self._moved = QTimer(self, singleShot=True, interval=0)
        self._moved.timeout.connect(self._say_focus)
        window.shown.connect(self.follow)
        window.guard(self._guard, Turn.EAR)
        window.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    # --- what is said

    @property
    def on(self) -> bool:
        """Whether the person wants to listen."""
        return self._screen is not None and self._screen.frame.comfort.aloud

    @property
    def comfort(self) -> Comfort:
        """How the person meets the screen that stands there."""
        return self._frame().comfort

    def read(self) -> None:
        """Say the whole screen, also to somebody who does not listen otherwise."""
        if self._screen is not None:
            self._lines = self._whole(self._screen)
            self._own_up(self._screen)
            self._say(self._lines)
            self._all_of_it = self.reading

    def hush(self) -> None:
        """Be silent at once."""
        self._voice.stop()
        self._over()

    def follow(self, screen: Shown) -> None:
        """A screen stands there: all of it is said, or what is new on the one before."""
        before, self._screen = self._screen, screen
        if not same_screen(before, screen):
            self._beginning.stop()
            self._standing = Standing(self._way)  # what was written does not stay
        self._silence.hide()
        if not self.on:
            self._moved.stop()
            self._told_how = False
            self._hinted = self._hinted and same_screen(before, screen)
            self._volume = Volume()
            self._lines = ()
            if self.reading and not same_screen(before, screen):
                self.hush()
            return
        heard, self._lines = self._lines, self._whole(screen)
        same = same_screen(before, screen) and heard[:2] == self._lines[:2]
        fresh = [one for one in self._lines if not same or not (one.still or one in heard)]
        if not self._told_how:
            self._told_how = True
            fresh += how_to_listen(self._words(), explore=screen.frame.comfort.explore)
        self._own_up(screen)
        if fresh:
            self._moved.stop()
            at = self._standing
            tells = isinstance(screen, FormScreen) and (at.moved if same else at.writes)
            news = at.news(self._words())
            news = news if tells else []
            said = " ".join(line.text for line in news)
            once = [one for one in fresh if not ((same or one.still) and one.text in said)]
            self._say([*once, *news])

    def _own_up(self, screen: Shown) -> None:
        """Where nothing of a screen can be said in its language, that stands there."""
        frame = screen.frame
        own = [line for line in self._lines if line.language == frame.language]
        if own and not any(self._voice.can(line) for line in own):
            dress = self._window.dressed(frame)
            self._silence.tell(frame.language, frame.called(frame.language), dress)

    def _whole(self, screen: Shown) -> tuple[Line, ...]:
        lines = told(screen, self._words())
        return lines or tuple(
            Line(label.text(), screen.frame.language)
            for label in self._window.stage.ground.findChildren(QLabel)
            if label.isVisible() and label.text()
        )

    def _say(self, lines: Sequence[Line]) -> None:
        self._voice.set(self._volume.loudness, self._volume.pace)
        self.reading, self._all_of_it = True, False
        self._window.hold(True)
        self._voice.say(lines, self._over)

    def _over(self) -> None:
        self.reading = False
        self._window.hold(False)

    # --- where one stands

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.on and new is not None:
            self._moved.start()

    def _say_focus(self) -> None:
        news = self._standing.news(self._words())
        if news:
            self._say(news)
        elif naming.is_unsaid(QApplication.focusWidget()):
            self.hush()

    def _way(self) -> Sequence[QWidget]:
        return stops(self._window.way())

    def _frame(self) -> Frame:
        assert self._screen is not None
        return self._screen.frame

    def _words(self) -> Words:
        return self._words_in(self._frame().language)

    # --- keys and touches

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The button *Listen*: reads the screen, or stops what is being read."""
        if event.type() != ListenAsked.kind:
            return False
        if self.reading and self._all_of_it:
            self.hush()
        else:
            self.read()
        return True

    def _guard(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._passing:
            return False
        if isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress:
            ours = isinstance(watched, QWidget) and watched.window() is self._window
            return ours and self._screen is not None and self._pressed(event)
        if kind is QEvent.Type.TouchCancel:
            self._beginning.stop()
        if isinstance(event, QMouseEvent) and self._screen is not None:
            ours = isinstance(watched, QWidget) and watched.window() is self._window
            return ours and self._touched(event)
        return False

    def _touched(self, event: QMouseEvent) -> bool:
        if not self.on:
            return self._at_start() and self._beginning.feel(event)
        lifted = event.type() is QEvent.Type.MouseButtonRelease and self._beginning.lifted()
        if not lifted and self.comfort.explore:
            self._finger.feel(event, self._window)
        return lifted or self.comfort.explore

    def _at_start(self) -> bool:
        return isinstance(self._screen, AttractScreen | LanguageScreen)

    def _begin_by_ear(self) -> None:
        if self._at_start():
            comfort = replace(self.comfort, aloud=True, explore=True)
            self._window.wished.emit(Adjust(comfort))

    def _pressed(self, event: QKeyEvent) -> bool:
        at = QApplication.focusWidget()
        key = key_of(event, at)
        if not self.on:
            return self._begin(event.key(), at)
        if self.comfort.switches:
            return False  # every key is a switch; the light takes the focus along, which is heard
        match key:
            case Key.FORWARD | Key.BACKWARD:
                self._go(forward=key is Key.FORWARD)
            case Key.AGAIN:
                self.read()
            case Key.LOUDER | Key.QUIETER | Key.FASTER | Key.SLOWER:
                self._turn(key)
            case Key.TAKE if isinstance(at, Option) and taken_already(at):
                self._go_on()
            case Key.TAKE if isinstance(at, CheckCard):
                self._take(at)
            case Key.NUMBER:
                return self._number(event.key() - Qt.Key.Key_0)
            case Key.TAKE:
                self._moved.start()
                return False
            case _:
                self.hush()
                self._moved.start()
                return False
        return True

    def _begin(self, key: int, at: QWidget | None) -> bool:
        """At the start the blank key begins by ear; the first other key says that it does."""
        if not self._at_start():
            return False
        if key == Qt.Key.Key_Space and at not in self._way():
            self._begin_by_ear()
            return True
        if not self._hinted:
            self._hinted = True
            self._say(how_to_begin(self._words()))
        return False

    def _go(self, *, forward: bool) -> None:
        to = next_stop(leading(self._way()), QApplication.focusWidget(), forward=forward)
        if to is not None:
            reason = Qt.FocusReason
            to.setFocus(reason.TabFocusReason if forward else reason.BacktabFocusReason)

    def _number(self, number: int) -> bool:
        """A digit leads to the choice of that number; pressed there again it takes it."""
        option = by_number(self._way(), QApplication.focusWidget(), number)
        if option is None:
            return False
        if not option.hasFocus():
            option.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif taken_already(option):
            self._go_on()
        else:
            option.click()
        return True

    def _go_on(self) -> None:
        """What is chosen is taken once more: that is to go on, as Enter does on every page."""
        self._passing = True
        enter(self._window.stage.ground.currentWidget() or self._window)
        self._passing = False

    def _turn(self, key: Key) -> None:
        self._volume = self._volume.turned(key)
        self._say(turned_to(self._volume, key, self._words()))

    def _meet(self, at: QWidget) -> None:
        """A finger came to a control, which gets the focus and is told, or to words."""
        if at in self._way():
            at.setFocus(Qt.FocusReason.OtherFocusReason)
            self._moved.start()
            return
        line = naming.control(at, (), self._words())
        if line is not None:
            self._standing.come(at, line)
            self._say([line])

    def _take(self, at: QWidget) -> None:
        if isinstance(at, Option) and taken_already(at):
            self._go_on()
        else:
            take(at)
            self._moved.start()
