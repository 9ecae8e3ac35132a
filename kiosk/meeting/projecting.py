"""The big screen beside the moderator's window: opened on the second screen, and fed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from assets.words import Words
from kiosk.meeting.moderator_screens import Phones
from survey.facilitation.state import SessionState

if TYPE_CHECKING:
    from kiosk.meeting.views.big import BigScreenWindow


class Projecting:
    """``still``: bars do not move."""

    def __init__(self, window: Any, language: str) -> None:
        self._beside = window
        self._words = Words(language)
        self._window: BigScreenWindow | None = None
        self.still = False

    @property
    def shown(self) -> bool:
        """Whether the big screen is open."""
        return self._window is not None and self._window.isVisible()

    def show(self, shown: bool) -> None:
        """Open it, full on a second screen where there is one, else as a window; or close it."""
        if not shown:
            self.close()
            return
        if self._window is None:
            from kiosk.meeting.views.big import BigScreenWindow

            self._window = BigScreenWindow()
        others = [
            screen for screen in QGuiApplication.screens() if screen != self._beside.screen()
        ]
        if others:
            self._window.setGeometry(others[0].geometry())
            self._window.setWindowState(Qt.WindowState.WindowFullScreen)
        self._window.show()

    def project(self, state: SessionState, phones: Phones, clock: int | None) -> None:
        """Show the session as all may see it."""
        if self._window is None or not self._window.isVisible():
            return
        from kiosk.meeting.big_screen import Beside, big_screen

        beside = Beside(
            url=phones.url, phones=phones.count, clock=clock, still=self.still,
        )
        self._window.present(big_screen(state, self._words, beside), self._words)

    def close(self) -> None:
        """The big screen goes."""
        if self._window is not None:
            self._window.close()
            self._window = None
