"""Every method that the program carries, held at one tablet from its first step to its last."""

from __future__ import annotations

import random

import pytest

from kiosk.forms.screen import Answered
from kiosk.meeting.passing import PassingRound
from kiosk.meeting.task_screens import GoneRound, HandOver, IAm, TaskScreen
from kiosk.questions.asked import Asked, Kind
from survey.facilitation.asking import TaskKind
from survey.facilitation.events import SeatTaken
from survey.facilitation.method import PhaseKind
from survey.flow import Next
from tests.kiosk.passing_builders import Meeting, Shown, means
from tests.survey.session_builders import shipped

PEOPLE = 3


def answer(desk: PassingRound, shown: Shown, chance: random.Random) -> None:
    """Something on each page, until the tablet is handed on."""
    for _ in range(400):
        screen = shown.now
        if not isinstance(screen, TaskScreen):
            return
        told = screen.trouble  # what is left, once: they go on all the same
        for item in screen.items if not told else ():
            for ref, text in texts(item, chance):
                desk.receive(Answered(ref, text))
        if isinstance(shown.now, TaskScreen):
            desk.receive(Next())
    raise AssertionError("the pages never end")


def texts(item: Asked, chance: random.Random) -> list[tuple[str, str]]:
    match item.kind:
        case Kind.POINTS:
            return [(part.ref, str(chance.randrange(4))) for part in item.parts]
        case Kind.ONE | Kind.RATING:
            return [(item.ref, chance.choice(item.choices).value)]
        case Kind.TEXT:
            return [(item.ref, f"Ett ord nummer {chance.randrange(99)}")]
        case _:
            return []


@pytest.mark.parametrize("id", shipped())
def test_a_method_is_held_to_its_end_at_one_tablet(id: str) -> None:
    chance = random.Random(id)
    meeting = Meeting(method=id)
    for _ in range(PEOPLE):
        meeting.join()
    shown = Shown()
    desk = PassingRound(means(meeting, shown))
    meeting.listeners.append(desk.changed)
    asked = set()
    assert meeting.rules is not None
    for phase in meeting.rules.phases:
        for round in range(1, phase.last_round + 1):
            meeting.begin(phase.id, round)
            if phase.tables:
                for n in range(1, PEOPLE + 1):
                    meeting.happened(SeatTaken(participant=n, table=1, phase=phase.id, round=round))
            desk.begin()
            kind = meeting.task(1).kind
            asked.add(kind)
            if kind is TaskKind.WAIT and isinstance(shown.now, HandOver):
                assert shown.now.to == 0
                desk.receive(IAm(0))
                answer(desk, shown, chance)
                assert meeting.task(0).mine.cells
            for n in range(1, PEOPLE + 1) if kind is not TaskKind.WAIT else ():
                assert isinstance(shown.now, HandOver) and shown.now.to == n, phase.id
                desk.receive(IAm(n))
                answer(desk, shown, chance)
            if kind is not TaskKind.WAIT:
                assert isinstance(shown.now, GoneRound) and not shown.now.waiting
        if phase.kind is PhaseKind.GROUP:
            meeting.name_headings(phase.id)
    assert asked - {TaskKind.WAIT}
