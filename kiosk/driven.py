"""What stands in for time, screen and moderator where the kiosk is driven by lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.forms.screen import Shown
from storage.values import Clock

if TYPE_CHECKING:
    from survey.session import SessionState


class NotKept(Exception):
    """The store could not keep an answer; nothing more is played."""


@dataclass
class DrivenClock:
    """Stands at the last line's ``at``; runs with ``real`` until there was one."""

    real: Clock
    at: datetime | None = None

    def __call__(self) -> datetime:
        return self.at or self.real()


@dataclass
class Steady:
    """Seconds that only grow, as the lines say; a line that says nothing is a calm person's."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        """Let so much time go by."""
        self.now += seconds


class Stage:
    """The view the presenters show to: remembers the screen that is on."""

    screen: Shown

    def present(self, screen: Shown) -> None:
        self.screen = screen


class NoView:
    """Of a session only the moderator's words are wanted here."""

    code = ""

    def present(self, state: SessionState) -> None:
        """A session's picture is not asked for here."""

    def give_code(self, words: tuple[str, ...]) -> None:
        self.code = " ".join(words)
