"""A matrix, or the evaluation of the method: one row a page, its columns under each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assets.words import Words
from kiosk.meeting.task_page import Given, PageOf
from kiosk.questions.asked import Asked, Kind, Offer
from survey.facilitation.asking import Row, Task
from survey.facilitation.cells import LONGEST_WORDS
from survey.facilitation.events import Given as Cell
from survey.facilitation.method import Column
from survey.facilitation.replying import CellsReply, Reply
from survey.forms.model import said

_SIGN = "|"
"""Between row and column in what a question is called; it is in no key and no id."""


class Filling:
    """Steps are kept when they are tapped, words with each that is finished."""

    def __init__(self, task: Task, send: Callable[[Reply], bool]) -> None:
        self._task = task
        self._send = send
        self._cells = dict(task.mine.cells)
        self._typed: dict[tuple[str, str], str] = {}

    def renew(self, task: Task) -> None:
        here = {(row.id, column.id) for row in task.rows for column in task.columns}
        self._task = task
        self._cells = {at: value for at, value in self._cells.items() if at in here}
        self._typed = {at: text for at, text in self._typed.items() if at in here}

    @property
    def count(self) -> int:
        return max(1, len(self._task.rows))

    def page(self, at: int, words: Words) -> PageOf:
        task, language = self._task, words.language
        if at >= len(task.rows):
            return PageOf(items=())
        row = task.rows[at]
        title = row.name if isinstance(row.name, str) else said(row.name, language)
        text = said(task.text, language)
        asked = [self._asked(row, column, language) for column in task.columns]
        if len(asked) > 1:
            return PageOf(items=tuple(asked), heading=title)
        [only], [column] = asked, task.columns
        called = said(column.name, language)
        hint = text if called == title else "\n".join(filter(None, (text, called)))
        quick = bool(column.steps) and bool(only.value)
        return PageOf(items=(replace(only, label=title, hint=hint),), quick=quick)

    def _asked(self, row: Row, column: Column, language: str) -> Asked:
        place = (row.id, column.id)
        value = self._typed.get(place, str(self._cells.get(place, "")))
        asked = Asked(
            ref=_SIGN.join(place), kind=Kind.TEXT, type="text", language=language,
            label=said(column.name, language), value=value, looks=("multiline",),
        )
        if not column.steps:
            return asked
        return replace(
            asked, kind=Kind.ONE, type="select_one", looks=("likert",),
            choices=tuple(
                Offer(value=step.id, label=said(step.name, language)) for step in column.steps
            ),
        )

    def take(self, given: Given) -> None:
        row, _, key = given.ref.partition(_SIGN)
        column = next((one for one in self._task.columns if one.id == key), None)
        if column is None or all(one.id != row for one in self._task.rows):
            return
        place = (row, key)
        if column.steps:
            if not given.text or any(step.id == given.text for step in column.steps):
                self._keep({place: given.text})
            return
        self._typed[place] = given.text[:LONGEST_WORDS]
        if given.text[-1:].isspace() or not given.text:
            self._keep_words()

    def _keep_words(self) -> None:
        was = self._cells
        self._keep({
            place: text.strip() for place, text in self._typed.items()
            if text.strip() != was.get(place, "")
        })

    def _keep(self, given: dict[tuple[str, str], str]) -> None:
        turn = self._task.turn
        if turn is None or not given:
            return
        cells = tuple(
            Cell(row=row, column=column, value=value or None)
            for (row, column), value in given.items()
        )
        if self._send(CellsReply(turn=turn, cells=cells)):
            for place, value in given.items():
                if value:
                    self._cells[place] = value
                else:
                    self._cells.pop(place, None)

    def may_leave(self, at: int) -> bool:
        self.rest()
        return True

    def rest(self) -> None:
        self._keep_words()
        if all(text.strip() == self._cells.get(at, "") for at, text in self._typed.items()):
            self._typed.clear()

    def finish(self) -> None:
        """All is kept already."""
