"""Leads one person through a form. Knows no Qt; the engine knows the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assets.words import Words
from kiosk.forms.asking import Asking, Moment, no_media, ref_of
from kiosk.forms.layout import Layout, Leaf
from kiosk.forms.screen import (
    AddOne,
    Answered,
    FormEnd,
    FormScreen,
    FormWish,
    RemoveOne,
    StartOver,
)
from kiosk.forms.written import stored, tag_of
from kiosk.questions.asked import Asked, Kind
from kiosk.screens import TEXT_SIZES, Frame
from kiosk.wishes import AskToStop, ChangeTextSize
from survey.flow import Back, ChooseLanguage, Next
from survey.forms.definition import NodeKind
from survey.forms.engine.refused import Refused
from survey.forms.engine.running import RunningForm

QUICK_MS = 350
"""How long a question that goes on by itself shows its answer."""


class FormView(Protocol):
    """Where pages are shown."""

    def present(self, screen: FormScreen | FormEnd) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """``open`` gives the form without answers. ``words`` are the program's in a language,
    ``media`` finds the file of a picture by its name, ``stopped`` is told when somebody stops
    or is done. ``notice`` stands on every page."""

    open: Callable[[], RunningForm]
    words: Callable[[str], Words] = Words
    media: Callable[[str], str] = no_media
    stopped: Callable[[], None] = lambda: None
    notice: str = ""


class Filler:
    """Pages, answers, and where the person is."""

    def __init__(self, view: FormView, around: Surroundings) -> None:
        self._view = view
        self._around = around
        self._percent = TEXT_SIZES[0]
        self._open()

    @property
    def form(self) -> RunningForm:
        """The running form with its answers."""
        return self._form

    def _open(self) -> None:
        self._form = self._around.open()
        self._layout = Layout(self._form)
        self._asking = Asking(self._form, self._around.media)
        self._typed: dict[str, str] = {}
        self._misfits: set[str] = set()
        self._checked: set[str] = set()
        self._trouble = self._ended = False
        self._leaves = self._layout.leaves()
        self._at = self._shown_from(0, 1) or 0

    def begin(self) -> None:
        """Show the first page."""
        self._show()

    def receive(self, wish: FormWish) -> None:
        """What the person did."""
        match wish:
            case Answered(ref=ref, text=text):
                self._answer(ref, text)
            case AddOne(ref=ref):
                self._add(ref)
            case RemoveOne(ref=ref):
                self._remove(ref)
            case Next():
                self._next()
            case Back():
                self._back()
            case ChooseLanguage(tag=tag):
                self._form.set_language(self._of_form(tag))
                self._show()
            case ChangeTextSize():
                place = TEXT_SIZES.index(self._percent) + 1
                self._percent = TEXT_SIZES[place % len(TEXT_SIZES)]
                self._show()
            case StartOver():
                self._open()
                self._show()
            case AskToStop():
                self._around.stopped()

    # --- answers

    def _answer(self, ref: str, text: str) -> None:
        leaf = self._leaf
        try:
            answer = self._form.find(ref)
            value = stored(answer, text)
            self._form.give(answer, value)
        except Refused:
            return self._show()
        kept = answer.value
        self._misfits.discard(ref)
        if text.strip() and not (kept and value):
            self._misfits.add(ref)
        self._typed.pop(ref, None)
        if text != kept:
            self._typed[ref] = text
        self._refresh(leaf)
        quick = "quick" in answer.plan.node.appearance.split() and bool(kept)
        return self._show(QUICK_MS if quick else None)

    def _add(self, ref: str) -> None:
        """One more, and there the person goes on; a table only grows by a row."""
        leaf = self._leaf
        try:
            made = self._form.add_repeat(ref)
        except Refused:
            return self._show()
        self._refresh(leaf)
        inside = set(map(id, made.answers()))
        for at, now in enumerate(self._leaves):
            if any(id(spot.answer) in inside for spot in now.spots):
                self._at = at
                break
        return self._show()

    def _remove(self, ref: str) -> None:
        """Take an instance away; what was typed goes by place, and so begins anew."""
        leaf = self._leaf
        try:
            self._form.remove_repeat(ref)
        except Refused:
            return self._show()
        self._typed.clear()
        self._misfits.clear()
        self._refresh(leaf)
        return self._show()

    def _refresh(self, leaf: Leaf | None) -> None:
        self._leaves = self._layout.leaves()
        if leaf is None:
            return
        for at, now in enumerate(self._leaves):
            if any(now.holds(spot) for spot in leaf.spots):
                self._at = at
                return
        self._at = min(self._at, max(0, len(self._leaves) - 1))

    # --- the way

    @property
    def _leaf(self) -> Leaf | None:
        return self._leaves[self._at] if self._at < len(self._leaves) else None

    def _next(self) -> None:
        leaf = self._leaf
        if leaf is None or self._ended:
            return self._finish()
        self._check(leaf)
        self._trouble = self._faulty(leaf)
        if self._trouble:
            return self._show()
        after = self._shown_from(self._at + 1, 1)
        if after is None:
            return self._finish()
        self._go(after)
        return None

    def _back(self) -> None:
        if self._ended:
            self._ended = False
            return self._show()
        before = self._shown_from(self._at - 1, -1)
        if before is not None:
            self._go(before)
        return None

    def _go(self, at: int) -> None:
        self._at, self._trouble = at, False
        for ref in [ref for ref in self._typed if ref not in self._misfits]:
            del self._typed[ref]
        self._show()

    def _finish(self) -> None:
        """Done, unless an answer given before does not fit any more: then back to it."""
        for at, leaf in enumerate(self._leaves):
            if self._faulty(leaf):
                self._check(leaf)
                self._at, self._trouble = at, True
                return self._show()
        self._ended = True
        self._show()
        return None

    def _check(self, leaf: Leaf) -> None:
        for spot in leaf.spots:
            self._checked.update(ref_of(answer) for answer in self._asking.answers(spot))
            if spot.answer is not None:
                self._checked.add(ref_of(spot.answer))

    def _faulty(self, leaf: Leaf) -> bool:
        now = self._now()
        return any(self._asking.faults(spot, now) for spot in leaf.spots)

    def _shown_from(self, at: int, way: int) -> int | None:
        """The next page that has something on it, from ``at`` on."""
        while 0 <= at < len(self._leaves):
            if self._items(self._leaves[at]):
                return at
            at += way
        return None

    # --- what is shown

    def _now(self) -> Moment:
        return Moment(
            words=self._words(), typed=self._typed, misfits=self._misfits, checked=self._checked
        )

    def _words(self) -> Words:
        return self._around.words(tag_of(self._form.speech.language))

    def _items(self, leaf: Leaf) -> tuple[Asked, ...]:
        now = self._now()
        asked = (self._asking.asked(spot, now) for spot in leaf.spots)
        return tuple(
            one for one in asked
            if one is not None and (one.label or one.hint or one.kind is not Kind.NOTE)
        )

    def _show(self, advance: int | None = None) -> None:
        frame = self._frame()
        leaf = self._leaf
        if self._ended or leaf is None:
            return self._view.present(FormEnd(
                frame=frame, notice=self._notice(), answered=self._count()))
        items = self._items(leaf)
        names = [self._asking.label(group) for group in leaf.groups]
        names = [name for name in names if name]
        several = len(items) > 1
        self._view.present(FormScreen(
            frame=frame, items=items, number=self._at + 1, of=len(self._leaves),
            heading=names.pop() if several and names else "", above=" · ".join(names),
            notice=self._notice(), can_go_back=self._shown_from(self._at - 1, -1) is not None,
            last=self._shown_from(self._at + 1, 1) is None, trouble=self._trouble,
            advance_after_ms=advance,
        ))
        self._trouble = False
        return None

    def _notice(self) -> str:
        return self._words()(self._around.notice) if self._around.notice else ""

    def _count(self) -> int:
        return sum(
            1 for one in self._form.root.answers()
            if one.value and one.relevant and one.plan.node.kind is NodeKind.QUESTION
        )

    def _frame(self) -> Frame:
        form = self._form.form
        return Frame(
            language=tag_of(self._form.speech.language),
            languages=tuple(tag_of(name) for name in form.languages if name), percent=self._percent,
        )

    def _of_form(self, tag: str) -> str:
        """The form's own name of a language."""
        return next((name for name in self._form.form.languages if tag_of(name) == tag), tag)
