"""A meeting at the host, one line to standard output after each promise that it has made.

Started by ``bench/powercuts.py --session`` under strace, and by ``bench/kills.py --session``. A
promise is a call of the host that has returned: an event that is kept, an answer on a phone's form.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import assets
from bench.power.child import CHEAP, say, words
from bench.power.visitors import EARLY, START, campaign, package
from kiosk.circumstances import Station
from kiosk.diary import Diary
from kiosk.meeting.host import SessionHost
from kiosk.meeting.keeping import Means, Opening
from kiosk.meeting.phone_forms import FormMeans, PhoneForms, PhoneSitting
from storage.bodies import encode
from storage.errors import MissingKey
from storage.kiosk import KioskStore
from storage.kiosk.sessions import Sessions
from survey.facilitation.asking import TaskKind
from survey.facilitation.events import HeadingNamed, Move, TimerMoved
from survey.facilitation.replying import NoteReply, NumbersReply
from survey.records import SessionEvent, Way

PEOPLE, HEADINGS = 8, 5
LONGEST = 400
"""Events after which a meeting is closed and another opened."""


def digest(told: SessionEvent) -> str:
    """What an event says, as far as a promise has to tell it apart."""
    return sha256(encode(told)).hexdigest()[:16]


class Meeting:
    """A store, a host, and hands that do anything. ``tell`` gets each promise."""

    def __init__(
        self, directory: Path, synchronous: str, tell: Callable[[str], None], seed: int
    ) -> None:
        self._early = synchronous == EARLY
        self._tell = tell
        self._draw = random.Random(seed)
        self._now = START
        self.store = KioskStore.create_or_open(
            directory, name="Power cuts", clock=self._clock, random=os.urandom,
            synchronous="FULL" if self._early else synchronous,
        )
        if self.store.package() is None:
            self.store.install(package(1))
        self._sitting: PhoneSitting | None = None
        self._told = 0
        tell("life")
        self._begin()

    def _clock(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def _begin(self) -> None:
        sessions = Sessions(self.store._database, self.store.watch, os.urandom, CHEAP)
        station = Station(campaign=campaign(1), unit=UUID(int=8), issued=START)
        self.host = SessionHost(Means(
            station=station, book=Diary(self.store.journal(), sessions, os.urandom),
            clock=self._clock, random=os.urandom, ticks=lambda: 0.0,
        ))
        self.forms = PhoneForms(FormMeans(
            station=station, keeper=self.host.sitting, clock=self._clock, random=os.urandom,
        ))
        self.forms.offered = True
        self._sitting, self._told = None, 0

    def go_on(self, code: str) -> None:
        """Resume with the words, or open another where there is nothing to resume."""
        if code:
            try:
                self.host.resume(code)
                self._told = len(self.host._open.events)
                if not self.host.state.headings:
                    self._prepare()
                return
            except MissingKey:  # it was closed, and nobody was told yet
                self._begin()
        self.open()

    def open(self) -> None:
        """A focus group in front of its points."""
        code = self.host.open(Opening(
            title=words(0, 0), question=words(0, 1), language="sv",
            method=assets.text("methods", "focus-group.toml"),
        ))
        self._tell(f"session {' '.join(code)}")
        self._promise()
        self._prepare()

    def _prepare(self) -> None:
        while len(self.host.state.people) < PEOPLE:
            self.host.join(Way.TABLET)
        self.host.happened(*(
            HeadingNamed(heading=UUID(bytes=os.urandom(16), version=4), phase="headings",
                         title=words(at, 2))
            for at in range(HEADINGS)
        ))
        self.host.begin("weigh")
        self._promise()

    def act(self) -> None:
        """Something happens; mostly somebody gives points."""
        if len(self.host._open.events) > LONGEST:
            self._close()
            return
        if not self.host.state.headings:  # all were undone
            self._prepare()
        chance = self._draw.random()
        if chance < 0.75:
            self._reply()
        elif chance < 0.82:
            self._answer_a_form()
        elif chance < 0.87:
            self.host.happened(TimerMoved(move=Move.PAUSED, seconds=self._draw.randint(0, 99)))
        elif chance < 0.9:
            heading = self._draw.choice(list(self.host.state.headings))
            title = words(self._draw.randint(0, 999), 2)
            self.host.happened(HeadingNamed(heading=heading, phase="headings", title=title))
        elif chance < 0.93:
            self.host.undo()
        elif chance < 0.95:
            self.host.join(Way.PHONE)
        elif chance < 0.97:
            self.host.begin(self._draw.choice(("factors", "grade")))
        else:
            self.host.begin("weigh", self._draw.randint(1, 2))
        self._promise()

    def _reply(self) -> None:
        one = self._draw.choice(self.host.state.participants)
        asked = self.host.task(one)
        if asked.turn is None or asked.kind not in (TaskKind.POINTS, TaskKind.NOTES):
            self.host.begin("weigh", self._draw.randint(1, 2))
            return
        reply: Any = NoteReply(
            turn=asked.turn, note=UUID(bytes=os.urandom(16), version=4),
            text=words(self._draw.randint(0, 999), 3),
        )
        if asked.kind is TaskKind.POINTS:
            left, numbers = 10, {}
            for item in asked.items:
                numbers[item.id] = self._draw.randint(0, left)
                left -= numbers[item.id]
            reply = NumbersReply(turn=asked.turn, numbers=numbers)
        if self._early:
            ledger = self.host._open
            self._tell(f"event {ledger._writer.hex} {ledger._written + 1} -")
        if self.host.reply(one, reply) is not None:
            raise RuntimeError("a reply that fits was not taken")

    def _answer_a_form(self) -> None:
        if self._sitting is None:
            self._sitting = self.forms.open("sv")
            assert self._sitting is not None
            self._sitting.answer("")
            self._sitting.answer("3")
            self._tell("form begun")
            return
        step = self._sitting.step()
        if step.last and not step.choices:
            self._sitting.finish()
            self._sitting = None
            self._tell("form done")
        else:
            self._sitting.answer(step.choices[0].name)

    def _close(self) -> None:
        self._tell("closing")
        self.host.close()
        self._promise()
        self._tell("closed")
        self._begin()
        self.open()

    def _promise(self) -> None:
        events = self.host._open.events
        for told in events[self._told:]:
            if told.writer is not None:
                self._tell(f"event {told.writer.hex} {told.n} {digest(told)}")
        self._told = len(events)


def acts(seed: int, count: int) -> list[int]:
    """How much happens."""
    return list(range(count))


def main(directory: Path, synchronous: str, seed: int, count: int) -> None:
    """``count`` times something happens, and the device is started anew now and then."""
    code = ""

    def tell(line: str) -> None:
        nonlocal code
        if line.startswith("session "):
            code = line.removeprefix("session ")
        say(line)

    meeting = Meeting(directory, synchronous, tell, seed)
    meeting.go_on("")
    for at in range(count):
        meeting.act()
        if at % 16 == 7:
            meeting.store.prepare()
        if at % 50 == 49:
            meeting.store.close()
            meeting = Meeting(directory, synchronous, tell, seed + at)
            meeting.go_on(code)
    meeting.store.close()
    say("ended")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
