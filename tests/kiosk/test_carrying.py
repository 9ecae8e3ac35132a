"""Carrying while the kiosk runs: when it goes, when it waits, and what staff are told."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk import carrying
from kiosk.carrying import Carrier, Ending, Hands, Route, Standing, routes
from kiosk.opening import open_store
from kiosk.places import Places
from storage.bodies import encode
from storage.kiosk import KioskStore
from storage.values import Package
from survey.records import Withdrawal
from sync.errors import PlaceGone
from sync.folder import FolderTransport
from sync.package import file_name
from sync.transport import Transport
from tests.kiosk.package_builders import packaged
from tests.kiosk.screen_builders import ISSUED


def clock() -> object:
    return ISSUED + timedelta(hours=1)


@dataclass
class Ground:
    """A kiosk, a folder to carry to, and a watch that is set by hand."""

    store: KioskStore
    folder: Path
    seconds: float = 1000.0
    there: bool = True
    gone: bool = False
    told: list[Standing] = field(default_factory=list)
    renewed: int = 0

    def carrier(self) -> Carrier:
        hands = Hands(
            told=self.told.append, renewed=self._renew, clock=clock,  # type: ignore[arg-type]
            ticks=lambda: self.seconds,
        )
        route = Route(open=self._open, here=lambda: self.there)
        return Carrier(self.store, lambda: (route,), hands)

    def _open(self) -> Transport:
        if self.gone:
            raise PlaceGone("nobody answers")
        return FolderTransport(self.folder)

    def _renew(self) -> None:
        self.renewed += 1

    def answered(self) -> None:
        self.store.journal().append(encode(Withdrawal(code=bytes(16))))

    def bundles(self) -> int:
        return len(list(self.folder.glob("*.vbundle")))


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    folder = tmp_path / "stick"
    folder.mkdir()
    store = open_store(tmp_path / "kiosk", "Entrance", clock, os.urandom, None)  # type: ignore[arg-type]
    yield Ground(store, folder)
    store.close()


def lay(package: Package, folder: Path) -> None:
    (folder / file_name(package)).write_bytes(package.raw)


def test_a_package_on_the_stick_is_taken_and_told_of(ground: Ground) -> None:
    lay(packaged(), ground.folder)
    ground.carrier().turn()
    assert ground.store.package() is not None and ground.renewed == 1
    assert ground.told == [Standing(waiting=0, last=clock())]  # type: ignore[arg-type]


def test_what_waits_is_carried_and_counted_until_a_receipt_comes(ground: Ground) -> None:
    ground.store.install(packaged())
    ground.answered()
    carrier = ground.carrier()
    carrier.turn()
    assert ground.bundles() == 1 and ground.told[-1].waiting == 1
    assert not carrier.due()
    ground.seconds += carrying.FIRST
    assert carrier.due(), "a receipt is looked for soon"
    carrier.turn()
    assert ground.bundles() == 1
    ground.seconds += carrying.FIRST
    assert not carrier.due(), "then as seldom as ever"


def test_nothing_is_begun_or_gone_on_with_while_somebody_answers(ground: Ground) -> None:
    ground.store.install(packaged())
    ground.answered()
    carrier = ground.carrier()
    carrier.busy(True)
    assert not carrier.due()
    carrier.turn()
    assert ground.bundles() == 0
    carrier.busy(False)
    assert carrier.due()
    carrier.busy(True)
    ground.seconds += carrying.MOST + 1
    assert carrier.due(), "a queue of people does not keep answers here for ever"
    carrier.turn()
    assert ground.bundles() == 1


def test_a_place_that_does_not_answer_is_told_and_asked_ever_more_seldom(ground: Ground) -> None:
    ground.store.install(packaged())
    ground.gone = True
    carrier = ground.carrier()
    pauses = []
    for _ in range(8):
        carrier.turn()
        before = ground.seconds
        while not carrier.due():
            ground.seconds += carrying.FIRST
        pauses.append(ground.seconds - before)
    assert pauses == [30, 60, 120, 240, 480, 900, 900, 900]
    assert ground.told[-1].trouble == "place-gone" and ground.told[-1].last is None
    ground.gone = False
    carrier.turn()
    assert ground.told[-1].trouble == "" and ground.told[-1].last is not None


def test_a_stick_that_comes_is_carried_to_at_once(ground: Ground) -> None:
    ground.store.install(packaged())
    ground.there = False
    carrier = ground.carrier()
    carrier.turn()
    carrier._look()
    assert ground.told[-1].trouble == "place-not-here" and not carrier.due()
    ground.there = True
    carrier._look()
    assert carrier.due()


def test_the_thread_ends_when_told_even_while_a_job_waits(ground: Ground) -> None:
    begun, ended = threading.Event(), threading.Event()
    carrier = ground.carrier()

    def job() -> None:
        begun.set()
        try:
            carrier.wait(600)
        except Ending:
            ended.set()
            raise

    carrier.start()
    carrier.ask(job)
    assert begun.wait(10)
    carrier.stop()
    assert ended.is_set()
    assert not [t for t in threading.enumerate() if t.name == "carrier"]


def test_a_sticks_own_folder_is_preferred_and_a_place_that_is_none_is_told(ground: Ground) -> None:
    ground.store.install(packaged())
    ground.answered()
    own = ground.folder / carrying.STICK_FOLDER
    own.mkdir()

    def carried(place: str) -> Standing:
        waits: Callable[[float], None] = lambda _: None  # noqa: E731
        ways = routes(ground.store, Places(place=place), carrying.means(clock, waits))  # type: ignore[arg-type]
        hands = Hands(told=ground.told.append, renewed=ground._renew, clock=clock)  # type: ignore[arg-type]
        Carrier(ground.store, lambda: ways, hands).turn()
        return ground.told[-1]

    assert carried(str(ground.folder)).trouble == ""
    assert len(list(own.glob("*.vbundle"))) == 1 and ground.bundles() == 0
    assert carried("ftp://nowhere").trouble == "no-place"
    assert carried(str(ground.folder / "none")).trouble == "place-not-here"


@pytest.mark.parametrize("what", ["link", "dangling link", "file"])
def test_a_link_in_the_place_of_a_sticks_own_folder_leads_nowhere(
    ground: Ground, tmp_path: Path, what: str
) -> None:
    ground.store.install(packaged())
    ground.answered()
    own, elsewhere = ground.folder / carrying.STICK_FOLDER, tmp_path / "elsewhere"
    if what == "file":
        own.write_bytes(b"no folder")
    else:
        own.symlink_to(elsewhere)
    if what == "link":
        elsewhere.mkdir()
    waits: Callable[[float], None] = lambda _: None  # noqa: E731
    places = Places(place=str(ground.folder))
    ways = routes(ground.store, places, carrying.means(clock, waits))  # type: ignore[arg-type]
    hands = Hands(told=ground.told.append, renewed=ground._renew, clock=clock)  # type: ignore[arg-type]
    Carrier(ground.store, lambda: ways, hands).turn()
    assert ground.told[-1].trouble == "" and ground.bundles() == 1
    assert not list(elsewhere.glob("*"))
