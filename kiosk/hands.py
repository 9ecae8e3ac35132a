"""What is there for hands on every screen: the panel of comfort, and the light of switches.

Both are made when they are first asked for: most people meet neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.forms.screen import Shown
from kiosk.views.tools import ComfortAsked
from kiosk.wishes import LeftAlone

if TYPE_CHECKING:
    from kiosk.views.comfort import ComfortPanel
    from kiosk.window import Window

_LEFT_MS = 120_000
"""A panel that nobody has touched for so long, before a first screen that waits for ever, goes."""


class Hands(QObject):
    """Belongs to a window, and follows what it shows."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._panel: ComfortPanel | None = None
        self._over: type[object] | None = None
        self._screen: Shown | None = None
        self._came_from: QWidget | None = None
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
        if self._screen is None or self._over is not None:
            return
        if self._panel is None:
            from kiosk.views.comfort import ComfortPanel

            self._panel = ComfortPanel(self._window.stage.ground)
            self._panel.wished.connect(self._window.wished)
            self._panel.closed.connect(self.close_panel)
        self._came_from = QApplication.focusWidget()
        self._panel.languages_only = languages
        self._over = type(self._screen)
        self._lay()

    def _lay(self) -> None:
        """Have the panel on top, as the present screen wants it."""
        panel, screen = self._panel, self._screen
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
        came_from, self._came_from = self._came_from, None
        if came_from is not None and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _heard(self, wish: object) -> None:
        """Whoever went away leaves no panel behind."""
        if isinstance(wish, LeftAlone) and self._over is not None:
            self.close_panel()

    def _shown(self, screen: Shown) -> None:
        self._screen = screen
        if self._over is None or self._panel is None:
            return
        if isinstance(screen, self._over) and screen.frame.comfort == self._panel.comfort:
            self._lay()
        else:
            self.close_panel()
