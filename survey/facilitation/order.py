"""One order for everybody: events sorted, each once, and which of them were undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from itertools import groupby
from typing import NamedTuple, Protocol
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


class Undoings(NamedTuple):
    """What does not count, as (writer, n); and undoings without effect: of what has not come, of
    what cannot be undone, and those that came after the closing."""

    gone: set[tuple[UUID, int]]
    unknown: list[Told]
    impossible: list[Told]
    late: list[Told]


def undone(events: Iterable[Told]) -> Undoings:
    """What was taken back.

    Only a later event can undo, so the last are settled first: nothing can undo them any more.
    Before them those about closings, which decide what comes too late and are never late
    themselves.
    """
    ordered = list(events)
    places: dict[tuple[UUID, int], int] = {}
    for at, told in enumerate(ordered):
        if told.writer is not None:
            places[told.writer, told.n] = at  # of two with one name the later one
    found = Undoings(set(), [], [], [])
    undoings = [at for at, told in enumerate(ordered) if isinstance(told.event, Undone)]
    of_closings = _about_closings(ordered, undoings, places)
    for at in reversed(undoings):
        if at in of_closings:
            _settle(ordered, at, places, found)
    closed = next(
        (at for at, told in enumerate(ordered)
         if isinstance(told.event, SessionClosed) and not _is_gone(told, found)), len(ordered),
    )
    for at in reversed(undoings):
        if at not in of_closings:
            if at > closed:
                found.late.append(ordered[at])
            else:
                _settle(ordered, at, places, found)
    for some in (found.unknown, found.impossible, found.late):
        some.reverse()
    return found


def _about_closings(
    ordered: Sequence[Told], undoings: Sequence[int], places: Mapping[tuple[UUID, int], int]
) -> set[int]:
    """Undoings of a closing, undoings of these, and so on."""
    found: set[int] = set()
    for at in undoings:
        place = places.get(_target(ordered[at]), at)
        if place < at and (place in found or isinstance(ordered[place].event, SessionClosed)):
            found.add(at)
    return found


def _settle(
    ordered: Sequence[Told], at: int, places: Mapping[tuple[UUID, int], int], found: Undoings
) -> None:
    told = ordered[at]
    if _is_gone(told, found):
        return
    target = _target(told)
    place = places.get(target)
    if place is None:
        found.unknown.append(told)
    elif place >= at or isinstance(ordered[place].event, SessionOpened):
        found.impossible.append(told)
    else:
        found.gone.add(target)


def _is_gone(told: Told, found: Undoings) -> bool:
    return told.writer is not None and (told.writer, told.n) in found.gone


def _target(told: Told) -> tuple[UUID, int]:
    assert isinstance(told.event, Undone)
    return told.event.by, told.event.number


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
