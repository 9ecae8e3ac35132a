"""One participant at their task: which page stands there, and what comes of what they do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from assets.words import Words
from kiosk.forms.screen import (
    QUICK_MS,
    AddOne,
    Answered,
    OpenOne,
    RatherNot,
    RemoveOne,
)
from kiosk.frame import Frame
from kiosk.meeting.task_cells import Filling
from kiosk.meeting.task_means import TaskMeans
from kiosk.meeting.task_notes import Slips
from kiosk.meeting.task_numbers import Grading, Spreading
from kiosk.meeting.task_page import Given, Pages
from kiosk.meeting.task_screens import Left, TaskScreen
from kiosk.questions.asked import Asked, Kind
from storage.errors import StorageError
from survey.facilitation.asking import Task, TaskKind
from survey.facilitation.replying import Reply
from survey.flow import Back, Next
from survey.forms.model import said

_OVER = ("turn-over", "not-now", "wrong-reply")


class Ends(Enum):
    """How a step left the visit."""

    GOES_ON = "goes-on"
    DONE = "done"
    OVER = "over"


class Trouble(Enum):
    """Why the last answer is not kept; empty when it is."""

    NONE = ""
    CHANGED = "changed"
    NOT_KEPT = "not-kept"


@dataclass(frozen=True, slots=True)
class Title:
    """What stands above every page: whose it is, and on whose behalf."""

    participant: int
    entered: bool = False


class Visit:
    """``over`` is set once a reply came too late for its step. Answers lie in here while the visit
    lasts, and on the screen only while its page stands there."""

    def __init__(self, means: TaskMeans, title: Title) -> None:
        self._means = means
        self._title = title
        self.task = means.host.task(title.participant)
        self.over = not self.task.open
        self._pages = self._made(self.task)
        self._at = 0
        self._trouble = Trouble.NONE
        self._quick = False

    def _made(self, task: Task) -> Pages:
        match task.kind:
            case TaskKind.POINTS | TaskKind.PINS:
                return Spreading(task, self._send)
            case TaskKind.GRADES:
                return Grading(task, self._send)
            case TaskKind.NOTES:
                return Slips(task, self._send, self._means.ids)
            case _:
                return Filling(task, self._send)

    def _send(self, reply: Reply) -> bool:
        """True when the reply is kept for good."""
        try:
            problem = self._means.host.reply(self._title.participant, reply)
        except StorageError:
            self._trouble = Trouble.NOT_KEPT
            return False
        if problem is None:
            return True
        self.over = self.over or problem.code in _OVER
        self._trouble = Trouble.CHANGED
        return False

    def renew(self) -> bool:
        """The meeting has changed. True when what stands here is another than before."""
        before, self.task = self.task, self._means.host.task(self._title.participant)
        if not self.task.open or self.task.turn != before.turn or self.task.kind != before.kind:
            self.over = True
            return True
        if (self.task.items, self.task.rows, self.task.fields, self.task.budgets) == (
            before.items, before.rows, before.fields, before.budgets
        ):
            return False
        self._pages.renew(self.task)
        self._at = min(self._at, self._pages.count - 1)
        return True

    def renewed(self) -> bool:
        """Whether it goes on where it was left: its step is still the same."""
        self.renew()
        return not self.over

    def receive(self, wish: object) -> Ends:
        """What the person did on their page."""
        self._quick = False
        self._trouble = Trouble.NONE
        match wish:
            case Next():
                return self._next()
            case Back():
                self._back()
            case Answered(ref=ref, text=text):
                self._quick = True
                self._pages.take(Given(ref, text))
            case RatherNot(ref=ref):
                self._pages.take(Given(ref, ""))
            case _:
                self._of_slips(wish)
        return Ends.OVER if self.over else Ends.GOES_ON

    def _of_slips(self, wish: object) -> None:
        pages = self._pages
        if not isinstance(pages, Slips):
            return
        match wish:
            case AddOne():
                pages.add()
            case OpenOne(ref=ref):
                pages.open(ref)
            case RemoveOne(ref=ref):
                pages.remove(ref)

    def _next(self) -> Ends:
        if self._pages.may_leave(self._at) and self._trouble is Trouble.NONE:
            if self._at + 1 >= self._pages.count:
                self._pages.finish()
                if self._trouble is Trouble.NONE:
                    return Ends.DONE
            else:
                self._at += 1
        return Ends.OVER if self.over else Ends.GOES_ON

    def _back(self) -> None:
        if isinstance(self._pages, Slips):
            self._pages.back()
        elif self._at:
            self._pages.may_leave(self._at)
            self._at -= 1

    def rest(self) -> None:
        """Their page has gone from the screen."""
        self._pages.rest()
        self._quick = False

    def screen(self, frame: Frame) -> TaskScreen:
        """The page on show, in the language of ``frame``."""
        words, language = self._means.words(frame.language), frame.language
        page = self._pages.page(self._at, words)
        count, task = self._pages.count, self.task
        last = self._at + 1 == count and not self._writes
        items = page.items or (self._nothing(frame),)
        blamed = self._blame(items, frame)
        step = (said(task.name, language), said(task.round_name or {}, language))
        titles = {page.heading, *(item.label for item in items)}
        above = [self._called(frame), *self._table(frame), *(s for s in step if s not in titles)]
        bars = count > 1 and page.left is None  # else what is left stands in the bar's place
        if count > 1 and not bars:
            above.append(words("Page {n} of {of}", n=self._at + 1, of=count))
        return TaskScreen(
            frame=frame, items=blamed or items, left=page.left, heading=page.heading,
            notice=_left_told(page.left, words),
            number=self._at + 1 if bars else 0, of=count if bars else 0,
            above=" · ".join(filter(None, above)),
            can_go_back=self._at > 0 or self._writes, last=last,
            trouble=blamed is not None or any(item.violation for item in items),
            advance_after_ms=QUICK_MS if self._quick and page.quick and not last
            and blamed is None else None,
        )

    @property
    def _writes(self) -> bool:
        return isinstance(self._pages, Slips) and self._pages.writing

    def _called(self, frame: Frame) -> str:
        words, n = self._means.words(frame.language), self._title.participant
        if not n:
            return words("The group together")
        if self._title.entered:
            return words("Entered for participant {n}", n=n)
        return words("Participant {n}", n=n)

    def _table(self, frame: Frame) -> tuple[str, ...]:
        if not self.task.table:
            return ()
        return (self._means.words(frame.language)("Table {n}", n=self.task.table),)

    def _nothing(self, frame: Frame) -> Asked:
        text = self._means.words(frame.language)("There is nothing to choose among yet.")
        return Asked(ref="nothing", kind=Kind.NOTE, label=text, language=frame.language)

    def _blame(self, items: tuple[Asked, ...], frame: Frame) -> tuple[Asked, ...] | None:
        words = self._means.words(frame.language)
        if self._trouble is Trouble.NONE:
            return None
        told = words("Something here was changed meanwhile. Look once more.") if (
            self._trouble is Trouble.CHANGED
        ) else words("Your last answer could not be saved. Please tell the moderator.")
        return (replace(items[0], violation=told), *items[1:])


def _left_told(left: Left | None, words: Words) -> str:
    """How many are left to give out, in words that are read aloud too."""
    if left is None:
        return ""
    if not left.left:
        return words("All {total} are given out", total=left.of)
    return words("{n} of {total} left to give out", n=left.left, total=left.of)
