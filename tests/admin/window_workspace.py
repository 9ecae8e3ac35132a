"""The window's real doors on a cheap workspace, and a kiosk with a store of its own."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from admin.app import attempt, clock
from admin.listening import running
from admin.listening.running import Listening
from admin.start.held import Held
from assets.words import Words
from storage.bodies import encode
from storage.kiosk import KioskStore
from storage.seal.slots import Cost
from storage.workspace import create
from survey.reading import write_campaign
from sync import package
from sync.mailbox.address import Address
from tests.sync.sync_builders import campaign, response

PASSPHRASE = "fyra vanliga ord i rad"


def words() -> Words:
    """English."""
    return Words("en")


def put_down(folder: Path) -> Path:
    """A workspace with a survey and its package, closed."""
    made, _ = create(
        folder, name="Exempelkommun", passphrase=PASSPHRASE, clock=clock,
        cost=Cost(memory=64, passes=1, lanes=1),
    )
    with made as workspace:
        survey = campaign()
        workspace.add_campaign(survey, write_campaign(survey), "Kim")
        package.write_package(workspace, survey, clock)
    return folder


def held_open(folder: Path) -> Held:
    """A workspace that the window has opened."""
    held = Held(clock, words)
    held.open(put_down(folder), PASSPHRASE)
    return held


def listening(held: Held, monkeypatch: pytest.MonkeyPatch) -> Listening:
    """On this machine only, told to nobody, looking often."""
    monkeypatch.setattr(running, "announced", lambda *_: nullcontext())
    monkeypatch.setattr(running, "own_addresses", lambda: ("127.0.0.1",))
    monkeypatch.setattr(running, "TURN", 0.02)
    network = Listening(held, clock, "Kim", attempt, Address("127.0.0.1", 0))
    held.before_leaving(network.leave)
    return network


def kiosk(folder: Path, name: str = "Surfplatta 1") -> KioskStore:
    """A kiosk that nobody has paired."""
    return KioskStore.create_or_open(folder, name=name, clock=clock, random=os.urandom)


def answer(store: KioskStore, body: bytes | None = None) -> Any:
    """One whole answer."""
    said = body or encode(response())
    journal = store.journal()
    journal.prepare()
    journal.draft(said)
    return journal.finish(said)
