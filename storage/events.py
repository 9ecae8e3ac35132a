"""Events of facilitated sessions, between the domain's values and what a body holds.

What has no writer is version 1, byte for byte as it always was; see ``docs/formats/session.md``.
"""

from __future__ import annotations

from uuid import UUID

from storage import circumstances
from storage.body_structs import (
    ClosedWire,
    EventWire,
    GradesWire,
    JoinedWire,
    OpenedWire,
    PointsWire,
    SessionEventWire,
)
from survey import records as domain


def to_wire(body: domain.SessionEvent) -> SessionEventWire:
    """As it is written. ValueError when what only version 2 has stands in an event without a
    writer, or when something is there twice."""
    if body.writer is not None or body.n:
        from storage import further_events

        return further_events.to_wire(body)
    return SessionEventWire(
        version=1,
        session=body.session.bytes,
        lamport=body.lamport,
        event=_first(body.event),
        circumstances=circumstances.to_wire(body.circumstances),
    )


def to_value(wire: SessionEventWire) -> domain.SessionEvent:
    """The domain's event."""
    if wire.version > 1:
        from storage import further_events

        return further_events.to_value(wire)
    return domain.SessionEvent(
        session=UUID(bytes=wire.session),
        lamport=wire.lamport,
        event=_of_first(wire.event),
        circumstances=circumstances.to_value(wire.circumstances),
    )


def _first(event: object) -> EventWire:
    match event:
        case domain.SessionOpened(version=0, question=""):
            return OpenedWire(title=event.title, method=event.method)
        case domain.ParticipantJoined(way=domain.Way.TABLET, role=""):
            return JoinedWire(participant=event.participant)
        case domain.PointsSet(phase="", round=1):
            points = {i.bytes: n for i, n in sorted(event.points.items())}
            return PointsWire(participant=event.participant, points=points)
        case domain.GradesSet(phase="", round=1):
            grades = {i.bytes: n for i, n in sorted(event.grades.items())}
            return GradesWire(participant=event.participant, grades=grades)
        case domain.SessionClosed():
            return ClosedWire()
    raise ValueError("this event needs a writer: it is of the second version")


def _of_first(wire: EventWire) -> domain.Event:
    match wire:
        case OpenedWire():
            return domain.SessionOpened(title=wire.title, method=wire.method)
        case JoinedWire():
            return domain.ParticipantJoined(participant=wire.participant)
        case PointsWire():
            points = {UUID(bytes=i): n for i, n in wire.points.items()}
            return domain.PointsSet(participant=wire.participant, points=points)
        case GradesWire():
            grades = {UUID(bytes=i): n for i, n in wire.grades.items()}
            return domain.GradesSet(participant=wire.participant, grades=grades)
        case ClosedWire():
            return domain.SessionClosed()
