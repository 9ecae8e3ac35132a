"""What kinds of tasks have in common: pages, and answers as they are tapped or typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from assets.words import Words
from kiosk.meeting.task_screens import Left
from kiosk.questions.asked import Asked
from survey.facilitation.asking import Task


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to what is called ``ref``, as text; empty takes it away."""

    ref: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOf:
    """What one page asks. ``quick``: it is answered by one tap, and was."""

    items: tuple[Asked, ...]
    heading: str = ""
    left: Left | None = None
    quick: bool = False


class Pages(Protocol):
    """One participant's way through one task, page by page from 0."""

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""

    def renew(self, task: Task) -> None:
        """The task has changed; the turn is the same."""

    def page(self, at: int, words: Words) -> PageOf: ...

    def take(self, given: Given) -> None:
        """An answer on the page on show, kept at once where it is whole."""

    def may_leave(self, at: int) -> bool:
        """Whether nothing on the page holds them; what is under way is kept."""

    def rest(self) -> None:
        """They have gone from the screen: what can be kept is kept."""

    def finish(self) -> None:
        """They say that they are done: what stands on the screen counts."""
