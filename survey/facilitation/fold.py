"""The fold: a session's events, in any order and any number of times, to one state.

Pure. Events are sorted by (lamport, writer, n); what was undone never happened; what breaks a rule
is a problem and changes nothing. The method's own text lies in the log, so that everybody who has
the events has the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, get_args
from uuid import UUID

from survey.facilitation.board import Board, BoardEvent
from survey.facilitation.events import MethodGiven, Undone
from survey.facilitation.giving import First, GivenEvent, Giving
from survey.facilitation.method import Method
from survey.facilitation.order import Told, in_order, undone
from survey.facilitation.room import Room, RoomEvent
from survey.facilitation.rules import SessionRules
from survey.facilitation.state import SessionState, Turn
from survey.facilitation.troubles import Troubles
from survey.facilitation.weighed import counted
from survey.problems import Severity
from survey.records import SessionClosed, SessionOpened


def fold(events: Iterable[Told], rules: SessionRules | None = None) -> SessionState:
    """The state after the events of *one* session, in whatever order they came.

    Events of another session than the first by time are problems, as are values off their rules
    and changes after the closing; none of them counts. Points on what has not arrived stand, and
    are told.
    """
    rules, troubles = rules or SessionRules(), Troubles()
    ordered = in_order(events)
    session = ordered[0].session if ordered else None
    mine = []
    for told in ordered:
        if told.session == session:
            mine.append(told)
        else:
            troubles.refuse(told, "other-session", "It belongs to another session.")
    _look_for_gaps(mine, troubles)
    gone, live = _without_undone(mine, troubles)
    folding = _Folding(rules, _method(live, rules, troubles), troubles)
    for told in live:
        folding.take(told)
    return folding.state(session, len(gone))


def fold_all(
    events: Iterable[Told], rules: SessionRules | None = None
) -> dict[UUID, SessionState]:
    """Many sessions' events at once: one state per session id, sorted by id."""
    apart: dict[UUID, list[Told]] = {}
    for event in events:
        apart.setdefault(event.session, []).append(event)
    return {session: fold(apart[session], rules) for session in sorted(apart)}


_EVEN_AFTER_CLOSING = (SessionOpened, SessionClosed, MethodGiven)


class _Folding:
    """The state while it is being folded."""

    def __init__(self, rules: SessionRules, method: Method | None, troubles: Troubles) -> None:
        self._troubles = troubles
        self._room = Room(method, troubles)
        self._board = Board(self._room, troubles)
        first = First(factors=rules.factors, budget=rules.budget)
        self._giving = Giving(self._room, self._board, first, troubles)
        # by a table: to ask a union of twenty kinds for each event takes longer than the rest
        self._takes: dict[type, Callable[[Told, Any], None]] = {
            **dict.fromkeys(get_args(RoomEvent), self._room.take),
            **dict.fromkeys(get_args(BoardEvent), self._board.take),
            **dict.fromkeys(get_args(GivenEvent), self._giving.take),
        }

    def take(self, told: Told) -> None:
        """The next event in the order."""
        kind = type(told.event)
        if self._room.closed and kind not in _EVEN_AFTER_CLOSING:
            self._troubles.refuse(told, "after-closing", "The session was already closed.")
        elif kind in self._takes:
            self._takes[kind](told, told.event)

    def state(self, session: UUID | None, gone: int) -> SessionState:
        room, board = self._room, self._board
        if session is not None and room.opened is None:
            self._troubles.add(
                "session", "not-opened", "The opening has not arrived.",
                "Take in what is missing.", Severity.WARNING,
            )
        board.finish()
        inputs = self._giving.finish()
        room.finish()
        points, grades = counted(room.method, board, inputs)
        opened = room.opened or SessionOpened(title="", method="")
        return SessionState(
            session=session, title=opened.title, method=opened.method, version=opened.version,
            question=opened.question, opened=room.opened is not None, closed=room.closed,
            participants=tuple(sorted(room.people)), points=points, grades=grades,
            problems=self._troubles.told(), rules=room.method, purpose=room.purpose,
            people={number: room.people[number] for number in sorted(room.people)},
            begun=tuple(room.begun), timer=room.timer, seats=_by_key(room.seats),
            notes=board.notes, headings=board.headings, inputs=inputs,
            comments=tuple(board.comments), decisions=board.decisions, plan=board.plan,
            shown=frozenset(room.shown), undone=gone,
        )


def _method(events: Sequence[Told], rules: SessionRules, troubles: Troubles) -> Method | None:
    """The method in the log, the first by order that can be read; else the one handed in."""
    found: Method | None = None
    source = ""
    bad: set[str] = set()
    for told in events:
        if not isinstance(told.event, MethodGiven):
            continue
        if found is None and told.event.source not in bad:
            from survey.facilitation.reading import read_method

            source = told.event.source
            found = read_method(source).method
            if found is None:
                bad.add(source)
        if told.event.source in bad:
            troubles.refuse(told, "bad-method", "The method's text cannot be read.")
        elif told.event.source != source:
            troubles.refuse(told, "other-method", "The session already has another method.")
    return found or rules.method


def _without_undone(
    events: Sequence[Told], troubles: Troubles
) -> tuple[set[tuple[UUID, int]], list[Told]]:
    gone, unknown, impossible, late = undone(events)
    for told in unknown:
        troubles.doubt(told, "undo-of-unknown", "What it takes back has not arrived.")
    for told in impossible:
        troubles.refuse(told, "cannot-undo", "Only what came before can be taken back.")
    for told in late:
        troubles.refuse(told, "after-closing", "The session was already closed.")
    live = [
        told for told in events
        if not isinstance(told.event, Undone)
        and (told.writer is None or (told.writer, told.n) not in gone)
    ]
    return gone, live


def _look_for_gaps(events: Sequence[Told], troubles: Troubles) -> None:
    """Each writer numbers from 1 without a gap, each number once, and its lamport rises."""
    by_writer: dict[UUID, list[Told]] = {}
    for told in events:
        if told.writer is not None:
            by_writer.setdefault(told.writer, []).append(told)
    for writer, written in by_writer.items():
        numbers = sorted(told.n for told in written)
        missing = numbers[-1] - len(set(numbers))
        if missing > 0:
            message = f"{missing} events of this device have not arrived."
            hint = "Take in what is missing."
            where = f"writer {writer.hex[:8]}"
            troubles.add(where, "missing-events", message, hint, Severity.WARNING)
        for before, told in pairwise(written):
            if told.n == before.n:
                troubles.doubt(told, "two-with-one-number", "Its device wrote two with one number.")
            elif told.n < before.n or told.lamport == before.lamport:
                troubles.doubt(told, "out-of-order", "Its device counted backwards.")


def _by_key(found: Mapping[Turn, dict[int, int]]) -> dict[Turn, dict[int, int]]:
    return {key: {n: found[key][n] for n in sorted(found[key])} for key in sorted(found)}
