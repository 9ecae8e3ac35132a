"""Meetings to print: a focus group with headings, notes, points, decisions; and worse ones."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    PurposeAgreed,
    Sort,
)
from survey.facilitation.log import written
from survey.facilitation.state import SessionState
from survey.records import (
    GradesSet,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
    Way,
)
from survey.session import fold
from tests.survey.session_builders import Writer, number

HEADINGS = {
    "Personalen": ["De lyssnar", "Samma person varje gång"],
    "Öppettider": ["Öppet på kvällen", "Jag jobbar dagtid"],
    "Hitta rätt": ["Skyltarna pekar fel", "Svårt att hitta ingången"],
    "Lugn och ro": ["Tyst läsesal"],
}
FIRST = [6, 2, 1, 1]
SECOND = [4, 4, 1, 1]
GRADES = [5, 2, 3, 4]
WAYS = [Way.PHONE] * 6 + [Way.TABLET] * 3 + [Way.MODERATOR]


@dataclass
class Meeting:
    """A focus group that one device writes down; ``say`` adds what else happened."""

    people: int = 10
    headings: dict[str, list[str]] = field(default_factory=lambda: dict(HEADINGS))
    title: str = "Fokusgrupp om biblioteket"
    question: str = "Vad gör biblioteket värdefullt för dig?"
    method: str = "focus-group"
    closed: bool = True
    writer: Writer = field(default_factory=lambda: Writer(number(900)))

    def say(self, event: AnyEvent) -> None:
        self.writer.write(event)

    def begin(self, phase: str, round: int = 1) -> None:
        self.say(PhaseBegun(phase=phase, round=round))

    @property
    def ids(self) -> list[UUID]:
        return [number(2_000 + at) for at in range(len(self.headings))]

    def open(self) -> Meeting:
        self.say(SessionOpened(
            title=self.title, method=self.method, version=1, question=self.question
        ))
        self.say(MethodGiven(source=assets.text("methods", f"{self.method}.toml")))
        for one in range(1, self.people + 1):
            self.say(ParticipantJoined(participant=one, way=WAYS[(one - 1) % 10]))
        return self

    def play(self) -> Meeting:
        """From the opening to the closing."""
        self.open()
        self.begin("purpose")
        self.say(PurposeAgreed(text="Att säga vad biblioteket ska värna om."))
        self._write()
        for round, points in ((1, FIRST), (2, SECOND)):
            self.begin("weigh", round)
            self._points(round, points)
        self.begin("grade")
        for one in range(1, self.people + 1):
            grades = {id: GRADES[at % 4] - (one % 5 == 0) for at, id in enumerate(self.ids)}
            self.say(GradesSet(participant=one, grades=grades, phase="grade", round=1))
        self.begin("result")
        self.begin("analysis")
        self.say(NoteAdded(note=number(5_000), phase="analysis", participant=0, field="keep",
                           text="Behåll den lugna läsesalen."))
        self._end()
        return self

    def _write(self) -> None:
        self.begin("factors")
        notes = {}
        for at, (title, said) in enumerate(self.headings.items()):
            notes[title] = [number(3_000 + 100 * at + n) for n in range(len(said))]
            for id, text in zip(notes[title], said, strict=True):
                who = 1 + at % max(1, self.people)
                self.say(NoteAdded(note=id, phase="factors", participant=who, text=text))
        self.begin("headings")
        for id, title in zip(self.ids, self.headings, strict=True):
            self.say(HeadingNamed(heading=id, phase="headings", title=title))
            if notes[title]:
                self.say(NotesGrouped(heading=id, notes=tuple(notes[title])))

    def _points(self, round: int, points: list[int]) -> None:
        for one in range(1, self.people + 1):
            given = [*points[1:], points[0]] if one % 4 == 0 else points
            spent = {id: n for id, n in zip(self.ids, given, strict=False) if n}
            self.say(PointsSet(participant=one, points=spent, phase="weigh", round=round))

    def _end(self) -> None:
        self.say(Commented(
            participant=3, text="Barnen räknas inte i det här.", phase="weigh", round=2,
            sort=Sort.MINORITY, about=self.ids[0] if self.ids else None,
        ))
        self.say(DecisionMade(decision=number(6_000), text="Vi frågar barnen före sommaren."))
        self.begin("evaluation")
        rows = ("purpose", "heard", "time", "again")
        for one in range(1, self.people + 1):
            cells = tuple(
                Given(row=row, column="answer", value="yes" if one % 3 else "some") for row in rows
            )
            self.say(AnswersGiven(participant=one, answers=cells, phase="evaluation"))
        if self.closed:
            self.say(SessionClosed())

    @property
    def events(self) -> list[SessionEvent]:
        return self.writer.written

    @property
    def state(self) -> SessionState:
        return fold(self.events)

    @property
    def log(self) -> str:
        """The events as a log's lines."""
        return "\n".join(map(written, self.events)) + "\n"
