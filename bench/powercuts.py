"""How many acknowledged answers do power cuts cost? The right figure is none.

    ./run bench powercuts [--cuts 300] [--people 60] [--seed 1] [--way | --session] [--json]

A real kiosk store saves in a child process while strace records its system calls. Each cut
takes a random moment at which something was unsynced, lets the simulated disk lose it
(``admin/simulation/disk.py``), opens what is left with the real code and asks for everything
that had been promised before that moment. With ``--way`` people are at the presenter itself: one
tap and what follows it, arms, languages, walking away. With ``--session`` a meeting is held, and
``--people`` is how much happens in it. A control with ``synchronous=OFF`` must lose
something, or the test tests nothing; so must a presenter that promises before it keeps.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from admin.simulation.disk import Disk
from admin.simulation.disk_calls import CALLS, Call, parse
from bench.power import child, meeting_checks, meetings, visitors, visits
from bench.power.checks import check, leaks

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")  # noqa: S108 the folder below it is drawn by tempfile


class NoStrace(RuntimeError):
    """strace is needed and is not installed."""


@dataclass
class Outcome:
    """What a number of cuts cost. ``lost`` lists (moment, what) and is to be empty."""

    synchronous: str
    cuts: int = 0
    calls: int = 0
    moments: int = 0
    writes_at_stake: int = 0
    promises_checked: int = 0
    cuts_that_lost: int = 0
    lost: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Played:
    """Who saves, what they will do, and how what is left is looked at."""

    module: str
    people: Callable[[int, int], Sequence[Any]]
    check: Callable[[Path, Any, Sequence[str]], tuple[int, list[str], list[str]]]
    leaks: Callable[[bytes], list[str]]


STORE = Played("bench.power.child", child.people, check, leaks)
SESSION = Played("bench.power.meetings", meetings.acts, meeting_checks.check, leaks)
WAY = Played("bench.power.visitors", visitors.visitors, visits.check, visits.leaks)


def record(
    directory: Path, synchronous: str, seed: int, people: int, module: str = STORE.module
) -> list[Call]:
    """Run the child in ``directory``/store and give its system calls in order."""
    strace = shutil.which("strace")
    if strace is None:
        raise NoStrace("strace is not installed; apt-get install strace")
    log = directory / "calls.log"
    command = [strace, "-f", "-xx", "-s", "100000000", "-o", str(log), "-e", f"trace={CALLS}"]
    command += [sys.executable, "-m", module, str(directory / "store")]
    command += [synchronous, str(seed), str(people)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"the kiosk under strace failed: {done.stderr[-2000:]}")
    return list(parse(log))


def moments(calls: Iterable[Call], root: str) -> list[int]:
    """The places among the calls after which something was at stake, and something was new: what
    is at stake, or what was promised."""
    disk = Disk(root)
    found = []
    for at, call in enumerate(calls):
        before = disk.pending, len(disk.said)
        disk.take(call)
        if disk.pending and (disk.pending, len(disk.said)) != before:
            found.append(at)
    return found


def run(
    synchronous: str, *, cuts: int, people: int, seed: int, work: Path, played: Played = STORE
) -> Outcome:
    """Record once, cut ``cuts`` times, check what is left each time."""
    work.mkdir(parents=True, exist_ok=True)
    calls = record(work, synchronous, seed, people, played.module)
    plan = played.people(seed, people)
    outcome = Outcome(synchronous, cuts=cuts, calls=len(calls))
    cut(calls, outcome, seed=seed, plan=plan, work=work, played=played)
    return outcome


def cut(
    calls: Sequence[Call], outcome: Outcome, *, seed: int, plan: Sequence[Any], work: Path,
    played: Played,
) -> None:
    """Cut what was recorded in ``work`` at so many moments as ``outcome`` says, and fill it in."""
    store = str(work / "store")
    where = moments(calls, store)
    outcome.moments = len(where)
    draw = random.Random(seed)
    disk, replayed = Disk(store), 0
    # what is opened is not cut once more: its own syncs may end in memory
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as memory:
        for at, moment in enumerate(sorted(draw.choices(where, k=outcome.cuts))):
            for call in calls[replayed : moment + 1]:
                disk.take(call)
            replayed = moment + 1
            outcome.writes_at_stake += disk.pending
            left = Path(memory) / str(at)
            materialise(disk.cut(draw), store, left)
            checked, lost, found = played.check(left, plan, disk.said)
            outcome.promises_checked += checked
            outcome.cuts_that_lost += bool(lost)
            outcome.lost += [f"after call {moment}: {what}" for what in lost]
            outcome.leaks += [f"after call {moment}: {what}" for what in found]
            shutil.rmtree(left)
    for call in calls[replayed:]:
        disk.take(call)
    outcome.leaks += played.leaks(b"".join(disk.written))


def materialise(files: dict[str, bytes], root: str, directory: Path) -> None:
    """Put ``files`` below ``directory`` as they were below ``root``."""
    directory.mkdir()
    for path, content in files.items():
        (directory / Path(path).relative_to(root)).write_bytes(content)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--cuts", type=int, default=300)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--way", action="store_true")
    parser.add_argument("--session", action="store_true")
    parser.add_argument("--controls", type=int, help="cuts of each control (a fifth of the others)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    played = WAY if options.way else SESSION if options.session else STORE
    sizes = {"people": options.people, "seed": options.seed, "played": played}
    with tempfile.TemporaryDirectory() as work:
        full = run("FULL", cuts=options.cuts, work=Path(work) / "full", **sizes)
        faults = ("OFF",) if played is STORE else ("OFF", visitors.EARLY)
        few = max(40, options.cuts // 5) if options.controls is None else max(1, options.controls)
        controls = [run(fault, cuts=few, work=Path(work) / fault, **sizes) for fault in faults]
    good = not full.lost and not full.leaks and all(one.cuts_that_lost for one in controls)
    if options.json:
        told = {"full": asdict(full), "controls": [asdict(one) for one in controls], "good": good}
        print(json.dumps(told))
        return 0 if good else 1
    print(
        f"{full.cuts} cuts at {full.moments} moments among {full.calls} calls, "
        f"{full.writes_at_stake / full.cuts:.1f} writes at stake each\n"
        f"promises checked {full.promises_checked}, lost {len(full.lost)}, "
        f"plaintext found {len(full.leaks)}"
    )
    for one in controls:
        print(f"control {one.synchronous}: {one.cuts_that_lost} of {one.cuts} cuts lost something")
    for line in (full.lost + full.leaks)[:20]:
        print("  " + line)
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
