"""A room whose participants are asked and reply, with one device that writes it all down."""

from __future__ import annotations

import random
from collections.abc import Mapping
from uuid import UUID

from survey.facilitation.asking import Task, TaskKind, left, task
from survey.facilitation.events import (
    AnyEvent,
    Given,
    HeadingNamed,
    MethodGiven,
    NotesGrouped,
    PhaseBegun,
    PurposeAgreed,
)
from survey.facilitation.items import budgets_of, items_of
from survey.facilitation.method import Method, Phase, PhaseKind
from survey.facilitation.reading import read_method
from survey.facilitation.replying import (
    CellsReply,
    NoteReply,
    NumbersReply,
    Reply,
    SheetReply,
    event_of,
    is_done,
)
from survey.facilitation.state import SessionState, Turn
from survey.problems import Problem
from survey.records import ParticipantJoined, SessionOpened, Way
from survey.session import fold
from tests.survey.session_builders import Writer, number


class Gathering:
    """So many people in a room, led through a method."""

    def __init__(self, source: str, people: int, seed: int = 1) -> None:
        found = read_method(source)
        assert found.method is not None, found.problems
        self.method: Method = found.method
        self.chance = random.Random(seed)
        self.writer = Writer(number(900))
        self.people = range(1, people + 1)
        self._ids = 1_000
        self.say(SessionOpened(title="Prov", method=self.method.id, question="Vad?"))
        self.say(MethodGiven(source=source))
        for one in self.people:
            self.say(ParticipantJoined(participant=one, way=Way.PHONE))

    @property
    def state(self) -> SessionState:
        return fold(self.writer.written)

    def say(self, *events: AnyEvent) -> None:
        for event in events:
            self.writer.write(event)

    def begin(self, id: str, round: int = 1) -> Phase:
        phase = self.method.phase(id)
        assert phase is not None
        state = self.state
        items = items_of(phase, self.method, state.headings, state.notes)
        self.say(PhaseBegun(phase=id, round=round, budgets=budgets_of(phase, items)))
        return phase

    def task(self, one: int) -> Task:
        return task(self.state, one)

    def reply(self, one: int, reply: Reply) -> Problem | None:
        asked = self.task(one)
        if is_done(asked, reply):
            return None
        event = event_of(asked, reply)
        if isinstance(event, Problem):
            return event
        self.say(event)
        return None

    def lead(self, phase: Phase) -> None:
        """What a moderator does in a phase, beside beginning it."""
        notes = [id for id, note in self.state.notes.items() if note.turn.phase == phase.on]
        fields = [one.id for one in self.method.fields(phase)] or [""]
        if phase.kind is PhaseKind.PURPOSE:
            self.say(PurposeAgreed(text="Att förstå."))
        if phase.kind is PhaseKind.GROUP:
            for at in range(4):
                heading, field = self.id(), fields[at % len(fields)]
                self.say(HeadingNamed(heading=heading, phase=phase.id, title=f"R{at}", field=field))
                if notes[at::4]:
                    self.say(NotesGrouped(heading=heading, notes=tuple(notes[at::4])))

    def whole_reply(self, asked: Task) -> Reply | None:
        """What an eager participant replies to a task; None when nothing is asked."""
        if asked.turn is None or not asked.open:
            return None
        match asked.kind:
            case TaskKind.NOTES if asked.sheets and not asked.items:
                return SheetReply(turn=asked.turn, sheet=self.id(), title="Ett blad")
            case TaskKind.NOTES:
                field = asked.fields[0].id if asked.fields else ""
                heading = asked.items[0].id if asked.items else None
                return NoteReply(
                    turn=asked.turn, note=self.id(), text="en tanke", field=field, heading=heading
                )
            case TaskKind.CELLS:
                return CellsReply(turn=asked.turn, cells=tuple(
                    Given(row=row.id, column=column.id, value=(
                        self.chance.choice(column.steps).id if column.steps else "därför"
                    )) for row in asked.rows for column in asked.columns
                ))
            case TaskKind.GRADES:
                numbers = {item.id: self.chance.randint(*asked.scale) for item in asked.items}
                return NumbersReply(turn=asked.turn, numbers=numbers)
            case _:
                return NumbersReply(turn=asked.turn, numbers=self._spread(asked))

    def _spread(self, asked: Task) -> Mapping[UUID, int]:
        """Points one by one until nothing is left that may be put anywhere."""
        numbers: dict[UUID, int] = {}
        while True:
            over = left(asked, numbers)
            free = [
                item.id for item in asked.items
                if over.get(item.field if asked.apart else "", 0)
                and numbers.get(item.id, 0) < (asked.most or 10_000)
            ]
            if not free:
                return numbers
            to = self.chance.choice(free)
            numbers[to] = numbers.get(to, 0) + 1

    def id(self) -> UUID:
        self._ids += 1
        return number(self._ids)

    @property
    def turn(self) -> Turn:
        found = self.state.turn
        assert found is not None
        return found
