"""People at the kiosk's own presenter, one line to standard output after each promise to them.

Started by ``bench/powercuts.py --way`` under strace, and by ``bench/kills.py``. A promise is a
screen that acknowledges: the line is written when the presenter has returned and the screen is
not one that says that something could not be kept. A visitor's number is the minute they come in.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from bench.power.child import ORGANISATION, RECEIVER, say
from kiosk.citizen import Citizen, Instruments, Pace
from kiosk.opening import Ready, get_ready
from kiosk.screens import AttractScreen, NotKeptScreen
from kiosk.wishes import AskToStop, EndHere, LeaveNothing, LeftAlone
from storage.kiosk import KioskStore
from storage.seal import keys
from storage.values import Package, Recipient
from survey import flow
from survey.campaign import Campaign, Consent, Factor, Unit
from survey.conduct import Arm, Conduct, Idle, LeftBehind, OneTap, Trial, Way
from survey.forms.model import Form, Question, QuestionType, Scale
from survey.reading import write_campaign

CAMPAIGN = UUID("1c2f4d9c-8a9f-4a53-8a07-1f0a3c1b7e66")
QUESTIONS = tuple(
    UUID(bytes=keys.digest("visitor-question", bytes([at]))[:16], version=4) for at in range(5)
)
ALL = len(QUESTIONS) - 1
START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ARMS = (
    Arm(id=UUID(int=0xA1), name="forwards", questions=QUESTIONS),
    Arm(id=UUID(int=0xA2), name="backwards", questions=(QUESTIONS[0], *QUESTIONS[:0:-1])),
)
EARLY = "EARLY"
ENDINGS = ("finish", "finish", "finish", "stop", "idle", "discard", "walk")


@dataclass(frozen=True)
class Visitor:
    """``taps`` answers after the first, then ``ending``; ``switch`` at that answer, if at all."""

    number: int
    taps: int
    ending: str
    switch: int


def visitors(seed: int, count: int) -> list[Visitor]:
    """The same people each time for a seed."""
    draw = random.Random(seed)
    return [
        Visitor(at, draw.randint(0, ALL), draw.choice(ENDINGS), draw.randint(0, 9))
        for at in range(1, count + 1)
    ]


def answer(who: Visitor, question: int) -> int:
    """What they say to that question."""
    return (who.number * 3 + question) % 5 + 1


@cache
def campaign(version: int) -> Campaign:
    """In turn: questions with arms; one tap and more; the same where what is left is discarded."""
    text = {"sv": "Text", "en": "Text"}
    scale = Scale(low=1, high=5, labels=(text,) * 5)
    factor = Factor(id=UUID(int=9), name=text)
    asked = tuple(
        Question(id=id, name=f"q{at}", type=QuestionType.RATING, label=text, scale=scale,
                 factor=factor.id)
        for at, id in enumerate(QUESTIONS)
    )
    taps = version % 3 != 1
    idle = Idle(left_behind=LeftBehind.DISCARD if version % 3 == 0 else LeftBehind.SEND)
    conduct = Conduct(
        way=Way.ONE_TAP if taps else Way.QUESTIONNAIRE, idle=idle, paradata_seconds=5,
        one_tap=OneTap(question=QUESTIONS[0], follow_up=version % 6 != 5) if taps else None,
        trial=None if taps else Trial(arms=ARMS),
    )
    return Campaign(
        id=CAMPAIGN, version=version, title=text, about=text, organisation="Exempelby",
        languages=("sv", "en"), zone="Europe/Stockholm", grain_minutes=1,
        first_day=date(2026, 1, 1), last_day=date(2026, 12, 31),
        units=(Unit(id=UUID(int=8), name=text),), factors=(factor,),
        form=Form(id=UUID(int=7), version=version, title=text, questions=asked),
        consent=Consent(version="1", text=text, reviewed=("sv", "en")), group_by=(),
        conduct=conduct,
    )


def package(version: int) -> Package:
    """The campaign of that version, signed by nobody: it is put into the store directly."""
    return Package(
        hash=keys.digest("package", bytes([version])), campaign=CAMPAIGN, version=version,
        issued=START - timedelta(days=1), organisation="Exempelby", signer=ORGANISATION.public,
        definition=write_campaign(campaign(version)),
        recipients=(Recipient(id=RECEIVER.id, role="campaign", public=RECEIVER.public),),
        revoked=(), raw=b"",
    )


class View:
    """What stands on the screen."""

    def present(self, screen: object) -> None:
        self.now = screen


class Kiosk:
    """The store, the presenter, and who comes. ``tell`` gets each promise.

    ``synchronous`` is the store's, or EARLY for a kiosk with a fault: it promises, and then keeps.
    """

    def __init__(self, directory: Path, synchronous: str, tell: Callable[[str], None]) -> None:
        self._directory = directory
        self._early = synchronous == EARLY
        self._synchronous = "FULL" if self._early else synchronous
        self._tell = tell
        self._number = 0
        self.version = 0
        self.view = View()
        self.store = self._open()

    def _open(self) -> KioskStore:
        return KioskStore.create_or_open(
            self._directory, name="Power cuts", clock=self._clock, random=os.urandom,
            synchronous=self._synchronous, running=None,
        )

    def _clock(self) -> datetime:
        return START + timedelta(minutes=self._number, seconds=17)

    def install(self) -> None:
        self.version += 1
        self.store.install(package(self.version))
        self._tell(f"installed {self.version}")
        self.sit()

    def sit(self) -> None:
        """A presenter at the first screen."""
        ready = get_ready(self.store, self._directory)
        if not isinstance(ready, Ready):
            raise SystemExit(f"the kiosk is not ready: {ready.reason}")
        self.ready = ready
        means = Instruments(clock=self._clock, random=os.urandom)
        self.who = Citizen(self.view, ready.station, ready.diary, means, Pace(advance=None))
        self.who.begin()
        if not isinstance(self.view.now, AttractScreen):
            raise SystemExit("the kiosk does not begin at its first screen")

    def reopen(self) -> None:
        self.store.close()
        self.store = self._open()
        self.sit()

    def serve(self, who: Visitor) -> None:
        """One visitor, from the first screen to it."""
        self._number = who.number
        conduct = campaign(self.version).conduct
        if conduct.way is Way.ONE_TAP:
            self._do(flow.TapFace(answer(who, 0)), f"tap {who.number}")
            if not (conduct.one_tap and conduct.one_tap.follow_up):
                self._do(flow.Restart(), f"finish {who.number}")
                return
            if who.ending == "walk":
                self._do(LeftAlone(), f"finish {who.number}")
                return
            self._do(flow.FollowUp())
        else:
            self._do(flow.ChooseLanguage("sv"))
        self._do(flow.Agree(), "" if conduct.trial is None else "assigned")
        if conduct.trial is not None:
            self._do(flow.Give(QUESTIONS[0], answer(who, 0)), f"draft {who.number} 1 sv")
            self._do(flow.Next())
        self._answer(who)
        self._end(who)

    def _answer(self, who: Visitor) -> None:
        language = "sv"
        for tap in range(who.taps):
            if tap == who.switch:
                language = "en"
                self._do(flow.ChooseLanguage(language))
            shown = flow.current(self.who._stand.state)
            assert shown is not None
            self._do(flow.Give(shown.id, answer(who, QUESTIONS.index(shown.id))),
                     f"draft {who.number} {tap + 2} {language}")
            self._do(flow.Next())

    def _end(self, who: Visitor) -> None:
        if who.taps == ALL:  # the last answer was followed by the end
            self._tell(f"finish {who.number}")
            self._do(flow.Restart())
            return
        match who.ending:
            case "finish":
                state = self.who._stand.state
                for _ in state.questions[state.place + 1 :]:
                    self._do(flow.Next())
                self._do(flow.Next(), f"finish {who.number}")
                self._do(flow.Restart())
            case "stop":
                self._do(AskToStop())
                self._do(EndHere(), f"partial {who.number}")
                self._do(flow.Restart())
            case "discard":
                self._tell(f"discarding {who.number}")
                self._do(AskToStop())
                self._do(LeaveNothing(), f"discard {who.number}")
                self._do(flow.Restart())
            case _:
                if campaign(self.version).conduct.idle.left_behind is LeftBehind.DISCARD:
                    self._tell(f"leaving {who.number}")
                self._do(LeftAlone())
                self._do(LeftAlone(), f"left {who.number}")

    def _do(self, wish: object, promise: str = "") -> None:
        if promise and self._early:
            self._tell(promise)
        self.who.receive(wish)
        if isinstance(self.view.now, NotKeptScreen):
            raise SystemExit("something could not be kept")
        if promise and not self._early:
            self._tell(promise)


def main(directory: Path, synchronous: str, seed: int, count: int) -> None:
    """Serve ``count`` visitors, with packages, idle moments and restarts between."""
    kiosk = Kiosk(directory, synchronous, say)
    kiosk.install()
    for at, who in enumerate(visitors(seed, count), 1):
        kiosk.serve(who)
        if at % 5 == 0:
            kiosk.ready.prepare()
        if at % 9 == 0:
            kiosk.install()
        elif at % 7 == 0:
            kiosk.reopen()
    kiosk.store.close()
    say("closed")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
