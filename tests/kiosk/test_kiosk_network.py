"""The kiosk's errands over a network: pairing with words on standard input, carrying."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk import app, errands, network
from kiosk.errands import Errand, run
from storage.kiosk import KioskStore
from storage.values import DeviceIdentity
from sync import package
from sync.mailbox import kiosk_side
from sync.mailbox.address import Address
from sync.mailbox.discovery import Found, short
from sync.mailbox.door import Door, Hands
from sync.mailbox.pairing import Host
from sync.mailbox.registry import Entry
from tests.sync.mailbox_builders import Machines
from tests.sync.sync_builders import Organisation, campaign, clock, known_random


class Hall:
    """An administrator's server with its door open; its person says ``yes`` to what is shown."""

    def __init__(self, yes: bool = True) -> None:
        self.machines, self.yes = Machines(), yes
        said = self.machines.keeping.posted(self.machines.us.public, "server")
        assert said is not None
        us = self.machines.us
        self.door = Door(
            Host(name="Exempelkommun", public=us.public, sign=us.sign, statement=said.raw,
                 certificate=self.machines.key.hash),
            Hands(register=self.register, changed=self.changed, ticks=self.machines.ticks,
                  random=known_random("door")),
        )
        self.door.open()
        self.machines.pairing = self.door
        given = package.write_package(Organisation(), campaign(), clock)
        self.name, self.raw = package.file_name(given), given.raw

    def register(self, who: DeviceIdentity) -> None:
        self.machines.register(Entry(device=who.public))

    def changed(self) -> None:
        seen = self.door.seen()
        if seen is not None and seen.stage.value == "comparing":
            self.door._attempt.decide(self.yes)  # type: ignore[union-attr]


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(errands, "now", clock)
    made = Hall()
    monkeypatch.setattr("kiosk.network.time.sleep", made.machines.ticks.wait)
    return made


@pytest.fixture
def address(hall: Hall) -> Iterator[Address]:
    with hall.machines.serving() as where:
        hall.machines.transport(where).put(hall.name, hall.raw)
        yield where


def told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], errand: Errand, said: str
) -> tuple[int, list[Any], str]:
    """The exit code, the JSON lines and the trouble of an errand to which a person says so."""
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    code = run(errand)
    out, trouble = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines()], trouble


def errand(folder: Path, **what: Any) -> Errand:
    return Errand(directory=folder / "kiosk", name="Surfplatta 1", as_json=True, **what)


def pinned(folder: Path) -> bytes | None:
    store = KioskStore.create_or_open(
        folder / "kiosk", name="x", clock=clock, random=known_random("look")
    )
    try:
        return store.trusted_organisation
    finally:
        store.close()


def test_pairing_shows_words_pins_and_brings_the_first_package(
    hall: Hall, address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, lines, _ = told(
        monkeypatch, capsys, errand(tmp_path, pair=str(address)), "ja\n"
    )
    seen = hall.door.seen()
    assert seen is not None
    assert code == 0
    assert lines[0]["words"] == list(seen.words)
    assert lines[0]["organisation"] == "Exempelkommun"
    assert (lines[1]["paired"], lines[1]["packages"], lines[1]["problems"]) == (True, 1, [])
    assert pinned(tmp_path) == hall.machines.us.public
    code, lines, _ = told(monkeypatch, capsys, errand(tmp_path, lan=""), "")
    assert (code, lines[0]["packages"]) == (0, 0)


@pytest.mark.parametrize("said", ["no\n", "", "perhaps\n"])
def test_anything_but_a_yes_pairs_nobody(
    hall: Hall, address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], said: str,
) -> None:
    code, _, trouble = told(monkeypatch, capsys, errand(tmp_path, pair=str(address)), said)
    assert code == 3
    assert "nothing was paired" in trouble
    assert pinned(tmp_path) is None
    seen = hall.door.seen()
    assert seen is not None
    assert seen.stage.value == "refused"


def test_before_pairing_there_is_no_mailbox_to_carry_to(
    address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, trouble = told(monkeypatch, capsys, errand(tmp_path, lan=str(address)), "")
    assert code == 3
    assert "serves no organisation yet" in trouble


def test_an_address_that_is_none_is_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, trouble = told(monkeypatch, capsys, errand(tmp_path, pair="not an address"), "")
    assert code == 2
    assert "is not an address" in trouble


def test_among_several_mailboxes_a_person_chooses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    two = tuple(
        Found(address=Address(f"192.0.2.{n}", 8347), organisation=f"{n:08x}") for n in (1, 2)
    )
    monkeypatch.setattr(network, "find", lambda: two)
    code, _, trouble = told(monkeypatch, capsys, errand(tmp_path, pair=""), "")
    assert code == 2
    assert "192.0.2.1:8347" in trouble
    assert "192.0.2.2:8347" in trouble
    monkeypatch.setattr(network, "find", lambda: ())
    code, _, trouble = told(monkeypatch, capsys, errand(tmp_path, pair=""), "")
    assert code == 2
    assert "no mailbox answers" in trouble


def test_a_mailbox_that_moved_is_found_again(
    hall: Hall, address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = KioskStore.create_or_open(
        tmp_path / "kiosk", name="A", clock=clock, random=known_random("kiosk")
    )
    us = hall.machines.us.public
    store.peers.pin(us, "127.0.0.1:9", bytes(32))
    hall.register(store.identity)
    told = Found(address=address, organisation=short(us))
    monkeypatch.setattr("sync.mailbox.discovery.answers", lambda _: (one for one in (told,)))
    means = network.Means(clock=clock, random=known_random("m"), wait=hall.machines.ticks.wait)
    mailbox = kiosk_side.mailbox(store, "", means)
    assert mailbox.list(".vpackage") == (hall.name,)
    mailbox.close()
    peer = store.peers.find(us)
    assert peer is not None
    assert peer.address == str(address)
    assert len(peer.token) == 32
    store.close()


def test_the_command_line_takes_both_with_and_without_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Errand] = []
    monkeypatch.setattr("kiosk.errands.run", lambda one: asked.append(one) or 0)
    for words in (["--pair"], ["--pair", "192.0.2.1"], ["--lan"], ["--lan", "x:1"]):
        assert app.main(["--store", str(tmp_path), *words]) == 0
    assert [(one.pair, one.lan) for one in asked] == [
        ("", None), ("192.0.2.1", None), (None, ""), (None, "x:1"),
    ]
