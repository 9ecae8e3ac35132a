"""Phones in a running meeting: the room's server, let in and shut out by the moderator."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.languages import OWN_NAMES
from kiosk.meeting.host import SessionHost
from kiosk.meeting.moderator_screens import Phones
from kiosk.meeting.news import News
from kiosk.meeting.phone_forms import PhoneForms
from storage.values import RandomBytes
from sync.errors import PlaceRefuses, TransportError
from sync.mailbox.address import Address
from sync.mailbox.discovery import own_addresses

if TYPE_CHECKING:
    from kiosk.meeting.phones import PhoneBridge
    from sync.room.server import RunningRoom

LAST_WORDS_MS = 3_000
"""How long phones can still be told that the meeting is closed."""


class Serving(QObject):
    """``told`` when the number of phones or the code may be another."""

    _woken = Signal()

    def __init__(
        self, host: SessionHost, forms: PhoneForms, random: RandomBytes, languages: tuple[str, ...]
    ) -> None:
        super().__init__()
        self._host = host
        self._forms = forms
        self._random = random
        self._languages = languages
        self._room: RunningRoom | None = None
        self._bridge: PhoneBridge | None = None
        self._stops: Callable[[], None] = lambda: None
        self._trouble = ""
        self._ends = QTimer(self, singleShot=True, interval=LAST_WORDS_MS)
        self._ends.timeout.connect(self.stop)
        self._woken.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    @property
    def now(self) -> Phones:
        """How it stands, for the moderator's page and the big screen."""
        if self._room is not None:
            return Phones(
                url=self._room.url, count=self._room.count, form=self._forms.offered
            )
        return Phones(addresses=own_addresses(), trouble=self._trouble)

    def offer_form(self, offered: bool) -> None:
        """Let phones answer the survey's form, each by themselves, or no more."""
        self._forms.offered = offered
        if self._room is not None:
            self._room.changed()

    def begin(self, host: str) -> None:
        """Let phones in at this address of the device."""
        from kiosk.meeting.phones import PhoneBridge
        from sync.room.server import PORT, Place, serve

        self.stop()
        self._bridge = PhoneBridge(self._host, self._woken.emit, time.monotonic, self._forms)
        names = {tag: OWN_NAMES[tag] for tag in self._languages}
        self._trouble = ""
        for port in (PORT, 0):
            place = Place(address=Address(host, port), languages=names)
            try:
                self._room = serve(
                    self._bridge, place, secret=self._host.secret, random=self._random
                )
            except (PlaceRefuses, TransportError, OSError):
                self._trouble = "refused"
                continue
            self._trouble = ""
            break
        if self._room is None:
            self._bridge.stop()
            self._bridge = None
            return
        news = News(self._room.changed, self._later)
        self._stops = self._host.on_changed(news.changed)

    def new_code(self) -> None:
        """The code so far lets nobody in any more."""
        if self._room is not None:
            self._room.new_code()

    def end_soon(self) -> None:
        """The session is closed: phones hear of it, then the server ends."""
        if self._room is not None:
            self._room.changed()
            self._ends.start()

    def stop(self) -> None:
        """No more phones, at once. Harmless when there is none."""
        self._ends.stop()
        self._stops()
        self._stops = lambda: None
        if self._bridge is not None:
            self._bridge.stop()
            self._bridge = None
        if self._room is not None:
            with suppress(RuntimeError):
                self._room.stop()
            self._room = None

    def _later(self, seconds: float, call: Callable[[], None]) -> None:
        QTimer.singleShot(int(seconds * 1_000), self, call)

    def _drain(self) -> None:
        if self._bridge is not None:
            self._bridge.drain()
