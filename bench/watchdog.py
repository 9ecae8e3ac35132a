"""Crashed, frozen, faulty or out of memory: how long until the kiosk stands at attract again.

The real program runs on an X server of its own (Xvfb) under its own watchdog; each harm is done to
the window's process, and the clock stops when the next one says that the attract screen is there.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.respondents import five_ratings  # noqa: E402
from bench.tap_to_paint import Organisation  # noqa: E402
from kiosk.opening import open_store  # noqa: E402
from kiosk.running import now  # noqa: E402
from kiosk.watchdog import Duty, Watchdog, itself  # noqa: E402
from kiosk.watchdog_falls import Mode, Start  # noqa: E402
from storage.device_log import DeviceLog  # noqa: E402
from sync.package import write_package  # noqa: E402

LONGEST = 60.0
HARMED = """
import signal, sys
from PySide6.QtCore import QTimer
import kiosk.watchdog_heart as heart

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

harms = {"busy loop": busy, "out of memory": hoard, "exception in a slot": fault}

class Heart(heart.Heart):
    def at_attract(self):
        super().at_attract()
        file = sys.argv[1]
        def look():
            try:
                with open(file) as told:
                    harm = harms[told.read()]
            except (FileNotFoundError, KeyError):
                return
            import os
            os.unlink(file)
            harm()
        if not hasattr(self, "looks"):
            self.looks = QTimer(self, interval=50)
            self.looks.timeout.connect(look)
            self.looks.start()

heart.Heart = Heart
from kiosk import app
sys.exit(app.main(sys.argv[2:]))
"""
SIGNALS = {"SIGSEGV": signal.SIGSEGV, "SIGKILL": signal.SIGKILL, "SIGABRT": signal.SIGABRT,
           "stopped (SIGSTOP)": signal.SIGSTOP}
INSIDE = ("busy loop", "exception in a slot", "out of memory")


@dataclass
class Bench:
    """A watched kiosk, and the file in which it is told what to do to itself."""

    store: Path
    harm: Path

    def command(self, start: Start) -> list[str]:
        own = itself(["--store", str(self.store)], start)
        return [sys.executable, "-c", HARMED, str(self.harm), *own[3:]]

    def run(self, times: int) -> dict[str, dict[str, float]]:
        told: queue.Queue[str] = queue.Queue()
        dog = Watchdog(Duty(command=self.command, directory=self.store, told=told.put))
        thread = threading.Thread(target=dog.run)
        thread.start()
        try:
            _until(told)
            found = {name: [] for name in (*SIGNALS, *INSIDE)}
            for turn in range(times):
                for name in found:
                    dog._falls._times.clear()  # here each is the first one for long
                    found[name].append(self.one(dog, told, name))
                    sys.stderr.write(f"{turn} {name} {found[name][-1]:.2f} s\n")
        finally:
            dog.end()
            thread.join()
        return {
            name: {"median_s": round(statistics.median(took), 2), "worst_s": round(max(took), 2)}
            for name, took in found.items()
        }

    def one(self, dog: Watchdog, told: queue.Queue[str], name: str) -> float:
        """Seconds from the harm to the next attract screen."""
        while not told.empty():
            told.get()
        began = time.monotonic()
        if name in SIGNALS:
            os.kill(dog._child.pid, SIGNALS[name])
        else:
            self.harm.write_text(name)
        _until(told)
        assert dog._falls.mode is Mode.USUAL
        return time.monotonic() - began


def _until(told: queue.Queue[str]) -> None:
    """Wait for the fall and the attract screen after it; the first time only for the latter."""
    while told.get(timeout=LONGEST) != "attract":
        continue


def _with_screen(work: Callable[[], object]) -> object:
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24"], pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        os.environ["DISPLAY"] = f":{told.readline().strip()}"
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    try:
        return work()
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--times", type=int, default=5, help="how often each harm is done")
    asked = asks.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "kiosk"
        opened = open_store(store, "bench", now, os.urandom)
        opened.install(write_package(Organisation(), five_ratings(), now))
        opened.close()
        bench = Bench(store, Path(folder) / "harm")
        report = _with_screen(lambda: bench.run(asked.times))
        places = {f"{e.what} {e.place}" for e in DeviceLog(store, now).entries() if e.place}
    report = {"seconds": report, "noted": sorted(places), "load_average": os.getloadavg()[0]}
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
