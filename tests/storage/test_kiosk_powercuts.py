"""A small edition of ``bench/powercuts.py``, and tests of the disk it simulates."""

from __future__ import annotations

import base64
import random
from pathlib import Path

import pytest

from admin.simulation.disk import Disk
from admin.simulation.disk_calls import Call
from admin.simulation.disk_files import apply, sectors, survivors
from bench.power.checks import leaks, needles
from bench.power.child import people, response
from bench.powercuts import run
from storage import bodies


def test_power_cuts_cost_no_promised_answer_and_show_none(tmp_path: Path) -> None:
    outcome = run("FULL", cuts=40, people=36, seed=7, work=tmp_path)
    assert outcome.lost == []
    assert outcome.leaks == []
    assert outcome.writes_at_stake > outcome.cuts, "a cut with nothing at stake proves nothing"
    assert outcome.promises_checked > 500


def test_the_control_without_syncing_loses_answers(tmp_path: Path) -> None:
    outcome = run("OFF", cuts=20, people=24, seed=7, work=tmp_path)
    assert outcome.cuts_that_lost > 0
    assert outcome.leaks == []


def test_the_search_finds_an_answer_in_every_spelling() -> None:
    plain = bodies.encode(response(people(1, 1)[0], 3, complete=True))
    assert leaks(plain)
    for shift in range(3):
        assert leaks(base64.b64encode(bytes(shift) + plain))
    assert leaks(plain.hex().encode())
    assert leaks("... hemligt svar ...".encode("utf-16-le"))
    assert all(len(needle) >= 12 for needle, _ in needles())


def call(name: str, *arguments: str, texts: tuple[bytes, ...] = (), result: int = 0) -> Call:
    return Call(name, texts, arguments, result)


def written_disk() -> Disk:
    """One synced and one unsynced write in a file whose name is safe."""
    disk = Disk("/s")
    name = (b"/s/f",)
    disk.take(call("openat", "AT_FDCWD", '""', "O_RDONLY", texts=(b"/s",), result=3))
    disk.take(call("openat", "AT_FDCWD", '""', "O_RDWR|O_CREAT", texts=name, result=4))
    disk.take(call("pwrite64", "4", '""', "3", "0", texts=(b"old",), result=3))
    disk.take(call("fdatasync", "4"))
    disk.take(call("fsync", "3"))
    disk.take(call("pwrite64", "4", '""', "3", "0", texts=(b"new",), result=3))
    return disk


def test_the_disk_keeps_what_was_synced_and_may_lose_the_rest() -> None:
    disk = written_disk()
    assert disk.pending == 1
    left = {disk.cut(random.Random(seed))["/s/f"] for seed in range(60)}
    assert {b"old", b"new"} <= left
    disk.take(call("fdatasync", "4"))
    assert {disk.cut(random.Random(seed))["/s/f"] for seed in range(60)} == {b"new"}


def test_a_name_is_safe_only_when_its_directory_is_synced() -> None:
    disk = written_disk()
    disk.take(call("unlink", '""', texts=(b"/s/f",)))
    assert {len(disk.cut(random.Random(seed))) for seed in range(40)} == {0, 1}
    disk.take(call("fsync", "3"))
    assert {len(disk.cut(random.Random(seed))) for seed in range(40)} == {0}


def test_writes_are_torn_at_sectors_and_reordered() -> None:
    assert [(at, len(data)) for at, data in sectors(500, bytes(1000))] == [
        (500, 12),
        (512, 512),
        (1024, 476),
    ]
    orders = {
        tuple(at for at, _ in survivors([(0, bytes(1536))], 1.0, True, random.Random(seed)))
        for seed in range(60)
    }
    assert len(orders) == 6
    assert apply(b"abcdef", [(2, b"XY"), (5, None)]) == b"abXYe"


def test_a_call_that_is_not_modelled_stops_the_replay() -> None:
    with pytest.raises(ValueError, match="not modelled"):
        Disk("/s").take(call("writev", "4", "[]", "1"))
