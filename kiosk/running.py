"""The kiosk while it runs: gets the store ready after the first paint, and starts the presenter."""

from __future__ import annotations

import logging
import os
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from kiosk.citizen import Citizen, Pace
from kiosk.screens import Frame, LanguageScreen, NotReadyScreen, Reason, Screen
from kiosk.window import Window
from kiosk.wishes import TryAgain, Wish
from storage.errors import NoRoom, StorageError

if TYPE_CHECKING:
    from storage.kiosk import KioskStore

log = logging.getLogger(__name__)


def now() -> datetime:
    """The present time, UTC."""
    return datetime.now(UTC)


class Kiosk(QObject):
    """Holds the store and the presenter together; shows why when there can be none."""

    def __init__(self, window: Window, directory: Path, name: str, language: str = "") -> None:
        super().__init__(window)
        self._window = window
        self._directory = directory
        self._name = name
        self._language = language or "sv"
        self._store: KioskStore | None = None
        self._citizen: Citizen | None = None
        window.wished.connect(self._receive)

    def start(self) -> None:
        """Get ready as soon as what is on the screen has been painted."""
        QTimer.singleShot(0, self.get_ready)

    def get_ready(self) -> None:
        """Open the store and begin; otherwise say what is missing."""
        from kiosk.opening import NotReady, get_ready, open_store

        try:
            if self._store is None:
                self._store = open_store(self._directory, self._name, now, os.urandom)
        except NoRoom:
            self._not_ready(Reason.NO_ROOM)
            return
        except (StorageError, OSError) as trouble:
            log.error("the store cannot be opened: %s", type(trouble).__name__)
            self._not_ready(Reason.STORE)
            return
        ready = get_ready(self._store, self._directory)
        if isinstance(ready, NotReady):
            self._not_ready(ready.reason)
            return
        self._prepare = ready.prepare
        self._window.speak(ready.station.campaign.languages)
        self._citizen = Citizen(self, ready.station, ready.diary, now, Pace())
        self._citizen.begin()

    def present(self, screen: Screen) -> None:
        """Pass a screen on; while nobody is at it, do what the next person need not wait for."""
        self._window.present(screen)
        if isinstance(screen, LanguageScreen):
            QTimer.singleShot(0, self._idle)

    def _idle(self) -> None:
        try:
            self._prepare()
        except StorageError as trouble:
            log.error("the store could not make ready: %s", trouble.code)

    def _receive(self, wish: Wish) -> None:
        if self._citizen is not None:
            self._citizen.receive(wish)
        elif isinstance(wish, TryAgain):
            self.get_ready()

    def _not_ready(self, reason: Reason) -> None:
        device = fingerprint = ""
        if self._store is not None:
            from sync import enrolment

            device = self._store.identity.name
            fingerprint = enrolment.fingerprint(self._store.identity.public)
        frame = Frame(language=self._language)
        self._window.present(NotReadyScreen(
            frame=frame, reason=reason, device=device, fingerprint=fingerprint
        ))

    def unforeseen(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        """A fault in the program: no more answers are taken. Its text may hold one: not logged."""
        log.critical("%s\n%s", kind.__name__, "".join(traceback.format_tb(trace)))
        self._citizen = None
        self._not_ready(Reason.STORE)

    def close(self) -> None:
        """Close the store; an unfinished person's answers stay and become a partial."""
        if self._store is not None:
            self._store.close()
            self._store = None
