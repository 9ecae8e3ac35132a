"""What every desk of the staff's corner is handed: where to show, to keep and to work. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.staff.screens import At
from kiosk.staff.wishes import StaffWish
from storage.kiosk import KioskStore
from storage.values import Clock
from survey.campaign import Campaign

Job = Callable[[], None]


class Host(Protocol):
    """The running kiosk, as far as staff change it."""

    def begin_again(self) -> None:
        """Back to the people: settings, place or package may be others now."""

    def leave_person(self) -> None:
        """Whoever was answering has gone; what they gave is kept as the campaign says."""

    def quit(self) -> None:
        """End the program: it is not started again by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """``away`` does a job where waiting harms nobody; ``here`` one in the window's thread."""

    away: Callable[[Job], None]
    here: Callable[[Job], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """``show`` puts a desk's screen before staff, as long as they are at that desk.

    ``campaign`` gives the survey as the kiosk reads it; None without one. ``language`` is the
    staff's.
    """

    store: KioskStore
    directory: Path
    clock: Clock
    crew: Crew
    show: Callable[[At], None]
    campaign: Callable[[], Campaign | None]
    language: str = "sv"


class AtDesk(Protocol):
    """One desk, from when staff come to it until they go elsewhere."""

    def begin(self) -> None:
        """Show what there is to see first."""

    def receive(self, wish: StaffWish) -> None:
        """Do what they ask for here."""

    def end(self) -> None:
        """They have gone: what was under way ends, what was typed is forgotten."""
