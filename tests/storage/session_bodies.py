"""One event of every kind of body version 2, and what no program may take."""

from __future__ import annotations

from typing import Any

import msgspec

from storage import bodies
from survey.facilitation import events
from survey.facilitation.events import AnyEvent
from survey.records import (
    GradesSet,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
    Way,
)
from tests.storage.test_bodies import CIRCUMSTANCES, number

KINDS: tuple[AnyEvent, ...] = (
    SessionOpened(title="Seniorerna", method="focus-group", version=1, question="Vad är viktigt?"),
    events.MethodGiven(source='format = "vardera-method/1"\n'),
    ParticipantJoined(participant=7, way=Way.PHONE, role="anhörig"),
    events.ParticipantLeft(participant=7),
    events.PurposeAgreed(text="Att välja\tvad som mäts.\n"),
    events.PhaseBegun(phase="weigh", round=2, budgets={"b": 5, "a": 4}, seconds=600),
    events.TimerMoved(move=events.Move.EXTENDED, seconds=86_400),
    events.SeatTaken(participant=7, table=3, phase="tables", round=2),
    events.NoteAdded(
        note=number(21), phase="factors", participant=0, text="Nära hem", field="good", table=1,
        heading=number(31),
    ),
    events.NoteRewritten(note=number(21), text=""),
    events.NoteMoved(note=number(21), field=""),
    events.NoteWithdrawn(note=number(21)),
    events.NotesGrouped(heading=None, notes=(number(21), number(22))),
    events.HeadingNamed(heading=number(31), phase="headings", title="Närhet"),
    events.HeadingDropped(heading=number(31)),
    PointsSet(participant=7, points={number(31): 6, number(30): 4}, phase="weigh", round=2),
    events.PinsSet(participant=7, pins={number(31): 2}, phase="pins"),
    GradesSet(participant=7, grades={number(31): 10}, phase="grade"),
    events.AnswersGiven(participant=0, phase="own", answers=(
        events.Given(row=str(number(31)), value=None),
        events.Given(row=str(number(32)), value=-(2**31)),
        events.Given(row="a1", column="example", value="Som i fjol"),
        events.Given(row="a1", column="state", value="some"),
    )),
    events.Commented(
        participant=3, text="Håller inte med", phase="weigh", sort=events.Sort.MINORITY,
        about=number(31),
    ),
    events.DecisionMade(decision=number(51), text="Vi prövar.", about=None),
    events.PlanLineSet(line=number(61), texts={"who": "Enheten", "what": "Ringa"}),
    events.ResultShown(phase="weigh", round=2, shown=False),
    events.Undone(by=number(9), number=12),
    events.HeadingMapped(heading=number(31), factor=number(41)),
    SessionClosed(),
)


def said(event: AnyEvent, n: int = 1) -> SessionEvent:
    return SessionEvent(
        session=number(3), lamport=n + 40, event=event, circumstances=CIRCUMSTANCES,
        writer=number(9), n=n,
    )


ALL = tuple(said(event, at) for at, event in enumerate(KINDS, start=1))


def changed(event: AnyEvent, at: int, value: object) -> bytes:
    """The body of an event with one of its items replaced."""
    wire: list[Any] = msgspec.msgpack.decode(bodies.encode(said(event)))
    wire[4][at] = value
    return msgspec.msgpack.encode(wire)


def whole(at: int, value: object) -> bytes:
    """The body of a closing with one of the outer items replaced."""
    wire: list[Any] = msgspec.msgpack.decode(bodies.encode(said(SessionClosed())))
    wire[at] = value
    return msgspec.msgpack.encode(wire)


def bad() -> dict[str, bytes]:
    """Why → bytes that are *damaged*."""
    note, answers, phase = KINDS[8], KINDS[18], KINDS[5]
    closing = msgspec.msgpack.decode(bodies.encode(said(SessionClosed())))
    return {
        "version 1 with a writer": whole(1, 1),
        "no writer": msgspec.msgpack.encode(closing[:-2]),
        "a writer of 15 bytes": whole(6, bytes(15)),
        "number 0": whole(7, 0),
        "an unknown kind of event": whole(4, ["danced"]),
        "one item too many": msgspec.msgpack.encode([*closing, 1]),
        "a phase without a key": changed(note, 2, ""),
        "a phase with a line end": changed(note, 2, "factors\n"),
        "round 0": changed(note, 3, 0),
        "round 100": changed(note, 3, 100),
        "a participant below nobody": changed(note, 4, -1),
        "a table above 99": changed(note, 6, 100),
        "words of 2 001 characters": changed(note, 8, "x" * 2_001),
        "budgets in falling order": changed(phase, 3, {"b": 5, "a": 4}),
        "a clock of more than a day": changed(phase, 4, 86_401),
        "notes in falling order": changed(KINDS[12], 2, [number(22).bytes, number(21).bytes]),
        "the same note twice": changed(KINDS[12], 2, [number(21).bytes] * 2),
        "no note": changed(KINDS[12], 2, []),
        "cells in falling order": changed(answers, 4, [["b", "", 1], ["a", "", 1]]),
        "the same cell twice": changed(answers, 4, [["a", "", 1], ["a", "", 2]]),
        "a cell that is a list": changed(answers, 4, [["a", "", []]]),
        "an unknown way": changed(KINDS[2], 2, "telepathy"),
        "a method of 65 537 characters": changed(KINDS[1], 1, "x" * 65_537),
    }
