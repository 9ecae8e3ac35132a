"""What the page of group sessions shows, as frozen values without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from admin.shell.tone import Tone
from assets.words import Words
from storage.workspace.came_sessions import CameSession
from storage.workspace.session_decisions import Gathered
from survey.campaign import Campaign


class Asking(StrEnum):
    """What a person is asked before it is done."""

    LOCK = "lock"
    LEAVE_OUT = "leave-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Come:
    """One look at a survey's sessions, and the survey whose factors they are held against."""

    gathered: Gathered
    campaign: Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of a table as it reads; ``key`` names what it is about."""

    cells: tuple[str, ...]
    key: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a session's result: a heading, sentences, and a table where ``head`` is not empty.

    ``right`` are places of columns with figures.
    """

    heading: str
    says: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsState:
    """``survey`` is None while none is chosen. ``session`` and ``heading`` are those looked at."""

    words: Words
    survey: UUID | None = None
    come: Come | None = None
    session: UUID | None = None
    heading: UUID | None = None
    asking: Asking | None = None
    busy: bool = False
    fault: str = ""
    message: str = ""
    tone: Tone = Tone.INFO

    @property
    def looked_at(self) -> CameSession | None:
        """The session that is looked at."""
        came = self.come.gathered.came if self.come else ()
        return next((one for one in came if one.id == self.session), None)
