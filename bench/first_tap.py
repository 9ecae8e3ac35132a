"""From the start of the kiosk's program to the first answer that is kept for good.

The program is started as a kiosk is, over its own watchdog (``--alone``: the window by itself), in
full screen under a window manager. A finger taps the moment the first screen is painted, and each
screen after it as soon as that stands; the clock stops when the store has made the answer durable.
Parts are told in milliseconds since the start, and beside them
what the window's own program had used of the processor by then.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.own_screen import Finger, own_screen  # noqa: E402
from bench.respondents import five_ratings  # noqa: E402
from bench.tap_to_paint import Organisation  # noqa: E402
from kiosk.opening import open_store  # noqa: E402
from kiosk.running import now  # noqa: E402
from survey.conduct import Conduct, OneTap, Way  # noqa: E402
from sync.package import write_package  # noqa: E402

LONGEST = 30.0
WINDOW = """
import os, sys, time
line = os.open(sys.argv[1], os.O_WRONLY)

def tell(what, *more):
    said = what, time.monotonic(), time.process_time(), *more
    os.write(line, (" ".join(map(str, said)) + chr(10)).encode())

tell("begun")
import kiosk.window as window
from kiosk import app
opens = window.application

def application(**how):
    made = opens(**how)
    while not made[1].windowHandle().isExposed():  # nobody touches what is not to be seen yet
        made[0].processEvents()
    tell("painted")
    import kiosk.watchdog_heart as heart
    signals = heart.end_on_signals
    heart.end_on_signals = lambda: (signals(), listen())
    return made

def listen():
    from PySide6.QtCore import QTimer
    import kiosk.running as running
    shows = running.Kiosk.present
    def present(self, screen):
        if not hasattr(self, "told_of"):
            self.told_of = watch()
        shows(self, screen)
        QTimer.singleShot(0, lambda: stands(self._window.stage.now, screen))
    running.Kiosk.present = present

def watch():
    import kiosk.diary as diary
    for name in ("keep", "finish"):
        def kept(self, *given, keeps=getattr(diary.Diary, name)):
            keeps(self, *given)
            tell("durable")
        setattr(diary.Diary, name, kept)

def stands(view, screen):
    from PySide6.QtWidgets import QAbstractButton
    found = [b for b in view.findChildren(QAbstractButton) if b.isVisible() and
             type(b).__name__ in ("FaceCard", "LanguageCard")] or [getattr(view, "agree", None)]
    told = () if found[0] is None else found[0].mapToGlobal(found[0].rect().center()).toTuple()
    tell("stands", type(screen).__name__, *told)

window.application = application
sys.exit(app.main(sys.argv[2:]))
"""
WATCHDOG = """
import sys
from kiosk import app, watchdog
child = sys.argv[1:5]
usual = watchdog.itself
watchdog.itself = lambda given, start: [*child, *usual(given, start)[3:]]
sys.exit(app.main(sys.argv[5:]))
"""


class Line:
    """What the window tells, each with the second it did."""

    def __init__(self, file: Path) -> None:
        os.mkfifo(file)
        self.file = file
        self.told: queue.Queue[list[str]] = queue.Queue()
        self._last: list[str] = []
        self._handle = os.open(file, os.O_RDWR)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with os.fdopen(self._handle, "rb", buffering=0) as said:
            rest = b""
            while got := said.read(4096):
                *lines, rest = (rest + got).split(b"\n")
                for line in lines:
                    self.told.put(line.decode().split())

    def next(self, *wanted: str) -> list[str]:
        """What is told next of these."""
        while True:
            try:
                said = self.told.get(timeout=LONGEST)
            except queue.Empty:
                raise SystemExit(f"a tap was lost; last was {' '.join(self._last)}") from None
            self._last = said
            if said[0] in wanted:
                return said


class Kiosk:
    """A store with one survey, and the program over it."""

    def __init__(self, folder: Path, way: Way, *, alone: bool) -> None:
        self._folder, self._alone = folder, alone
        self._line = Line(folder / "line")
        self._finger = Finger()
        campaign = five_ratings()
        if way is Way.ONE_TAP:
            campaign = replace(campaign, conduct=Conduct(
                way=way, one_tap=OneTap(question=campaign.ratings()[0].id)
            ))
        store = open_store(folder / "kiosk", "bench", now, os.urandom)
        store.install(write_package(Organisation(), campaign, now))
        store.close()
        self._at: tuple[int, int] = (0, 0)

    def stand_once(self) -> None:
        """Stand at the first screen until how it looks is remembered."""
        process, _ = self._start()
        try:
            self._at = self._place(self._line.next("stands"))
            late = time.monotonic() + LONGEST
            while not (self._folder / "kiosk" / "first-look.png").exists():
                if time.monotonic() > late:
                    raise SystemExit("how the first screen looks was not remembered")
                time.sleep(0.2)
        finally:
            self._end(process)

    def first_answer(self) -> dict[str, float]:
        """Milliseconds since the start at which each part was done."""
        process, began = self._start()
        try:
            return self._answered(began)
        finally:
            self._end(process)

    def _answered(self, began: float) -> dict[str, float]:
        done: dict[str, float] = {}

        def note(name: str, said: list[str]) -> None:
            done.setdefault(name, 1000 * (float(said[1]) - began))
            done.setdefault(f"{name}, processor", 1000 * float(said[2]))

        note("window's program runs", self._line.next("begun"))
        note("first screen painted", self._line.next("painted"))
        self._finger.tap(*self._at)
        while True:
            said = self._line.next("stands", "durable")
            if said[0] == "durable":
                note("answer durable", said)
                return done
            note(said[3], said)
            if said[3] in ("ConsentScreen", "QuestionScreen"):
                self._finger.tap(*self._place(said))

    @staticmethod
    def _place(said: list[str]) -> tuple[int, int]:
        return int(said[4]), int(said[5])

    def _start(self) -> tuple[subprocess.Popen[bytes], float]:
        while not self._line.told.empty():
            self._line.told.get()
        given = ["--store", str(self._folder / "kiosk")]
        window = [sys.executable, "-c", WINDOW, str(self._line.file)]
        command = [*window, *given, "--unwatched"] if self._alone else [
            sys.executable, "-c", WATCHDOG, *window, *given
        ]
        began = time.monotonic()
        return subprocess.Popen(command, cwd=ROOT), began

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        process.wait(LONGEST)


def measured(way: Way, times: int, *, alone: bool) -> dict[str, object]:
    """Median and worst of each part."""
    with tempfile.TemporaryDirectory() as folder:
        kiosk = Kiosk(Path(folder), way, alone=alone)
        kiosk.stand_once()
        kiosk.first_answer()  # warms the disk
        found = [kiosk.first_answer() for _ in range(times)]
    parts = {
        name: {"median": round(statistics.median(one[name] for one in found)),
               "worst": round(max(one[name] for one in found))}
        for name in found[0]
    }
    return {"way": way.value, "watched": not alone, "times": times, "ms": parts}


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--times", type=int, default=10)
    asks.add_argument("--alone", action="store_true", help="the window without its watchdog")
    asks.add_argument("--way", choices=[way.value for way in Way], default="")
    asked = asks.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with own_screen(managed=True):
        for way in (Way.ONE_TAP, Way.QUESTIONNAIRE):
            if asked.way in ("", way.value):
                told = measured(way, asked.times, alone=asked.alone)
                sys.stdout.write(json.dumps(told | {"load": os.getloadavg()[0]}) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
