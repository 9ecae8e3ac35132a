"""Sign language: a film of the consent and of each question, for whoever asks for it.

A campaign carries the films and names them by what they say (``sign-sv-consent.webm``). The button
is there only where the screen has a film and this device can play it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject

from kiosk import screens
from kiosk.aloud.film_view import FilmView
from kiosk.aloud.films import Films
from kiosk.forms.screen import Shown
from kiosk.media import first_of
from kiosk.views.bars import TopBar
from kiosk.views.tools import SignAsked, Tools
from kiosk.window import Window
from survey.forms.media import FILMS
from survey.forms.model import said


def film_of(screen: Shown) -> tuple[str, str]:
    """The name of a screen's film without its ending, and what it says; empty without one."""
    language = screen.frame.language
    match screen:
        case screens.ConsentScreen():
            return f"sign-{language}-consent", screen.title
        case screens.QuestionScreen():
            name = screen.question.name
            return f"sign-{language}-{name}", said(screen.question.label, language)
        case _:
            return "", ""


class Signing(QObject):
    """Made once beside the window. While a film is played nothing goes away by itself."""

    def __init__(self, window: Window, films: Films) -> None:
        super().__init__(window)
        self._window, self._films = window, films
        self._screen: Shown | None = None
        self._view: FilmView | None = None
        window.shown.connect(self._shown)
        window.installEventFilter(self)

    def _shown(self, screen: Shown) -> None:
        self._close()
        self._screen = screen
        there = bool(self._file())
        page = self._window.stage.ground.currentWidget()
        for tools in page.findChildren(Tools) if page is not None else []:
            bar = tools.parentWidget()
            if tools.offer_signs(there) and isinstance(bar, TopBar):
                bar.fit()

    def _file(self) -> str:
        assert self._screen is not None
        name, _ = film_of(self._screen)
        return first_of(self._window.stage.media, name, FILMS) if name else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The button *Sign language*."""
        if event.type() != SignAsked.kind:
            return False
        if self._screen is not None and self._file():
            self._open(self._screen)
        return True

    def _open(self, screen: Shown) -> None:
        if self._view is None:
            self._view = FilmView(self._window.stage.ground)
            self._view.again.connect(self._play)
            self._view.closed.connect(self._close)
        self._view.present(film_of(screen)[1], self._window.dressed(screen.frame))
        self._window.stage.cover(self._view)
        self._play()

    def _play(self) -> None:
        if self._view is not None:
            self._window.hold(True)
            self._films.play(self._file(), self._view.sight.show_image, self._over)

    def _over(self) -> None:
        """The film has ended; its last picture stays, and whoever watched may take their time."""
        self._window.hold(False)

    def _close(self) -> None:
        if self._view is None or self._view.isHidden():
            return
        self._films.stop()
        self._view.rest()
        self._window.stage.cover(None)
        self._window.hold(False)
