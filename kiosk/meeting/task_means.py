"""What the pages of participants rest on: the meeting behind them, the screen, and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from assets.words import Words
from kiosk.frame import Frame
from survey.facilitation.asking import Task
from survey.facilitation.replying import Reply
from survey.facilitation.state import SessionState
from survey.problems import Problem
from survey.records import Way


class Meeting(Protocol):
    """The host of a session, as far as participants' pages know it."""

    @property
    def state(self) -> SessionState: ...

    def join(self, way: Way, role: str = "") -> int:
        """Count somebody in; their number."""

    def task(self, participant: int) -> Task:
        """What is asked of them now."""

    def reply(self, participant: int, reply: Reply) -> Problem | None:
        """Keep a reply; durable where it gives None. May raise StorageError."""

    def missing(self) -> tuple[int, ...]:
        """Who has not given anything in this turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMeans:
    """``show`` brings a screen, ``words`` gives the program's own in a language, ``ids`` draws the
    id of a note. ``frame`` is what each person's screen begins with; its ``idle_ms`` holds on
    pages of one's own alone. ``ended`` is called when the tablet is with the moderator again.
    """

    host: Meeting
    show: Callable[[Any], None]
    words: Callable[[str], Words]
    ids: Callable[[], UUID]
    frame: Frame
    ended: Callable[[], None]
