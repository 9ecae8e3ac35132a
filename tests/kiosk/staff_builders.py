"""Somebody of the staff at a kiosk's corner, without a window: a store, desks, what was shown."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from kiosk.circumstances import Station
from kiosk.staff.corner import Corner, Rest
from kiosk.staff.fitted import Fitting, desks
from kiosk.staff.means import AtDesk, Crew, Means
from kiosk.staff.screens import At, Home
from kiosk.staff.self_test import Around
from kiosk.staff.settings import Settings
from kiosk.staff.sheets import Stack
from kiosk.staff.status import Delivered, status
from kiosk.staff.surveyed import Survey
from kiosk.staff.wishes import Deed, Desk, Do, Filled, Go, Knock, StaffWish
from storage.kiosk import KioskStore
from storage.kiosk.pin import Pin
from storage.seal.slots import Cost
from survey.campaign import Campaign
from tests.kiosk.package_builders import packaged
from tests.storage.kiosk_builders import Hands

PIN = "482916"
CHEAP = Cost(memory=64, passes=1, lanes=1)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
A = TypeVar("A", bound=At)


@dataclass
class Ticks:
    """Seconds that a test lets pass."""

    now: float = 50.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Staff:
    """Presses and types; ``shown`` is everything that stood on the screen."""

    store: KioskStore
    directory: Path
    shown: list[At] = field(default_factory=list)
    counted: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    jobs: list[Callable[[], None]] = field(default_factory=list)
    sticks: tuple[Path, ...] = ()
    stack: Stack = field(default_factory=Stack)
    slow: bool = False
    settings: Settings | None = None
    delivered: Delivered = field(default_factory=Delivered)

    def __post_init__(self) -> None:
        self._survey = Survey(self.store)
        self.means = Means(
            store=self.store, directory=self.directory, clock=lambda: NOW, show=lambda at: None,
            crew=Crew(away=self._away, here=lambda job: job()), campaign=self._survey.now,
        )
        self.corner = Corner(self.means, self._rest())

    def _rest(self) -> Rest:
        around = Around(
            screen=lambda: (1280, 800), sound=lambda: None, delivered=lambda: self.delivered,
            random=random.Random(5).randbytes,
        )
        fitting = Fitting(
            around=around, changed=self._changed, dims_by="program", station=self.station,
            today=lambda: date(2026, 3, 2), find=lambda: self.sticks,
            pair=lambda address, whose: self.told.append(f"pair with {address} of {whose}"),
            stack=self.stack, meeting=self._no_meeting,
        )
        return Rest(
            host=self, desks=desks(fitting), put=self._put,
            status=lambda: replace(
                status(self.means, self.delivered, assisted=False), sheets=len(self.stack.first)
            ),
            sheets=lambda: len(self.stack.first),
            assist=lambda: self.told.append("assist"),
            pair=lambda: self.told.append("pair"),
            paper=lambda: True, wrong_pin=lambda: self.told.append("wrong PIN"),
        )

    def _no_meeting(self, means: Means) -> AtDesk:
        raise AssertionError("no test here holds a meeting")

    def _changed(self, settings: Settings) -> None:
        self.settings = settings

    def _put(self, at: At, leaving_ms: int) -> None:
        self.shown.append(at)
        self.counted.append(leaving_ms)

    def _away(self, job: Callable[[], None]) -> None:
        if self.slow:
            self.jobs.append(job)
        else:
            job()

    def station(self) -> Station | None:
        campaign = self._survey.now()
        if campaign is None:
            return None
        return Station(campaign=campaign, unit=campaign.units[0].id, issued=NOW)

    def begin_again(self) -> None:
        self.told.append("begin again")

    def leave_person(self) -> None:
        self.told.append("leave person")

    def quit(self) -> None:
        self.told.append("quit")

    def now(self, kind: type[A]) -> A:
        """What stands on the screen, which is a ``kind``."""
        at = self.shown[-1]
        assert isinstance(at, kind), type(at).__name__
        return at

    def do(self, *wishes: StaffWish) -> None:
        for wish in wishes:
            self.corner.receive(wish)

    def press(self, deed: Deed, value: str = "") -> None:
        self.do(Do(deed, value))

    def fill(self, deed: Deed, *values: str) -> None:
        self.do(Filled(deed, values))

    def enter(self, pin: str = PIN) -> None:
        """Through the door, to the first desk."""
        self.do(Knock(), Filled(Deed.PIN, (pin,)))
        self.now(Home)

    def go(self, desk: Desk) -> None:
        self.do(Go(desk))

    def work(self) -> None:
        """Let the other thread do what waits for it."""
        while self.jobs:
            self.jobs.pop(0)()


def staff_at(
    directory: Path, campaign: Campaign | None = None, *, pin: str = PIN,
    ticks: Ticks | None = None,
) -> Staff:
    """A kiosk whose PIN costs next to nothing; with ``campaign`` its package is installed."""
    hands = Hands(now=NOW)
    store = KioskStore.create_or_open(
        directory / "kiosk", name="Entré", clock=hands.clock, random=hands.random
    )
    store.pin = Pin(store._database, ticks or Ticks(), hands.random, CHEAP)
    if pin:
        store.pin.set(pin)
    if campaign is not None:
        store.install(packaged(campaign))
    return Staff(store, directory / "kiosk")
