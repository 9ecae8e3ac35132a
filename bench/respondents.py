"""Thousands of people at one kiosk window, one after another: memory, and taps to paint.

Every rating is tapped in a real window (offscreen) over the real store, every answer durable.
``--cpu 0.3`` holds this program to that share of one processor, as a quota does: what it has used
of each tenth of a second is counted, and it stands still for the rest.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from array import array
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

import assets  # noqa: E402
from bench.held import held  # noqa: E402
from bench.tap_to_paint import Organisation, Painted, Watched, tap  # noqa: E402
from kiosk.citizen import Citizen, Pace  # noqa: E402
from kiosk.keeping import Instruments  # noqa: E402
from kiosk.opening import NotReady, get_ready, open_store  # noqa: E402
from kiosk.running import now  # noqa: E402
from kiosk.screens import AttractScreen, QuestionScreen, ThanksScreen  # noqa: E402
from kiosk.views.question import QuestionView  # noqa: E402
from kiosk.window import Looks, application  # noqa: E402
from survey import flow  # noqa: E402
from survey.campaign import Campaign  # noqa: E402
from survey.reading import read_campaign  # noqa: E402
from sync.package import write_package  # noqa: E402

QUESTIONS = 5
EVERY = 500


def five_ratings() -> Campaign:
    """The example's campaign with its first five ratings, running today."""
    example, _ = read_campaign(assets.data("demo", "campaign.json"))
    assert example is not None
    asked = example.ratings()[:QUESTIONS]
    factors = {question.factor for question in asked}
    today = now().date()
    return replace(
        example, form=replace(example.form, questions=asked), group_by=(),
        factors=tuple(f for f in example.factors if f.id in factors), withdrawal=False,
        first_day=today - timedelta(days=1), last_day=today + timedelta(days=1),
    )


def resident() -> int:
    """Bytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


class Room:
    """One kiosk, and what was measured at it."""

    def __init__(self, directory: Path) -> None:
        self.store = open_store(directory, "bench", now, os.urandom)
        self.store.install(write_package(Organisation(), five_ratings(), now))
        ready = get_ready(self.store, directory)
        assert not isinstance(ready, NotReady), ready
        self.ready = ready
        # nobody's finger is on its way to the page before
        self.app, self.window = application(full_screen=False, looks=Looks(grace_ms=0))
        self.painted = Painted(self.window)
        self.view = Watched(self.window)
        means = Instruments(clock=now, random=os.urandom)
        self.who = Citizen(self.view, ready.station, ready.diary, means, Pace(advance=0))
        self.window.wished.connect(self.who.receive)
        self.taps = array("f")
        self.memory: list[int] = []

    def visit(self) -> None:
        """Somebody comes, answers everything and goes."""
        self.who.receive(flow.Restart())
        assert isinstance(self.view.screen, AttractScreen), type(self.view.screen).__name__
        self.ready.prepare()
        self.app.processEvents()
        for intent in (flow.ChooseLanguage("sv"), flow.Agree()):
            self.who.receive(intent)
            self.app.processEvents()
        while isinstance(self.view.screen, QuestionScreen):
            self._one_tap(self.view.screen.number)
        assert isinstance(self.view.screen, ThanksScreen), type(self.view.screen).__name__

    def _one_tap(self, number: int) -> None:
        options = self.window.view(QuestionView).answers.options()
        started = time.perf_counter()
        tap(options[number % len(options)])
        while self.view.moved_at < started or self.painted.at < self.view.moved_at:
            self.app.processEvents()
        self.taps.append((time.perf_counter() - started) * 1000)


def measure(directory: Path, people: int) -> dict[str, object]:
    """What came of ``people`` visits."""
    room = Room(directory)
    for done in range(1, people + 1):
        room.visit()
        if done % EVERY == 0 or done == people:
            room.memory.append(resident())
            sys.stderr.write(f"{done} people, {room.memory[-1] / 1e6:.1f} MB\n")
    kept = room.store.waiting()
    room.store.close()
    first = room.memory[0]
    later = [round(100 * (found / first - 1), 2) for found in room.memory]
    found = sorted(room.taps)
    return {
        "people": people, "records": kept, "memory_mb": [round(m / 1e6, 1) for m in room.memory],
        "memory_change_percent": later, "taps": len(found),
        "tap_to_paint_ms": {
            "median": round(statistics.median(found), 2),
            "p99": round(found[int(len(found) * 0.99)], 2), "worst": round(found[-1], 2),
        },
        "load_average": os.getloadavg()[0],
    }


def main() -> int:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--people", type=int, default=5_000)
    asks.add_argument("--store", type=Path, help="a folder on the disk to measure")
    asks.add_argument("--cpu", type=float, help="hold to this share of one processor")
    asked = asks.parse_args()
    if asked.cpu:
        where = ["--store", str(asked.store)] if asked.store else []
        return held(asked.cpu, "bench.respondents", ["--people", str(asked.people), *where])
    with tempfile.TemporaryDirectory(dir=asked.store) as folder:
        report = measure(Path(folder) / "kiosk", asked.people)
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
