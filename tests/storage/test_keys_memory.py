"""What a guess costs, what a new passphrase touches, and what keeps memory off the disk."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from storage.errors import WrongKey
from storage.seal import calibration, memory, slots
from storage.seal.slots import DEFAULT_COST, MOST_WORK, Cost
from storage.workspace import open_workspace, passphrases
from tests.storage.workspace_builders import CHEAP, PASSPHRASE, World, new_workspace

MIB = 1024


class Computer:
    """A clock that moves by what a derivation would take on a computer of this speed."""

    def __init__(self, seconds_a_pass: float, memory: int = 1024 * MIB) -> None:
        self.now = 0.0
        self.seconds_a_pass = seconds_a_pass
        self.memory = memory
        self.tried: list[Cost] = []

    def timer(self) -> float:
        return self.now

    def work(self, cost: Cost) -> None:
        self.tried.append(cost)
        if cost.memory > self.memory:
            raise MemoryError
        self.now += self.seconds_a_pass * cost.passes * cost.memory / DEFAULT_COST.memory

    def calibrated(self) -> tuple[Cost, float]:
        cost = calibration.calibrate(self.timer, self.work)
        before = self.now
        self.work(cost)
        return cost, self.now - before


@pytest.mark.parametrize("seconds", [0.06, 0.08, 0.1, 0.13, 0.15, 0.19])
def test_a_try_takes_between_four_and_eight_tenths_of_a_second(seconds: float) -> None:
    cost, taken = Computer(seconds).calibrated()
    assert 0.4 <= taken <= 0.8
    assert cost.memory == 256 * MIB


def test_a_slow_computer_still_makes_guessing_cost_the_least() -> None:
    assert Computer(2.0).calibrated()[0] == DEFAULT_COST


def test_a_fast_computer_stays_within_what_every_reader_takes() -> None:
    cost, _ = Computer(0.0).calibrated()
    assert cost.passes == 12 and cost.memory * cost.passes == MOST_WORK
    slot = slots.passphrase_slot(
        bytes(16), bytes(32), "a", cost=Cost(memory=64, passes=cost.passes, lanes=4), random=bytes
    )
    whole = slots.Slots(workspace=bytes(16), slots=(slot,))
    assert slots.read_slots(slots.write_slots(whole)) == whole


@pytest.mark.parametrize(("room", "passes"), [(200, 6), (100, 12)])
def test_less_memory_is_made_up_for_by_passes(room: int, passes: int) -> None:
    cost, _ = Computer(1.0, memory=room * MIB).calibrated()
    assert cost.passes == passes
    assert cost.memory * cost.passes == DEFAULT_COST.memory * DEFAULT_COST.passes


def test_a_computer_without_even_that_is_told_so() -> None:
    with pytest.raises(MemoryError):
        Computer(1.0, memory=32 * MIB).calibrated()


def test_a_new_passphrase_wraps_the_key_anew_and_touches_nothing_else(tmp_path: Path) -> None:
    world = World()
    new_workspace(tmp_path / "w", world)[0].close()
    database = tmp_path / "w" / "workspace.db"
    before = sha256(database.read_bytes()).digest(), database.stat().st_mtime_ns
    old_slots = (tmp_path / "w" / "workspace.slots").read_bytes()
    passphrases.change_passphrase(
        tmp_path / "w", new="en annan lång mening", passphrase=PASSPHRASE, cost=CHEAP
    )
    assert (sha256(database.read_bytes()).digest(), database.stat().st_mtime_ns) == before
    assert (tmp_path / "w" / "workspace.slots").read_bytes() != old_slots
    with pytest.raises(WrongKey):
        open_workspace(tmp_path / "w", passphrase=PASSPHRASE, clock=world.clock)
    open_workspace(tmp_path / "w", passphrase="en annan lång mening", clock=world.clock).close()


def in_a_process_of_its_own(*lines: str) -> list[object]:
    """What the lines print as JSON; what is forbidden there is not forbidden in the tests."""
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], check=True, capture_output=True, text=True
    )
    told: list[object] = json.loads(done.stdout)
    return told


def test_no_core_is_dumped_and_nobody_of_the_same_user_may_look_in() -> None:
    told = in_a_process_of_its_own(
        "import ctypes, json, resource",
        "from storage.seal.memory import keep_out_of_swap",
        "kept = keep_out_of_swap()",
        "assert keep_out_of_swap() == kept",
        "locked = [l for l in open('/proc/self/status') if l.startswith('VmLck')][0].split()[1]",
        "print(json.dumps([kept.dumps, kept.traces, kept.swap,",
        "  resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3), int(locked)]))",
    )
    dumps, traces, swap, core, dumpable, locked = told
    assert (dumps, traces, core, dumpable) == (True, True, 0, 0)
    assert swap == (locked != 0)


def test_with_little_memory_to_lock_nothing_is_locked_and_the_program_goes_on() -> None:
    told = in_a_process_of_its_own(
        "import ctypes, json, os, resource",
        "from storage.seal import memory",
        "resource.setrlimit(resource.RLIMIT_MEMLOCK, (65536, 65536))",
        "os.setuid(65534) if os.getuid() == 0 else None",
        "kept = memory.keep_out_of_swap()",
        "print(json.dumps([kept.swap, len(bytearray(64 * 2**20))]))",
    )
    assert told == [False, 64 * 2**20]


def test_elsewhere_than_on_linux_it_says_what_it_could_not_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory.sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "resource", None)
    assert memory.keep_out_of_swap() == memory.Kept(dumps=False, traces=False, swap=False)
