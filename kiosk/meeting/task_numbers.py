"""Points, pins and grades as pages: one page of a field to spread over, one page of each grade."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from assets.words import Words
from kiosk.meeting.task_page import Given, PageOf
from kiosk.meeting.task_screens import Left
from kiosk.questions.asked import Asked, Kind, Offer
from survey.facilitation.asking import Item, Task, TaskKind, left, spent
from survey.facilitation.replying import NumbersReply, Reply
from survey.forms.model import said

_LONGEST = 6
"""Digits that can be typed as points."""


@dataclass
class _Numbers:
    """One's numbers as they stand on the screen. Where a phase carries, what counts for them so
    far stands there until they touch it."""

    task: Task
    numbers: dict[UUID, int]
    touched: bool = False

    def renew(self, task: Task) -> None:
        """What is there to choose among has changed; what lies on it stays."""
        here = {item.id for item in task.items}
        self.task = task
        self.numbers = {id: n for id, n in self.numbers.items() if id in here}

    def with_number(self, item: UUID, n: int | None) -> dict[UUID, int]:
        rest = {id: was for id, was in self.numbers.items() if id != item}
        return rest if n is None else {**rest, item: n}

    def reply(self, numbers: Mapping[UUID, int]) -> Reply:
        assert self.task.turn is not None
        return NumbersReply(turn=self.task.turn, numbers=dict(numbers))

    def item(self, ref: str) -> Item | None:
        return next((item for item in self.task.items if str(item.id) == ref), None)

    def settle(self, *, kept: bool, numbers: Mapping[UUID, int]) -> None:
        if kept:
            self.numbers, self.touched = dict(numbers), True

    def confirm(self, send: Callable[[Reply], bool]) -> None:
        """What stood for them from an earlier round and was left so is theirs in this one too."""
        if not self.touched and self.numbers and not self.task.mine.numbers:
            self.settle(kept=send(self.reply(self.numbers)), numbers=self.numbers)


class Spreading:
    """Points or pins. Where fields are apart each has a page of its own."""

    def __init__(self, task: Task, send: Callable[[Reply], bool]) -> None:
        self._is = _Numbers(task, dict(task.mine.numbers or task.mine.stands))
        self._send = send
        self._asked_back = -1

    def renew(self, task: Task) -> None:
        self._is.renew(task)

    @property
    def _task(self) -> Task:
        return self._is.task

    @property
    def _fields(self) -> tuple[str, ...]:
        return (tuple(self._task.budgets) if self._task.apart else ()) or ("",)

    @property
    def count(self) -> int:
        return max(1, len(self._fields))

    def page(self, at: int, words: Words) -> PageOf:
        task, name = self._task, self._fields[at]
        language = words.language
        items = self._items(name)
        if not items:
            return PageOf(items=())
        here = next((said(one.name, language) for one in task.fields if one.id == name), "")
        total = task.budgets.get(name, 0)
        now = self._left(name)
        asked = Asked(
            ref=f"spread:{name}", kind=Kind.POINTS, type="points", language=language,
            label=here or said(task.name, language), hint=said(task.text, language), total=total,
            parameters={"most": str(self._most(name)), "pins": str(task.kind is TaskKind.PINS)},
            violation=_spare(now, words) if self._asked_back == at and now else "",
            parts=tuple(
                Asked(ref=str(item.id), kind=Kind.NUMBER, type="integer", label=item.title,
                      value=str(self._is.numbers.get(item.id, 0)), language=language)
                for item in items
            ),
        )
        return PageOf(items=(asked,), left=Left(now, total))

    def _items(self, name: str) -> list[Item]:
        return [item for item in self._task.items if not name or item.field == name]

    def _most(self, name: str) -> int:
        budget = self._task.budgets.get(name, 0)
        return budget if self._task.most is None else min(self._task.most, budget)

    def _left(self, name: str) -> int:
        return left(self._task, self._is.numbers).get(name, 0)

    def take(self, given: Given) -> None:
        """Never more than there is: what is typed above that comes down to it."""
        item = self._is.item(given.ref)
        if item is None or not (given.text.isdecimal() or not given.text):
            return
        self._asked_back = -1
        name = item.field if self._task.apart else ""
        was = self._is.numbers.get(item.id, 0)
        budget = self._task.budgets.get(name, 0)
        room = budget - spent(self._task, self._is.numbers, name) + was
        wanted = int(given.text[:_LONGEST] or 0)
        n = max(0, min(wanted, room, self._most(name)))
        numbers = self._is.with_number(item.id, n)
        if n != was:
            self._is.settle(kept=self._send(self._is.reply(numbers)), numbers=numbers)

    def may_leave(self, at: int) -> bool:
        """Points that are left are told once; who goes on all the same goes on."""
        name = self._fields[at]
        if self._asked_back == at or not (self._left(name) and self._items(name)):
            self._asked_back = -1
            return True
        self._asked_back = at
        return False

    def rest(self) -> None:
        self._asked_back = -1

    def finish(self) -> None:
        self._is.confirm(self._send)


def _spare(now: int, words: Words) -> str:
    return words(
        "You still have {n} to give out. Use the rest, or press Done once more.", n=now
    )


class Grading:
    """Grades: each item has a page, with faces where the scale has five steps."""

    def __init__(self, task: Task, send: Callable[[Reply], bool]) -> None:
        self._is = _Numbers(task, dict(task.mine.numbers or task.mine.stands))
        self._send = send

    def renew(self, task: Task) -> None:
        self._is.renew(task)

    @property
    def count(self) -> int:
        return max(1, len(self._is.task.items))

    def page(self, at: int, words: Words) -> PageOf:
        task = self._is.task
        text = said(task.text, words.language)
        if at >= len(task.items):
            return PageOf(items=())
        item = task.items[at]
        given = self._is.numbers.get(item.id)
        labels = steps(task.scale, words)
        asked = Asked(
            ref=str(item.id), kind=Kind.RATING, type="rating", label=item.title, hint=text,
            language=words.language, may_decline=True, declined=False,
            parameters={"scale": "faces"} if task.scale == (1, 5) else {},
            value="" if given is None else str(given),
            choices=tuple(Offer(value=str(step), label=label) for step, label in labels),
        )
        return PageOf(items=(asked,), quick=given is not None)

    def take(self, given: Given) -> None:
        item = self._is.item(given.ref)
        low, high = self._is.task.scale
        if item is None or (given.text and not given.text.isdecimal()):
            return
        grade = int(given.text) if given.text else None
        if grade is not None and not low <= grade <= high:
            return
        if grade == self._is.numbers.get(item.id):
            return
        numbers = self._is.with_number(item.id, grade)
        self._is.settle(kept=self._send(self._is.reply(numbers)), numbers=numbers)

    def may_leave(self, at: int) -> bool:
        return True

    def rest(self) -> None:
        """Each grade is kept when it is given."""

    def finish(self) -> None:
        self._is.confirm(self._send)


def steps(scale: tuple[int, int], words: Words) -> tuple[tuple[int, str], ...]:
    """The steps of a grade, the lowest first, each with its words; only five and the ends have."""
    low, high = scale
    if scale == (1, 5):
        told = ("Very bad", "Bad", "Neither good nor bad", "Good", "Very good")
        return tuple((n, f"{n} {words(text)}") for n, text in enumerate(told, 1))
    ends = {low: words("Does not work at all"), high: words("Works very well")}
    return tuple((n, ends.get(n, "")) for n in range(low, high + 1))
