"""One event more gives what folding the whole log gives."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import assets
from survey.facilitation.applying import applied
from survey.facilitation.asking import task
from survey.facilitation.events import (
    HeadingDropped,
    Move,
    NoteAdded,
    NotesGrouped,
    ParticipantLeft,
    PhaseBegun,
    TimerMoved,
)
from survey.facilitation.replying import event_of
from survey.facilitation.state import SessionState
from survey.problems import Problem
from survey.records import ParticipantJoined, Way
from survey.session import fold
from tests.survey.asking_builders import Gathering
from tests.survey.session_builders import Clock, Writer, number, shipped
from tests.survey.test_asking import a_log, a_state, any_reply


def orders(state: SessionState) -> list[object]:
    """What equality of mappings does not see: screens show things in their order."""
    inputs = state.inputs
    return [
        list(state.people), list(state.notes), list(state.points), list(state.grades),
        *(
            [(turn, list(people)) for turn, people in some.items()]
            for some in (inputs.points, inputs.pins, inputs.grades, inputs.answers)
        ),
    ]


def agree(log: list[object], state: SessionState, told: object, after: SessionState) -> None:
    wanted = fold([*log, told])  # type: ignore[list-item]
    assert after == wanted
    assert orders(after) == orders(wanted)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 60), st.randoms(use_true_random=False))
def test_a_reply_applied_is_a_reply_folded(seed: int, chance: random.Random) -> None:
    log, state = a_log(seed), a_state(seed)
    asked = task(state, chance.choice((0, 1, 1, 2, 2, 3)))
    event = event_of(asked, any_reply(chance, asked, state))
    if not isinstance(event, Problem) and (after := applied(state, event)) is not None:
        told = Writer(number(999), Clock(max(one.lamport for one in log))).write(event)
        agree(list(log), state, told, after)


def test_a_whole_meeting_can_be_followed_reply_by_reply() -> None:
    """Every reply of every method is applied alone, but sheets and notes that votes rest on."""
    followed = whole = 0
    for id in shipped():
        room = Gathering(assets.text("methods", f"{id}.toml"), people=3)
        for phase in room.method.phases:
            room.begin(phase.id)
            room.lead(phase)
            for one in (0, *room.people):
                state = room.state
                asked = task(state, one)
                reply = room.whole_reply(asked)
                event = event_of(asked, reply) if reply else None
                if event is None or isinstance(event, Problem):
                    continue
                log = list(room.writer.written)
                room.say(event)
                after = applied(state, event)
                if after is None:
                    whole += 1
                    continue
                followed += 1
                agree(log, state, room.writer.written[-1], after)
    assert followed > 150 and whole < 25


def test_what_others_things_rest_on_is_left_to_the_fold() -> None:
    room = Gathering(assets.text("methods", "focus-group.toml"), people=2)
    for phase in room.method.phases[:4]:
        room.begin(phase.id)
        room.lead(phase)
    state = room.state
    head = next(iter(state.headings))
    for event in (
        HeadingDropped(heading=head), ParticipantLeft(participant=1), PhaseBegun(phase="weigh"),
        NotesGrouped(heading=head, notes=()), TimerMoved(move=Move.PAUSED, seconds=-1),
        ParticipantJoined(participant=1), NoteAdded(
            note=number(7), phase="factors", participant=9, text="x"),
    ):
        assert applied(state, event) is None


def test_the_clock_and_a_joining_are_applied_alone() -> None:
    room = Gathering(assets.text("methods", "focus-group.toml"), people=2)
    for event in (
        ParticipantJoined(participant=7, way=Way.PAPER, role="elev"),
        TimerMoved(move=Move.PAUSED, seconds=60),
    ):
        before, log = room.state, list(room.writer.written)
        room.say(event)
        after = applied(before, event)
        assert after is not None
        agree(log, before, room.writer.written[-1], after)
