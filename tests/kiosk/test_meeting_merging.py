"""Three devices in one meeting, each going its own way: whatever comes when, one state."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.meeting.host import SessionHost
from storage.errors import Damaged
from survey.facilitation.asking import task
from survey.facilitation.events import (
    Commented,
    HeadingDropped,
    HeadingMapped,
    HeadingNamed,
    Move,
    ParticipantLeft,
    ResultShown,
    Sort,
    TimerMoved,
)
from survey.facilitation.replying import NoteReply, NumbersReply
from survey.problems import Severity
from survey.records import Way
from survey.session import fold
from tests.builders import FACTORS
from tests.kiosk.meeting_builders import COPIES, WORDS, MemoryBook, means, weighing
from tests.survey.session_builders import number

TURNS = (("factors", 1), ("headings", 1), ("weigh", 1), ("weigh", 2), ("grade", 1))


def devices() -> list[SessionHost]:
    """One that opened the meeting, and two that went on from a copy."""
    hosts = [weighing(people=4)]
    for seed in (11, 12):
        host = SessionHost(means(MemoryBook(shares=seed), seed=seed))
        host.take_over(hosts[0].copy(), " ".join(WORDS))
        hosts.append(host)
    return hosts


def act(host: SessionHost, chance: random.Random) -> None:
    """Something that people or a moderator may do; what is refused has not happened."""
    state = host.state
    one = chance.choice(state.participants)
    asked = task(state, one)
    heading = chance.choice([*state.headings, number(99)])
    kind = chance.random()
    if kind < 0.5 and asked.turn is not None:
        some = chance.sample(list(state.headings), min(2, len(state.headings)))
        host.reply(one, chance.choice((
            NumbersReply(turn=asked.turn, numbers={id: chance.choice((0, 0, 1, 5)) for id in some}),
            NoteReply(turn=asked.turn, note=number(chance.randint(100, 10**6)), text="tanke"),
        )))
    elif kind < 0.6:
        host.join(chance.choice(list(Way)))
    elif kind < 0.7:
        host.begin(*chance.choice(TURNS))
    elif kind < 0.8:
        host.undo()
    else:
        host.happened(chance.choice((
            HeadingNamed(heading=heading, phase="headings", title=str(chance.random())),
            HeadingMapped(heading=heading, factor=chance.choice((None, *FACTORS))),
            HeadingDropped(heading=heading), ParticipantLeft(participant=one),
            TimerMoved(move=Move.PAUSED, seconds=chance.randint(0, 60)),
            ResultShown(phase="weigh", shown=chance.random() < 0.5),
            Commented(participant=one, text="x", phase="weigh", sort=Sort.MINORITY),
        )))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_devices_that_merge_in_any_order_any_number_of_times_agree(chance: random.Random) -> None:
    hosts = devices()
    people: dict[int, SessionHost] = {}
    for _ in range(chance.randint(5, 60)):
        host = chance.choice(hosts)
        known = set(host.state.people)
        act(host, chance)
        for one in set(host.state.people) - known:
            assert people.setdefault(one, host) is host, "two devices gave one number"
        if chance.random() < 0.15:
            host.merge(chance.choice(hosts).copy())
        assert fold(host._open.events) == host.state
    copies = [host.copy() for host in hosts]
    for host in hosts:
        for copy in chance.sample([*copies, *copies], 6):
            host.merge(copy)
    first, *others = (host.state for host in hosts)
    assert all(state == first for state in others)
    assert not {"two-with-one-number", "out-of-order", "joined-twice", "missing-events"} & {
        problem.code for problem in first.problems
    }
    for host in hosts:
        assert host.merge(hosts[0].copy()) == 0


def test_a_reply_that_was_acknowledged_is_never_refused_by_a_merge_of_the_same_turn() -> None:
    first, second, _ = devices()
    asked = first.task(1)
    assert asked.turn is not None
    given = {item.id: 2 for item in asked.items}
    assert first.reply(1, NumbersReply(turn=asked.turn, numbers=given)) is None
    for at in range(20):  # the other's time runs ahead
        second.happened(TimerMoved(move=Move.PAUSED, seconds=at))
    first.merge(second.copy())
    assert first.reply(2, NumbersReply(turn=asked.turn, numbers=given)) is None
    second.merge(first.copy())
    assert set(second.state.inputs.points[asked.turn]) == {1, 2}
    assert not [p for p in second.state.problems if p.severity is Severity.ERROR]


def test_a_copy_that_claims_the_end_of_time_is_refused() -> None:
    host = weighing(people=4)
    copy = host.copy()
    (*log, last) = COPIES[int(copy)]
    COPIES.append((*log, replace(last, lamport=2**61)))
    with pytest.raises(Damaged):
        host.merge(str(len(COPIES) - 1).encode())
    assert host.join(Way.PAPER) == 5
