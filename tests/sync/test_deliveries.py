"""Many deliveries of the same bundles at once, broken off anywhere: every record once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from storage.bodies import encode
from storage.errors import InUse
from storage.workspace import Cost, Workspace, create, open_workspace, sqlcipher
from survey.reading import write_campaign
from sync import intake
from sync.bundle import write_bundle
from sync.folder import FolderTransport
from tests.storage.postgres_server import postgres_url as postgres_url  # a fixture
from tests.sync.sync_builders import Device, campaign, clock, known_random, response

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "en lång fras"


def delivered(*arguments: str) -> dict[str, Any]:
    """What the bench tells of a small run; it fails by itself when anything is not exact."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.deliveries", "--json", "--devices", "2", "--records", "40",
         *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=100,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def exact(told: dict[str, Any]) -> None:
    assert (told["ledger"], told["response"], told["complete"]) == (80, 80, 80)
    assert (told["gaps"], told["forks"], told["faults"], told["quarantined"]) == (0, 0, [], 0)


def test_processes_that_are_killed_and_repeat_themselves_bring_every_record_once() -> None:
    told = delivered("--deliveries", "4", "--kills", "0.7")
    exact(told)
    assert told["killed"] > 0


def test_threads_that_share_a_workspace_bring_every_record_once() -> None:
    exact(delivered("--deliveries", "8", "--threads"))


def test_the_same_holds_on_a_server(postgres_url: str) -> None:
    exact(delivered("--deliveries", "4", "--kills", "0.7", "--postgres", postgres_url))


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A workspace that does not wait for its turn by itself, and a bundle on a stick."""
    monkeypatch.setattr(sqlcipher, "BUSY_SECONDS", 0.0)
    made, _ = create(
        tmp_path / "workspace", name="Exempelkommun", passphrase=PASSPHRASE, clock=clock,
        random=known_random("workspace"), cost=Cost(memory=64, passes=1, lanes=1),
    )
    made.add_campaign(campaign(), write_campaign(campaign()))
    made.record_package(campaign().id, 1, b"p" * 32, b"package")
    device = Device(recipients=made.recipients(campaign().id))
    made.register_device(device.identity)
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "one.vbundle").write_bytes(write_bundle(
        device.bundle(device.epoch([encode(response()), encode(response(2))])),
        device.signer.sign,
    ))
    yield made
    made.close()


class Other:
    """Somebody else who writes to the workspace, until the intake has asked ``turns`` times."""

    def __init__(self, workspace: Workspace, turns: int, *, stop: bool = False) -> None:
        self._other = open_workspace(workspace.directory, passphrase=PASSPHRASE, clock=clock)
        self._held = ExitStack()
        self._left, self._stop, self._asked = turns, stop, 0

    def begin(self) -> None:
        self._held.enter_context(self._other._database.writing())

    def cancelled(self) -> bool:
        """Asked once for each file and then after each attempt that met the other."""
        self._asked += 1
        if self._asked == 1:
            self.begin()
            return False
        self._left -= 1
        if self._left == 0:
            self._held.close()
        return self._stop

    def close(self) -> None:
        self._held.close()
        self._other.close()


def test_an_intake_waits_for_others_who_write(workspace: Workspace, tmp_path: Path) -> None:
    other = Other(workspace, turns=3)
    report = intake.take_in(
        workspace, FolderTransport(tmp_path / "stick"), clock=clock, actor="anna",
        cancelled=other.cancelled,
    )
    other.close()
    assert (report.new, report.cancelled, report.gaps) == (2, False, ())
    assert workspace.counts(campaign().id).complete == 2


def test_a_person_can_stop_an_intake_that_waits(workspace: Workspace, tmp_path: Path) -> None:
    other = Other(workspace, turns=9, stop=True)
    report = intake.take_in(
        workspace, FolderTransport(tmp_path / "stick"), clock=clock, actor="anna",
        cancelled=other.cancelled,
    )
    other.close()
    assert (report.new, report.bundles, report.cancelled) == (0, 0, True)
    again = intake.take_in(
        workspace, FolderTransport(tmp_path / "stick"), clock=clock, actor="anna"
    )
    assert again.new == 2


def test_patience_has_an_end(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "PATIENCE", 3)
    other = Other(workspace, turns=99)
    with pytest.raises(InUse):
        intake.take_in(
            workspace, FolderTransport(tmp_path / "stick"), clock=clock, actor="anna",
            cancelled=other.cancelled,
        )
    other.close()
