"""A facilitated session as it is held on this device: everything that happens, kept at once.

One thread, the window's. What participants give comes in as replies, what the moderator does as
events; both are checked first, and durable when the call returns. No Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kiosk.diary import OverLimit
from kiosk.meeting.keeping import Ledger, Means, Opening
from kiosk.meeting.undoing import Deeds
from survey.facilitation import outcome
from survey.facilitation.applying import applied
from survey.facilitation.asking import Task, task
from survey.facilitation.events import (
    AnyEvent,
    MethodGiven,
    ParticipantLeft,
    PhaseBegun,
    TimerMoved,
)
from survey.facilitation.fold import fold
from survey.facilitation.items import budgets_of, items_of
from survey.facilitation.order import name
from survey.facilitation.reading import read_method
from survey.facilitation.replying import Reply, event_of, is_done
from survey.facilitation.state import SessionState
from survey.problems import Problem
from survey.records import ParticipantJoined, SessionClosed, SessionEvent, SessionOpened, Way

if TYPE_CHECKING:
    from kiosk.filling import Keeper
    from survey.campaign import Factor

EVERY = 0.05
"""Seconds between two tellings of what has changed, however much does."""

Changed = Callable[[SessionState], None]


class SessionHost:
    """Opens, resumes or takes over one session, then holds it until it is closed.

    Before that there is no state to ask for. Whatever writes may raise StorageError, and then
    nothing has happened.
    """

    def __init__(self, means: Means) -> None:
        self._means = means
        self._ledger: Ledger | None = None
        self._state = fold(())
        self._deeds = Deeds()
        self._subscribers: list[Changed] = []
        self._told_at = -EVERY
        self._waits = False

    @property
    def state(self) -> SessionState:
        """The session as far as it has come."""
        return self._state

    @property
    def secret(self) -> bytes:
        """32 bytes that belong to this session and are the same after a restart."""
        return self._open.secret

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The campaign's, which headings may be said to stand for (``HeadingMapped``)."""
        return self._means.station.campaign.factors

    def open(self, opening: Opening) -> tuple[str, ...]:
        """Begin a session; gives the moderator's seven words, once. Takes a second.

        ValueError when the method's text cannot be read.
        """
        method = read_method(opening.method).method
        if method is None:
            raise ValueError("the method's text cannot be read")
        lasting = self._means.book.open_session()
        self._ledger = Ledger(self._means, lasting, opening.language)
        self._keep(self._ledger.told((
            SessionOpened(
                title=opening.title, method=method.id, version=method.version,
                question=opening.question,
            ),
            MethodGiven(source=opening.method),
        )))
        return lasting.code

    def resume(self, words: str) -> None:
        """Go on after a restart. WrongKey for other words, MissingKey without a session.

        Forms that people were filling in by phone become partial responses.
        """
        ledger = Ledger(self._means, self._means.book.resume_session(words), "")
        ledger.end_sittings()
        self._begin_from(ledger, Deeds(ledger.events))

    def take_over(self, copy: bytes, words: str) -> None:
        """Go on from another device's copy, as a writer of one's own. What was done there is not
        undone here: whoever did it may go on too.

        WrongKey, Damaged, TooNew; WrongCampaign when the copy is of another survey's session.
        """
        lasting = self._means.book.take_over_session(copy, words)
        self._begin_from(Ledger(self._means, lasting, ""), Deeds())

    def join(self, way: Way, role: str = "") -> int:
        """Count somebody in; the number that they are called by."""
        return self.join_all([(way, role)])[0]

    def join_all(self, people: Iterable[tuple[Way, str]]) -> tuple[int, ...]:
        """Count in several, each by way and role, with one sync; their numbers."""
        state, events = self._state, list[ParticipantJoined]()
        for way, role in people:
            joined = ParticipantJoined(
                participant=self._open.next_number(state), way=way, role=role
            )
            events.append(joined)
            state = applied(state, joined) or fold(
                [*self._open.events, *self._open.told(events)]
            )
        if events:
            self._keep(self._open.told(events), state)
        return tuple(event.participant for event in events)

    def leave(self, participant: int) -> Problem | None:
        """Somebody goes home; what they gave stays."""
        return self.happened(ParticipantLeft(participant=participant))

    def task(self, participant: int) -> Task:
        """What is asked of a participant now; 0 is the group."""
        return task(self._state, participant)

    def reply(self, participant: int, reply: Reply) -> Problem | None:
        """Keep a participant's reply, or tell what is wrong with it. A repeated one is harmless."""
        return self.replies([(participant, reply)])[0]

    def replies(self, given: Iterable[tuple[int, Reply]]) -> list[Problem | None]:
        """:meth:`reply` for several, each held against what those before it left; all that hold are
        kept at once, so that many phones do not wait for a disk each."""
        state, events = self._state, list[AnyEvent]()
        found = list[Problem | None]()
        for participant, reply in given:
            asked = task(state, participant)
            event = None if is_done(asked, reply) else event_of(asked, reply)
            found.append(event if isinstance(event, Problem) else None)
            if event is None or isinstance(event, Problem):
                continue
            events.append(event)
            after = applied(state, event)
            if after is None:  # only the whole log can tell
                self._keep(self._open.told(events))
                after, events = self._state, []
            state = after
        if events:
            self._keep(self._open.told(events), state)
        return found

    def happened(self, *events: AnyEvent) -> Problem | None:
        """What the moderator does: all of the events, or none and what is wrong with them."""
        told = self._open.told(events)
        alone = len(events) == 1 and isinstance(events[0], TimerMoved)
        if alone and (moved := applied(self._state, events[0])):
            self._keep(told, moved)
            return None
        after = fold([*self._open.events, *told])
        ours = {name(one) for one in told}
        before = set(self._state.problems)
        for problem in after.problems:
            if problem.where in ours and problem not in before:
                return problem
        try:
            self._keep(told, after)
        except OverLimit:
            message = "A text is too long, or there is too much of it."
            return Problem(where="text", code="too-long", message=message, hint="Write less.")
        self._deeds.add(told)
        return None

    def begin(self, phase_id: str, round: int = 1) -> Problem | None:
        """Begin a turn: budgets are reckoned from what there is now, and told with it."""
        rules = self._state.rules
        phase = rules.phase(phase_id) if rules else None
        budgets, seconds = {}, 0
        if rules is not None and phase is not None:
            items = items_of(phase, rules, self._state.headings, self._state.notes)
            budgets, seconds = budgets_of(phase, items), phase.minutes * 60
        return self.happened(
            PhaseBegun(phase=phase_id, round=round, budgets=budgets, seconds=seconds)
        )

    @property
    def can_undo(self) -> bool:
        """Whether the moderator has done something that can be taken back."""
        return bool(self._deeds) and not self._state.closed

    def undo(self) -> AnyEvent | None:
        """Take back what the moderator did last; what it was. Replies are never taken back: where
        somebody has given something in a turn that began by mistake, the one before begins again.
        """
        if not self.can_undo:
            return None
        told = self._open.told(self._deeds.undoing(self._state, self._open.events))
        self._keep(told, fold([*self._open.events, *told]))
        return self._deeds.undone(told)

    def missing(self) -> tuple[int, ...]:
        """Who is asked for something in this turn, has not given anything, and is still here."""
        found = outcome.missing(self._state)
        return found if found and self.task(found[0]).open else ()

    def sitting(self) -> Keeper:
        """A place for the answers of one more person who fills in a form by phone."""
        return self._open.sitting()

    def copy(self) -> bytes:
        """The log, sealed to the words, for a second device. May be called on any thread."""
        return self._open.copy()

    def merge(self, copy: bytes) -> int:
        """Take in another device's copy of this session; how many events were new.

        Damaged, TooNew; WrongKey when it is another session's.
        """
        found = self._open.merge(copy)
        if found:
            self._changed(fold(self._open.events))
        return found

    def close(self) -> None:
        """End the session. Nothing of it can be read on this device any more."""
        told = self._open.told((SessionClosed(),))
        self._keep(told, fold([*self._open.events, *told]))
        self._deeds.clear()

    def on_changed(self, changed: Changed) -> Callable[[], None]:
        """Call ``changed`` with the state, at most every 50 ms; what is given back ends it."""
        self._subscribers.append(changed)
        return lambda: self._subscribers.remove(changed)

    @property
    def _open(self) -> Ledger:
        if self._ledger is None:
            raise RuntimeError("no session is open")
        return self._ledger

    def _begin_from(self, ledger: Ledger, deeds: Deeds) -> None:
        self._ledger, self._deeds = ledger, deeds
        self._changed(fold(ledger.events))

    def _keep(self, told: tuple[SessionEvent, ...], after: SessionState | None = None) -> None:
        """Keep before anybody sees."""
        self._open.keep(told)
        self._changed(fold(self._open.events) if after is None else after)

    def _changed(self, state: SessionState) -> None:
        self._state = state
        if self._waits or not self._subscribers:
            return
        since = self._means.ticks() - self._told_at
        if since >= EVERY:
            self._tell()
        else:
            self._waits = True
            self._means.later(EVERY - since, self._tell)

    def _tell(self) -> None:
        self._waits = False
        self._told_at = self._means.ticks()
        for changed in tuple(self._subscribers):
            changed(self._state)
