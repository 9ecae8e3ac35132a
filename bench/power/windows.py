"""The kiosk's window program, killed while random hands tap on it, and what its store holds then.

The real program runs under its own watchdog, which starts it again. Between two lives the store is
looked at: as it was left, for what could be read, and in a copy opened by the real code. The next
life opens it by itself, and has to show its first screen before anything else.
"""

from __future__ import annotations

import json
import os
import queue
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from bench.power import visits
from bench.power.checks import opened
from bench.power.child import RECEIVER
from bench.power.hands import Kept, compare
from bench.power.hands import visits as visits_of
from bench.power.visitors import QUESTIONS, campaign, package
from kiosk.watchdog import Duty, Watchdog, itself
from kiosk.watchdog_falls import Start
from storage.kiosk import KioskStore
from storage.seal import keys
from survey.campaign import Campaign
from survey.conduct import LeftBehind
from survey.reading import write_campaign
from survey.records import Response

ROOT = Path(__file__).resolve().parents[2]
SCREEN = f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}"
LIVES_A_STORE = 10
SLOWER = 15
"""The watchdog's clock is so much slower here: what a loaded machine delays is no standstill."""

SCREENS = 60
"""A life is ended after so many at most."""

Told = Mapping[str, Any]
Lives = list[tuple[list[Told], str, bool]]


@dataclass
class Outcome:
    """``lost``, ``leaks`` and ``fell`` (the window ended otherwise) are to be empty."""

    kills: int = 0
    in_the_middle: int = 0
    visits: int = 0
    screens: int = 0
    promises_checked: int = 0
    lost: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    fell: list[str] = field(default_factory=list)


def surveyed(version: int) -> Campaign:
    """The visitors' campaign of that version as a kiosk asks it today, with codes to take."""
    today = replace(campaign(version), first_day=date(2020, 1, 1), last_day=date(2199, 12, 31))
    return replace(today, withdrawal=version % 2 == 0)


def new_store(directory: Path, version: int) -> Campaign:
    """A kiosk's store with that survey installed."""
    asked = surveyed(version)
    store = KioskStore.create_or_open(
        directory, name="Kills", clock=lambda: datetime.now(UTC), random=os.urandom
    )
    definition = write_campaign(asked)
    store.install(replace(
        package(version), definition=definition, hash=keys.digest("package", definition)
    ))
    store.close()
    return asked


def records(directory: Path, faults: list[str]) -> list[Kept]:
    """Every response in the store, oldest first, as the recipient reads it; ``faults`` gets what
    does not fit together."""
    store = KioskStore.create_or_open(
        directory, name="Kills", clock=lambda: datetime.now(UTC), random=os.urandom
    )
    try:
        found = list(opened(store, RECEIVER, faults))
    finally:
        store.close()
    return [
        Kept({str(id): said for id, said in body.answers.items()}, complete=body.complete)
        for body in found if isinstance(body, Response)
    ]


class Window:
    """A watched window with random hands on it."""

    def __init__(
        self, directory: Path, asked: Campaign, draw: random.Random, how: str
    ) -> None:
        self._how = how
        self._store = directory / "store"
        self._left = directory / "left"
        self._pipe = directory / "told"
        self._discards = asked.conduct.idle.left_behind is LeftBehind.DISCARD
        self._draw = draw
        self._lives: Lives = []
        self._go: queue.SimpleQueue[None] = queue.SimpleQueue()
        os.mkfifo(self._pipe)
        self._line = os.open(self._pipe, os.O_RDWR)
        self._dog = Watchdog(
            Duty(
                command=self._command, directory=self._store,
                ticks=lambda: time.monotonic() / SLOWER,
            )
        )
        self._started = False

    def _command(self, start: Start) -> Sequence[str]:
        """The watchdog's own thread, when one life is over and before the next begins."""
        if self._started:
            os.write(self._line, b'{"over": true}\n')
            self._go.get()
        self._started = True
        self._dog._falls._times.clear()  # each kill is the first one for long
        own = itself(["--store", str(self._store), "--window"], start)[3:]
        seed = str(self._draw.getrandbits(32))
        return [sys.executable, "-m", "bench.power.tapper", str(self._pipe), seed, self._how, *own]

    def run(self, lives: int, outcome: Outcome) -> None:
        """Let it live and be killed so many times."""
        watching = threading.Thread(target=self._watch)
        watching.start()
        try:
            with os.fdopen(os.dup(self._line)) as pipe:
                for at in range(lives):
                    self._live(pipe, outcome)
                    self._look(outcome)
                    if at == lives - 1:
                        self._dog.end()
                    self._go.put(None)
        finally:
            self._dog.end()
            self._go.put(None)
            watching.join()
            os.close(self._line)

    def _watch(self) -> None:
        self._dog.run()
        os.write(self._line, b'{"over": true, "gone": true}\n')

    def _live(self, pipe: TextIO, outcome: Outcome) -> None:
        """One life, and all that it told."""
        told: list[Told] = []
        wanted, shown, killed = self._draw.randint(1, SCREENS), 0, False
        pid = 0
        while "over" not in (line := json.loads(pipe.readline())):
            told.append(line)
            pid = line.get("pid", pid)
            shown += "at" in line
            if shown >= wanted and not killed:
                threading.Event().wait(self._draw.random() * 0.02)  # somewhere in what follows
                os.kill(pid, signal.SIGKILL)
                killed = True
        if "gone" in line:
            raise RuntimeError("the window cannot be started here")
        if not killed:
            outcome.fell.append(f"kill {outcome.kills + 1}: the window fell by itself before it")
        screens = [line["screen"] for line in told if "screen" in line]
        if screens[:1] != ["AttractScreen"]:
            outcome.lost.append(f"kill {outcome.kills + 1}: the window began at {screens[:1]}")
        if {"NotReadyScreen", "NotKeptScreen"} & set(screens):
            outcome.lost.append(f"kill {outcome.kills + 1}: something could not be kept")
        self._lives.append((told, str(QUESTIONS[0]), self._discards))
        outcome.screens += len(screens)

    def _look(self, outcome: Outcome) -> None:
        """What the last life left."""
        outcome.kills += 1
        people = visits_of(self._lives[-1][0])
        outcome.in_the_middle += bool(people[-1].answers)
        outcome.visits += len(people)
        outcome.promises_checked += sum(
            visit.acknowledged for told, _, _ in self._lives for visit in visits_of(told)
        )
        for path in sorted(p for p in self._store.rglob("*") if p.is_file()):
            found = visits.leaks(path.read_bytes() + path.name.encode())
            outcome.leaks += [f"kill {outcome.kills}: {path.name}: {what}" for what in found]
        shutil.copytree(self._store, self._left)
        lost: list[str] = []
        lost += compare(self._lives, records(self._left, lost))
        outcome.lost += [f"kill {outcome.kills}: {what}" for what in lost]
        shutil.rmtree(self._left)


def run(kills: int, seed: int, work: Path, how: str = "whole") -> Outcome:
    """Kill the window so many times, over a new store every :data:`LIVES_A_STORE`.

    ``how`` is ``whole``, or ``late`` for a window that acknowledges before it keeps.
    """
    draw, outcome = random.Random(seed), Outcome()
    os.environ["PYTHONPATH"] = os.pathsep.join(
        [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    os.environ.setdefault("QT_QPA_PLATFORM", SCREEN)
    for first in range(0, kills, LIVES_A_STORE):
        directory = work / str(first)
        directory.mkdir()
        asked = new_store(directory / "store", first // LIVES_A_STORE % 6 + 1)
        Window(directory, asked, draw, how).run(min(LIVES_A_STORE, kills - first), outcome)
        shutil.rmtree(directory)
    return outcome
