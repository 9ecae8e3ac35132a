"""The kiosk while it runs: gets the store ready after the first paint, and starts the presenter."""

from __future__ import annotations

import logging
import os
import threading
import traceback
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from kiosk.company import Company
from kiosk.forms.screen import AnyWish, Shown
from kiosk.pauses import NOBODY
from kiosk.screens import NotReadyScreen, Reason
from kiosk.unready import Unready, adjusted, refused, unready, usual_frame, zone_told
from kiosk.watchdog_beats import Beats
from kiosk.watchdog_falls import Mode
from kiosk.watchdog_heart import Heart, Watched, end, fatal
from kiosk.watchdog_line import AGAIN
from kiosk.window import Window
from kiosk.wishes import LeaveStaff, Minute, ToStaff, TryAgain

if TYPE_CHECKING:
    from kiosk.carrying import Standing
    from kiosk.citizen import Citizen
    from kiosk.delivering import Delivery
    from kiosk.opening import Ready
    from kiosk.places import Places
    from kiosk.upkeep import Upkeep
    from storage.kiosk import KioskStore

log = logging.getLogger(__name__)

LOOK_MS = 20_000
"""How often the kiosk looks at the hour, the disk and itself."""


def now() -> datetime:
    """The present time, UTC."""
    return datetime.now(UTC)


class Kiosk(QObject):
    """Holds the store and the presenter together; shows why when there can be none."""

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
        self._ready: Ready | None = None
        self._citizen: Citizen | None = None
        self._upkeep: Upkeep | None = None
        self._places = places
        self._delivery: Delivery | None = None
        self._company = Company(window, directory, self, now)
        self.screen: Shown | None = None
        self._stale = self._closing = False
        self._day = _today()
        self._without = Reason.NO_PACKAGE
        self._beats = Beats()
        self._mode = Mode.USUAL
        self._minutes = QTimer(self, interval=LOOK_MS)
        self._minutes.timeout.connect(self.look)
        window.wished.connect(self._wished)

    def watched(self, heart: Heart, how: Watched) -> None:
        """A watchdog listens to ``heart``, and has started this window so."""
        self._beats, self._mode = Beats(heart), how.mode
        if how.mode is not Mode.USUAL:
            QTimer.singleShot(int(how.rest * 1000), self, _start_again)

    def start(self) -> None:
        """Get ready as soon as what is on the screen has been painted."""
        QTimer.singleShot(0, lambda: self.get_ready(hurries=True))
        self._minutes.start()

    def get_ready(self, *, hurries: bool = False) -> None:
        """Open the store and begin, or say what lacks; a start ``hurries`` to the first tap."""
        self._day = _today()
        if self._store is None:
            self._beats.long_work()
        if self._mode is Mode.BARE:
            self._not_ready(Reason.SAFE)
            return
        try:
            with refused():
                self._open()
        except Unready as why:
            self._ready = self._citizen = None
            self._not_ready(why.reason)
        self._company.gather(self._deliver, later=hurries and self._citizen is not None)

    def _open(self) -> None:
        from kiosk.opening import open_store

        if self._store is None:
            self._store = open_store(self._directory, self._name, now, os.urandom)
        self._company.opened(self._store)
        if self._mode is Mode.SAFE:
            self._not_ready(Reason.SAFE)
            return
        self._begin(self._store)

    def _begin(self, store: KioskStore) -> None:
        from kiosk.opening import NotReady, get_ready
        from kiosk.presenting import introduce, presenter
        from kiosk.schedule import choose
        from kiosk.upkeep import Senses, Upkeep

        self._stale = False
        if self._delivery is not None:
            self._delivery.forget_pairing()
        choose(store, now)
        ready = get_ready(store, self._directory, large=self._beats.large_survey)
        if isinstance(ready, NotReady):
            self._ready = self._citizen = None
            lacks = ready.reason is Reason.NO_PACKAGE
            self._not_ready(self._without if lacks else ready.reason, ready.units)
            return
        self._upkeep = self._upkeep or Upkeep(store, self._directory, Senses(clock=now))
        self._window.speak(ready.station.campaign.languages)
        introduce(self._window, store, ready.station.campaign)
        ready, media = self._company.welcome(ready)
        self._ready = ready
        self._citizen = presenter(self, self._window, ready, media)
        self._citizen.begin()

    def present(self, screen: Shown) -> None:
        """Pass a screen on; while nobody is at it, do what the next person need not wait for."""
        if self._closing:
            return
        self.screen = screen
        if self._delivery is not None:
            self._delivery.follow(screen)
        if not self._company.covers(screen):
            self._window.present(screen)
        if isinstance(screen, NOBODY):
            QTimer.singleShot(0, self._idle)

    def _deliver(self) -> None:
        """Let carrying begin, after the store's first opening."""
        if self._delivery is None and self._store is not None and not self._closing:
            from kiosk.delivering import Delivery

            self._delivery = Delivery(self._store, self._places, now, self)
            self._delivery.told.connect(self._tell)
            self._delivery.renewed.connect(self._package_came)
            self._delivery.paired.connect(self.begin_again)
            self._delivery.follow(self.screen)

    def _tell(self, standing: Standing) -> None:
        """Tell staff how carrying stands; a screen that waits for a survey says what it lacks."""
        self._window.tell(standing)
        self._company.told(standing)
        before, self._without = self._without, (
            Reason.SEVERAL if standing.trouble == "several-campaigns" else Reason.NO_PACKAGE
        )
        waits = isinstance(self.screen, NotReadyScreen) and self.screen.reason is before
        if waits and self._without is not before:
            self._not_ready(self._without)

    def _package_came(self) -> None:
        """Take the new package where nobody answers; otherwise at the next start screen."""
        self._stale = True
        if self._citizen is None or isinstance(self.screen, NOBODY):
            self.get_ready()

    def look(self) -> None:
        """Some time has passed: is it time to sleep or to wake, and is there room again?"""
        if self._citizen is None:
            self._look_anew()
        elif self._waits_for_room():
            self._wished(TryAgain())
        else:
            self._citizen.receive(Minute())
            self._idle()

    def _look_anew(self) -> None:
        """Nobody can be asked now: another day may have its own survey, or the disk room."""
        waits = self._mode is Mode.USUAL and isinstance(self.screen, NotReadyScreen)
        if waits and (self._waits_for_room() or _today() != self._day):
            self.get_ready()

    def _idle(self) -> None:
        """Nobody is there: see to what is to be seen to."""
        if not isinstance(self.screen, NOBODY) or self._ready is None or self._upkeep is None:
            return
        self._beats.at_attract()
        if self._stale or _today() != self._day:
            self.get_ready()
        elif not self._upkeep.room():
            self._not_ready(Reason.NO_ROOM)
        else:
            self._upkeep.see_to(self._ready)

    def _waits_for_room(self) -> bool:
        screen = self.screen
        return isinstance(screen, NotReadyScreen) and screen.reason is Reason.NO_ROOM

    def _wished(self, wish: AnyWish) -> None:
        if self._ready is not None and self._ready.large:
            self._beats.large_survey()
        if self._company.takes(wish):
            return
        if (page := adjusted(self.screen, wish)) is not None:
            self.present(page)
        elif self._citizen is not None and self._waits_for_room():
            if isinstance(wish, TryAgain) and self._upkeep is not None and self._upkeep.room():
                self._citizen.begin()
        elif self._citizen is not None:
            self._citizen.receive(wish)
        elif isinstance(wish, TryAgain):
            if self._mode is Mode.USUAL:
                self.get_ready()
            else:
                _start_again()
        else:
            self.pair(wish)

    def pair(self, wish: AnyWish) -> None:
        """Staff connect the kiosk, or have its number shown."""
        if self._delivery is not None:
            self._delivery.pair(wish, self, usual_frame(self._directory, self._language))

    def begin_again(self) -> None:
        """Whoever is in the middle goes first; where none can be sealed *not kept* stands there."""
        self._stale = True
        self.leave_person()
        if self._citizen is not None:
            self._citizen.receive(LeaveStaff())
        if self._citizen is None or isinstance(self.screen, NOBODY):
            self.get_ready()

    def quit(self) -> None:
        """Staff end the program; the watchdog lets it be ended."""
        self._window.let_close(may=True)
        end()

    def _not_ready(self, reason: Reason, units: tuple[str, ...] = ()) -> None:
        frame = usual_frame(self._directory, self._language)
        self._window.staff.tell_hours(zone_told(self._store))
        self.present(unready(self._store, frame, reason, units))

    def unforeseen(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        """A fault in the program: no more answers are taken that day, unless somebody tries again.
        Its text may hold one: not logged. Under a watchdog the program ends on the spot and starts
        anew; what was answered is kept.
        """
        if self._beats.heard:
            fatal(self._directory)(kind, fault, trace)
        log.critical("%s\n%s", kind.__name__, "".join(traceback.format_tb(trace)))
        self._citizen = None
        self._not_ready(Reason.STORE)
        self._company.after_fault(self._deliver)

    def carrier_ended(self, fault: threading.ExceptHookArgs) -> None:
        """A fault in another thread: where it is the carrier's staff are told so."""
        if self._delivery is not None and not self._closing:
            self._delivery.fell(fault)

    def leave_person(self) -> None:
        """Whoever is answering is interrupted: what they answered becomes a partial."""
        if self._citizen is not None and not isinstance(self.screen, NOBODY):
            self._citizen.receive(ToStaff())

    def close(self) -> None:
        """Close the store; the answers of somebody in the middle are sealed as a partial."""
        self._closing = True
        self._beats.long_work()  # other threads end what they have in hand, and none beats
        self._minutes.stop()
        self.leave_person()
        self._company.close()
        if self._delivery is not None:
            self._delivery.stop()
            self._delivery = None
        if self._store is not None:
            self._store.close()
            self._store = None


def _today() -> date:
    return now().astimezone().date()


def _start_again() -> None:
    """End so that the watchdog starts the kiosk as usual."""
    QCoreApplication.exit(AGAIN)
