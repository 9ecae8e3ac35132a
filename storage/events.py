"""Events of facilitated sessions, between the domain's values and what a body holds."""

from __future__ import annotations

from uuid import UUID

from storage.body_structs import (
    ClosedWire,
    EventWire,
    GradesWire,
    JoinedWire,
    OpenedWire,
    PointsWire,
)
from survey import records as domain


def to_wire(event: domain.Event) -> EventWire:
    """As it is written, ids in their order."""
    match event:
        case domain.SessionOpened():
            return OpenedWire(title=event.title, method=event.method)
        case domain.ParticipantJoined():
            return JoinedWire(participant=event.participant)
        case domain.PointsSet():
            points = {i.bytes: n for i, n in sorted(event.points.items())}
            return PointsWire(participant=event.participant, points=points)
        case domain.GradesSet():
            grades = {i.bytes: n for i, n in sorted(event.grades.items())}
            return GradesWire(participant=event.participant, grades=grades)
        case domain.SessionClosed():
            return ClosedWire()


def to_value(wire: EventWire) -> domain.Event:
    """The domain's event."""
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
