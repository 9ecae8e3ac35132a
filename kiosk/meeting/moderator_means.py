"""What the moderator's window rests on, and the doors that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from kiosk.frame import Frame
from kiosk.meeting.host import SessionHost
from kiosk.meeting.moderator_screens import Around


class Doors(Protocol):
    """What the moderator's window leads to; :mod:`kiosk.meeting.run` opens them."""

    def around(self) -> Around:
        """What stands beside the session now."""

    def pass_tablet(self) -> None: ...
    def enter(self) -> None: ...
    def slips(self) -> None: ...
    def big(self, shown: bool) -> None: ...
    def still(self, still: bool) -> None: ...
    def serve(self, address: str) -> None:
        """Let phones in at this address of the device; empty: no more."""

    def new_code(self) -> None: ...
    def offer_form(self, offered: bool) -> None: ...
    def copy_to(self, folder: str) -> None: ...
    def merge(self, folder: str) -> int:
        """Take in copies that lie there; how many events were new, -1 where none can be read."""

    def close(self) -> None:
        """The session is closed: phones are told, windows go."""

    def leave(self) -> None:
        """To the people again, with the session open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeratorMeans:
    """``ticks`` are seconds that only rise; ``ids`` draws the id of what is new."""

    host: SessionHost
    doors: Doors
    show: Callable[[Any], None]
    ids: Callable[[], UUID]
    ticks: Callable[[], float]
    frame: Frame
