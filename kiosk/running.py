"""The kiosk while it runs: gets the store ready after the first paint, and starts the presenter."""

from __future__ import annotations

import logging
import os
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.citizen import Citizen, Pace
from kiosk.forms.screen import AnyWish, Shown
from kiosk.screens import (
    Frame,
    LanguageScreen,
    NotReadyScreen,
    NumberScreen,
    PairScreen,
    Reason,
    ThanksScreen,
    WithdrawnScreen,
    WithdrawScreen,
)
from kiosk.views.staff_line import Who
from kiosk.window import Window
from kiosk.wishes import TryAgain
from storage.errors import NoRoom, StorageError

if TYPE_CHECKING:
    from kiosk.carrying import Carrier, Places, Standing
    from kiosk.opening import Ready
    from kiosk.pairing import Pairing
    from storage.kiosk import KioskStore

log = logging.getLogger(__name__)

_PAUSES = (
    LanguageScreen, NotReadyScreen, ThanksScreen, WithdrawScreen, WithdrawnScreen, PairScreen,
    NumberScreen,
)
"""Nobody waits for an answer to be kept while one of these stands there."""


def _able() -> frozenset[str]:
    """What the device has of camera and microphone; loads Qt Multimedia."""
    from kiosk import sensing

    return sensing.able()


def now() -> datetime:
    """The present time, UTC."""
    return datetime.now(UTC)


class Kiosk(QObject):
    """Holds the store and the presenter together; shows why when there can be none."""

    _told = Signal(object)
    _job = Signal(object)
    _renewed = Signal()

    def __init__(
        self, window: Window, directory: Path, name: str, language: str = "",
        places: Places | None = None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._directory = directory
        self._name = name
        self._language = language or "sv"
        self._store: KioskStore | None = None
        self._citizen: Citizen | None = None
        self._places = places
        self._carrier: Carrier | None = None
        self._screen: Shown | None = None
        self._stale = False
        self._without = Reason.NO_PACKAGE
        self._pairing: Pairing | None = None
        window.wished.connect(self._receive)
        # from the carrier's thread into this one
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._job.connect(self._do, Qt.ConnectionType.QueuedConnection)
        self._renewed.connect(self._package_came, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Get ready as soon as what is on the screen has been painted."""
        QTimer.singleShot(0, self.get_ready)

    def get_ready(self) -> None:
        """Open the store and begin; otherwise say what is missing."""
        from kiosk.opening import NotReady, get_ready, open_store
        from sync import enrolment

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
        self._carry(self._store)
        self._stale, self._pairing = False, None
        ready = get_ready(self._store, self._directory)
        if isinstance(ready, NotReady):
            self._citizen = None
            lacks = ready.reason is Reason.NO_PACKAGE
            self._not_ready(self._without if lacks else ready.reason, ready.units)
            return
        self._prepare = ready.prepare
        self._window.speak(ready.station.campaign.languages)
        self._window.staff.name(Who(
            number=enrolment.fingerprint(self._store.identity.public),
            zone=ZoneInfo(ready.station.campaign.zone),
        ))
        self._citizen = self._presenter(ready)
        self._citizen.begin()

    def _presenter(self, ready: Ready) -> Citizen:
        if ready.station.campaign.definition is None:
            return Citizen(self, ready.station, ready.diary, now, Pace())
        from kiosk.form_citizen import FormCitizen, Means
        from kiosk.media import Media

        self._window.expect_form()
        media = Media(ready.station.campaign, self._directory / "media")
        media.tidy()
        means = Means(clock=now, random=os.urandom, media=media, able=_able)
        return FormCitizen(self, ready.station, ready.diary, means, Pace())

    def present(self, screen: Shown) -> None:
        """Pass a screen on; while nobody is at it, do what the next person need not wait for."""
        self._screen = screen
        if self._carrier is not None:
            self._carrier.busy(not isinstance(screen, _PAUSES))
            if isinstance(screen, ThanksScreen | WithdrawnScreen):
                self._carrier.nudge()
        self._window.present(screen)
        if isinstance(screen, LanguageScreen):
            QTimer.singleShot(0, self._idle)

    def _carry(self, store: KioskStore) -> None:
        """Let the carrier begin, with the store's first opening."""
        from kiosk import carrying

        if self._carrier is not None:
            return
        places = self._places or carrying.Places()
        hands = carrying.Hands(told=self._told.emit, renewed=self._renewed.emit, clock=now)
        carrier = carrying.Carrier(
            store, lambda: carrying.routes(store, places, carrying.means(now, carrier.wait)), hands
        )
        self._carrier = carrier
        carrier.start()

    def _tell(self, standing: Standing) -> None:
        """Tell staff how carrying stands; a screen that waits for a survey says what it lacks."""
        self._window.tell(standing)
        before, self._without = self._without, (
            Reason.SEVERAL if standing.trouble == "several-campaigns" else Reason.NO_PACKAGE
        )
        waits = isinstance(self._screen, NotReadyScreen) and self._screen.reason is before
        if waits and self._without is not before:
            self._not_ready(self._without)

    def _package_came(self) -> None:
        """Take the new package where nobody answers; otherwise at the next start screen."""
        self._stale = True
        if self._citizen is None or isinstance(self._screen, LanguageScreen):
            self.get_ready()

    def _idle(self) -> None:
        if not isinstance(self._screen, LanguageScreen):
            return
        if self._stale:
            self.get_ready()
            return
        try:
            self._prepare()
        except StorageError as trouble:
            log.error("the store could not make ready: %s", trouble.code)

    def _receive(self, wish: AnyWish) -> None:
        if self._citizen is not None:
            self._citizen.receive(wish)
        elif isinstance(wish, TryAgain):
            self.get_ready()
        elif self._carrier is not None and self._store is not None:
            self._pair(wish, self._carrier, self._store)

    def _pair(self, wish: AnyWish, carrier: Carrier, store: KioskStore) -> None:
        """Staff connect the kiosk; what waits for the network does so in the carrier's thread."""
        from kiosk import carrying, pairing

        if self._pairing is None:
            crew = pairing.Crew(
                away=carrier.ask, here=self._job.emit, means=carrying.means(now, carrier.wait)
            )
            self._pairing = pairing.Pairing(self, store, Frame(language=self._language), crew)
        self._pairing.receive(wish)
        if self._pairing.over:
            self.get_ready()

    def _do(self, job: Callable[[], None]) -> None:
        job()

    def _not_ready(self, reason: Reason, units: tuple[str, ...] = ()) -> None:
        device = fingerprint = serves = ""
        if self._store is not None:
            from sync import enrolment

            device = self._store.identity.name
            fingerprint = enrolment.fingerprint(self._store.identity.public)
            organisation = self._store.trusted_organisation
            serves = "" if organisation is None else enrolment.fingerprint(organisation)
        self.present(NotReadyScreen(
            frame=Frame(language=self._language), reason=reason, device=device,
            fingerprint=fingerprint, organisation=serves, units=units,
            may_pair=bool(device) and reason in (Reason.NO_PACKAGE, Reason.SEVERAL, Reason.NO_KEY),
        ))

    def unforeseen(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        """A fault in the program: no more answers are taken. Its text may hold one: not logged."""
        log.critical("%s\n%s", kind.__name__, "".join(traceback.format_tb(trace)))
        self._citizen = None
        self._not_ready(Reason.STORE)

    def carrier_ended(self, fault: threading.ExceptHookArgs) -> None:
        """A fault in the carrier's thread: people may go on answering, and staff are told."""
        from kiosk.carrying import Standing

        trace = "".join(traceback.format_tb(fault.exc_traceback))
        log.critical("%s while carrying\n%s", fault.exc_type.__name__, trace)
        self._told.emit(Standing(trouble="stopped"))

    def close(self) -> None:
        """Close the store; an unfinished person's answers stay and become a partial."""
        if self._carrier is not None:
            self._carrier.stop()
            self._carrier = None
        if self._store is not None:
            self._store.close()
            self._store = None
