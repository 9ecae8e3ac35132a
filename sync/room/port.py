"""What the room asks of the meeting behind it; everything is called on the server's own thread.

Whoever implements this carries calls over to the thread of the meeting. Nothing of the network is
seen here: who calls has been let in, and ``participant`` is a number that ``join`` gave.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from survey.facilitation.asking import Task
from survey.facilitation.replying import Reply
from survey.problems import Problem


class MeetingGone(Exception):
    """The meeting behind the port has ended, or cannot answer now: ask again later."""


class AskedAs(StrEnum):
    """How a form's question is answered on a phone; ``UNSHOWN`` only on the tablet."""

    ONE = "one"
    MANY = "many"
    RATING = "rating"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    NOTE = "note"
    UNSHOWN = "unshown"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormChoice:
    """``name`` is what is answered, ``label`` what is read."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormStep:
    """One question of a form in the words of one language, or its end (``DONE``).

    ``value`` is the answer as it stands, as the form engine writes it: a choice's name, several
    with blanks between, digits, ``2026-11-22``; empty where there is none. A rating's steps are
    its ``choices``, the lowest first. ``trouble`` says what is wrong with the answer. ``number``
    runs from 1 to ``of``; both 0 where nobody can tell. A NOTE that is ``last`` stands where all is
    answered: from there it is handed in.
    """

    kind: AskedAs
    label: str
    help: str = ""
    choices: tuple[FormChoice, ...] = ()
    value: str = ""
    required: bool = False
    trouble: str = ""
    number: int = 0
    of: int = 0
    can_go_back: bool = False
    last: bool = False


class FormSitting(Protocol):
    """One person's way through a form, one question at a time; each answer is durable when its
    call returns. After ``finish`` the step is ``DONE``."""

    async def step(self) -> FormStep: ...

    async def answer(self, value: str) -> FormStep:
        """The next step, or the same with its ``trouble``. Again with the same value: harmless."""
        ...

    async def back(self) -> FormStep: ...
    async def finish(self) -> FormStep: ...


class RoomPort(Protocol):
    """The meeting. ``join`` and ``reply`` return when what they did is durable. Every call may
    raise StorageError or MeetingGone, and then nothing has happened.

    That something changed is told to the room (:meth:`sync.room.server.RunningRoom.changed`).
    """

    async def join(self) -> int:
        """A new participant's number, from 1."""
        ...

    def here(self, participants: Collection[int]) -> int:
        """How many of them have not left. From any thread, at once."""
        ...

    async def task(self, participant: int) -> Task:
        """What they can do now, as far as is known without waiting."""
        ...

    async def reply(self, participant: int, reply: Reply) -> Problem | None: ...

    async def form_title(self) -> str:
        """What the form is called that everybody may answer now; empty when there is none."""
        ...

    async def form_open(self, language: str) -> FormSitting | None:
        """A form of its own for one person; nothing leads from it to a participant."""
        ...
