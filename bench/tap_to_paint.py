"""From a tap to the next screen painted, with every answer durable in the real store.

The kiosk as it runs: with the voice that nobody asked for, the staff's corner, the carrier. Only
the wait before the next question is left out. Beside it, in the same run, what this machine does
at best: a bare page of Qt's own widgets, and a bare durable save on the same disk. ``--cpu 0.3``
holds the program to that share of one processor.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtCore import QEvent, QObject, QPointF, Qt  # noqa: E402
from PySide6.QtGui import QMouseEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget  # noqa: E402

import assets  # noqa: E402
from bench.held import held  # noqa: E402
from kiosk import presenting  # noqa: E402
from kiosk.citizen import Pace  # noqa: E402
from kiosk.opening import open_store  # noqa: E402
from kiosk.places import Places  # noqa: E402
from kiosk.running import Kiosk, now  # noqa: E402
from kiosk.screens import QuestionScreen, Screen  # noqa: E402
from kiosk.views.question import QuestionView  # noqa: E402
from kiosk.window import Looks, Window, application  # noqa: E402
from storage.seal import keys  # noqa: E402
from storage.values import Recipient  # noqa: E402
from survey import flow  # noqa: E402
from survey.reading import read_campaign  # noqa: E402
from sync.package import write_package  # noqa: E402

EACH = 20
"""Bare pages and bare saves beside each person's answers."""

IN_SIGHT = 5
"""So many answers are seen without scrolling, whatever is asked."""


class Organisation:
    """Signs the example's package for a campaign key and a recovery key."""

    def __init__(self) -> None:
        self._signer = keys.Signer(os.urandom(32))
        self.signer_public = self._signer.public
        self.sign = self._signer.sign
        self._keys = [keys.ReceivingKey(os.urandom(96)).public for _ in range(2)]

    def recipients(self, campaign: object) -> tuple[Recipient, ...]:
        return tuple(
            Recipient(id=keys.recipient_id(public), role=role, public=public)
            for public, role in zip(self._keys, ("campaign", "recovery"), strict=True)
        )

    def revoked_devices(self) -> tuple[bytes, ...]:
        return ()

    def next_package_version(self, campaign: object) -> int:
        return 1

    def record_package(self, *recorded: object) -> None:
        """The bench keeps no register."""


class Painted(QObject):
    """Notes when the window was last painted, by the clock and by this thread's processor time."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.at = self.used = 0.0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest:
            watched.event(event)  # paint now, then note the time
            self.at, self.used = time.perf_counter(), time.thread_time()
            return True
        return False


class Watched:
    """A view between presenter and window that knows which screen is on."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.screen: Screen | None = None
        self.moved_at = 0.0

    def present(self, screen: Screen) -> None:
        self.window.present(screen)
        self.noted(screen)

    def noted(self, screen: Screen) -> None:
        """``screen`` stands there, whoever brought it."""
        before, self.screen = self.screen, screen
        if not isinstance(screen, QuestionScreen) or (
            isinstance(before, QuestionScreen) and before.number != screen.number
        ):
            self.moved_at = time.perf_counter()


class BarePage(QWidget):
    """A label and five of Qt's own buttons; a tap shows the next question's words."""

    def __init__(self, words: list[str]) -> None:
        super().__init__()
        self._words, self._at = words, 0
        self._label = QLabel(wordWrap=True)
        self.buttons = [QPushButton() for _ in range(5)]
        column = QVBoxLayout(self)
        column.addWidget(self._label)
        for number, button in enumerate(self.buttons, 1):
            button.setMinimumHeight(92)
            button.setText(str(number))
            button.clicked.connect(self.step)
            column.addWidget(button)
        self.resize(1280, 800)
        self.step()

    def step(self) -> None:
        """The next words."""
        self._at = (self._at + 1) % len(self._words)
        self._label.setText(self._words[self._at])


@dataclass
class Found:
    """Milliseconds by the clock, and of the processor."""

    clock: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)

    def add(self, clock: float, used: float) -> None:
        """Take both in seconds."""
        self.clock.append(clock * 1000)
        self.used.append(used * 1000)


def tap(widget: QWidget) -> None:
    """A press and a release in the middle of ``widget``, through the event system."""
    middle = QPointF(widget.rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        whole = widget.mapToGlobal(middle)
        QApplication.sendEvent(widget, QMouseEvent(kind, middle, whole, left, left, none))


class Room:
    """One kiosk with the example's survey, and what was measured at it."""

    def __init__(self, directory: Path, carried: Path | None) -> None:
        example, _ = read_campaign(assets.data("demo", "campaign.json"))
        assert example is not None
        today = now().date()
        example = replace(example, first_day=today, last_day=today + timedelta(days=1))
        store = open_store(directory, "bench", now, os.urandom)
        store.install(write_package(Organisation(), example, now))
        store.close()
        presenting.Pace = lambda: Pace(advance=0)  # type: ignore[assignment,misc]
        # nobody's finger is on its way to the page before
        self.app, self.window = application(full_screen=False, looks=Looks(grace_ms=0))
        places = None if carried is None else Places(place=str(carried))
        self.kiosk = Kiosk(self.window, directory, "bench", places=places)
        self._painted = Painted(self.window)
        self._view = Watched(self.window)
        self.window.shown.connect(self._view.noted)
        self._page = BarePage([question.label["sv"] for question in example.form.questions])
        self._page_painted = Painted(self._page)
        self._file = (directory / "bare_save").open("ab", buffering=0)
        self.found = {
            name: Found() for name in ("kept", "next_painted", "bare_page", "bare_save")
        }
        self.kiosk.get_ready()
        self.app.processEvents()

    def visit(self) -> None:
        """Somebody comes, answers everything and goes; then what is bare has its turn."""
        wished = self.window.wished.emit
        for wish in (flow.Restart(), flow.ChooseLanguage("sv"), flow.Agree()):
            wished(wish)
            self.app.processEvents()
        while isinstance(self._view.screen, QuestionScreen):
            self._answer(self._view.screen)
            self.app.processEvents()
        self._page.show()
        self.app.processEvents()
        for at in range(EACH):
            self._bare(at)
        self._page.hide()  # a press is for whatever stands on top where it was

    def close(self) -> None:
        """End as the program does."""
        self._file.close()
        self.kiosk.close()
        self._page.close()
        self.window.let_close(may=True)
        self.window.close()

    def _answer(self, screen: QuestionScreen) -> None:
        options = self.window.view(QuestionView).answers.options()
        option = options[screen.number % min(IN_SIGHT, len(options))]
        started, used = time.perf_counter(), time.thread_time()
        tap(option)
        self.found["kept"].add(time.perf_counter() - started, time.thread_time() - used)
        painted = self._painted
        while self._view.moved_at < started or painted.at < self._view.moved_at:
            self.app.processEvents()
        self.found["next_painted"].add(painted.at - started, painted.used - used)

    def _bare(self, at: int) -> None:
        started, used = time.perf_counter(), time.thread_time()
        tap(self._page.buttons[at % 5])
        painted = self._page_painted
        while painted.at < started:
            self.app.processEvents()
        self.found["bare_page"].add(painted.at - started, painted.used - used)
        started, used = time.perf_counter(), time.thread_time()
        self._file.write(bytes(4096))
        os.fdatasync(self._file.fileno())
        self.found["bare_save"].add(time.perf_counter() - started, time.thread_time() - used)


def figures(times: list[float]) -> dict[str, float]:
    """What is told of milliseconds; p99 has a meaning from some thousand on."""
    hundredths = statistics.quantiles(times, n=100)
    told = {"median": statistics.median(times), "p95": hundredths[94], "p99": hundredths[98],
            "worst": max(times)}
    return {name: round(value, 2) for name, value in told.items()}


def start_up(times: int) -> list[float]:
    """Milliseconds from the process's start to the first screen painted."""
    code = "from kiosk.window import application; application(full_screen=False)"
    found = []
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
        found.append((time.perf_counter() - started) * 1000)
    return found


def main() -> int:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--visits", type=int, default=40, help="people, each with 52 taps")
    asks.add_argument("--store", type=Path, help="a folder on the disk to measure")
    asks.add_argument("--carrying", action="store_true", help="carry all the while")
    asks.add_argument("--starts", type=int, default=5, help="how often to measure starting")
    asks.add_argument("--cpu", type=float, help="hold to this share of one processor")
    asked = asks.parse_args()
    if asked.cpu:
        given = ["--visits", str(asked.visits), "--starts", str(asked.starts)]
        given += ["--store", str(asked.store)] if asked.store else []
        return held(asked.cpu, "bench.tap_to_paint", [*given, *["--carrying"] * asked.carrying])
    with tempfile.TemporaryDirectory(dir=asked.store) as folder:
        carried = Path(folder) / "carried" if asked.carrying else None
        if carried is not None:
            carried.mkdir()
        room = Room(Path(folder) / "kiosk", carried)
        for _ in range(asked.visits):
            room.visit()
        room.close()
    report: dict[str, object] = {
        name: {
            "taps": len(found.clock), "clock_ms": figures(found.clock),
            "processor_ms": figures(found.used),
        }
        for name, found in room.found.items()
    }
    if asked.starts:
        starts = start_up(asked.starts)
        report["start_to_first_screen"] = {"median_ms": round(statistics.median(starts), 0)}
    report["load_average"] = os.getloadavg()[0]
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
