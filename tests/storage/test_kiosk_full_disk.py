"""A full disk: nothing new is promised, what was kept stays, and forgetting makes room.

A child process runs under strace, which makes its writes fail with ENOSPC.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storage.errors import NoRoom
from storage.kiosk import files
from tests.storage.kiosk_builders import bodies, collecting_store, open_store, records

ROOT = Path(__file__).resolve().parents[2]

SAVE = """
from pathlib import Path
from storage.errors import NoRoom
from tests.storage.kiosk_builders import open_store, Hands
store = open_store(Path({store!r}), Hands(seed=b"child"))
journal = store.journal()
journal.draft(b"kept before the disk was full")
open({mark!r}, "rb").close()
for attempt in range(3):
    try:
        journal.finish(b"attempt %d" % attempt)
        print("kept", attempt)
        break
    except NoRoom as error:
        print("no room:", error)
store.close()
"""

FORGET = """
from pathlib import Path
from tests.storage.kiosk_builders import open_store, receipt_for, records, Hands
store = open_store(Path({store!r}), Hands(seed=b"child"))
receipt = receipt_for(store, records(store))
open({mark!r}, "rb").close()
print("forgot", store.forget(receipt).forgotten)
print("waiting", store.waiting())
store.close()
"""


def run_on_full_disk(directory: Path, code: str, writes: int) -> tuple[list[str], str]:
    """Run ``code``; after it opens its mark, its next ``writes`` database writes fail.

    Gives its lines, and strace's list of truncations.
    """
    strace = shutil.which("strace")
    assert strace is not None, "strace is not installed; apt-get install strace"
    mark, log = directory / "mark", directory / "log"
    mark.write_bytes(b"")
    program = code.format(store=str(directory / "store"), mark=str(mark))
    before = writes_before_mark(strace, program, directory, mark, log)
    failing = f"--inject=pwrite64:error=ENOSPC:when={before + 1}..{before + writes}"
    done = subprocess.run(
        [strace, "-f", "-y", "-o", log, "-e", "trace=pwrite64,truncate,ftruncate", failing,
         sys.executable, "-c", program],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines(), log.read_text("utf-8", "replace")


def writes_before_mark(
    strace: str, program: str, directory: Path, mark: Path, log: Path
) -> int:
    """How many writes the same run makes on a copy of the store before it opens its mark."""
    copy = directory / "copy"
    shutil.copytree(directory / "store", copy / "store")
    rehearsal = program.replace(str(directory / "store"), str(copy / "store"))
    subprocess.run(
        [strace, "-f", "-o", log, "-e", "trace=pwrite64,openat", sys.executable, "-c", rehearsal],
        cwd=ROOT, capture_output=True, check=True,
    )
    lines = log.read_text("utf-8", "replace").splitlines()
    at = next(number for number, line in enumerate(lines) if f'"{mark}"' in line)
    return sum(" pwrite64(" in line for line in lines[:at])


def test_a_full_disk_keeps_the_draft_and_says_so(tmp_path: Path) -> None:
    collecting_store(tmp_path / "store").close()
    lines, _ = run_on_full_disk(tmp_path, SAVE, writes=8)
    assert len(lines) > 1
    assert set(lines[:-1]) == {"no room: the disk is full. Free some room and try again"}
    assert lines[-1].startswith("kept")

    store = open_store(tmp_path / "store")
    assert bodies(store) == [b"attempt %d" % (len(lines) - 1)]


def test_whoever_began_can_end_by_what_the_reserve_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while somebody reads, and every tap makes the log longer until the disk is full."""
    store = collecting_store(tmp_path / "store")
    journal, reserve = store.journal(), tmp_path / "store" / files.RESERVE
    journal.draft(b"so far")
    execute = journal._execute

    def on_full_disk(statement: str, values: tuple[object, ...]) -> None:
        if reserve.stat().st_size:
            raise NoRoom("the disk is full")
        execute(statement, values)

    monkeypatch.setattr(journal, "_execute", on_full_disk)
    with pytest.raises(NoRoom):
        journal.draft(b"a tap more")
    assert reserve.stat().st_size == files.RESERVE_BYTES, "a tap is not worth the reserve"
    journal.finish(b"all of it")
    assert bodies(store) == [b"all of it"]
    store.prepare()
    assert reserve.stat().st_size == files.RESERVE_BYTES, "put back when nobody is there"


def test_a_save_on_a_full_disk_is_tried_again_with_the_log_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = collecting_store(tmp_path / "store")
    journal = store.journal()
    journal.draft(b"so far")
    execute, tidy, moved = journal._execute, store._database.tidy, []

    def on_full_disk(statement: str, values: tuple[object, ...]) -> None:
        if not moved:
            raise NoRoom("the disk is full")
        execute(statement, values)

    monkeypatch.setattr(journal, "_execute", on_full_disk)
    monkeypatch.setattr(store._database, "tidy", lambda: (tidy(), moved.append(True)))
    journal.draft(b"a tap more")
    store.close()
    assert bodies(open_store(tmp_path / "store")) == [b"a tap more"]


def test_a_disk_that_stays_full_loses_nothing_kept_before(tmp_path: Path) -> None:
    collecting_store(tmp_path / "store").close()
    lines, _ = run_on_full_disk(tmp_path, SAVE, writes=1000)
    assert len(lines) == 3
    assert not any(line.startswith("kept") for line in lines)
    assert bodies(open_store(tmp_path / "store")) == [b"kept before the disk was full"]


def test_forgetting_works_on_a_full_disk_by_giving_up_the_reserve(tmp_path: Path) -> None:
    store = collecting_store(tmp_path / "store")
    for at in range(5):
        store.journal().finish(b"person %d" % at)
    store.close()
    lines, calls = run_on_full_disk(tmp_path, FORGET, writes=1)
    assert lines == ["forgot 5", "waiting 0"]
    assert any("truncate(" in line and "reserve" in line for line in calls.splitlines())
    assert (tmp_path / "store" / "reserve").stat().st_size == files.RESERVE_BYTES, "put back"
    assert records(open_store(tmp_path / "store")) == []


def test_without_a_reserve_to_give_forgetting_says_that_the_disk_is_full(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    attempts = []

    def work() -> None:
        attempts.append(store._database.files.free_reserve())
        raise NoRoom("the disk is full")

    store._database.files.free_reserve()
    with pytest.raises(NoRoom):
        store._database.with_reserve(work)
    assert attempts == [False]
