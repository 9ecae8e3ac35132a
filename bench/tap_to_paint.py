"""From a tap to the next question painted, with every answer durable in the real store."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")

from PySide6.QtCore import QEvent, QObject, QPointF, Qt  # noqa: E402
from PySide6.QtGui import QMouseEvent  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

import assets  # noqa: E402
from kiosk.carrying import Carrier, Hands, Route  # noqa: E402
from kiosk.citizen import Citizen, Pace  # noqa: E402
from kiosk.keeping import Instruments  # noqa: E402
from kiosk.opening import NotReady, get_ready, open_store  # noqa: E402
from kiosk.running import now  # noqa: E402
from kiosk.screens import QuestionScreen, Screen  # noqa: E402
from kiosk.views.question import QuestionView  # noqa: E402
from kiosk.window import Looks, Window, application  # noqa: E402
from storage.kiosk import KioskStore  # noqa: E402
from storage.seal import keys  # noqa: E402
from storage.values import Recipient  # noqa: E402
from survey import flow  # noqa: E402
from survey.reading import read_campaign  # noqa: E402
from sync.folder import FolderTransport  # noqa: E402
from sync.package import write_package  # noqa: E402


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
    """Notes when the question view was last painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.at = 0.0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest:
            watched.event(event)  # paint now, then note the time
            self.at = time.perf_counter()
            return True
        return False


class Watched:
    """A view between presenter and window that knows which screen is on."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.screen: Screen | None = None
        self.moved_at = 0.0

    def present(self, screen: Screen) -> None:
        before, self.screen = self.screen, screen
        self.window.present(screen)
        if not isinstance(screen, QuestionScreen) or (
            isinstance(before, QuestionScreen) and before.number != screen.number
        ):
            self.moved_at = time.perf_counter()


def tap(widget: QWidget) -> None:
    """A press and a release in the middle of ``widget``, through the event system."""
    middle = QPointF(widget.rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        whole = widget.mapToGlobal(middle)
        QApplication.sendEvent(widget, QMouseEvent(kind, middle, whole, left, left, none))


def carrier(store: KioskStore, to: Path) -> Carrier:
    """Carries to the folder ``to`` without a pause, people or no people: the worst there is."""
    route = Route(open=lambda: FolderTransport(to), here=lambda: True)
    made = Carrier(store, lambda: (route,), Hands(
        told=lambda _: made.ask(lambda: None), renewed=lambda: None, clock=now,
    ))
    made.start()
    return made


def measure(directory: Path, visits: int, carried: Path | None) -> dict[str, list[float]]:
    """Milliseconds from a tap until its answer is durable, and to the next question's paint."""
    example, _ = read_campaign(assets.data("demo", "campaign.json"))
    assert example is not None
    today = now().date()
    example = replace(example, first_day=today, last_day=today + timedelta(days=1))
    store = open_store(directory, "bench", now, os.urandom)
    store.install(write_package(Organisation(), example, now))
    ready = get_ready(store, directory)
    assert not isinstance(ready, NotReady)
    # nobody's finger is on its way to the page before
    app, window = application(full_screen=False, looks=Looks(grace_ms=0))
    painted = Painted(window)
    view = Watched(window)
    means = Instruments(clock=now, random=os.urandom)
    who = Citizen(view, ready.station, ready.diary, means, Pace(advance=0))
    window.wished.connect(who.receive)
    carries = None if carried is None else carrier(store, carried)
    times: dict[str, list[float]] = {"kept": [], "next_painted": []}
    for _ in range(visits):
        who.receive(flow.Restart())
        ready.prepare()
        who.receive(flow.ChooseLanguage("sv"))
        who.receive(flow.Agree())
        app.processEvents()
        while isinstance(view.screen, QuestionScreen):
            _one_tap(app, view, painted, times)
        app.processEvents()
    if carries is not None:
        carries.stop()
    store.close()
    return times


def _one_tap(
    app: QApplication, view: Watched, painted: Painted, times: dict[str, list[float]]
) -> None:
    before = view.screen
    assert isinstance(before, QuestionScreen)
    options = view.window.view(QuestionView).answers.options()
    started = time.perf_counter()
    tap(options[before.number % len(options)])
    times["kept"].append((time.perf_counter() - started) * 1000)
    while view.moved_at < started or painted.at < view.moved_at:
        app.processEvents()
    times["next_painted"].append((painted.at - started) * 1000)


def start_up(times: int) -> list[float]:
    """Milliseconds from the process's start to the first screen painted."""
    code = "from kiosk.window import application; application(full_screen=False)"
    found = []
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
        found.append((time.perf_counter() - started) * 1000)
    return found


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--visits", type=int, default=10)
    asks.add_argument("--store", type=Path, help="a folder on the disk to measure")
    asks.add_argument("--carrying", action="store_true", help="carry all the while")
    asked = asks.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.store) as folder:
        carried = Path(folder) / "carried" if asked.carrying else None
        if carried is not None:
            carried.mkdir()
        times = measure(Path(folder) / "kiosk", asked.visits, carried)
    report = {
        name: {
            "taps": len(found), "median_ms": round(statistics.median(found), 2),
            "p95_ms": round(statistics.quantiles(found, n=20)[18], 2),
            "worst_ms": round(max(found), 2),
        }
        for name, found in times.items()
    }
    starts = start_up(5)
    report["start_to_first_screen"] = {"median_ms": round(statistics.median(starts), 0)}
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
