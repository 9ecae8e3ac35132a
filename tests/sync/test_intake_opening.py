"""Bundles opened in a process beside: the same comes of it, whatever becomes of that process."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from storage.bodies import encode
from storage.errors import Damaged
from storage.unsealed import Keyring, Unsealed
from storage.unsealing import Unsealer
from storage.values import OpenedBundle
from storage.workspace import Cost, Workspace, create
from survey.reading import write_campaign
from sync import intake, opening
from sync.bundle import write_bundle
from sync.folder import FolderTransport
from sync.opening import Opening
from sync.opening_process import Job, OpeningProcess
from sync.unsealing import unseal_file
from tests.sync.sync_builders import Device, campaign, clock, known_random, response

WAIT = 30.0


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made, _ = create(
        tmp_path / "workspace", name="Exempelkommun", passphrase="en lång fras", clock=clock,
        random=known_random("workspace"), cost=Cost(memory=64, passes=1, lanes=1),
    )
    made.add_campaign(campaign(), write_campaign(campaign()))
    made.record_package(campaign().id, 1, b"p" * 32, b"package")
    yield made
    made.close()


@pytest.fixture
def files(workspace: Workspace) -> list[bytes]:
    """Twelve bundles of three answers; the device is registered."""
    device = Device(recipients=workspace.recipients(campaign().id))
    workspace.register_device(device.identity)
    return [
        write_bundle(
            device.bundle(device.epoch([encode(response(n % 5 + 1)) for n in range(3)])),
            device.signer.sign,
        )
        for _ in range(12)
    ]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is started for any file, on any machine."""
    monkeypatch.setattr(opening, "WORTH_A_PROCESS", 1)
    monkeypatch.setattr(opening, "_cores", lambda: 2)


@pytest.fixture
def process(workspace: Workspace, files: list[bytes]) -> Iterator[OpeningProcess]:
    beside = OpeningProcess(workspace.arrivals.keyring())
    yield beside
    beside.close()


def opened_by(process: OpeningProcess, raws: list[bytes]) -> list[Unsealed | None]:
    jobs = [Job(raw) for raw in raws]
    for job in jobs:
        process.put(job)
    assert all(job.done.wait(WAIT) for job in jobs)
    return [job.unsealed() for job in jobs]


def test_the_process_beside_opens_as_this_one_does(
    process: OpeningProcess, workspace: Workspace, files: list[bytes]
) -> None:
    unsealer = Unsealer(workspace.arrivals.keyring())
    assert opened_by(process, files) == [unseal_file(raw, unsealer) for raw in files]


def test_what_it_cannot_open_is_left_to_this_process(
    process: OpeningProcess, files: list[bytes]
) -> None:
    cut = files[0][:-1]
    found = opened_by(process, [cut, files[1], b"", b"junk", files[2]])
    assert [one is not None for one in found] == [False, True, False, False, True]


def test_a_killed_process_leaves_its_files_to_this_one(
    workspace: Workspace, files: list[bytes]
) -> None:
    with Opening(workspace, workspace.arrivals.keyring) as work:
        collect = work.begin(files)
        assert work._process is not None
        os.kill(work._process._process.pid, signal.SIGKILL)
        found = collect()
        assert all(isinstance(one, Unsealed) for one in found)
        assert len({one.outline.hash for one in found if isinstance(one, Unsealed)}) == 12
        again = work.begin(files[:2])()
        assert [type(one) for one in again] == [Unsealed, Unsealed]


def test_a_process_that_hangs_is_waited_for_no_longer_than_is_said(
    workspace: Workspace, files: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LONGEST_WAIT", 0.2)
    with Opening(workspace, workspace.arrivals.keyring) as work:
        work.begin(files[:1])()
        assert work._process is not None
        os.kill(work._process._process.pid, signal.SIGSTOP)
        jobs = [Job(raw) for raw in files]
        for job in jobs:
            work._process.put(job)
        while not any(job._claim.locked() for job in jobs):
            continue
        found = work._collected(files, jobs)
        assert [type(one) for one in found] == [Unsealed] * 12
        assert work._process._process.returncode is not None


def test_a_process_that_cannot_start_is_done_without(
    workspace: Workspace, files: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Opening(workspace, workspace.arrivals.keyring) as work:
        assert all(isinstance(one, Unsealed) for one in work.begin(files)())


def test_an_answer_that_is_none_is_no_answer() -> None:
    job = Job(b"")
    job.finish(b"\xc1 nonsense")
    assert job.unsealed() is None


def test_files_that_came_before_and_refused_ones_are_opened_no_further(
    workspace: Workspace, files: list[bytes]
) -> None:
    with Opening(workspace, workspace.arrivals.keyring) as work:
        first = work.begin(files[:1])()
        workspace.arrivals.take_in_all([one for one in first if isinstance(one, Unsealed)])
        found = work.begin([files[0], files[1][:-1], files[2]])()
    assert [type(one) for one in found] == [OpenedBundle, Damaged, Unsealed]


def test_few_files_start_no_process(
    workspace: Workspace, files: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "WORTH_A_PROCESS", 1 << 20)
    with Opening(workspace, workspace.arrivals.keyring) as work:
        work.begin(files)()
        assert work._process is None


def test_one_core_or_a_frozen_program_starts_no_process(
    workspace: Workspace, files: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    for change in ((opening, "_cores", lambda: 1), (sys, "frozen", True)):
        with monkeypatch.context() as patch, Opening(workspace, workspace.arrivals.keyring) as work:
            patch.setattr(*change, raising=False)
            work.begin(files)()
            assert work._process is None


def test_an_intake_with_a_process_beside_counts_the_same(
    workspace: Workspace, files: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "TOGETHER", 5)
    folder = tmp_path / "stick"
    folder.mkdir()
    for number, raw in enumerate([*files, files[3][:-1], files[4]]):
        (folder / f"{number:02}.vbundle").write_bytes(raw)
    for new in (36, 0):
        report = intake.take_in(
            workspace, FolderTransport(folder), clock=clock, actor="anna"
        )
        assert (report.new, report.bundles, report.known) == (new, 13, 39 - new)
        assert workspace.counts(campaign().id).complete == 36
    assert workspace.verify().faults == ()


def test_no_key_is_in_arguments_or_environment(
    process: OpeningProcess, workspace: Workspace, files: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", "en lång fras")
    ring = workspace.arrivals.keyring()
    (keys,) = ring.campaigns.values()
    other = OpeningProcess(ring)
    try:
        opened_by(other, files[:1])
        place = Path(f"/proc/{other._process.pid}")
        told = (place / "cmdline").read_bytes() + (place / "environ").read_bytes()
    finally:
        other.close()
    assert b"sync.opening_worker" in told
    assert b"en l" not in told
    for secret in (*keys.seeds, keys.row_secret):
        assert secret not in told
        assert secret.hex().encode() not in told


ORPHAN = """
import msgspec, sys
from storage.unsealed import Keyring
from sync.opening_process import Job, OpeningProcess
ring = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Keyring)
process = OpeningProcess(ring)
job = Job(b"junk")
process.put(job)
job.done.wait()
print(process._process.pid, flush=True)
import os, signal
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_process_ends_with_its_parent(workspace: Workspace) -> None:
    raw = msgspec.msgpack.encode(workspace.arrivals.keyring())
    # the pipe's end is held by parent and child, so that its closing tells of both
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHAN], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    told, _ = parent.communicate(raw, timeout=WAIT)
    pid = int(told)
    assert parent.returncode == -signal.SIGKILL
    _until_gone(pid)


def _until_gone(pid: int) -> None:
    """Wait for the end of a process that is no child of this one."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        ready, _, _ = select.select([handle], [], [], WAIT)
    finally:
        os.close(handle)
    assert ready, "the process outlives its parent"


def test_a_key_ring_crosses_unchanged(workspace: Workspace, files: list[bytes]) -> None:
    ring = workspace.arrivals.keyring()
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(ring), type=Keyring) == ring
    assert len(ring.devices) == len(ring.campaigns) == 1
