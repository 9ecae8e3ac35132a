"""Crashed, frozen, faulty or out of memory: how long until the kiosk stands at attract again.

The real program runs on an X server of its own (Xvfb) under its own watchdog. It is led to a place
(the first screen, a question, the middle of a wish that is being answered, staff's corner, sleep),
harms itself there, and the clock stops when the next one says that its first screen stands. A
healthy one that waits eight seconds for its store must live through it.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.own_screen import own_screen  # noqa: E402
from bench.respondents import five_ratings  # noqa: E402
from bench.tap_to_paint import Organisation  # noqa: E402
from kiosk.opening import open_store  # noqa: E402
from kiosk.running import now  # noqa: E402
from kiosk.staff.settings import read_settings, write_settings  # noqa: E402
from kiosk.watchdog import Duty, Watchdog, itself  # noqa: E402
from kiosk.watchdog_falls import Mode, Start  # noqa: E402
from storage.device_log import DeviceLog  # noqa: E402
from sync.package import write_package  # noqa: E402

MOST = 5.0
"""Seconds until the first screen stands again, at most."""

LONGEST = 60.0

HARMED = """
import os, signal, sqlite3, sys, threading, time
from pathlib import Path
from PySide6.QtCore import QTimer
from kiosk import app, running
from kiosk.screens import QuestionScreen
from survey import flow

def busy():
    while True:
        pass

def hoard():
    import resource
    used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 2**24, used + 2**24))
    kept = []
    while True:
        kept.append(bytearray(2**20))

def fault():
    raise RuntimeError("a fault in a slot")

def has_store():
    store = sys.argv[sys.argv.index("--store") + 1]
    other = sqlite3.connect(Path(store) / "kiosk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started.set()
    time.sleep(8)
    other.execute("ROLLBACK")

def waits():
    threading.Thread(target=has_store).start()
    started.wait()

def end(how):
    return lambda: os.kill(os.getpid(), how)

started = threading.Event()
harms = {"busy loop": busy, "out of memory": hoard, "exception in a slot": fault, "waits": waits,
         "SIGSEGV": end(signal.SIGSEGV), "SIGKILL": end(signal.SIGKILL),
         "SIGABRT": end(signal.SIGABRT), "stopped": end(signal.SIGSTOP)}

class Kiosk(running.Kiosk):
    def start(self):
        super().start()
        self.order, self.done = Path(sys.argv[1]), Path(sys.argv[1] + ".done")
        self.looks = QTimer(self, interval=50)
        self.looks.timeout.connect(self.look_for_order)
        self.looks.start()

    def look_for_order(self):
        if self._citizen is None or not self.order.exists():
            return
        place, _, harm = self.order.read_text().partition(":")
        self.order.unlink()
        if place in ("question", "wish"):
            self._wished(flow.ChooseLanguage("sv"))
            self._wished(flow.Agree())
            assert isinstance(self.screen, QuestionScreen)
        elif place == "staff":
            self._company.gather(lambda: None, later=False)
            self._company._staff._knock()
            assert self._company._staff.corner.inside
        QTimer.singleShot(300, lambda: self.harm(place, harms[harm]))

    def harm(self, place, harm):
        self.done.write_text(str(time.monotonic()))
        if harm is waits:
            waits()
            self._wished(flow.Give(self.screen.question.id, 4))
            self.done.write_text(str(time.monotonic()))
        elif place == "wish":
            self._citizen.receive = lambda wish: harm()
            self._wished(flow.Give(self.screen.question.id, 4))
        else:
            harm()

running.Kiosk = Kiosk
sys.exit(app.main(sys.argv[2:]))
"""
AWAKE = (
    *((place, harm) for place in ("attract", "question", "wish", "staff")
      for harm in ("SIGSEGV", "busy loop", "stopped")),
    ("attract", "SIGKILL"), ("attract", "SIGABRT"), ("question", "exception in a slot"),
    ("question", "out of memory"),
)
ASLEEP = tuple(("sleep", harm) for harm in ("SIGSEGV", "busy loop", "stopped"))


@dataclass
class Bench:
    """A watched kiosk, and the file in which it is told what to do to itself."""

    store: Path
    harm: Path

    def command(self, start: Start) -> list[str]:
        own = itself(["--store", str(self.store)], start)
        return [sys.executable, "-c", HARMED, str(self.harm), *own[3:]]

    def run(self, times: int, ways: Sequence[tuple[str, str]]) -> dict[str, dict[str, float]]:
        """For each harm the worst of when it was seen, and when the next first screen stood."""
        told: queue.Queue[str] = queue.Queue()
        dog = Watchdog(Duty(command=self.command, directory=self.store, told=told.put))
        thread = threading.Thread(target=dog.run)
        thread.start()
        try:
            _until(told, "attract")
            found: dict[str, list[tuple[float, float]]] = {
                f"{harm} at {place}": [] for place, harm in ways
            }
            for turn in range(times):
                for place, harm in ways:
                    dog._falls._times.clear()  # here each is the first one for long
                    took = self.one(dog, told, f"{place}:{harm}")
                    found[f"{harm} at {place}"].append(took)
                    sys.stderr.write(f"{turn} {harm} at {place} {took[1]:.2f} s\n")
            if ways is not ASLEEP:
                self.waits(told)
        finally:
            dog.end()
            thread.join()
        return {
            name: {
                "seen_s": round(max(seen for seen, _ in took), 2),
                "median_s": round(statistics.median(back for _, back in took), 2),
                "worst_s": round(max(back for _, back in took), 2),
            }
            for name, took in found.items()
        }

    def one(self, dog: Watchdog, told: queue.Queue[str], order: str) -> tuple[float, float]:
        """Seconds from the harm until it is seen, and until the next first screen stands."""
        while not told.empty():
            told.get()
        self.harm.write_text(order)
        _until(told, "crashed", "froze")
        seen = time.monotonic() - self.done()
        _until(told, "attract")
        assert dog._falls.mode is Mode.USUAL
        return seen, time.monotonic() - self.done()

    def waits(self, told: queue.Queue[str]) -> None:
        """A person answers while another program has the store for eight seconds."""
        while not told.empty():
            told.get()
        self.harm.write_text("question:waits")
        began = time.monotonic()
        while self.done() < began + 7:
            if time.monotonic() - began > LONGEST:
                raise SystemExit("the kiosk that waited for its store did not come back")
            time.sleep(0.5)
            if not told.empty() and told.get() in ("crashed", "froze"):
                raise SystemExit("a healthy kiosk that waited for its store was ended")
        sys.stderr.write("lived through eight seconds without its store\n")

    def done(self) -> float:
        """When the window last did as it was told; 0 when it never has."""
        file = Path(f"{self.harm}.done")
        return float(file.read_text() or 0) if file.exists() else 0.0


def _until(told: queue.Queue[str], *wanted: str) -> None:
    while told.get(timeout=LONGEST) not in wanted:
        continue


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--waits", action="store_true", help="only the healthy one that waits")
    asks.add_argument("--times", type=int, default=5, help="how often each harm is done")
    asked = asks.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "kiosk"
        opened = open_store(store, "bench", now, os.urandom)
        opened.install(write_package(Organisation(), five_ratings(), now))
        opened.close()
        bench = Bench(store, Path(folder) / "harm")

        def run() -> dict[str, dict[str, float]]:
            if asked.waits:
                return bench.run(1, ())
            found = bench.run(asked.times, AWAKE)
            write_settings(store, replace(read_settings(store), locked=True))
            return found | bench.run(asked.times, ASLEEP)

        with own_screen():
            report = run()
        places = {f"{e.what} {e.place}" for e in DeviceLog(store, now).entries() if e.place}
    late = [name for name, took in report.items() if took["worst_s"] >= MOST]
    told = {"seconds": report, "asked_s": MOST, "late": late, "noted": sorted(places),
            "load_average": os.getloadavg()[0]}
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    sys.exit(bool(late))


if __name__ == "__main__":
    main()
