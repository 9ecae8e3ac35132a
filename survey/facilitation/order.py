"""One order for everybody: events sorted, each once, and which of them were undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from itertools import groupby
from typing import Protocol
from uuid import UUID

from survey.facilitation.events import AnyEvent, Undone
from survey.records import (
    GradesSet,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionOpened,
)

_FIRST_KINDS: tuple[type, ...] = (
    SessionOpened, ParticipantJoined, PointsSet, GradesSet, SessionClosed,
)


class Told(Protocol):
    """An event with its place; :class:`survey.records.SessionEvent` and what a log's line holds."""

    @property
    def session(self) -> UUID: ...
    @property
    def lamport(self) -> int: ...
    @property
    def event(self) -> AnyEvent: ...
    @property
    def writer(self) -> UUID | None: ...
    @property
    def n(self) -> int: ...


def in_order(events: Iterable[Told]) -> list[Told]:
    """The same events in the one order, each once: by (lamport, writer, n).

    Where nobody says who wrote, or two say the same, the content decides, so that any two devices
    agree. To compare contents takes long; it is done for those alone.
    """
    ordered = sorted(events, key=_place)
    if len({_place(told) for told in ordered}) == len(ordered):
        return ordered
    found: list[Told] = []
    for _, same in groupby(ordered, key=_place):
        tied = list(same)
        if len(tied) > 1:
            by_content = {_said(told): told for told in tied}
            tied = [by_content[at] for at in sorted(by_content)]
        found += tied
    return found


def name(told: Told) -> str:
    """How problems name an event: never by what it says."""
    kind = type(told.event).__name__
    if told.writer is None:
        return f"event {told.lamport} ({kind})"
    return f"event {told.lamport} ({kind}, {told.writer.hex[:8]} {told.n})"


def undone(events: Iterable[Told]) -> tuple[set[tuple[UUID, int]], list[Told], list[Told]]:
    """What does not count, as (writer, n); undoings of what has not come; and impossible ones.

    Only a later event can undo, so the last are settled first: nothing can undo them any more.
    """
    ordered = list(events)
    places: dict[tuple[UUID, int], int] = {}
    for at, told in enumerate(ordered):
        if told.writer is not None:
            places[told.writer, told.n] = at  # of two with one name the later one
    gone: set[tuple[UUID, int]] = set()
    unknown: list[Told] = []
    impossible: list[Told] = []
    for at in range(len(ordered) - 1, -1, -1):
        told = ordered[at]
        if not isinstance(told.event, Undone):
            continue
        if told.writer is not None and (told.writer, told.n) in gone:
            continue
        target = told.event.by, told.event.number
        place = places.get(target)
        if place is None:
            unknown.append(told)
        elif place >= at or isinstance(ordered[place].event, SessionOpened):
            impossible.append(told)
        else:
            gone.add(target)
    return gone, unknown[::-1], impossible[::-1]


def _place(told: Told) -> tuple[int, bytes, int]:
    return told.lamport, told.writer.bytes if told.writer else b"", told.n


def _said(told: Told) -> tuple[int, str]:
    kind = type(told.event)
    index = _FIRST_KINDS.index(kind) if kind in _FIRST_KINDS else len(_FIRST_KINDS)
    return index, f"{told.session} {_content(told.event)}"


def _content(event: AnyEvent) -> str:
    if isinstance(event, PointsSet) and not event.phase:
        return repr((event.participant, sorted(event.points.items(), key=repr)))
    if isinstance(event, GradesSet) and not event.phase:
        return repr((event.participant, sorted(event.grades.items(), key=repr)))
    told = (_settled(getattr(event, one.name)) for one in fields(event))
    return f"{type(event).__name__}{tuple(told)!r}"


def _settled(value: object) -> object:
    return sorted(value.items(), key=repr) if isinstance(value, Mapping) else value
