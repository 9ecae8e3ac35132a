"""Meetings to test with: a host over a book in memory, in a kiosk that is ready."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import assets
from kiosk.meeting.host import SessionHost
from kiosk.meeting.keeping import Later, Means, Opening, at_once
from storage.errors import MissingKey, StorageError, WrongKey
from survey.facilitation.asking import Task
from survey.facilitation.events import HeadingNamed, PurposeAgreed
from survey.facilitation.method import PhaseKind
from survey.facilitation.replying import NumbersReply
from survey.records import SessionEvent, Way
from tests.kiosk.screen_builders import NOW, FakeKeeper, station
from tests.survey.session_builders import number

WORDS = ("ortnamn", "bolag", "vaggvisa", "forntida", "träd", "urban", "papegoja")


@dataclass
class MemoryLasting:
    """An open session that lies in memory; ``refuses`` is raised by the next write."""

    code: tuple[str, ...]
    kept: list[SessionEvent]
    share: int = 0
    secret: bytes = bytes(32)
    closed: bool = False
    refuses: StorageError | None = None
    forms: dict[int, FakeKeeper] = field(default_factory=dict)

    def events(self) -> tuple[SessionEvent, ...]:
        return tuple(self.kept)

    def write(self, *events: SessionEvent) -> None:
        if self.refuses is not None:
            refused, self.refuses = self.refuses, None
            raise refused
        self.kept += events

    def close(self, event: SessionEvent) -> None:
        self.kept.append(event)
        self.closed = True

    def copy(self) -> bytes:
        COPIES.append(tuple(self.kept))
        return str(len(COPIES) - 1).encode()

    def read_copy(self, copy: bytes) -> tuple[SessionEvent, ...]:
        return COPIES[int(copy)]

    def sittings(self) -> tuple[int, ...]:
        return tuple(self.forms)

    def sitting(self, number: int) -> FakeKeeper:
        return self.forms.setdefault(number, FakeKeeper())


COPIES: list[tuple[SessionEvent, ...]] = []


@dataclass
class MemoryBook:
    """Keeps one session. Its words are always the same."""

    lasting: MemoryLasting | None = None
    shares: int = 0

    def open_session(self) -> MemoryLasting:
        self.lasting = MemoryLasting(WORDS, [])
        return self.lasting

    def resume_session(self, code: str) -> MemoryLasting:
        if self.lasting is None or self.lasting.closed:
            raise MissingKey("no session is open on this device")
        if code != " ".join(WORDS):
            raise WrongKey("these words do not open the session")
        self.lasting = MemoryLasting((), list(self.lasting.kept), self.lasting.share)
        return self.lasting

    def take_over_session(self, copy: bytes, code: str) -> MemoryLasting:
        if code != " ".join(WORDS):
            raise WrongKey("these words do not open the session")
        self.shares += 1
        self.lasting = MemoryLasting((), list(COPIES[int(copy)]), self.shares)
        return self.lasting


@dataclass
class Hours:
    """Seconds that pass when told to, and what waits for them."""

    now: float = 0.0
    waiting: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def ticks(self) -> float:
        return self.now

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        self.waiting.append((self.now + seconds, call))

    def pass_(self, seconds: float) -> None:
        self.now += seconds
        due = [call for at, call in self.waiting if at <= self.now]
        self.waiting = [one for one in self.waiting if one[0] > self.now]
        for call in due:
            call()


def means(book: MemoryBook, seed: int = 1, hours: Hours | None = None) -> Means:
    chance, later = random.Random(seed), at_once
    if hours is not None:
        later = hours.later
    made: Later = later
    return Means(
        station=station(), book=book, clock=lambda: NOW, random=chance.randbytes,
        ticks=hours.ticks if hours is not None else lambda: 0.0, later=made,
    )


def meeting(
    id: str = "focus-group", people: int = 3, book: MemoryBook | None = None,
    hours: Hours | None = None,
) -> SessionHost:
    """A meeting that has been opened, with so many people at the tablet."""
    host = SessionHost(means(book or MemoryBook(), hours=hours))
    host.open(Opening(
        title="Prov", question="Vad är värt något?", language="sv",
        method=assets.text("methods", f"{id}.toml"),
    ))
    for _ in range(people):
        host.join(Way.TABLET)
    return host


def weighing(people: int = 3, book: MemoryBook | None = None) -> SessionHost:
    """A focus group in front of its points, with four headings."""
    host = meeting(people=people, book=book)
    assert host.happened(PurposeAgreed(text="Att förstå.")) is None
    assert host.state.rules is not None
    for phase in host.state.rules.phases:
        assert host.begin(phase.id) is None
        if phase.kind is PhaseKind.GROUP:
            for at in range(4):
                event = HeadingNamed(heading=number(at + 1), phase=phase.id, title=f"R{at}")
                assert host.happened(event) is None
        if phase.kind is PhaseKind.ALLOCATE:
            return host
    raise AssertionError("the method has no points")


def points(asked: Task, *given: int) -> NumbersReply:
    """These points on the first items."""
    assert asked.turn is not None
    items = (item.id for item in asked.items)
    return NumbersReply(turn=asked.turn, numbers=dict(zip(items, given, strict=False)))
