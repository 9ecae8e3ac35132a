"""Kill the kiosk with SIGKILL while people tap: is anything lost that was acknowledged?

    ./run bench kills [--kills 1000] [--seed 1] [--window | --session] [--json]

The presenter, the diary and the store run in a process of their own, with visitors who tap, answer,
change the language, stop or walk away. It is killed after a random number of promises, or a random
moment later, in whatever it does then. Each time the store is opened with the real code: every
acknowledged answer is there, no answer can be read in any file, and the first screen stands there.
With ``--window`` it is the real window program under its watchdog, with random hands on it, and a
control whose window keeps each answer one tap too late must lose some. With ``--session`` it is the
host of a facilitated session, mostly while people weigh; each life resumes it with the moderator's
words.
A kill says nothing about power cuts (what was written is kept by the system): see ``powercuts``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from bench.power import meeting_checks, meetings, visits, windows
from bench.power.visitors import EARLY, Kiosk, Visitor, visitors

PEOPLE_AT_MOST = 400
KILLS_A_STORE = 20


@dataclass
class Outcome:
    """``lost`` and ``leaks`` are to be empty."""

    kills: int = 0
    promises_checked: int = 0
    killed_in_the_middle: int = 0
    lost: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)


def serve(directory: Path, plan: Sequence[Visitor], out: int) -> None:
    """In the process that is killed: serve everybody, and end only if there is nobody left."""

    def tell(line: str) -> None:
        os.write(out, f"{line}\n".encode())

    kiosk = Kiosk(directory, "FULL", tell)
    package = kiosk.store.package()
    kiosk.version = 0 if package is None else package.version
    if package is None:
        kiosk.install()
    else:
        kiosk.sit()
    for at, who in enumerate(plan):
        kiosk.serve(who)
        if at % 8 == 3:
            kiosk.ready.prepare()
        if at % 8 == 7 and kiosk.version < 200:
            kiosk.install()


def kill_once(run: Callable[[int], None], draw: random.Random) -> list[str]:
    """Let a kiosk ``run``, telling what it promises, and kill it; what it had promised."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        run(writes)
        os._exit(0)
    os.close(writes)
    wanted, heard = draw.randint(1, 60), b""
    while heard.count(b"\n") < wanted and (more := os.read(reads, 4096)):
        heard += more
    time.sleep(draw.random() * 0.004)  # somewhere in what follows the last promise
    os.kill(child, signal.SIGKILL)
    while more := os.read(reads, 65536):
        heard += more
    os.close(reads)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise RuntimeError("the kiosk ended before it was killed")
    # a line that was not written whole promised nothing yet
    return heard.decode().split("\n")[:-1]


def run(kills: int, seed: int, work: Path) -> Outcome:
    """Kill so many times, over a new store every :data:`KILLS_A_STORE`."""
    draw, outcome = random.Random(seed), Outcome()
    said: list[str] = []
    plan = visitors(seed, PEOPLE_AT_MOST * KILLS_A_STORE)
    directory, first = work / "0", 0
    for at in range(kills):
        if at % KILLS_A_STORE == 0:
            directory, first, said = work / str(at), 0, []
        said += kill_once(partial(serve, directory, plan[first : first + PEOPLE_AT_MOST]), draw)
        checked, lost, readable = visits.check(directory, plan[: first + PEOPLE_AT_MOST], said)
        outcome.kills += 1
        outcome.promises_checked += checked
        outcome.killed_in_the_middle += said[-1:] != [] and said[-1].split()[0] in ("tap", "draft")
        outcome.lost += [f"kill {at}: {what}" for what in lost]
        outcome.leaks += [f"kill {at}: {what}" for what in readable]
        # the one after the last that was told of may be kept already, and must not come twice;
        # nor one who began this life and was not told of at all
        first = max(first, *(int(line.split()[1]) for line in said if " " in line)) + 2
    return outcome


def hold(directory: Path, code: str, how: str, seed: int, out: int) -> None:
    """In the process that is killed: hold a meeting, resumed where the words are known."""

    def tell(line: str) -> None:
        os.write(out, f"{line}\n".encode())

    meeting = meetings.Meeting(directory, how, tell, seed)
    meeting.go_on(code)
    while True:
        meeting.act()


def in_a_meeting(kills: int, seed: int, work: Path, how: str = "FULL") -> Outcome:
    """The same at the host of a meeting, mostly while people weigh."""
    draw, outcome = random.Random(seed), Outcome()
    said: list[str] = []
    directory = work / "0"
    for at in range(kills):
        if at % KILLS_A_STORE == 0:
            directory, said = work / str(at), []
        code = meeting_checks.Promises.read(said).code
        said += kill_once(partial(hold, directory, code, how, seed + at), draw)
        checked, lost, readable = meeting_checks.check(directory, (), said)
        outcome.kills += 1
        outcome.promises_checked += checked
        outcome.killed_in_the_middle += bool(code)
        outcome.lost += [f"kill {at}: {what}" for what in lost]
        outcome.leaks += [f"kill {at}: {what}" for what in readable]
    return outcome


def at_the_host(kills: int, controls: int, seed: int, work: Path, *, as_json: bool) -> int:
    """Kills of a meeting, and a control that promises before it keeps. The exit code."""
    outcome = in_a_meeting(kills, seed, work / "whole")
    control = in_a_meeting(10 * controls, seed, work / "early", EARLY)
    good = not outcome.lost and not outcome.leaks and (not controls or bool(control.lost))
    if as_json:
        told = {"session": asdict(outcome), "control": asdict(control), "good": good}
        print(json.dumps(told))
        return 0 if good else 1
    print(
        f"{outcome.kills} kills of a meeting, {outcome.killed_in_the_middle} of one that was "
        f"resumed\npromises checked {outcome.promises_checked}, lost {len(outcome.lost)}, "
        f"plaintext found {len(outcome.leaks)}\n"
        f"control that promises too early: lost something {len(control.lost)} times in "
        f"{control.kills} kills"
    )
    for line in (outcome.lost + outcome.leaks)[:20]:
        print("  " + line)
    return 0 if good else 1


def at_the_window(kills: int, controls: int, seed: int, work: Path, *, as_json: bool) -> int:
    """The same for the window program; 0 ``controls`` leave that out. The exit code."""
    for name in ("whole", "late"):
        (work / name).mkdir()
    outcome = windows.run(kills, seed, work / "whole")
    control = windows.run(controls, seed, work / "late", "late")
    good = not (outcome.lost or outcome.leaks or outcome.fell)
    good = good and (not controls or bool(control.lost))
    if as_json:
        told = {"window": asdict(outcome), "control": asdict(control), "good": good}
        print(json.dumps(told))
        return 0 if good else 1
    print(
        f"{outcome.kills} kills of the window, {outcome.in_the_middle} while somebody was "
        f"answering; {outcome.visits} visits, {outcome.screens} screens\n"
        f"promises checked {outcome.promises_checked}, lost {len(outcome.lost)}, "
        f"plaintext found {len(outcome.leaks)}, fell by itself {len(outcome.fell)}\n"
        f"control that keeps too late: {len(control.lost)} of {control.kills} kills lost something"
    )
    for line in (outcome.lost + outcome.leaks + outcome.fell)[:20]:
        print("  " + line)
    return 0 if good else 1


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--window", action="store_true")
    parser.add_argument("--session", action="store_true")
    parser.add_argument("--controls", type=int, default=4, help="kills of the controls")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        if options.window:
            return at_the_window(
                options.kills, options.controls, options.seed, Path(work), as_json=options.json
            )
        if options.session:
            return at_the_host(
                options.kills, options.controls, options.seed, Path(work), as_json=options.json
            )
        outcome = run(options.kills, options.seed, Path(work))
    good = not outcome.lost and not outcome.leaks
    if options.json:
        print(json.dumps(asdict(outcome) | {"good": good}))
        return 0 if good else 1
    print(
        f"{outcome.kills} kills, {outcome.killed_in_the_middle} while somebody was answering\n"
        f"promises checked {outcome.promises_checked}, lost {len(outcome.lost)}, "
        f"plaintext found {len(outcome.leaks)}"
    )
    for line in (outcome.lost + outcome.leaks)[:20]:
        print("  " + line)
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
