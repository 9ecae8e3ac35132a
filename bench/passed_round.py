"""A focus group of ten at one tablet, over a real store: from each tap to what it changed, painted.

    python -m bench.passed_round [--people 10] [--xvfb]

Every point is one tap on a button in a real window and one durable, sealed event. Afterwards the
session is opened again from the disk with the moderator's words, and its sums are held against
what was tapped.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

FACTORS = ("Bemötandet i receptionen", "Öppettiderna på kvällen", "Lokalens ljus och ljud",
           "Väntetiden i telefon", "Hjälpen på annat språk", "Vägen dit med rullstol",
           "Kunskap hos personalen", "Information som går att förstå")


def main() -> int:
    """Prints one JSON object; 1 where a sum is another than what was tapped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--xvfb", action="store_true", help="on an X screen of its own")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    from bench.own_screen import own_screen

    if not args.xvfb:
        os.environ.setdefault(
            "QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}")
    with own_screen() if args.xvfb else nullcontext(), tempfile.TemporaryDirectory() as folder:
        told = _run(Path(folder), args.people, random.Random(args.seed))
    print(json.dumps(told, indent=1, ensure_ascii=False))
    return 0 if told["equal"] else 1


def _run(folder: Path, people: int, chance: random.Random) -> dict[str, object]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    import assets
    from assets import theme
    from assets.words import Words
    from bench.respondents import five_ratings
    from bench.tap_to_paint import Organisation, Painted
    from kiosk.controls import Press
    from kiosk.frame import Frame
    from kiosk.meeting.host import SessionHost
    from kiosk.meeting.keeping import Means, Opening
    from kiosk.meeting.passing import PassingRound
    from kiosk.meeting.task_means import TaskMeans
    from kiosk.meeting.views.passing import know
    from kiosk.opening import NotReady, get_ready, open_store
    from kiosk.running import now
    from kiosk.style import Style, load_fonts
    from kiosk.window import Looks, Window
    from survey.facilitation.events import HeadingNamed
    from survey.records import Way
    from sync.package import write_package

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    load_fonts()
    app.setFont(Style(theme.load()).text(24))
    store = open_store(folder, "bench", now, os.urandom)
    store.install(write_package(Organisation(), five_ratings(), now))
    ready = get_ready(store, folder)
    assert not isinstance(ready, NotReady), ready
    held = Means(station=ready.station, book=ready.diary, clock=now, random=os.urandom,
                 ticks=time.monotonic, later=lambda seconds, call: call())
    host = SessionHost(held)
    code = host.open(Opening(
        title="Biblioteket", question="Vad är värt något här?", language="sv",
        method=assets.text("methods", "focus-group.toml"),
    ))
    for _ in range(people):
        host.join(Way.TABLET)
    host.begin("headings")
    for title in FACTORS:
        host.happened(HeadingNamed(heading=uuid4(), phase="headings", title=title))
    host.begin("weigh")
    window = Window(Looks(theme=theme.load(), idle_ms=0, grace_ms=0))
    window.resize(1280, 800)
    know(window.stage)
    painted = Painted(window)
    desk = PassingRound(TaskMeans(
        host=host, show=window.present, words=Words, ids=uuid4, ended=lambda: None,
        frame=replace(Frame(language="sv"), languages=("sv", "en"), idle_ms=0),
    ))
    window.wished.connect(desk.receive)
    host.on_changed(lambda state: desk.changed())
    desk.begin()
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowExposed(window)
    app.processEvents()

    def button(name: str) -> Press:
        found = [one for one in window.findChildren(Press)
                 if one.isVisible() and name in (one.text(), one.accessibleName())]
        assert len(found) == 1, name
        return found[0]

    def tap(name: str) -> tuple[float, float]:
        one = button(name)
        while one.visibleRegion().boundingRect().height() * 10 < one.height() * 7:
            QTest.mouseClick(button("Ner"), Qt.MouseButton.LeftButton)
            app.processEvents()
        begun, used = time.perf_counter(), time.thread_time()
        QTest.mouseClick(one, Qt.MouseButton.LeftButton, pos=one.rect().center())
        app.processEvents()
        gone, took = max(painted.at, begun) - begun, max(painted.used, used) - used
        return gone * 1000, took * 1000

    tapped = dict.fromkeys(FACTORS, 0)
    points, handed, before = [], [], _size(folder)
    for n in range(1, people + 1):
        handed.append(tap(f"Jag är deltagare {n}"))
        for title in sorted(chance.choices(FACTORS, k=10), key=FACTORS.index):
            points.append(tap(f"Mer till {title}"))
            tapped[title] += 1
        handed.append(tap("Klar"))
    grown = _size(folder) - before
    again = SessionHost(replace(held, book=get_ready(store, folder).diary))
    again.resume(" ".join(code))
    kept = dict.fromkeys(FACTORS, 0)
    for n in range(1, people + 1):
        asked = again.task(n)
        for item in asked.items:
            kept[item.title] += asked.mine.numbers.get(item.id, 0)
    return {
        "people": people, "taps": len(points), "equal": kept == tapped,
        "point_ms": _told([gone for gone, _ in points]),
        "point_processor_ms": _told([took for _, took in points]),
        "handed_over_ms": _told([gone for gone, _ in handed]),
        "kept_bytes_a_point": round(grown / len(points)), "sums": kept,
    }


def _size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def _told(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(len(ordered) * 0.95)], 1), "most": round(ordered[-1], 1),
    }


if __name__ == "__main__":
    sys.exit(main())
