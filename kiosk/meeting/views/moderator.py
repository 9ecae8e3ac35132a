"""The moderator's window: the pages of the staff's corner, with the clock under the title."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from assets.words import Words
from kiosk.meeting.clock import as_clock
from kiosk.meeting.moderator_pages import page_for
from kiosk.meeting.moderator_screens import ModeratorScreen
from kiosk.staff.view import LOW, StaffView
from kiosk.style import Style, set_text_colour

_CROWDED = 125
"""Percent: with larger letters keys and a field leave no room for the clock in a low window."""


class ModeratorView(StaffView):
    """``tell_time`` changes the clock and nothing else: what is typed stays."""

    pages = staticmethod(page_for)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._seconds: int | None = None

    def present(self, screen: Any, style: Style, words: Words) -> None:
        """Show ``screen``, with the clock as it was told last. What stands there already is left
        as it is: a finger may be on it."""
        same = self._screen is not None and style == self._style and (
            words.language == self._words.language and page_for(screen.at, words) == self._page
        )
        if same:
            self._screen = screen
        else:
            super().present(screen, style, words)
        self._say_time()

    def tell_time(self, seconds: int | None) -> None:
        """Whole seconds left, below 0 when the time is over; None where there is no clock."""
        if seconds == self._seconds:
            return
        moves = (seconds is None) != (self._seconds is None)
        self._seconds = seconds
        self._say_time()
        if moves:
            self._arrange()

    def _say_time(self) -> None:
        seconds, style = self._seconds, self._style
        typing = bool(self._page.fields) and self.height() < LOW
        crowded = typing and style is not None and style.percent > _CROWDED
        self.leaving.setVisible(seconds is not None and not crowded)
        if seconds is None or style is None:
            return
        late = seconds < 0
        text = self._words("The time is over: {time}", time=as_clock(seconds)) if late else (
            self._words("{time} left", time=as_clock(seconds)))
        self.leaving.setText(text)
        self.leaving.setAccessibleName(text)
        size = 20 if typing else 34
        self.leaving.setFont(Style(style.theme, min(style.percent, 200)).heading(size))
        set_text_colour(self.leaving, style.colour("text"))

    def _say_leaving(self) -> None:
        """This page never goes by itself: the line is the clock's."""
        self._say_time()


def know(stage: Any) -> None:
    """Let a stage show the moderator's pages."""
    stage.know(ModeratorScreen, _show)


def _show(stage: Any, screen: ModeratorScreen, dress: Any) -> None:
    stage.bring(ModeratorView).present(screen, dress.style, dress.words)
