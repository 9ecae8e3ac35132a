"""Connecting the kiosk at its own screen, with a real door and a real server on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.pairing import Crew, Pairing
from kiosk.screens import Frame, NumberScreen, PairScreen, PairStage
from kiosk.wishes import LeavePairing, Pair, PairWith, SameWords, ShowNumber
from storage.kiosk import KioskStore
from sync.errors import PlaceRefuses
from sync.mailbox import cards
from sync.mailbox.address import Address
from sync.mailbox.channel import Means
from sync.mailbox.discovery import Found
from tests.kiosk.screen_builders import RecordingView
from tests.kiosk.test_kiosk_network import Hall
from tests.sync.sync_builders import clock, known_random


class Staff:
    """Somebody who connects the kiosk; its waiting thread runs at once, or when it is let."""

    def __init__(self, store: KioskStore, hall: Hall) -> None:
        self.view = RecordingView()
        self.jobs: list[Callable[[], None]] = []
        self.found: tuple[Found, ...] = ()
        self.says: bool | None = None
        means = Means(
            clock=clock, random=known_random("means"), wait=self._wait, timeout=5.0, tries=1
        )
        self._ticks = hall.machines.ticks
        crew = Crew(
            away=self.jobs.append, here=lambda job: job(), means=means, find=lambda: self.found
        )
        self.pairing = Pairing(self.view, store, Frame(language="sv"), crew)

    def _wait(self, seconds: float) -> None:
        if self.now.stage is PairStage.COMPARE and self.says is not None:
            self.pairing.receive(SameWords(self.says))
        self._ticks.wait(seconds)
        assert self._ticks.now < 3_000, "nothing ends this waiting"

    @property
    def now(self) -> PairScreen:
        screen = self.view.now
        assert isinstance(screen, PairScreen)
        return screen

    def work(self) -> None:
        while self.jobs:
            self.jobs.pop(0)()

    def stages(self) -> list[str]:
        return [s.stage.value for s in self.view.screens if isinstance(s, PairScreen)]


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.fixture
def address(hall: Hall) -> Iterator[Address]:
    with hall.machines.serving() as where:
        yield where


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KioskStore]:
    made = KioskStore.create_or_open(tmp_path, name="Entré", clock=clock, random=os.urandom)
    yield made
    made.close()


def test_the_only_computer_that_is_found_is_connected_to_when_both_say_yes(
    hall: Hall, address: Address, store: KioskStore
) -> None:
    staff = Staff(store, hall)
    staff.found, staff.says = (Found(address=address, organisation="0a1b2c3d"),), True
    staff.pairing.receive(Pair())
    staff.work()
    assert staff.stages() == ["looking", "connecting", "compare", "waiting", "paired"]
    shown = next(s for s in staff.view.screens if isinstance(s, PairScreen) and s.words)
    seen = hall.door.seen()
    assert seen is not None and shown.words == seen.words and len(shown.words) == 4
    assert shown.organisation == "Exempelkommun" and len(shown.number) == 24
    assert store.trusted_organisation == hall.machines.us.public


def test_a_no_connects_nobody_and_may_be_tried_again(
    hall: Hall, address: Address, store: KioskStore
) -> None:
    staff = Staff(store, hall)
    staff.says = False
    staff.pairing.receive(PairWith(str(address)))
    staff.work()
    assert (staff.now.stage, staff.now.trouble) == (PairStage.FAILED, PlaceRefuses.code)
    assert store.trusted_organisation is None


def test_a_no_over_there_ends_the_comparing_here(
    hall: Hall, address: Address, store: KioskStore
) -> None:
    staff = Staff(store, hall)
    hall.yes = False
    staff.pairing.receive(PairWith(str(address)))
    staff.work()  # nobody presses anything: the other side's no is asked for
    assert (staff.now.stage, staff.now.trouble) == (PairStage.FAILED, PlaceRefuses.code)


def test_whoever_leaves_while_the_words_stand_there_has_said_no(
    hall: Hall, address: Address, store: KioskStore
) -> None:
    staff = Staff(store, hall)
    staff.pairing.receive(PairWith(str(address)))
    wait = staff._wait

    def leaves(seconds: float) -> None:
        if not staff.pairing.over:
            staff.pairing.receive(LeavePairing())
        wait(seconds)

    object.__setattr__(staff.pairing._crew.means, "wait", leaves)
    staff.work()
    assert staff.pairing.over and store.trusted_organisation is None
    assert staff.stages()[-1] == "compare", "nothing is shown to whoever has gone"


def test_several_or_none_let_staff_choose_or_type(hall: Hall, store: KioskStore) -> None:
    staff = Staff(store, hall)
    staff.found = tuple(
        Found(address=Address(f"192.0.2.{n}", 8347), organisation=f"{n:08x}") for n in (1, 2)
    )
    staff.pairing.receive(Pair())
    staff.work()
    assert staff.now.stage is PairStage.CHOOSE
    assert staff.now.found == ("192.0.2.1:8347", "192.0.2.2:8347")
    staff.found = ()
    staff.pairing.receive(Pair())
    staff.work()
    assert (staff.now.stage, staff.now.trouble) == (PairStage.CHOOSE, "none-found")
    staff.pairing.receive(PairWith("not an address"))
    assert (staff.now.stage, staff.now.trouble) == (PairStage.CHOOSE, "address")


def test_the_kiosks_card_is_shown_for_a_place_without_a_network(
    hall: Hall, store: KioskStore
) -> None:
    staff = Staff(store, hall)
    staff.pairing.receive(ShowNumber())
    screen = staff.view.now
    assert isinstance(screen, NumberScreen) and screen.device == "Entré"
    assert cards.read_device_card(screen.card) == store.identity
