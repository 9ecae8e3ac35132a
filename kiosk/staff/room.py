"""The corner in the running kiosk: its thread, its way in, and what stands before people."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal

from kiosk import screens
from kiosk.aloud.voices import PLAYERS, found
from kiosk.circumstances import Station
from kiosk.meeting.entrance import Around as Hall
from kiosk.meeting.entrance import Entrance
from kiosk.staff import dimming
from kiosk.staff.corner import Corner, Rest
from kiosk.staff.fitted import Fitting, desks
from kiosk.staff.means import Crew, Host, Means
from kiosk.staff.screens import ALONE_MS, At, StaffScreen
from kiosk.staff.self_test import Around
from kiosk.staff.settings import Settings, read_settings
from kiosk.staff.sheets import Stack
from kiosk.staff.stationed import stationed
from kiosk.staff.status import Delivered, status, zone_of
from kiosk.staff.surveyed import Survey
from kiosk.staff.way_in import WayIn
from kiosk.staff.wishes import Knock, StaffWish
from kiosk.staff.worker import Worker
from kiosk.unready import usual_frame
from kiosk.wishes import LeavePairing, LeftAlone, Pair, PairWith, TryAgain
from storage.device_log import DeviceLog
from storage.errors import StorageError
from storage.kiosk import KioskStore
from storage.values import Clock
from survey.campaign import Campaign
from survey.device_notes import Trouble
from survey.records import Mode
from sync.noting import note

_STAFFS = (screens.PairScreen, screens.NumberScreen)
_NOBODY = (
    screens.LanguageScreen, screens.ConsentScreen, screens.NotReadyScreen, screens.ThanksScreen,
    screens.NotKeptScreen, screens.AttractScreen, screens.OneTapThanksScreen, screens.AsleepScreen,
)
"""Nobody is in the middle of answering: the way in is open."""

_PASSES = screens.Reason.NO_ROOM
"""Why nobody can be asked while the survey and the place stay what they are."""

_STIRS = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress)
_BEGINS = (screens.AttractScreen, screens.AsleepScreen)
_GONE = (*_BEGINS, screens.StaffThereScreen)


class Front(Protocol):
    """The window, as far as the corner knows it."""

    stage: Any

    def present(self, screen: Any) -> None: ...
    def guard(self, guard: Callable[[QObject, QEvent], bool]) -> None: ...


class Running(Host, Protocol):
    """The running kiosk, as far as the corner changes it."""

    def pair(self, wish: Any) -> None:
        """Show the screens of pairing."""


class StaffRoom(QObject):
    """Made once when the store is open; :meth:`close` before the store is closed."""

    _job = Signal(object)

    def __init__(
        self, window: Any, store: KioskStore, directory: Path, host: Running, clock: Clock
    ) -> None:
        super().__init__()
        self._window = window
        self._store = store
        self._host = host
        self._worker = Worker()
        self._delivered = Delivered()
        self._survey = Survey(store)
        self._station: Station | None = None
        self._shown: Any = None
        self._leaving = False
        self._assisting = self._met = self._gave = False
        self._folder = directory
        self._clock = clock
        self._job.connect(lambda job: job(), Qt.ConnectionType.QueuedConnection)
        means = Means(
            store=store, directory=directory, clock=clock, show=lambda at: None,
            crew=Crew(away=self._worker.do, here=self._job.emit), campaign=self.campaign,
        )
        self._means = means
        self._entrance = Entrance(Hall(
            window=window, store=store, folder=directory, clock=clock, random=os.urandom,
            station=lambda: self._station, began=lambda: self.corner.step_aside(),
            ended=host.begin_again,
        ))
        self._light = dimming.light()
        self.corner = Corner(means, self._rest(means))
        self._adjust(read_settings(directory))
        know(window.stage)
        self._way_in = WayIn(self._knock, self._may_enter)
        window.guard(self._heard)

    def takes(self, wish: Any) -> bool:
        """Whether ``wish`` is the corner's; while staff are there every one is."""
        if self._entrance.on:
            self._entrance.receive(wish)
            return True
        if isinstance(wish, StaffWish):
            self.corner.receive(wish)
            return True
        if self.corner.inside and isinstance(wish, LeftAlone):
            self.corner.alone()
        elif not self.corner.inside and isinstance(self._shown, _STAFFS):
            self._pairing(wish)
            return True
        return self.corner.inside

    def covers(self, screen: Any) -> bool:
        """Whether ``screen`` does not come to be seen: staff stand there.

        Staff's own screens of pairing always do.
        """
        self._shown = screen
        self._count(screen)
        if isinstance(screen, screens.NotReadyScreen) and screen.reason is not _PASSES:
            self._station = None  # what is done at the desks now is of no place
        return self._entrance.on or (
            self.corner.inside and not isinstance(screen, _STAFFS)
        )

    def station(self, station: Station) -> Station:
        """The station as staff want it: with the languages they offer, met as they say, helped
        where they do, and closed where they closed it."""
        self._station = station
        station = stationed(station, read_settings(self._folder))
        return replace(station, mode=Mode.ASSISTED) if self._assisting else station

    def told(self, standing: Any) -> None:
        """The carrier has told how delivery stands: a trouble is noted for the log."""
        new = Delivered(last=standing.last, trouble=standing.trouble)
        if new.trouble and new.trouble != self._delivered.trouble:
            note(self._store, new.trouble)
        self._delivered = new

    def campaign(self) -> Campaign | None:
        """The survey that is installed, in all its languages; None where there is none."""
        return self._survey.now()

    def close(self) -> None:
        """Staff have gone, and the thread ends."""
        self._entrance.close()
        self.corner.step_aside()
        self._worker.stop()

    def _rest(self, means: Means) -> Rest:
        around = Around(
            screen=lambda: (self._window.width(), self._window.height()), sound=_sound,
            delivered=lambda: self._delivered, random=os.urandom,
        )
        by = "program" if self._light is None else "screen"
        stack = Stack()
        return Rest(
            host=self._host, put=self._put, assist=self._assist, pair=self._pair,
            desks=desks(Fitting(
                around=around, changed=self._adjust, dims_by=by, station=lambda: self._station,
                today=self._today, pair=self._pair_with, stack=stack,
                meeting=self._entrance.desk,
            )),
            status=lambda: replace(
                status(means, self._delivered, assisted=self._assisting), sheets=len(stack.first)
            ),
            paper=self._may_enter_paper, sheets=lambda: len(stack.first),
            wrong_pin=self._wrong_pin,
        )

    def _wrong_pin(self) -> None:
        """In the other thread: the next health note tells of it, once is enough."""
        with suppress(OSError):
            log = DeviceLog(self._folder, self._clock)
            if Trouble.WRONG_PIN not in log.since_told().troubles:
                log.note(Trouble.WRONG_PIN)

    def _put(self, at: At, leaving_ms: int) -> None:
        self._leaving = leaving_ms > 0
        frame = replace(
            usual_frame(self._folder, self._means.language), idle_ms=0 if leaving_ms else ALONE_MS
        )
        self._window.present(StaffScreen(frame=frame, at=at, leaving_ms=leaving_ms))

    def _knock(self) -> None:
        self.corner.receive(Knock())

    def _may_enter(self) -> bool:
        return not self.corner.inside and not self._entrance.on and (
            self._shown is None or isinstance(self._shown, (*_NOBODY, *_STAFFS))
        )

    def _heard(self, watched: QObject, event: QEvent) -> bool:
        if self._leaving and event.type() in _STIRS:
            from kiosk.staff.view import StaffView

            self._leaving = False
            self._window.stage.view(StaffView).stirred()
            return False
        return self._way_in(watched, event)

    def _count(self, screen: Any) -> None:
        """Who has gone and gave a whole answer is one more at the occasion; a helped visit ends
        when the first screen is there again."""
        if isinstance(screen, screens.OneTapThanksScreen):
            self._gave = True
        elif isinstance(screen, screens.ThanksScreen):
            self._gave = screen.kept and (screen.finished or self._gave)
        elif isinstance(screen, _GONE) and self._gave and self._station is not None:
            self._gave = False
            with suppress(StorageError):  # the answers are kept; an occasion is about so many
                self._store.occasions.answered(self._station.campaign.id)
        if not isinstance(screen, _BEGINS):
            self._met = self._assisting and not self.corner.inside
        elif self._assisting and self._met:
            self._assisting = self._met = False
            self._job.emit(self._host.begin_again)

    def _assist(self) -> None:
        self._assisting, self._met = True, False

    def _pair(self) -> None:
        self._host.pair(Pair())

    def _pairing(self, wish: Any) -> None:
        """Staff stand at the screens of pairing, which the corner or an empty kiosk led to."""
        if isinstance(wish, TryAgain):
            self._host.begin_again()
        else:
            self._host.pair(LeavePairing() if isinstance(wish, LeftAlone) else wish)

    def _pair_with(self, address: str, organisation: str) -> None:
        self.corner.step_aside()
        self._host.pair(PairWith(address, organisation))

    def _adjust(self, settings: Settings) -> None:
        dimming.adjust(self._window.stage.ground, settings.brightness)

    def _today(self) -> date:
        return self._clock().astimezone(zone_of(self.campaign())).date()

    def _may_enter_paper(self) -> bool:
        campaign = self.campaign()
        return campaign is not None and campaign.definition is None


def _sound() -> bool | None:
    """False without a program that plays; whether anybody hears it only a person can tell."""
    return None if found(PLAYERS) else False


def know(stage: Any) -> None:
    """Let a stage show the corner's screens."""
    stage.know(StaffScreen, _show_staff)


def _show_staff(stage: Any, screen: StaffScreen, dress: Any) -> None:
    from kiosk.staff.view import StaffView

    stage.bring(StaffView).present(screen, dress.style, dress.words)
