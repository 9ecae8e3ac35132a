"""Leads somebody who tries a form out through it. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from assets.words import Words
from kiosk.forms.asking import no_media
from kiosk.forms.declining import Declined
from kiosk.forms.hand import Loose
from kiosk.forms.pages import Pages
from kiosk.forms.screen import (
    QUICK_MS,
    AddOne,
    Answered,
    FormEnd,
    FormScreen,
    FormWish,
    OpenOne,
    RatherNot,
    RemoveOne,
    StartOver,
)
from kiosk.forms.written import tag_of
from kiosk.screens import TEXT_SIZES, Comfort, Frame
from kiosk.wishes import Adjust, AskToStop, ChangeTextSize
from survey.flow import Back, ChooseLanguage, Next
from survey.forms.definition import NodeKind
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import read_only


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
    """The pages of a form, and the end of it; nothing is kept."""

    def __init__(self, view: FormView, around: Surroundings) -> None:
        self._view = view
        self._around = around
        self._comfort = Comfort()
        self._open()

    @property
    def form(self) -> RunningForm:
        """The running form with its answers."""
        return self._form

    @property
    def declined(self) -> Declined:
        """What the person would rather not answer."""
        return self._hand.declined

    @property
    def pages(self) -> Pages:
        """Where the person is in it."""
        return self._pages

    def _open(self) -> None:
        self._form = self._around.open()
        self._hand = Loose(self._form)
        self._pages = Pages(self._hand, self._words(), self._around.media)
        self._ended = False

    def begin(self) -> None:
        """Show the first page."""
        self._show()

    def receive(self, wish: FormWish) -> None:
        """What the person did."""
        quick = False
        match wish:
            case Answered(ref=ref, text=text):
                quick = self._pages.answer(ref, text)
            case RatherNot(ref=ref):
                self._pages.decline(ref)
            case AddOne(ref=ref):
                self._pages.add(ref)
            case RemoveOne(ref=ref):
                self._pages.remove(ref)
            case OpenOne(ref=ref):
                self._pages.open(ref)
            case Next():
                self._ended = self._ended or self._pages.next()
            case Back() if self._ended:
                self._ended = False
            case Back():
                self._pages.back()
            case ChooseLanguage(tag=tag):
                self._form.set_language(self._of_form(tag))
                self._pages.words = self._words()
            case ChangeTextSize():
                place = TEXT_SIZES.index(self._comfort.percent) + 1
                percent = TEXT_SIZES[place % len(TEXT_SIZES)]
                self._comfort = replace(self._comfort, percent=percent)
            case Adjust(comfort=comfort):
                self._comfort = comfort
            case StartOver():
                self._open()
            case AskToStop():
                self._around.stopped()
                return
        self._show(QUICK_MS if quick else None)

    # --- what is shown

    def _show(self, advance: int | None = None) -> None:
        notice = self._words()(self._around.notice) if self._around.notice else ""
        page = None if self._ended else self._pages.screen(self._frame(), notice)
        if page is None:
            self._view.present(FormEnd(
                frame=self._frame(), notice=notice, answered=self._count()))
        else:
            self._view.present(replace(page, advance_after_ms=advance))

    def _words(self) -> Words:
        return self._around.words(tag_of(self._form.speech.language))

    def _count(self) -> int:
        return sum(
            1 for one in self._form.root.answers()
            if one.value and one.relevant and one.plan.node.kind is NodeKind.QUESTION
            and not read_only(self._form, one)
        )

    def _frame(self) -> Frame:
        form = self._form.form
        return Frame(
            language=tag_of(self._form.speech.language),
            languages=tuple(tag_of(name) for name in form.languages if name),
            comfort=self._comfort,
        )

    def _of_form(self, tag: str) -> str:
        """The form's own name of a language."""
        return next((name for name in self._form.form.languages if tag_of(name) == tag), tag)
