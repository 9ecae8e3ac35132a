"""The big screen beside the moderator's window: opened on the second screen, and fed.

Where there is no second screen it lies over the moderator's window until somebody touches it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen

from assets import theme as themes
from assets.words import Words
from kiosk.frame import Comfort
from kiosk.meeting.moderator_screens import Phones
from kiosk.style import Style
from survey.facilitation.state import SessionState

if TYPE_CHECKING:
    from kiosk.meeting.views.big import BigScreenWindow

_OVER_ALL = (
    Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
)
"""A kiosk covers all screens, and is on top itself."""

_TOUCHES = (QEvent.Type.MouseButtonRelease, QEvent.Type.KeyPress)


class Projecting(QObject):
    """``still``: bars do not move."""

    def __init__(self, window: Any, language: str, comfort: Comfort) -> None:
        super().__init__()
        self._beside = window
        self._words = Words(language)
        self._comfort = comfort
        self._window: BigScreenWindow | None = None
        self.still = False

    @property
    def shown(self) -> bool:
        """Whether the big screen is open."""
        return self._window is not None and self._window.isVisible()

    @property
    def elsewhere(self) -> bool:
        """Whether there is another screen for it than the moderator's own."""
        return self._other() is not None

    def show(self, shown: bool) -> None:
        """Open it, full on a second screen where there is one, else over this one; or close it."""
        self.close()
        if not shown:
            return
        from kiosk.meeting.views.big import BigScreenWindow

        style = Style(themes.load(self._comfort.theme), self._comfort.percent)
        self._window = window = BigScreenWindow(style)
        window.setWindowFlags(_OVER_ALL)
        screen = self._other()
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, screen is not None)
        if screen is None:
            screen = self._beside.screen()
        window.installEventFilter(self)
        window.setGeometry(screen.geometry())
        window.showFullScreen()

    def project(self, state: SessionState, phones: Phones, clock: int | None) -> None:
        """Show the session as all may see it."""
        if self._window is None or not self._window.isVisible():
            return
        from kiosk.meeting.big_screen import Beside, big_screen

        beside = Beside(
            url=phones.url, phones=phones.count, clock=clock,
            still=self.still or self._comfort.calm,
        )
        self._window.present(big_screen(state, self._words, beside), self._words)

    def close(self) -> None:
        """The big screen goes."""
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window.close()
            self._window.deleteLater()
            self._window = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A touch or a key takes it away where it lies over the moderator's window."""
        if event.type() in _TOUCHES and watched is self._window and not self.elsewhere:
            QTimer.singleShot(0, self, self.close)
            return True
        return False

    def _other(self) -> QScreen | None:
        own = self._beside.screen()
        return next((one for one in QGuiApplication.screens() if one is not own), None)
