"""Sessions to test with: writers who number their events, and a method played to its end."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

import assets
from survey.facilitation.events import (
    AnswersGiven,
    AnyEvent,
    Commented,
    DecisionMade,
    Given,
    HeadingNamed,
    MethodGiven,
    NoteAdded,
    NotesGrouped,
    PhaseBegun,
    PinsSet,
    PlanLineSet,
    PurposeAgreed,
    ResultShown,
    SeatTaken,
    Undone,
)
from survey.facilitation.method import By, Method, Phase, PhaseKind, budget_of
from survey.facilitation.reading import read_method
from survey.records import (
    Circumstances,
    ClockQuality,
    GradesSet,
    Mode,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
)
from tests.builders import UNITS

SESSION = UUID("ab000000-0000-4000-8000-000000000001")
CIRCUMSTANCES = Circumstances(
    unit=UNITS[0], place=None, mode=Mode.ASSISTED, language="sv",
    time=datetime(2025, 9, 1, 12, tzinfo=UTC), day=date(2025, 9, 1), clock=ClockQuality.OK,
    consent="2025-1",
)


def shipped() -> list[str]:
    """The keys of the methods that the program carries."""
    return sorted(path.stem for path in assets.path("methods").glob("*.toml"))


def method_of(id: str) -> Method:
    found = read_method(assets.text("methods", f"{id}.toml"))
    assert found.method is not None, found.problems
    return found.method


def number(at: int) -> UUID:
    return UUID(int=at << 80 | 4 << 76 | 2 << 62 | at)


@dataclass
class Clock:
    """The Lamport time of devices that hear each other."""

    now: int = 0


@dataclass
class Writer:
    """A device: it numbers what it writes, and hears of others through its clock."""

    id: UUID
    clock: Clock = field(default_factory=Clock)
    written: list[SessionEvent] = field(default_factory=list)

    def write(self, event: AnyEvent) -> SessionEvent:
        self.clock.now += 1
        told = SessionEvent(
            session=SESSION, lamport=self.clock.now, event=event, circumstances=CIRCUMSTANCES,
            writer=self.id, n=len(self.written) + 1,
        )
        self.written.append(told)
        return told

    def undo(self, told: SessionEvent) -> SessionEvent:
        assert told.writer is not None
        return self.write(Undone(by=told.writer, number=told.n))


class Player:
    """Plays a method from its opening to its closing, with so many participants."""

    def __init__(self, source: str, people: int, seed: int = 1) -> None:
        found = read_method(source)
        assert found.method is not None, found.problems
        self.method = found.method
        self.chance = random.Random(seed)
        self.writer = Writer(number(900))
        self.people = range(1, people + 1)
        self._ids = 1_000
        self._made: dict[str, list[UUID]] = {}
        self._say(SessionOpened(title="Prov", method=self.method.id, version=self.method.version))
        self._say(MethodGiven(source=source))
        for one in self.people:
            self._say(ParticipantJoined(participant=one))

    @property
    def events(self) -> list[SessionEvent]:
        return self.writer.written

    def play(self) -> list[SessionEvent]:
        for phase in self.method.phases:
            for round in range(1, phase.last_round + 1):
                budgets = {"": 9} if phase.budget is not None and not phase.apart else {}
                if isinstance(phase.budget, int):
                    budgets = {}
                self._say(PhaseBegun(
                    phase=phase.id, round=round, budgets=budgets, seconds=phase.minutes * 60
                ))
                self._do(phase, round)
        self._say(SessionClosed())
        return self.events

    def _do(self, phase: Phase, round: int) -> None:
        match phase.kind:
            case PhaseKind.PURPOSE:
                self._say(PurposeAgreed(text="Att förstå."))
            case PhaseKind.COLLECT | PhaseKind.ROTATE | PhaseKind.PRESENT:
                self._notes(phase, round)
            case PhaseKind.GROUP | PhaseKind.WRITE:
                self._headings(phase)
            case PhaseKind.ALLOCATE | PhaseKind.PINS | PhaseKind.GRADE:
                self._spread(phase, round)
            case PhaseKind.MATRIX | PhaseKind.EVALUATE:
                self._cells(phase, round)
            case PhaseKind.DECIDE:
                about = self._made[phase.on][0] if phase.on else None
                self._say(DecisionMade(decision=self._id(), text="Vi prövar.", about=about))
            case PhaseKind.PLAN:
                texts = {column.id: "något" for column in phase.columns}
                self._say(PlanLineSet(line=self._id(), texts=texts))
        self._say(Commented(participant=1, text="Bra.", phase=phase.id, round=round))
        self._say(ResultShown(phase=phase.id, round=round))

    def _notes(self, phase: Phase, round: int) -> None:
        for one in self.people:
            table = one % 2 + 1 if phase.kind is PhaseKind.ROTATE else 0
            if table:
                self._say(SeatTaken(participant=one, table=table, phase=phase.id, round=round))
            note = self._make(phase.id)
            self._say(NoteAdded(
                note=note, phase=phase.id, participant=one, text="en tanke", round=round,
                field=self._field(phase), table=table,
            ) if phase.kind is not PhaseKind.PRESENT else Commented(
                participant=0, text="hört", phase=phase.id, round=round,
            ))

    def _headings(self, phase: Phase) -> None:
        below = self._made.get(phase.on, [])
        for at in range(4):
            heading = self._make(phase.id)
            fields = self.method.fields(phase)
            sheet = phase.kind is PhaseKind.WRITE
            field = fields[at % len(fields)].id if fields and not sheet else ""
            self._say(HeadingNamed(heading=heading, phase=phase.id, title=f"R{at}", field=field))
            for one in fields if sheet else ():
                self._say(NoteAdded(
                    note=self._id(), phase=phase.id, participant=0, text="skrivet", field=one.id,
                    heading=heading,
                ))
            if below[at::4]:
                self._say(NotesGrouped(heading=heading, notes=tuple(below[at::4])))

    def _spread(self, phase: Phase, round: int) -> None:
        items = self._made[phase.on]
        for one in self.people:
            given = {item: self.chance.randint(*phase.scale) for item in items}
            if phase.kind is PhaseKind.GRADE:
                self._say(GradesSet(participant=one, grades=given, phase=phase.id, round=round))
                continue
            budget = budget_of(phase.budget, len(items) // (2 if phase.apart else 1)) or 0
            spent: dict[UUID, int] = {}
            for at in range(min(budget, 2)):
                spent[items[(one + at) % 2]] = 1
            said = PointsSet(participant=one, points=spent, phase=phase.id, round=round) if (
                phase.kind is PhaseKind.ALLOCATE
            ) else PinsSet(participant=one, pins=spent, phase=phase.id, round=round)
            self._say(said)

    def _cells(self, phase: Phase, round: int) -> None:
        rows = [row.id for row in phase.rows] or [str(item) for item in self._made[phase.on]]
        cells = tuple(
            Given(row=row, column=column.id, value=(
                self.chance.choice(column.steps).id if column.steps else "därför"
            ))
            for row in rows for column in phase.columns
        )
        for one in (0,) if phase.by is By.GROUP else self.people:
            self._say(AnswersGiven(participant=one, answers=cells, phase=phase.id, round=round))

    def _field(self, phase: Phase) -> str:
        fields = self.method.fields(phase)
        return self.chance.choice(fields).id if fields else ""

    def _make(self, phase: str) -> UUID:
        self._made.setdefault(phase, []).append(self._id())
        return self._made[phase][-1]

    def _id(self) -> UUID:
        self._ids += 1
        return number(self._ids)

    def _say(self, event: AnyEvent) -> SessionEvent:
        return self.writer.write(event)
