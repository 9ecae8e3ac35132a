"""Slips: one's own in a list, and one that is being written. A slip is kept when it is whole:
words that are being written belong to nobody else's wall yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import field as kept
from uuid import UUID

from assets.words import Words
from kiosk.meeting.task_page import Given, PageOf
from kiosk.questions.asked import Asked, Kind, Offer
from survey.facilitation.asking import Task
from survey.facilitation.cells import LONGEST_WORDS
from survey.facilitation.replying import (
    LONGEST_TITLE,
    NoteChange,
    NoteGone,
    NoteReply,
    Reply,
    SheetReply,
)
from survey.forms.model import said

SLIPS, WORDS, FIELD, SHEET, TITLE = "slips", "words", "field", "sheet", "title"
NEW, NONE = "new", "none"
"""The choice of a sheet that is not there yet, and of none."""


@dataclass
class _Slip:
    """One that is being written; ``was`` is the slip that it changes."""

    text: str = kept(default="", repr=False)
    field: str = ""
    sheet: str = ""
    title: str = kept(default="", repr=False)
    was: UUID | None = None
    step: str = ""


class Slips:
    """Begins with an empty slip where there are none yet."""

    def __init__(
        self, task: Task, send: Callable[[Reply], bool], ids: Callable[[], UUID]
    ) -> None:
        self._task = task
        self._send, self._ids = send, ids
        self._kept: dict[UUID, _Slip] = {
            id: _Slip(note.text, note.field, str(note.heading or ""), was=id)
            for id, note in task.mine.notes.items()
        }
        self._made: dict[UUID, str] = {}
        self._open: _Slip | None = None if self._kept else self._blank()
        self._wrong = ""

    def _blank(self) -> _Slip:
        fields = self._task.fields
        return _Slip(field=fields[0].id if len(fields) == 1 else "")

    def renew(self, task: Task) -> None:
        """One's slips are changed nowhere else."""
        self._task = task

    @property
    def count(self) -> int:
        return 1

    @property
    def writing(self) -> bool:
        """Whether a slip is being written."""
        return self._open is not None

    def page(self, at: int, words: Words) -> PageOf:
        return self._list(words) if self._open is None else self._writing(self._open, words)

    def _list(self, words: Words) -> PageOf:
        parts = tuple(
            Asked(ref=str(id), kind=Kind.TEXT, label=" ".join(slip.text.split()))
            for id, slip in self._kept.items()
        )
        return PageOf(items=(Asked(
            ref=SLIPS, kind=Kind.REPEAT, label=words("Your slips"),
            hint=said(self._task.text, words.language), language=words.language,
            parts=parts, fixed=False,
        ),))

    def _steps(self, slip: _Slip) -> tuple[str, ...]:
        """What is asked of a slip, one thing a page, the words last."""
        sheets = (SHEET, TITLE) if slip.sheet == NEW else (SHEET,)
        return (
            *(sheets if self._task.sheets and slip.was is None else ()),
            *((FIELD,) if len(self._task.fields) > 1 else ()), WORDS,
        )

    def _writing(self, slip: _Slip, words: Words) -> PageOf:
        language, task, step = words.language, self._task, self._step(slip)
        asked = Asked(
            ref=step, kind=Kind.ONE, type="select_one", language=language,
            violation=self._told(words) if self._wrong else "",
        )
        match step:
            case "sheet":
                asked = replace(
                    asked, value=slip.sheet, label=words("Which sheet does it go on?"),
                    choices=self._sheets(words),
                )
            case "field":
                asked = replace(
                    asked, value=slip.field, label=words("Where does it belong?"),
                    hint=said(task.text, language), choices=tuple(
                        Offer(value=one.id, label=said(one.name, language)) for one in task.fields
                    ),
                )
            case "title":
                asked = replace(
                    asked, kind=Kind.TEXT, type="text", value=slip.title,
                    label=words("What is the sheet called?"),
                )
            case _:
                asked = replace(
                    asked, kind=Kind.TEXT, type="text", looks=("multiline",), value=slip.text,
                    label=self._place(slip, language) or said(task.text, language),
                    hint=words("Write one thing on each slip."),
                )
        return PageOf(items=(asked,), quick=step in (SHEET, FIELD) and bool(asked.value))

    def _step(self, slip: _Slip) -> str:
        steps = self._steps(slip)
        return slip.step if slip.step in steps else steps[0]

    def _place(self, slip: _Slip, language: str) -> str:
        return next((
            said(one.name, language) for one in self._task.fields if one.id == slip.field
        ), "")

    def _told(self, words: Words) -> str:
        if self._wrong in (WORDS, TITLE):
            return words("Write something first.")
        return words("Choose where it belongs.")

    def _there(self) -> dict[str, str]:
        """Sheets that can be written on: id → title."""
        there = {str(item.id): item.title for item in self._task.items}
        return there | {str(id): title for id, title in self._made.items()}

    def _sheets(self, words: Words) -> tuple[Offer, ...]:
        offers = [Offer(value=id, label=title) for id, title in self._there().items()]
        return (
            *offers, Offer(value=NEW, label=words("A new sheet")),
            Offer(value=NONE, label=words("No sheet, just a slip")),
        )

    def take(self, given: Given) -> None:
        slip = self._open
        if slip is None:
            return
        self._wrong = ""
        match given.ref:
            case "words":
                slip.text = given.text[:LONGEST_WORDS]
            case "field" if any(one.id == given.text for one in self._task.fields):
                slip.field = given.text
            case "sheet" if given.text in (NEW, NONE, *self._there()):
                slip.sheet = given.text
            case "title":
                slip.title = given.text[:LONGEST_TITLE]

    # --- slips as wholes

    def add(self) -> None:
        """A new slip."""
        self._open, self._wrong = self._blank(), ""

    def open(self, ref: str) -> None:
        """Change one's slip."""
        for id, slip in self._kept.items():
            if str(id) == ref:
                self._open = _Slip(slip.text, slip.field, slip.sheet, was=id, step=WORDS)

    def remove(self, ref: str) -> None:
        """Take one's slip back."""
        for id in tuple(self._kept):
            if str(id) == ref and self._send(NoteGone(note=id)):
                del self._kept[id]

    def may_leave(self, at: int) -> bool:
        """On to what is asked next of the slip; after its words it is kept, and the list comes. An
        empty slip is nothing: with it one is done."""
        slip = self._open
        if slip is None:
            return True
        step, steps = self._step(slip), self._steps(slip)
        if step == WORDS and not slip.text.strip() and slip.was is None:
            self._open, self._wrong = None, ""
            return not self._kept
        self._wrong = step if self._lacks(slip, step) else ""
        if not self._wrong and step != WORDS:
            slip.step = steps[steps.index(step) + 1]
        elif not self._wrong and self._keep(slip):
            self._open = None
        return False

    def back(self) -> None:
        """To what was asked before of the slip, or out of it: a whole one is kept."""
        slip = self._open
        if slip is None:
            return
        step, steps = self._step(slip), self._steps(slip)
        self._wrong = ""
        if step != steps[0]:
            slip.step = steps[steps.index(step) - 1]
        elif not self._whole(slip) or self._keep(slip):
            self._open = None

    def _lacks(self, slip: _Slip, step: str) -> bool:
        """Whether what is asked there has no answer yet."""
        return not {
            SHEET: slip.sheet, TITLE: slip.title.strip(), FIELD: slip.field,
            WORDS: slip.text.strip(),
        }[step]

    def _whole(self, slip: _Slip) -> bool:
        return not any(self._lacks(slip, step) for step in self._steps(slip))

    def _keep(self, slip: _Slip) -> bool:
        """True when it is kept: changed in place, but in another field it is another slip."""
        turn, before = self._task.turn, self._kept.get(slip.was) if slip.was else None
        if turn is None or not self._sheet_is_there(slip):
            return False
        text = slip.text.strip()
        if before is not None and slip.was is not None and before.field == slip.field:
            if text == before.text or self._send(NoteChange(note=slip.was, text=text)):
                before.text = text
                return True
            return False
        id = self._ids()
        heading = UUID(slip.sheet) if slip.sheet not in ("", NONE) else None
        reply = NoteReply(turn=turn, note=id, text=text, field=slip.field, heading=heading)
        if not self._send(reply):
            return False
        if slip.was is not None:
            self.remove(str(slip.was))
        self._kept[id] = _Slip(text, slip.field, slip.sheet, was=id)
        return True

    def _sheet_is_there(self, slip: _Slip) -> bool:
        if slip.sheet != NEW or self._task.turn is None:
            return True
        id, title = self._ids(), slip.title.strip()
        if not self._send(SheetReply(turn=self._task.turn, sheet=id, title=title)):
            return False
        self._made[id] = title
        slip.sheet = str(id)
        return True

    def rest(self) -> None:
        """A whole slip is kept; one that lacks its place waits for its writer."""
        slip, self._wrong = self._open, ""
        if slip is None:
            return
        if self._whole(slip):
            self._open = None if self._keep(slip) else slip
        elif self._kept and not slip.text.strip():
            self._open = None

    def finish(self) -> None:
        """All slips are kept already."""
