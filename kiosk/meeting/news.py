"""When phones are told that something is another. No Qt.

What somebody gives changes nothing of what the others are asked: of that they hear once a second at
most, or a full room would spend the tablet's time on telling each other that nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.meeting.keeping import Later
from survey.facilitation.state import SessionState

CALM = 1.0
"""Seconds between two tellings while people only answer."""


class News:
    """Subscribe :meth:`changed` to the host; ``tell`` is called on the same thread."""

    def __init__(self, tell: Callable[[], None], later: Later) -> None:
        self._tell = tell
        self._later = later
        self._asked: object = None
        self._waits = False

    def changed(self, state: SessionState) -> None:
        """The session has changed: at once where people are asked something else now."""
        asked = (
            state.turn, state.closed, state.purpose, state.begun, state.headings, state.notes,
            state.people, state.seats, state.shown, state.decisions, state.plan,
        )
        if asked != self._asked:
            self._asked = asked
            self._tell()
        elif not self._waits:
            self._waits = True
            self._later(CALM, self._due)

    def _due(self) -> None:
        self._waits = False
        self._tell()
