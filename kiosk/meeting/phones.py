"""The bridge between the phones' server and the meeting: one thread asks, the other answers.

The server lives on a thread of its own (asyncio), the meeting and its store on the window's. What
the server asks is laid in a queue, the window is woken, and the answer goes back when what was
asked is done, and durable. Satisfies :class:`sync.room.port.RoomPort`. No Qt.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from storage.errors import StorageError
from survey.facilitation.asking import Task, task
from survey.facilitation.replying import Reply
from survey.facilitation.state import SessionState
from survey.problems import Problem
from survey.records import Way
from sync.room.port import MeetingGone

if TYPE_CHECKING:
    from typing import Protocol

    from kiosk.meeting.phone_forms import PhoneForms, PhoneSitting
    from sync.room.port import FormStep

    class Host(Protocol):
        """The part of :class:`kiosk.meeting.host.SessionHost` that phones reach."""

        @property
        def state(self) -> SessionState: ...
        def join_all(self, people: Iterable[tuple[Way, str]]) -> tuple[int, ...]: ...
        def replies(self, given: Iterable[tuple[int, Reply]]) -> list[Problem | None]: ...

T = TypeVar("T")

AT_A_TIME = 0.03
"""Seconds that phones may keep the window from its own work, before it comes back for the rest."""


TOGETHER = 50
"""Most replies, or joinings, that are kept with one sync."""


class PhonesGone(MeetingGone):
    """The bridge is closed: nobody is there who could keep a reply."""


@dataclass(frozen=True, slots=True)
class _Job:
    """Something alone (``call``), or a reply (``given``) or a joining (neither), which are done
    together with those of their sort that wait beside them."""

    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    call: Callable[[], Sequence[Any]] | None = None
    given: tuple[int, Reply] | None = None

    def is_beside(self, other: _Job) -> bool:
        """Whether both may be done together."""
        alone = self.call is not None or other.call is not None
        return not alone and (self.given is None) == (other.given is None)


class PhoneBridge:
    """``wake`` makes the window's thread call :meth:`drain` soon; it is called from any thread, and
    may be called more often than there is something to do. ``ticks`` are seconds that only rise.
    """

    def __init__(
        self, host: Host, wake: Callable[[], None], ticks: Callable[[], float],
        forms: PhoneForms | None = None,
    ) -> None:
        self._host = host
        self._wake = wake
        self._ticks = ticks
        self._forms = forms
        self._jobs: deque[_Job] = deque()
        self._guard = Lock()
        self._stopped = False

    # --- the window's thread

    def drain(self) -> None:
        """Do what phones wait for; what takes too long is left for the next call."""
        until = self._ticks() + AT_A_TIME
        while True:
            jobs = self._next()
            if not jobs:
                return
            _do(jobs, jobs[0].call or partial(self._together, jobs))
            if self._ticks() >= until:
                break
        with self._guard:
            more = bool(self._jobs)
        if more:
            self._wake()

    def stop(self) -> None:
        """Nobody is asked any more: whoever waits is told so. Call it before the server's own
        ending, which waits for those who wait here. Again does nothing."""
        with self._guard:
            self._stopped = True
            left, self._jobs = tuple(self._jobs), deque()
        for job in left:
            _settle(job, partial(_raise, trouble=PhonesGone()))

    def _together(self, jobs: Sequence[_Job]) -> Sequence[Any]:
        given = [job.given for job in jobs if job.given is not None]
        if given:
            return self._host.replies(given)
        return self._host.join_all([(Way.PHONE, "")] * len(jobs))

    # --- the server's thread

    async def join(self) -> int:
        """Count a phone in; its participant's number."""
        found: int = await self._lay()
        return found

    def here(self, participants: Collection[int]) -> int:
        """How many of them have not left, by the newest state there is."""
        people = self._host.state.people
        return sum(not (one in people and people[one].left) for one in participants)

    async def task(self, participant: int) -> Task:
        """What is asked of them, by the newest state there is; nobody is waited for."""
        return task(self._host.state, participant)

    async def reply(self, participant: int, reply: Reply) -> Problem | None:
        """Keep a reply; durable when it gives None."""
        found: Problem | None = await self._lay(given=(participant, reply))
        return found

    async def form_title(self) -> str:
        """What the form is called that everybody may answer now; empty without one."""
        return self._forms.title if self._forms is not None else ""

    async def form_open(self, language: str) -> FormRound | None:
        """A form of its own for one person, or None where there is none."""
        forms = self._forms
        if forms is None or not forms.title:
            return None
        sitting = await self._ask(lambda: forms.open(language))
        return None if sitting is None else FormRound(self._ask, sitting)

    async def _ask(self, call: Callable[[], T]) -> T:
        found: T = await self._lay(call=lambda: [call()])
        return found

    def _lay(
        self, call: Callable[[], Sequence[Any]] | None = None,
        given: tuple[int, Reply] | None = None,
    ) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        job = _Job(loop, loop.create_future(), call, given)
        with self._guard:
            if self._stopped:
                raise PhonesGone
            self._jobs.append(job)
        self._wake()
        return job.future

    def _next(self) -> list[_Job]:
        """The next job; replies, or joinings, as many as lie beside each other."""
        found: list[_Job] = []
        with self._guard:
            while self._jobs and len(found) < TOGETHER:
                if found and not found[0].is_beside(self._jobs[0]):
                    break
                found.append(self._jobs.popleft())
        return found


class FormRound:
    """One person's form; see :class:`sync.room.port.FormSitting`."""

    def __init__(
        self, ask: Callable[[Callable[[], FormStep]], Awaitable[FormStep]], sitting: PhoneSitting
    ) -> None:
        self._ask = ask
        self._sitting = sitting

    async def step(self) -> FormStep:
        """Where they are."""
        return await self._ask(self._sitting.step)

    async def answer(self, value: str) -> FormStep:
        """Answer and go on; the same step again with its trouble where that does not hold."""
        return await self._ask(lambda: self._sitting.answer(value))

    async def back(self) -> FormStep:
        """To the question before."""
        return await self._ask(self._sitting.back)

    async def finish(self) -> FormStep:
        """Hand it in; what was answered counts."""
        return await self._ask(self._sitting.finish)


def _do(jobs: Sequence[_Job], call: Callable[[], Sequence[Any]]) -> None:
    """``call`` gives what each of the jobs waits for."""
    settled = False
    try:
        found = call()
        settled = True
        for job, one in zip(jobs, found, strict=True):
            _settle(job, partial(_give, found=one))
    except StorageError as refused:
        settled = True
        for job in jobs:
            _settle(job, partial(_raise, trouble=refused))
    finally:
        if not settled:  # a fault of the program's own: it goes on to who tells it; nobody waits on
            for job in jobs:
                _settle(job, partial(_raise, trouble=PhonesGone()))


def _give(future: asyncio.Future[Any], *, found: object) -> None:
    future.set_result(found)


def _raise(future: asyncio.Future[Any], *, trouble: Exception) -> None:
    future.set_exception(trouble)


def _settle(job: _Job, say: Callable[[asyncio.Future[Any]], None]) -> None:
    def settle() -> None:
        if not job.future.done():  # whoever asked may have gone meanwhile
            say(job.future)

    with suppress(RuntimeError):  # their loop is closed: nobody waits
        job.loop.call_soon_threadsafe(settle)
