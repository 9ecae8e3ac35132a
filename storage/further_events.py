"""Events of body version 2, between the domain's values and what a body holds.

The two have the same field names, so one pair of functions serves every kind: ids are 16 bytes,
mappings and sets lie in rising order, words of an enumeration are themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec

from storage import circumstances, event_structs
from storage.body_structs import SessionEventWire
from storage.event_structs import SessionEventWire2
from survey import records
from survey.facilitation import events

PAIRS: dict[type, type[msgspec.Struct]] = {
    records.SessionOpened: event_structs.OpenedWire2,
    records.ParticipantJoined: event_structs.JoinedWire2,
    records.PointsSet: event_structs.PointsWire2,
    records.GradesSet: event_structs.GradesWire2,
    records.SessionClosed: event_structs.ClosedWire2,
    events.MethodGiven: event_structs.MethodWire,
    events.ParticipantLeft: event_structs.LeftWire,
    events.PurposeAgreed: event_structs.PurposeWire,
    events.PhaseBegun: event_structs.PhaseWire,
    events.TimerMoved: event_structs.TimerWire,
    events.SeatTaken: event_structs.SeatWire,
    events.NoteAdded: event_structs.NoteWire2,
    events.NoteRewritten: event_structs.RewrittenWire,
    events.NoteMoved: event_structs.MovedWire,
    events.NoteWithdrawn: event_structs.WithdrawnWire,
    events.NotesGrouped: event_structs.GroupedWire,
    events.HeadingNamed: event_structs.HeadingWire,
    events.HeadingMapped: event_structs.MappedWire,
    events.HeadingDropped: event_structs.DroppedWire,
    events.PinsSet: event_structs.PinsWire,
    events.AnswersGiven: event_structs.AnswersWire,
    events.Given: event_structs.GivenWire,
    events.Commented: event_structs.CommentWire,
    events.DecisionMade: event_structs.DecisionWire,
    events.PlanLineSet: event_structs.PlanWire,
    events.ResultShown: event_structs.ShownWire,
    events.Undone: event_structs.UndoneWire,
}
"""Every kind, and a cell of a form, as a value and as it is written."""

_BACK: dict[type, type] = {wire: value for value, wire in PAIRS.items()}
_WORDS: dict[str, Callable[[str], Any]] = {
    "way": records.Way, "move": events.Move, "sort": events.Sort,
}


def to_wire(body: records.SessionEvent) -> SessionEventWire2:
    """As it is written. ValueError without a writer, or when something is there twice."""
    if body.writer is None:
        raise ValueError("an event with a number has a writer")
    event: Any = _written(body.event)
    return SessionEventWire2(
        version=2, session=body.session.bytes, lamport=body.lamport, event=event,
        circumstances=circumstances.to_wire(body.circumstances), writer=body.writer.bytes,
        n=body.n,
    )


def to_value(wire: SessionEventWire) -> records.SessionEvent:
    """The domain's event."""
    assert isinstance(wire, SessionEventWire2)
    event: Any = _read(wire.event, "")
    return records.SessionEvent(
        session=UUID(bytes=wire.session), lamport=wire.lamport, event=event,
        circumstances=circumstances.to_value(wire.circumstances),
        writer=UUID(bytes=wire.writer), n=wire.n,
    )


def _written(value: Any) -> Any:
    made = PAIRS.get(type(value))
    if made is not None:
        return made(**{one.name: _written(getattr(value, one.name)) for one in fields(value)})
    if isinstance(value, UUID):
        return value.bytes
    if isinstance(value, Mapping):
        return {_written(key): _written(value[key]) for key in sorted(value)}
    if isinstance(value, tuple):
        return _rising([_written(one) for one in value])
    if isinstance(value, str):
        return str(value)
    return value


def _rising(found: list[Any]) -> tuple[Any, ...]:
    """Notes by id, cells by row and column; each once."""
    def place(one: Any) -> Any:
        return one if isinstance(one, bytes) else (one.row, one.column)

    made = sorted(found, key=place)
    if any(place(a) == place(b) for a, b in pairwise(made)):
        raise ValueError("the same note or cell is there twice")
    return tuple(made)


def _read(wire: Any, name: str) -> Any:
    made = _BACK.get(type(wire))
    if made is not None:
        return made(**{
            one.name: _read(getattr(wire, one.name), one.name)
            for one in msgspec.structs.fields(wire)
        })
    if isinstance(wire, bytes):
        return UUID(bytes=wire)
    if isinstance(wire, dict):
        return {_read(key, ""): _read(value, "") for key, value in wire.items()}
    if isinstance(wire, tuple):
        return tuple(_read(one, "") for one in wire)
    return _WORDS[name](wire) if name in _WORDS else wire
