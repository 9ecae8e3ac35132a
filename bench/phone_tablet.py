"""The tablet of ``bench/phones.py``: a real meeting over a real store, led by lines on stdin.

    python -m bench.phone_tablet FOLDER ADDRESS

Prints one JSON line for its start and for each line it is told: ``headings``, ``begin PHASE``,
``form`` (the survey is offered), ``counts``, ``fold`` (its whole log folded anew), ``times`` (when
each participant's points were in the state, and when the big screen had painted them), ``secrets``,
``end``. The result of the turn is shown from its beginning, so that each point is to be seen.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QApplication

import assets
from assets.words import Words
from bench.respondents import five_ratings
from bench.tap_to_paint import Organisation
from kiosk.languages import OWN_NAMES
from kiosk.meeting.big_screen import Beside, big_screen
from kiosk.meeting.host import SessionHost
from kiosk.meeting.keeping import Means, Opening
from kiosk.meeting.news import News
from kiosk.meeting.phone_forms import FormMeans, PhoneForms
from kiosk.meeting.phones import PhoneBridge
from kiosk.meeting.views.big import BigScreenWindow
from kiosk.opening import NotReady, get_ready, open_store
from kiosk.running import now
from kiosk.style import load_fonts
from survey.facilitation.events import HeadingNamed, ResultShown
from survey.facilitation.fold import fold
from survey.facilitation.state import SessionState, Turn
from survey.records import PointsSet
from sync.mailbox.address import Address
from sync.package import write_package
from sync.room.limits import Limits
from sync.room.server import Place, serve

ROOT = Path(__file__).resolve().parents[1]
FACTORS = ("Bemötandet i receptionen", "Öppettiderna på kvällen", "Lokalens ljus och ljud",
           "Väntetiden i telefon", "Hjälpen på annat språk", "Vägen dit med rullstol")


class Tablet:
    """One thread does everything, as a window's does; the room has its own."""

    def __init__(self, folder: Path, address: str) -> None:
        store = open_store(folder, "bench", now, os.urandom)
        store.install(write_package(Organisation(), five_ratings(), now))
        ready = get_ready(store, folder)
        assert not isinstance(ready, NotReady), ready
        self.woken = Event()
        self.later: list[tuple[float, Callable[[], None]]] = []
        self.lines: deque[str] = deque()
        self.seen: dict[tuple[int, int], float] = {}
        self.painted: dict[tuple[int, int], float] = {}
        os.environ.setdefault(
            "QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screen.json'}"
        )
        self.app = QApplication([])
        load_fonts()
        self.words = Words("sv")
        self.window = BigScreenWindow()
        self.window.resize(1280, 720)
        self.window.show()
        self.host = SessionHost(Means(
            station=ready.station, book=ready.diary, clock=now, random=os.urandom,
            ticks=time.monotonic, later=self._later,
        ))
        self.host.open(Opening(
            title="Ett prov", question="Vad är värt något här?", language="sv",
            method=assets.text("methods", "focus-group.toml"),
        ))
        self.forms = PhoneForms(FormMeans(
            station=ready.station, keeper=self.host.sitting, clock=now, random=os.urandom
        ))
        self.bridge = PhoneBridge(self.host, self.woken.set, time.monotonic, self.forms)
        self.store = store
        self.secret = self.host.secret
        languages = {tag: OWN_NAMES[tag] for tag in ("sv", "en", "ar", "fi")}
        self.room = serve(
            self.bridge, Place(address=Address(address, 0), languages=languages,
                               limits=Limits(phones=200)),
            secret=self.secret, random=os.urandom,
        )
        self.news = News(self.room.changed, self._later)
        self.host.on_changed(self._changed)

    def run(self) -> None:
        """Until it is told to end."""
        say(url=self.room.url)
        while True:
            due = min((at for at, _ in self.later), default=time.monotonic() + 1)
            self.woken.wait(max(0.0, due - time.monotonic()))
            self.woken.clear()
            self.bridge.drain()
            moment = time.monotonic()
            calls = [call for at, call in self.later if at <= moment]
            self.later = [one for one in self.later if one[0] > moment]
            for call in calls:
                call()
            while self.lines:
                if not self._told(self.lines.popleft()):
                    return

    def _later(self, seconds: float, call: Callable[[], None]) -> None:
        self.later.append((time.monotonic() + seconds, call))

    def _changed(self, state: SessionState) -> None:
        """News: phones are told, and the big screen painted."""
        moment = time.monotonic()
        self.news.changed(state)
        beside = Beside(url=self.room.url, phones=self.room.count)
        self.window.present(big_screen(state, self.words, beside), self.words)
        self.app.processEvents()
        painted = time.monotonic()
        for participant, points in state.inputs.points.get(Turn("weigh", 1), {}).items():
            key = participant, sum(points.values())
            self.seen.setdefault(key, moment)
            self.painted.setdefault(key, painted)

    def _told(self, line: str) -> bool:
        word, _, rest = line.strip().partition(" ")
        answer: dict[str, Any] = {}
        if word == "headings":
            self.host.begin("headings")
            for title in FACTORS:
                self.host.happened(HeadingNamed(heading=uuid4(), phase="headings", title=title))
        elif word == "begin":
            phase, _, round = rest.partition(" ")
            self.host.begin(phase, int(round or 1))
            self.host.happened(ResultShown(phase=phase, round=int(round or 1)))
        elif word == "form":
            self.forms.offered = True
            self.room.changed()
        elif word == "counts":
            answer = self._counts()
        elif word == "fold":
            answer = self._folded()
        elif word == "times":
            answer = {
                "times": [[p, n, at] for (p, n), at in self.seen.items()],
                "painted": [[p, n, at] for (p, n), at in self.painted.items()],
            }
        elif word == "secrets":
            answer = {"secret": self.secret.hex(), "items": [
                str(id) for id in self.host.state.headings
            ]}
        elif word == "end":
            self.bridge.stop()
            self.room.stop()
        say(done=word, **answer)
        return word != "end"

    def _counts(self) -> dict[str, Any]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss // 1024,
            "phones": self.room.count, "people": len(self.host.state.participants),
            "events": len(self._log()), "records": self.store.waiting(),
        }

    def _log(self) -> Any:
        ledger = self.host._ledger
        assert ledger is not None
        return ledger.events

    def _folded(self) -> dict[str, Any]:
        """From the log alone: points by participant and turn, and how many events gave them."""
        log = self._log()
        state = fold(log)
        given: dict[int, int] = {}
        for one in log:
            if isinstance(one.event, PointsSet):
                given[one.event.participant] = given.get(one.event.participant, 0) + 1
        return {
            "points": {
                f"{turn.phase}/{turn.round}": {
                    str(one): {str(item): n for item, n in points.items()}
                    for one, points in given_by.items()
                } for turn, given_by in state.inputs.points.items()
            },
            "replies": given, "problems": len(state.problems),
            "notes": [note.text for note in state.notes.values()],
            "same": state.inputs.points == self.host.state.inputs.points,
        }


def say(**told: Any) -> None:
    print(json.dumps(told, ensure_ascii=False), flush=True)


def main() -> None:
    tablet = Tablet(Path(sys.argv[1]), sys.argv[2])

    def read() -> None:
        for line in sys.stdin:
            tablet.lines.append(line)
            tablet.woken.set()

    Thread(target=read, daemon=True).start()
    tablet.run()


if __name__ == "__main__":
    main()
