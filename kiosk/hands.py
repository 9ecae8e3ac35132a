"""What is there for hands on every screen: the panel of comfort, and the light of switches.

Both are made when they are first asked for: most people meet neither.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.first_screens import AttractScreen
from kiosk.forms.screen import FormScreen, Shown
from kiosk.holding import Holding
from kiosk.screens import (
    CodeScreen,
    ConsentScreen,
    QuestionScreen,
    StillThereScreen,
    StopScreen,
)
from kiosk.views.tools import ComfortAsked
from kiosk.window import Turn
from kiosk.wishes import Adjust, AskToStop, LeftAlone, StillHere
from survey.flow import Touched

if TYPE_CHECKING:
    from kiosk.switching import Switching
    from kiosk.views.comfort import ComfortPanel
    from kiosk.window import Window

_ON_THE_WAY = (ConsentScreen, QuestionScreen, FormScreen, CodeScreen)

_LEFT_MS = 120_000
"""A panel that nobody has touched for so long, before a first screen that waits for ever, goes."""


class Hands(QObject):
    """Belongs to a window, and follows what it shows."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._panel: ComfortPanel | None = None
        self._over: type[object] | None = None
        self.screen: Shown | None = None
        self._came_from: QWidget | None = None
        self.switching: Switching | None = None
        self.holding = Holding(self)
        self.holding.held.connect(self._begin)
        self.holding.let_go.connect(lambda: window.wished.emit(Touched()))
        window.guard(self._guard, Turn.HANDS)
        window.shown.connect(self._shown)
        window.wished.connect(self._heard)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the panel when one of the tools asks for it."""
        if isinstance(event, ComfortAsked):
            self.open_panel(languages=event.languages)
            return True
        return False

    @property
    def panel(self) -> ComfortPanel | None:
        """The panel of comfort while it is open."""
        return self._panel if self._over is not None else None

    def open_panel(self, *, languages: bool = False) -> None:
        """Let the panel of comfort, or that of all ``languages``, lie over the page."""
        if self.screen is None or self._over is not None:
            return
        if self._panel is None:
            from kiosk.views.comfort import ComfortPanel

            self._panel = ComfortPanel(self._window.stage.ground)
            self._panel.wished.connect(self._window.wished)
            self._panel.closed.connect(self.close_panel)
        self.holding.stop()
        self._came_from = QApplication.focusWidget()
        self._panel.languages_only = languages
        self._over = type(self.screen)
        self._lay()
        self._light()

    def _lay(self) -> None:
        """Have the panel on top, as the present screen wants it."""
        panel, screen = self._panel, self.screen
        assert panel is not None and screen is not None
        dress = self._window.dressed(screen.frame)
        panel.present(screen.frame, dress.style, dress.words)
        if self._window.stage.now is not panel:
            self._window.stage.cover(panel)
            panel.open()
        if not screen.frame.idle_ms:
            self._window.idle_after(_LEFT_MS)

    def close_panel(self) -> None:
        """Let the page be there again, with the focus where it was."""
        self._over = None
        self._window.stage.cover(None)
        self._light()
        came_from, self._came_from = self._came_from, None
        if came_from is not None and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _heard(self, wish: object) -> None:
        """Whoever went away leaves no panel behind."""
        if isinstance(wish, LeftAlone) and self._over is not None:
            self.close_panel()

    def _shown(self, screen: Shown) -> None:
        self.screen = screen
        if not isinstance(screen, AttractScreen):
            self.holding.stop()
        if self._over is not None and self._panel is not None:
            if isinstance(screen, self._over) and screen.frame.comfort == self._panel.comfort:
                self._lay()
            else:
                self.close_panel()
        self._light()

    def _light(self) -> None:
        """Have the light of switches where it belongs, for whoever uses any."""
        screen = self.screen
        uses = screen is not None and screen.frame.comfort.switches > 0
        if uses and self.switching is None:
            from kiosk.switching import Switching

            self.switching = Switching(self._window, self._window.ticks)
        if self.switching is not None:
            frame = screen.frame if screen is not None and uses else None
            place = "panel" if self._over is not None else _place(screen)
            self.switching.follow(frame, place)

    def _guard(self, watched: QObject, event: QEvent) -> bool:
        """Escape asks to stop; at the first screen a key that is held begins with switches."""
        screen, stage = self.screen, self._window.stage
        if not isinstance(event, QKeyEvent) or stage.now is not stage.ground.currentWidget():
            return False  # whatever covers the page, a panel or a film, has keys of its own
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if event.key() == Qt.Key.Key_Escape and event.type() is QEvent.Type.KeyPress:
            return self._escape()
        first = isinstance(screen, AttractScreen) and not screen.frame.comfort.switches
        return first and self.holding.hears(event)

    def _escape(self) -> bool:
        """Whoever presses it on the way is asked whether they stop; pressed again they go on."""
        if isinstance(self.screen, _ON_THE_WAY):
            self._window.wished.emit(AskToStop())
            return True
        if isinstance(self.screen, StopScreen | StillThereScreen):
            self._window.wished.emit(StillHere())
            return True
        return False

    def _begin(self, switches: int) -> None:
        if self.screen is not None:
            comfort = self.screen.frame.comfort
            self._window.wished.emit(Adjust(replace(comfort, switches=switches)))


def _place(screen: Shown | None) -> object:
    """What makes it another page, though the same view shows it."""
    match screen:
        case QuestionScreen(question=question):
            return question.id
        case FormScreen(items=items):
            return tuple(item.ref for item in items)
        case _:
            return type(screen)
