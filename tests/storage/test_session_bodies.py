"""Events of the second version: written in one way, read strictly, the same as a log's lines."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from storage import bodies
from storage.errors import Damaged
from storage.further_events import PAIRS
from survey.facilitation import events
from survey.facilitation.log import KINDS as LINES
from survey.facilitation.log import read_log, written
from survey.records import PointsSet, SessionClosed, SessionEvent, SessionOpened
from tests.storage.session_bodies import ALL, KINDS, bad, said
from tests.storage.test_bodies import CIRCUMSTANCES, number
from tests.storage.write_session_vectors import VECTORS, text


def test_every_kind_is_among_what_is_tested() -> None:
    assert {type(event) for event in KINDS} == set(LINES.values())
    assert set(PAIRS) == {*LINES.values(), events.Given}


@pytest.mark.parametrize("body", ALL, ids=lambda one: type(one.event).__name__)
def test_an_event_comes_back_as_it_was_from_a_body_and_from_a_line(body: SessionEvent) -> None:
    again = bodies.decode(bodies.encode(body))
    assert isinstance(again, SessionEvent)
    assert again == body
    (logged,) = read_log([written(body).encode()]).events
    place = (logged.session, logged.lamport, logged.writer, logged.n)
    assert (*place, logged.event) == (body.session, body.lamport, body.writer, body.n, body.event)


@pytest.mark.parametrize("why", bad())
def test_what_is_not_written_the_one_way_is_damaged(why: str) -> None:
    with pytest.raises(Damaged):
        bodies.decode(bad()[why])


def test_a_later_version_is_kept_sealed() -> None:
    raw = bytearray(bodies.encode(ALL[0]))
    at = raw.index(b"session.event") + len("session.event")
    assert raw[at] == 2
    raw[at] = 3
    kept = bodies.decode(bytes(raw))
    assert isinstance(kept, bodies.Unknown) and (kept.kind, kept.version) == ("session.event", 3)


def test_without_a_writer_it_is_the_first_version_byte_for_byte() -> None:
    plain = SessionEvent(
        session=number(3), lamport=1, circumstances=CIRCUMSTANCES,
        event=PointsSet(participant=7, points={number(22): 60}),
    )
    raw = bodies.encode(plain)
    assert raw[raw.index(b"session.event") + 13] == 1
    assert bodies.decode(raw) == plain
    (line,) = read_log([written(plain).encode()]).events
    assert (line.event, line.writer) == (plain.event, None)


@pytest.mark.parametrize("event", [
    SessionOpened(title="x", method="y", question="Vad?"),
    PointsSet(participant=1, points={}, phase="weigh"),
    events.ParticipantLeft(participant=1),
])
def test_what_only_the_second_version_says_is_not_written_as_the_first(
    event: SessionOpened | PointsSet | events.ParticipantLeft
) -> None:
    plain = replace(said(SessionClosed()), event=event, writer=None, n=0)
    with pytest.raises(ValueError, match="writer"):
        bodies.encode(plain)


@pytest.mark.parametrize("event", [
    events.NoteRewritten(note=number(1), text="x" * 2_001),
    events.PhaseBegun(phase="Weigh"),
    events.NotesGrouped(heading=None, notes=(number(1), number(1))),
    events.AnswersGiven(participant=1, phase="own", answers=()),
    events.TimerMoved(move=events.Move.BEGUN, seconds=-1),
])
def test_what_is_over_a_limit_is_never_sealed(event: events.Happening) -> None:
    with pytest.raises(ValueError):
        bodies.encode(said(event))


def test_the_vectors_are_what_this_program_writes_and_says() -> None:
    assert VECTORS.read_text("utf-8") == text()
    vectors = json.loads(VECTORS.read_text("utf-8"))
    assert len(vectors["good"]) == len(KINDS)
    assert all(case["problems"] for case in vectors["refused_lines"])
