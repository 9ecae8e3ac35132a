"""A meeting in memory to pass a tablet round in: events are folded at once, ids are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import assets
from assets.words import Words
from kiosk.frame import Frame
from kiosk.meeting.task_means import TaskMeans
from storage.errors import StorageError
from survey.facilitation.asking import Task, task
from survey.facilitation.events import (
    HeadingNamed,
    MethodGiven,
    NoteAdded,
    ParticipantLeft,
    PhaseBegun,
)
from survey.facilitation.fold import fold
from survey.facilitation.items import budgets_of, items_of
from survey.facilitation.method import PhaseKind
from survey.facilitation.reading import read_method
from survey.facilitation.replying import Reply, event_of, is_done
from survey.facilitation.state import SessionState
from survey.problems import Problem, Severity
from survey.records import ParticipantJoined, SessionOpened, Way
from tests.survey.session_builders import Writer, number

FACTORS = (
    "Bemötande", "Öppettider", "Tillgänglighet", "Kunskap hos personalen", "Väntetid",
    "Lokalerna", "Information som går att förstå", "Inflytande",
)


@dataclass
class Meeting:
    """``writes`` counts what was kept; ``trouble`` is raised instead while it is set."""

    method: str = "focus-group"
    writer: Writer = field(default_factory=lambda: Writer(number(900)))
    writes: int = 0
    trouble: StorageError | None = None
    listeners: list[Callable[[], None]] = field(default_factory=list)
    source: str = ""

    def __post_init__(self) -> None:
        self.source = self.source or assets.text("methods", f"{self.method}.toml")
        self.rules = read_method(self.source).method
        assert self.rules is not None
        self._ids = 5_000
        self.happened(SessionOpened(title="Biblioteket", method=self.method, question="Vad?"))
        self.happened(MethodGiven(source=self.source))

    @property
    def state(self) -> SessionState:
        return self._state

    def new(self) -> UUID:
        self._ids += 1
        return number(self._ids)

    def happened(self, event: Any) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.writer.write(event)
        self.writes += 1
        self._state = fold(self.writer.written)
        wrong = [one for one in self._state.problems if one.severity is Severity.ERROR]
        assert not wrong, wrong
        for listener in self.listeners:
            listener()

    def join(self, way: Way = Way.TABLET, role: str = "") -> int:
        n = max(self._state.people, default=0) + 1
        self.happened(ParticipantJoined(participant=n, way=way, role=role))
        return n

    def leave(self, participant: int) -> None:
        self.happened(ParticipantLeft(participant=participant))

    def task(self, participant: int) -> Task:
        return task(self._state, participant)

    def reply(self, participant: int, reply: Reply) -> Problem | None:
        now = self.task(participant)
        if is_done(now, reply):
            return None
        event = event_of(now, reply)
        if isinstance(event, Problem):
            return event
        self.happened(event)
        return None

    def missing(self) -> tuple[int, ...]:
        found = []
        for n, person in self._state.people.items():
            mine = self.task(n).mine
            if not person.left and not (mine.numbers or mine.cells or mine.notes):
                found.append(n)
        return tuple(found)

    def begin(self, phase: str, round: int = 1) -> None:
        rules = self.rules
        found = rules.phase(phase) if rules else None
        assert rules is not None and found is not None
        items = items_of(found, rules, self._state.headings, self._state.notes)
        self.happened(PhaseBegun(phase=phase, round=round, budgets=budgets_of(found, items)))

    def name_headings(self, phase: str, titles: tuple[str, ...] = FACTORS) -> list[UUID]:
        ids = [self.new() for _ in titles]
        rules = self.rules
        found = rules.phase(phase) if rules else None
        fields = rules.fields(found) if rules and found else ()
        for at, (id, title) in enumerate(zip(ids, titles, strict=True)):
            into = fields[at % len(fields)].id if fields and found and (
                found.kind is not PhaseKind.WRITE
            ) else ""
            self.happened(HeadingNamed(heading=id, phase=phase, title=title, field=into))
        return ids

    def write_notes(self, phase: str, texts: tuple[str, ...] = FACTORS, by: int = 0) -> list[UUID]:
        ids = [self.new() for _ in texts]
        rules = self.rules
        found = rules.phase(phase) if rules else None
        fields = rules.fields(found) if rules and found else ()
        for at, (id, text) in enumerate(zip(ids, texts, strict=True)):
            into = fields[at % len(fields)].id if fields else ""
            self.happened(NoteAdded(note=id, phase=phase, participant=by, text=text, field=into))
        return ids


@dataclass
class Shown:
    """What was put on the screen, and how often the moderator got the tablet back."""

    screens: list[Any] = field(default_factory=list)
    ended: int = 0

    @property
    def now(self) -> Any:
        return self.screens[-1]

    def end(self) -> None:
        self.ended += 1


def means(
    meeting: Meeting, shown: Shown, show: Callable[[Any], None] | None = None,
    language: str = "sv",
) -> TaskMeans:
    def put(screen: Any) -> None:
        shown.screens.append(screen)
        if show is not None:
            show(screen)

    return TaskMeans(
        host=meeting, show=put, words=Words, ids=meeting.new, ended=shown.end,
        frame=Frame(language=language, languages=("sv", "en", "ar"), idle_ms=90_000),
    )


def weighing(people: int = 3, titles: tuple[str, ...] = FACTORS) -> Meeting:
    """A focus group at its first round of points."""
    meeting = Meeting()
    for _ in range(people):
        meeting.join()
    meeting.begin("headings")
    meeting.name_headings("headings", titles)
    meeting.begin("weigh")
    return meeting
