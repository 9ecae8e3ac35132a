"""What the moderator has done and can take back, one thing at a time. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from survey.facilitation.events import (
    AnswersGiven,
    AnyEvent,
    DecisionMade,
    HeadingDropped,
    HeadingMapped,
    HeadingNamed,
    MethodGiven,
    NoteAdded,
    NotesGrouped,
    ParticipantLeft,
    PhaseBegun,
    PinsSet,
    PlanLineSet,
    PurposeAgreed,
    ResultShown,
    TimerMoved,
    Undone,
)
from survey.facilitation.order import in_order, undone
from survey.facilitation.state import SessionState, Turn
from survey.records import (
    GradesSet,
    ParticipantJoined,
    PointsSet,
    SessionClosed,
    SessionEvent,
    SessionOpened,
)

GIVEN = (PointsSet, PinsSet, GradesSet, AnswersGiven, NoteAdded)
"""What participants give."""

_NEVER = (TimerMoved, ParticipantJoined, SessionOpened, MethodGiven, SessionClosed, Undone)
_BY_THE_MODERATOR = (
    PhaseBegun, PurposeAgreed, NotesGrouped, HeadingNamed, HeadingMapped, HeadingDropped,
    DecisionMade, PlanLineSet, ResultShown, ParticipantLeft,
)
"""What only a moderator does, so that it can be undone after a restart too."""

Deed = tuple[SessionEvent, ...]


class Deeds:
    """Made from a log: what a moderator did in it and has not undone, each thing by itself."""

    def __init__(self, events: Iterable[SessionEvent] = ()) -> None:
        ordered = in_order(events)
        gone = undone(ordered).gone
        self._done: list[Deed] = [
            (told,) for told in ordered
            if isinstance(told, SessionEvent) and isinstance(told.event, _BY_THE_MODERATOR)
            and told.writer is not None and (told.writer, told.n) not in gone
        ]

    def __bool__(self) -> bool:
        return bool(self._done)

    def add(self, told: Deed) -> None:
        """The moderator did this, at once; nothing where it is not a thing to undo."""
        if not isinstance(told[0].event, _NEVER):
            self._done.append(told)

    def clear(self) -> None:
        """Nothing can be undone any more."""
        self._done.clear()

    def undoing(self, state: SessionState, log: Sequence[SessionEvent]) -> list[AnyEvent]:
        """The events that take the last thing back."""
        return self._back_again(state, log) or [
            Undone(by=told.writer, number=told.n)
            for told in reversed(self._done[-1]) if told.writer is not None
        ]

    def undone(self, told: Deed) -> AnyEvent:
        """It is taken back by ``told``; what it was."""
        deed = self._done.pop()
        if isinstance(told[0].event, PhaseBegun):  # the turn before went on: undone with it
            for at in reversed(range(len(self._done))):
                if _turn(self._done[at]) == _turn(told):
                    self._done[at] += told
                    break
        return deed[0].event

    def _back_again(self, state: SessionState, log: Sequence[SessionEvent]) -> list[AnyEvent]:
        """The turn before, where replies stand in the one that was begun last: without its
        beginning they would come too late."""
        deed = self._done[-1]
        turn = _turn(deed)
        if turn is None or len(state.begun) < 2:
            return []
        if not any(
            isinstance(told.event, GIVEN) and Turn(told.event.phase, told.event.round) == turn
            for told in log[log.index(deed[0]):]
        ):
            return []
        before = state.begun[-2]
        return [PhaseBegun(
            phase=before.turn.phase, round=before.turn.round, budgets=before.budgets,
            seconds=before.seconds,
        )]


def _turn(deed: Deed) -> Turn | None:
    event = deed[0].event
    return Turn(event.phase, event.round) if isinstance(event, PhaseBegun) else None
