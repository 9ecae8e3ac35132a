"""What a meeting needs of the world, and its own log on the way to the store. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from kiosk.circumstances import Station, circumstances
from kiosk.diary import RANGE
from storage.errors import Damaged, StorageError
from storage.values import Clock, RandomBytes
from survey.facilitation.events import AnyEvent
from survey.facilitation.state import SessionState
from survey.records import SessionClosed, SessionEvent

CLOSING_AHEAD = 1_000_000
"""How far the closing lies ahead of the rest: what another device wrote without having heard of
it lies before it, and counts."""

if TYPE_CHECKING:
    from kiosk.filling import Keeper

LATEST = 2**60
"""No session gets so far: what claims it would leave no time for anything after it."""


class Lasting(Protocol):
    """An open session in the store; see :class:`kiosk.diary.HeldSession`.

    ``code`` are the moderator's words, empty but for who opened it; ``secret`` 32 bytes that
    belong to the session and are the same after a restart; ``share`` which range of participants'
    numbers this device has. Every call may raise StorageError.
    """

    @property
    def code(self) -> tuple[str, ...]: ...
    @property
    def secret(self) -> bytes: ...
    @property
    def share(self) -> int: ...
    def events(self) -> tuple[SessionEvent, ...]: ...
    def write(self, *events: SessionEvent) -> None: ...
    def close(self, event: SessionEvent) -> None: ...
    def copy(self) -> bytes: ...
    def read_copy(self, copy: bytes) -> tuple[SessionEvent, ...]: ...
    def sittings(self) -> tuple[int, ...]: ...
    def sitting(self, number: int) -> Keeper: ...


class Book(Protocol):
    """Where sessions are kept; see :class:`kiosk.diary.Diary`. Opening takes a second."""

    def open_session(self) -> Lasting: ...
    def resume_session(self, code: str) -> Lasting: ...
    def take_over_session(self, copy: bytes, code: str) -> Lasting: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A book whose session has been opened elsewhere, where nobody waits for it."""

    lasting: Lasting

    def open_session(self) -> Lasting:
        return self.lasting

    def resume_session(self, code: str) -> Lasting:
        return self.lasting

    def take_over_session(self, copy: bytes, code: str) -> Lasting:
        return self.lasting


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A meeting to be opened: ``method`` is its own text (TOML), ``language`` what it is led in."""

    title: str
    question: str
    method: str
    language: str


Later = Callable[[float, Callable[[], None]], None]
"""Calls something after so many seconds, on the same thread."""


def at_once(seconds: float, call: Callable[[], None]) -> None:
    """Where nobody looks at a clock."""
    call()


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """``ticks`` are seconds that only rise; ``later`` calls back on the thread of the host."""

    station: Station
    book: Book
    clock: Clock
    random: RandomBytes
    ticks: Callable[[], float]
    later: Later = at_once


class Ledger:
    """The log of one session as this device knows it, and what it writes to it.

    A device is another *writer* each time it goes on: what it wrote last may or may not have been
    kept when it fell, and a number is never used twice.
    """

    def __init__(self, means: Means, lasting: Lasting, language: str) -> None:
        self.events: list[SessionEvent] = list(lasting.events())
        self.session = self.events[0].session if self.events else _id(means.random)
        self.secret = lasting.secret
        self.share = lasting.share
        self._language = language
        if not language and self.events:
            self._language = self.events[0].circumstances.language
        self._means = means
        self._lasting = lasting
        self._writer = _id(means.random)
        self._written = self._sittings = 0
        self._lamport = max((told.lamport for told in self.events), default=0)
        self._known = {(told.writer, told.n) for told in self.events}

    def told(self, events: Sequence[AnyEvent]) -> tuple[SessionEvent, ...]:
        """The events as they would be written next, in their order; nothing is kept yet."""
        means = self._means
        around = circumstances(means.station, self._language, means.clock())
        ahead = CLOSING_AHEAD if any(isinstance(one, SessionClosed) for one in events) else 0
        return tuple(
            SessionEvent(
                session=self.session, lamport=self._lamport + ahead + at, event=event,
                circumstances=around, writer=self._writer, n=self._written + at,
            )
            for at, event in enumerate(events, start=1)
        )

    def keep(self, told: Sequence[SessionEvent]) -> None:
        """Write what :meth:`told` gave; durable when it returns. StorageError: nothing counts."""
        try:
            if isinstance(told[-1].event, SessionClosed):
                self._lasting.close(told[-1])
            else:
                self._lasting.write(*told)
        except StorageError:
            # nobody knows what is there: go on as somebody else, so that no number stands twice
            self._writer, self._written = _id(self._means.random), 0
            raise
        self._add(told)
        self._written = told[-1].n

    def merge(self, copy: bytes) -> int:
        """Take in what another device has written; how many events were new."""
        found = self._lasting.read_copy(copy)
        if any(told.lamport > LATEST for told in found):
            raise Damaged("the copy's time leaves none for what comes after it")
        new = [told for told in found if (told.writer, told.n) not in self._known]
        if new:
            self._lasting.write(*new)
            self._add(new)
        return len(new)

    def copy(self) -> bytes:
        """The log, sealed, for a second device. May be called on any thread."""
        return self._lasting.copy()

    def sitting(self) -> Keeper:
        """A place for the answers of one more person who fills in a form by phone."""
        self._sittings += 1
        return self._lasting.sitting(self._sittings)

    def end_sittings(self) -> None:
        """Forms that were being filled in before a restart become partial responses."""
        for number in self._lasting.sittings():
            self._lasting.sitting(number).leave()

    def _add(self, told: Sequence[SessionEvent]) -> None:
        self.events += told
        self._lamport = max(self._lamport, *(one.lamport for one in told))
        self._known |= {(one.writer, one.n) for one in told}

    def next_number(self, state: SessionState) -> int:
        """The next participant's number in this device's own range, or after all ranges."""
        taken = state.people.keys()
        own = range(self.share * RANGE + 1, (self.share + 1) * RANGE)
        last = max((number for number in taken if number in own), default=own[0] - 1)
        return last + 1 if last + 1 in own else max(taken) + 1


def _id(random: RandomBytes) -> UUID:
    return UUID(bytes=random(16), version=4)
