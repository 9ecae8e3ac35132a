"""The window's doors to a real workspace: pairing and receiving, devices, the inbox, erasing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from admin.app import attempt
from admin.background import Report, Waiting
from admin.devices.hub import Part
from admin.devices.source import WorkspaceDevices
from admin.listening.running import Listening
from admin.responses.aside_source import WorkspaceAside
from admin.responses.intake import WorkspaceIntake
from admin.responses.leaving import WorkspaceEraser
from admin.shell.places import Place
from admin.start.held import Held, NotOpen
from storage.errors import MissingKey
from storage.values import DeviceIdentity
from sync import courier
from sync.folder import FolderTransport
from sync.mailbox import kiosk_side
from sync.mailbox.address import Address, read_address
from sync.mailbox.client import ordinary_means
from tests.admin.window_builders import Desk
from tests.admin.window_workspace import (
    PASSPHRASE,
    answer,
    held_open,
    kiosk,
    listening,
    put_down,
    words,
)

CODE16 = bytes(range(16))


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    made = held_open(tmp_path / "workspace")
    yield made
    made.close()


@pytest.fixture
def network(held: Held, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listening]:
    made = listening(held, monkeypatch)
    yield made
    made.stop()


class Visitor(Thread):
    """A kiosk whose person waits for ``compared`` before the answer is yes."""

    def __init__(self, folder: Path, address: Address) -> None:
        super().__init__()
        self._folder, self._address = folder, address
        self.compared = Event()
        self.words: tuple[str, ...] = ()
        self.left = -1

    def run(self) -> None:
        means, store = ordinary_means(), kiosk(self._folder)
        kiosk_side.pair(store, self._address, means, self._compare)
        mailbox = kiosk_side.mailbox(store, str(self._address), means)
        courier.exchange(store, mailbox, means.clock)
        answer(store)
        self.left = courier.exchange(store, mailbox, means.clock).records
        mailbox.close()
        store.close()

    def receipts(self) -> int:
        """Come again; how many receipts were fetched."""
        means, store = ordinary_means(), kiosk(self._folder)
        mailbox = kiosk_side.mailbox(store, str(self._address), means)
        done = courier.exchange(store, mailbox, means.clock).receipts_applied
        mailbox.close()
        store.close()
        return done

    def _compare(self, shown: kiosk_side.Words) -> bool:
        self.words = shown.words
        return self.compared.wait(20)


def test_a_kiosk_is_paired_in_the_window_and_its_answers_come_in(
    held: Held, network: Listening, tmp_path: Path, qapp: Any, qtbot: Any
) -> None:
    desk = Desk(
        doors=held, desk=WorkspaceDevices(held, words, "Kim"),  # type: ignore[arg-type]
        aside=WorkspaceAside(held, words, "Kim"), network=network,  # type: ignore[arg-type]
        background=Waiting(attempt),
    )
    program = desk.program("en")
    network.follow(program.units.network_view.server_changed.emit)
    qtbot.addWidget(program.window)
    program.show()
    program.start.open(str(tmp_path / "workspace"), PASSPHRASE)
    desk.background.flush()
    program.go(Place.DEVICES)
    program.units.hub.go(Part.NETWORK)
    view = program.units.network_view
    QTest.keyClick(view.switch, Qt.Key.Key_Space)
    desk.background.flush()
    QTest.keyClick(view.pair, Qt.Key.Key_Return)
    desk.background.flush()
    visitor = Visitor(tmp_path / "kiosk", read_address(network.heard().address))
    visitor.start()
    qtbot.waitUntil(lambda: view.yes.isVisible() and bool(visitor.words), timeout=20_000)
    assert view.words.text().split() == list(visitor.words)
    assert view.no.hasFocus()
    QTest.keyClick(view.yes, Qt.Key.Key_Return)
    desk.background.flush()
    visitor.compared.set()
    visitor.join(20)
    assert visitor.left == 1
    qtbot.waitUntil(lambda: network.heard().new == 1, timeout=20_000)
    desk.background.flush()
    (device,) = WorkspaceDevices(held, words, "Kim").devices()
    assert (device.standing.name, device.files) == ("Surfplatta 1", 0)
    qtbot.waitUntil(lambda: "1 new" in view._counts.text(), timeout=20_000)
    backups = tmp_path / "backups"
    backups.mkdir()
    assert view.back_up.isVisible()
    desk.picked = backups
    QTest.keyClick(view.back_up, Qt.Key.Key_Return)
    desk.background.flush()
    assert not view.back_up.isVisible() and network.heard().unkept == 0
    assert visitor.receipts() == 1


def test_another_workspace_is_opened_only_when_the_server_of_the_first_has_stopped(
    held: Held, network: Listening, tmp_path: Path
) -> None:
    first, other, seen = held.workspace, put_down(tmp_path / "other"), []

    def stopping() -> None:
        seen.append(first.campaigns())  # still open
        network.stop()
        seen.append(network.heard().running)

    held.before_leaving(stopping)
    network.start()
    assert network.heard().running
    held.open(other, PASSPHRASE)
    assert len(seen) == 2 and seen[1] is False
    network.start()
    assert network.heard().number != ""


def test_a_workspace_that_does_not_open_stops_nothing(
    held: Held, network: Listening, tmp_path: Path
) -> None:
    network.start()
    with pytest.raises(MissingKey):
        held.open(tmp_path / "nothing", PASSPHRASE)
    assert network.heard().running


def test_the_server_stops_cleanly_and_starts_anew(network: Listening) -> None:
    network.start()
    network.start()
    network.open_door()
    assert 298 <= network.heard().left <= 300
    network.close_door()
    assert network.heard().left == 0
    network.stop()
    network.stop()
    network.open_door()
    assert not network.heard().running and network.heard().left == 0
    network.start()
    assert network.heard().running


def test_nothing_is_served_where_no_workspace_is_open(network: Listening, held: Held) -> None:
    held.close()
    with pytest.raises(NotOpen):
        network.start()
    assert not network.heard().running


def carried(folder: Path, held: Held, *, name: str) -> bytes:
    """A kiosk's answer in ``folder``; the kiosk's public key."""
    place, means = FolderTransport(folder), ordinary_means()
    given = held.workspace.packages(held.workspace.campaigns()[0].id)[-1]
    place.put("survey.vpackage", given.raw)
    store = kiosk(folder.parent / name, name)
    courier.exchange(store, place, means.clock)
    answer(store)
    courier.exchange(store, place, means.clock)
    store.close()
    return store.identity.public


def test_files_of_an_unknown_device_lie_aside_until_it_is_registered(
    held: Held, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    public = carried(folder, held, name="Kiosk 7")
    desk, aside = WorkspaceDevices(held, words, "Kim"), WorkspaceAside(held, words, "Kim")
    taken = WorkspaceIntake(held, ordinary_means().clock, "Kim").take_in(folder, Quiet())
    (file,) = aside.look().files
    assert file.kept and (taken.new, len(taken.refused)) == (0, 1)
    assert aside.save(file.hash, tmp_path / "copy.vbundle")
    assert not aside.save(b"?" * 32, tmp_path / "none.vbundle")
    (device,) = taken.unknown
    assert (device.public, device.name) == (public, "Kiosk 7")
    desk.register(device)
    assert aside.try_again() == (1, 1)
    assert aside.look().files == () and aside.look().totals[0].counted == 1
    assert len(desk.arrived(public)) == 1


def test_a_revoked_device_is_held_then_accepted(held: Held, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    public = carried(folder, held, name="Kiosk 7")
    desk, intake = (
        WorkspaceDevices(held, words, "Kim"), WorkspaceIntake(held, ordinary_means().clock, "Kim")
    )
    held.workspace.register_device(DeviceIdentity(public=public, name="Kiosk 7"), "Kim")
    assert held.overview().devices == 1
    desk.revoke(public, "lost")
    assert held.overview().devices == 0 and desk.devices()[0].verdict is None
    intake.take_in(folder, Quiet())
    (device,) = desk.devices()
    assert device.files == 1
    desk.accept(public, "it was found")
    (device,) = desk.devices()
    assert device.files == 0 and device.verdict is not None and device.verdict.accepted
    assert (device.verdict.who, device.verdict.why) == ("Kim", "it was found")
    assert held.workspace.counts(held.workspace.campaigns()[0].id).complete == 1
    assert desk.restore(public, "found") and not desk.restore(public, "found")


def test_a_file_is_let_go_and_a_code_waits_for_its_answer(held: Held) -> None:
    aside = WorkspaceAside(held, words, "Kim")
    hash = held.workspace.quarantine(b"nonsense", "a.vbundle", "damaged", "damaged", "Kim")
    assert aside.look().files[0].hash == hash
    assert aside.let_go(hash, "nonsense") and not aside.let_go(hash, "nonsense")
    assert aside.look().files == () and aside.give_up((), "none") == 0
    eraser = WorkspaceEraser(held, "Kim")
    assert eraser.withdraw(CODE16).waiting


class Quiet(Report):
    """Is told, and never cancels."""

    def progress(self, made: int, of: int) -> None:
        """Nobody looks."""

    def cancelled(self) -> bool:
        return False
