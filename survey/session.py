"""A facilitated session (*gruppmöte*) folded from its events: participants, points and grades.

The fold is pure and does not care in which order, or how many times, events arrive. They are taken
by Lamport time; two devices with the same time are told apart by the events' content, so that
everybody who folds the same set gets the same state.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from survey.problems import Problem, Severity
from survey.records import (
    Event,
    GradesSet,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
)

Allocation = Mapping[UUID, int]
"""One participant's points per factor; empty when none were given."""

GRADES = range(1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRules:
    """What the session's events are held against; ``None`` means not checked.

    ``factors`` are those that may be given points and grades; ``budget`` is the most points
    one participant may spread.
    """

    factors: frozenset[UUID] | None = None
    budget: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """A session as far as its events tell. ``participants`` are sorted numbers from 1.

    ``points`` and ``grades`` hold the latest valid ones per participant; a participant without
    any is absent from the mapping. Problems name the event, never what somebody answered.
    """

    session: UUID | None
    title: str
    method: str
    opened: bool
    closed: bool
    participants: tuple[int, ...]
    points: Mapping[int, Allocation]
    grades: Mapping[int, Mapping[UUID, int]]
    problems: tuple[Problem, ...]


def fold(events: Iterable[SessionEvent], rules: SessionRules | None = None) -> SessionState:
    """The state after the events of *one* session, in whatever order they came.

    Events of another session than the first by time are problems, as are points that are not
    whole and non-negative, grades off 1-5, and changes after the closing; none of them counts.
    """
    folding = _Folding(rules or SessionRules())
    for event in _in_order(events):
        folding.take(event)
    return folding.state()


def fold_all(
    events: Iterable[SessionEvent], rules: SessionRules | None = None
) -> dict[UUID, SessionState]:
    """Many sessions' events at once: one state per session id, sorted by id."""
    apart: dict[UUID, list[SessionEvent]] = {}
    for event in events:
        apart.setdefault(event.session, []).append(event)
    return {session: fold(apart[session], rules) for session in sorted(apart)}


def allocations(state: SessionState) -> tuple[Allocation, ...]:
    """One allocation per participant, by number: a *group* in :mod:`survey.weighting`.

    A participant who gave no points has an empty one, so that they can be counted as excluded.
    """
    return tuple(state.points.get(number, {}) for number in state.participants)


_KINDS: tuple[type[Event], ...] = (
    SessionOpened,
    ParticipantJoined,
    PointsSet,
    GradesSet,
    SessionClosed,
)


def _in_order(events: Iterable[SessionEvent]) -> Iterator[SessionEvent]:
    """By time; only those of one time are told apart by what they say, which takes long."""
    by_time = attrgetter("lamport")
    for _, same in groupby(sorted(events, key=by_time), key=by_time):
        tied = list(same)
        yield from sorted(tied, key=_order) if len(tied) > 1 else tied


def _order(event: SessionEvent) -> tuple[int, str]:
    inner = event.event
    content: object = inner
    if isinstance(inner, PointsSet):
        content = (inner.participant, sorted(inner.points.items(), key=repr))
    elif isinstance(inner, GradesSet):
        content = (inner.participant, sorted(inner.grades.items(), key=repr))
    return _KINDS.index(type(inner)), f"{event.session} {content!r}"


class _Folding:
    """The state while it is being folded."""

    def __init__(self, rules: SessionRules) -> None:
        self._rules = rules
        self._session: UUID | None = None
        self._opened: SessionOpened | None = None
        self._closed = False
        self._joined: set[int] = set()
        self._points: dict[int, Allocation] = {}
        self._grades: dict[int, Mapping[UUID, int]] = {}
        self._problems: dict[tuple[str, str], Problem] = {}

    def take(self, event: SessionEvent) -> None:
        if self._session is None:
            self._session = event.session
        if event.session != self._session:
            self._wrong(event, "other-session", "It belongs to another session.")
            return
        match event.event:
            case SessionOpened() as opened:
                self._open(event, opened)
            case SessionClosed():
                self._closed = True
            case ParticipantJoined(participant=number):
                if self._may_change(event, number):
                    self._joined.add(number)
            case PointsSet(participant=number, points=points):
                if self._may_change(event, number) and self._points_hold(event, points):
                    self._note_unknown(event, number)
                    self._points[number] = dict(points)
            case GradesSet(participant=number, grades=grades):
                if self._may_change(event, number) and self._grades_hold(event, grades):
                    self._note_unknown(event, number)
                    self._grades[number] = dict(grades)

    def state(self) -> SessionState:
        if self._session is not None and self._opened is None:
            self._add("session", "not-opened", "The opening has not arrived.", Severity.WARNING)
        given = {number for number, points in self._points.items() if any(points.values())}
        return SessionState(
            session=self._session,
            title=self._opened.title if self._opened else "",
            method=self._opened.method if self._opened else "",
            opened=self._opened is not None,
            closed=self._closed,
            participants=tuple(sorted(self._joined)),
            points={number: self._points[number] for number in sorted(given)},
            grades={number: self._grades[number] for number in sorted(self._grades)},
            problems=tuple(self._problems.values()),
        )

    def _open(self, event: SessionEvent, opened: SessionOpened) -> None:
        if self._opened is None:
            self._opened = opened
        elif opened != self._opened:
            self._wrong(event, "opened-twice", "The session was already opened as another.")

    def _may_change(self, event: SessionEvent, number: int) -> bool:
        if self._closed:
            self._wrong(event, "after-closing", "The session was already closed.")
        elif type(number) is not int or number < 1:
            self._wrong(event, "bad-participant", "Participants are numbered from 1.")
        else:
            return True
        return False

    def _points_hold(self, event: SessionEvent, points: Allocation) -> bool:
        budget = self._rules.budget
        if any(type(given) is not int or given < 0 for given in points.values()):
            self._wrong(event, "bad-points", "Points are whole and not negative.")
        elif budget is not None and sum(points.values()) > budget:
            self._wrong(event, "over-budget", f"More than the {budget} points were spread.")
        else:
            return self._known(event, points.keys())
        return False

    def _grades_hold(self, event: SessionEvent, grades: Mapping[UUID, int]) -> bool:
        if any(type(given) is not int or given not in GRADES for given in grades.values()):
            self._wrong(event, "bad-grade", "Grades are whole steps from 1 to 5.")
            return False
        return self._known(event, grades.keys())

    def _known(self, event: SessionEvent, factors: Collection[UUID]) -> bool:
        if self._rules.factors is None or self._rules.factors.issuperset(factors):
            return True
        self._wrong(event, "unknown-factor", "A factor is not one of this campaign's.")
        return False

    def _note_unknown(self, event: SessionEvent, number: int) -> None:
        """Points without a joining still count: the joining may lie in a bundle on its way."""
        if number not in self._joined:
            self._joined.add(number)
            message = "The participant's joining has not arrived."
            self._add(_where(event), "not-joined", message, Severity.WARNING)

    def _wrong(self, event: SessionEvent, code: str, message: str) -> None:
        self._add(_where(event), code, message, Severity.ERROR)

    def _add(self, where: str, code: str, message: str, severity: Severity) -> None:
        hint = "It is not counted." if severity is Severity.ERROR else "Take in what is missing."
        self._problems.setdefault(
            (where, code),
            Problem(where=where, code=code, message=message, hint=hint, severity=severity),
        )


def _where(event: SessionEvent) -> str:
    return f"event {event.lamport} ({type(event.event).__name__})"
