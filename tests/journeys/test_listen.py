"""``vardera listen`` as a program: a kiosk is paired, delivers, is receipted; Ctrl-C ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storage.bodies import encode
from storage.kiosk import KioskStore
from storage.workspace import Cost, create
from survey.reading import write_campaign
from sync import courier, package
from sync.mailbox import kiosk_side
from sync.mailbox.address import read_address
from sync.mailbox.client import ordinary_means
from tests.sync.sync_builders import campaign, response

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "fyra vanliga ord i rad"


class Program:
    """The running command: its events as they come, a person's answers."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "vardera.py", "listen", folder / "workspace", "--json", "--hidden",
             "--listen", "127.0.0.1:0", "--pair", "--backup", folder / "backups"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env={**os.environ, "VARDERA_PASSPHRASE": PASSPHRASE},
        )

    def event(self, name: str) -> dict[str, Any]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            told: dict[str, Any] = json.loads(line)
            if told["event"] == name:
                return told
        raise AssertionError(f"it ended before it said {name}: {self.process.communicate()[1]}")

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    now = lambda: datetime.now(UTC)  # noqa: E731
    workspace, _ = create(
        tmp_path / "workspace", name="Exempelkommun", passphrase=PASSPHRASE, clock=now,
        cost=Cost(memory=64, passes=1, lanes=1),
    )
    with workspace:
        survey = campaign()
        workspace.add_campaign(survey, write_campaign(survey))
        package.write_package(workspace, survey, now)
    (tmp_path / "backups").mkdir()
    made = Program(tmp_path)
    yield made
    made.process.kill()
    made.process.communicate()


def test_a_kiosk_is_paired_delivers_and_forgets_on_a_receipt(
    program: Program, tmp_path: Path
) -> None:
    address = program.event("listening")["address"]
    means = ordinary_means()
    store = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Surfplatta 1", clock=means.clock, random=os.urandom
    )

    def compare(shown: kiosk_side.Words) -> bool:
        told = program.event("pairing")
        assert told["words"] == list(shown.words)
        program.say("yes")
        return True

    kiosk_side.pair(store, read_address(address), means, compare)
    assert program.event("pairing")["stage"] == "paired"
    mailbox = kiosk_side.mailbox(store, address, means)
    assert courier.exchange(store, mailbox, means.clock).packages == 1
    journal = store.journal()
    journal.prepare()
    journal.draft(encode(response()))
    journal.finish(encode(response()))
    assert courier.exchange(store, mailbox, means.clock).records == 1
    assert program.event("intake")["new"] == 1
    assert len(program.event("put")["receipts"]) == 1
    assert courier.exchange(store, mailbox, means.clock).receipts_applied == 1
    mailbox.close()
    store.close()
    program.process.send_signal(signal.SIGINT)
    _, trouble = program.process.communicate(timeout=30)
    assert (program.process.returncode, trouble.strip()) == (0, "")
