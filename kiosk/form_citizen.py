"""One person at a survey that asks a whole form: its pages between consent and thanks. No Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from assets.words import Words
from kiosk import filling
from kiosk.circumstances import Station
from kiosk.citizen import Citizen, CitizenView, Instruments, Keeper, Pace
from kiosk.filling import Filling
from kiosk.forms.asking import no_media
from kiosk.forms.hand import TooMuch
from kiosk.forms.pages import Pages
from kiosk.forms.screen import (
    QUICK_MS,
    AddOne,
    Answered,
    AnyWish,
    FormScreen,
    HandedIn,
    OpenOne,
    RatherNot,
    RemoveOne,
    Shown,
)
from kiosk.standing import Stand
from kiosk.way import Deed
from storage.errors import StorageError
from survey import flow
from survey.flow import At, FlowState
from survey.forms.engine.refused import Refused
from survey.forms.personal import asking

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Means(Instruments):
    """What a running form needs beside the survey. ``media`` finds a picture's file by its name,
    ``words`` gives the program's words in a language, ``able`` what the device has of camera and
    microphone; it is asked only where the survey takes photos or sound."""

    media: Callable[[str], str] = no_media
    words: Callable[[str], Words] = Words
    able: Callable[[], Collection[str]] = tuple


@dataclass
class _Visit:
    """One person's form. It lives as long as they are at it, and no longer."""

    filling: Filling
    pages: Pages
    language: str


class FormCitizen(Citizen):
    """The same way as elsewhere, with a form's pages where the questions are.

    Opening the form may raise FormRefused; :func:`kiosk.opening.get_ready` has seen that it opens.
    """

    def __init__(
        self, view: CitizenView, station: Station, keeper: Keeper, means: Means, pace: Pace
    ) -> None:
        super().__init__(view, station, keeper, means, pace)
        self._means = means
        self._visit: _Visit | None = None
        self._spoken: dict[str, Words] = {}
        self._deeds[Deed.FILL] = self._fill

    def _anew(self) -> None:
        self._visit = None  # the first screen may be one that asks nobody, in the night
        super()._anew()

    def _fill(self, wish: AnyWish) -> None:
        visit = self._visit
        if visit is None:
            self._show()
            return
        match wish:
            case Answered() | RatherNot() | HandedIn() | AddOne() | RemoveOne():
                self._change(visit, wish)
            case OpenOne(ref=ref):
                visit.pages.open(ref)
                self._show()

    def _end(self, wish: AnyWish) -> None:
        """*Next* goes a page on; from the last one on to what comes after the form."""
        visit = self._visit
        if visit is None or self._state.at is not At.QUESTION:
            super()._end(wish)
        elif visit.pages.next():
            super()._end(flow.AllAsked())
        else:
            self._show()

    def _go_on(self, wish: AnyWish) -> None:
        visit = self._visit
        if visit is None or self._state.at is not At.QUESTION:
            super()._go_on(wish)
        else:
            visit.pages.back()
            self._show()

    def _change(
        self, visit: _Visit, wish: Answered | RatherNot | HandedIn | AddOne | RemoveOne
    ) -> None:
        """Change the form and keep it. What cannot be kept stays on the page, to be tried again."""
        pages, quick = visit.pages, False
        begun = flow.advance(self._state, flow.Begun())
        try:
            match wish:
                case Answered(ref=ref, text=text):
                    quick = pages.answer(ref, text)
                case RatherNot(ref=ref):
                    pages.decline(ref)
                case HandedIn(ref=ref, file=file):
                    pages.hand_in(ref, file)
                case AddOne(ref=ref):
                    pages.add(ref)
                case RemoveOne(ref=ref):
                    pages.remove(ref)
        except StorageError as trouble:
            self._not_kept(trouble, visit.filling.keep, Stand(state=begun))
            return
        for node in _nodes(visit, wish.ref):
            self._kept.meeting.answer(node)
        if visit.filling.begun:
            self._stand = Stand(state=begun)
        waits = self._pace.advance is None
        self._show(QUICK_MS if quick and not waits else None)

    def _finish(self, state: FlowState) -> None:
        visit = self._visit
        if visit is None:
            super()._finish(state)
            return
        kept = self._kept
        if state.wants_code and kept.code is None:
            kept.code = self._keeper.new_code()
        try:
            visit.filling.finish(kept.code.hash if kept.code is not None else None)
        except TooMuch:  # the answers stay, without what the form works out at its end
            log.error("a finished form is over a limit; it is kept as a partial one")
            kept.code = None
            self._keeper.leave()
        kept.ended()

    def _screen(self) -> Shown:
        if self._state.at is At.QUESTION:
            page = self._page()
            if page is not None:
                return page
            self._stand = Stand(state=flow.advance(self._state, flow.AllAsked()))
        if self._state.at is not At.CODE:
            self._visit = None  # nothing of it is there for the next person
        return super()._screen()

    def _page(self) -> Shown | None:
        visit, language = self._visit, self._state.language
        if visit is None:
            visit = self._visit = self._open(language)
        if visit.language != language:
            visit.filling.speak(language)
            visit.pages.words, visit.language = self._words(language), language
        return visit.pages.screen(self._frame())

    def _open(self, language: str) -> _Visit:
        means = self._means
        opened = filling.begin(
            self._station, self._keeper, means.clock, means.random, language
        )
        campaign = self._station.campaign
        if campaign.photos_and_sound and campaign.definition and asking(campaign.definition):
            opened.handed.able = frozenset(means.able())
        kept = self._kept
        if self._state.tapped:
            opened.take_up(dict(self._state.answers))
        opened.beside = lambda answers: kept.beside(answers, tapped=bool(opened.first))
        pages = Pages(opened, self._words(language), means.media)
        return _Visit(opened, pages, language)

    def _asked(self, screen: Shown) -> Collection[UUID]:
        visit = self._visit
        if visit is None or not isinstance(screen, FormScreen):
            return super()._asked(screen)
        return tuple(dict.fromkeys(
            node for item in screen.items for one in (item, *item.parts)
            for node in _nodes(visit, one.ref)
        ))

    def _words(self, language: str) -> Words:
        if language not in self._spoken:
            self._spoken[language] = self._means.words(language)
        return self._spoken[language]


def _nodes(visit: _Visit, ref: str) -> tuple[UUID, ...]:
    """The question that is meant, where there is one and its answers are kept."""
    try:
        node = visit.filling.form.find(ref).plan.node.id
    except Refused:
        return ()
    return (node,) if visit.filling.asks(node) else ()
