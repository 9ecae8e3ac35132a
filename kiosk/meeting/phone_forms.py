"""Forms that people fill in on their own phones, one question at a time; the engine runs here.

Each person has a *sitting*: answers are durable at every step, sealed under the session's key
until they are handed in or the meeting ends, and then a response like any other, with the mode
*phone*. Nothing leads from it to a participant. No Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assets.words import Words
from kiosk import filling
from kiosk.circumstances import Station
from kiosk.filling import Filling, Keeper
from kiosk.forms.hand import TooMuch
from kiosk.forms.pages import Pages
from kiosk.forms.screen import FormScreen
from kiosk.frame import Frame
from kiosk.questions.asked import Asked, Kind
from storage.values import Clock, RandomBytes
from survey.exporting.plain import definition_of
from survey.forms.model import said
from survey.records import Mode
from sync.room.port import AskedAs, FormChoice, FormStep

MOST_CHOICES = 300
"""A longer list is for the tablet, where it can be searched."""

_AS = {
    Kind.NOTE: AskedAs.NOTE, Kind.SHOWN: AskedAs.NOTE, Kind.TEXT: AskedAs.TEXT,
    Kind.NUMBER: AskedAs.DECIMAL, Kind.COUNTER: AskedAs.INTEGER, Kind.RANGE: AskedAs.DECIMAL,
    Kind.ONE: AskedAs.ONE, Kind.MANY: AskedAs.MANY, Kind.SEARCH: AskedAs.ONE,
    Kind.RATING: AskedAs.RATING,
}
_READ_ONLY = (AskedAs.NOTE, AskedAs.UNSHOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMeans:
    """``keeper`` gives a new sitting's place in the store."""

    station: Station
    keeper: Callable[[], Keeper]
    clock: Clock
    random: RandomBytes


class PhoneForms:
    """The survey's form, offered to phones while ``offered`` is true."""

    def __init__(self, means: FormMeans) -> None:
        station = means.station
        campaign = replace(station.campaign, definition=definition_of(station.campaign))
        self._means = replace(
            means, station=replace(station, campaign=campaign, mode=Mode.PHONE)
        )
        self.offered = False

    @property
    def title(self) -> str:
        """What the form is called; empty while it is not offered."""
        campaign = self._means.station.campaign
        return said(campaign.title, campaign.languages[0]) if self.offered else ""

    def open(self, language: str) -> PhoneSitting | None:
        """A form for one person, in their language where the survey has it."""
        if not self.offered:
            return None
        tags = self._means.station.campaign.languages
        return PhoneSitting(self._means, language if language in tags else tags[0])


class PhoneSitting:
    """One person's way through the form: consent first, then a question at a time.

    What could not be kept raises StorageError, and is kept with the next call that can.
    """

    def __init__(self, means: FormMeans, language: str) -> None:
        self._means = means
        self._frame = Frame(language=language)
        self._filling: Filling | None = None
        self._pages: Pages | None = None
        self._at = 0
        self._kept = True
        self._over = False
        self._done = False

    def step(self) -> FormStep:
        """Where they are."""
        if self._done:
            return FormStep(kind=AskedAs.DONE, label="")
        if self._pages is None:
            return self._consent()
        asked = self._asked()
        if self._over or asked is None:
            label = self._pages.words("That was the last one. You can go back and change.")
            return FormStep(kind=AskedAs.NOTE, label=label, can_go_back=True, last=True)
        return asked

    def answer(self, value: str) -> FormStep:
        """Answer and go on. The same question again, with what is wrong, where that does not hold;
        to answer the consent is to agree."""
        if self._pages is None:
            self._agree()
            return self.step()
        self._keep_what_waits()
        items = self._items()
        if self._done or self._over or not items:
            return self.step()
        one = items[self._at]
        if _kind(one) not in _READ_ONLY and value != one.value:
            self._kept = False
            self._pages.answer(one.ref, value)
            self._kept = True
        self._go_on(one.ref)
        return self.step()

    def back(self) -> FormStep:
        """To the question before; answers stay."""
        if self._pages is None or self._done:
            return self.step()
        if self._over:
            self._over = False
        elif self._at:
            self._at -= 1
        elif self._screen() is not None:
            self._pages.back()
            self._at = max(0, len(self._items()) - 1)
        return self.step()

    def finish(self) -> FormStep:
        """Hand it in; a question instead, where something is missing or not right."""
        if self._filling is None or self._pages is None or self._done:
            return self.step()
        self._keep_what_waits()
        if next(self._filling.faults(), None) is not None:
            self._over = False
            self._pages.next()
            self._to_trouble()
            return self.step()
        try:
            self._filling.finish()
        except TooMuch:  # what is kept stays, as a partial
            self._filling.leave()
        self._done = True
        return self.step()

    def _consent(self) -> FormStep:
        campaign, language = self._means.station.campaign, self._frame.language
        return FormStep(
            kind=AskedAs.NOTE, label=said(campaign.title, language),
            help=said(campaign.consent.text, language),
        )

    def _agree(self) -> None:
        means, language = self._means, self._frame.language
        self._filling = filling.begin(
            means.station, means.keeper(), means.clock, means.random, language
        )
        self._pages = Pages(self._filling, Words(language))

    def _keep_what_waits(self) -> None:
        if not self._kept and self._filling is not None:
            self._filling.keep()
            self._kept = True

    def _go_on(self, ref: str) -> None:
        assert self._pages is not None
        items = self._items()
        here = next((at for at, one in enumerate(items) if one.ref == ref), self._at)
        if here + 1 < len(items):
            self._at = here + 1
            return
        self._at = here
        before = self._pages.screen(self._frame)
        self._over = self._pages.next()
        after = self._screen()
        if after is not None and before is not None and not self._over:
            if after.number != before.number:
                self._at = 0
            self._to_trouble()

    def _to_trouble(self) -> None:
        """To the first question of the page on which something is wrong, where there is one."""
        wrong = (at for at, one in enumerate(self._items()) if one.violation)
        self._at = next(wrong, min(self._at, max(0, len(self._items()) - 1)))

    def _screen(self) -> FormScreen | None:
        return self._pages.screen(self._frame) if self._pages is not None else None

    def _items(self) -> tuple[Asked, ...]:
        screen = self._screen()
        return tuple(_apart(screen.items)) if screen is not None else ()

    def _asked(self) -> FormStep | None:
        screen, items = self._screen(), self._items()
        if screen is None or not items:
            return None
        self._at = min(self._at, len(items) - 1)
        one, words = items[self._at], self._pages.words if self._pages else Words()
        kind = _kind(one)
        return FormStep(
            kind=kind, label=one.label, help=one.reason or one.hint, choices=_choices(one, words),
            value=one.typed or one.value, required=one.required and kind not in _READ_ONLY,
            trouble=one.violation, number=screen.number, of=screen.of,
            can_go_back=screen.can_go_back or self._at > 0,
            last=screen.last and self._at == len(items) - 1,
        )


def _apart(items: tuple[Asked, ...]) -> Iterator[Asked]:
    """Blocks taken apart: each part is asked alone, with the block's words before its own."""
    for one in items:
        if one.kind not in (Kind.POINTS, Kind.MATRIX):
            yield one
            continue
        told = one.violation
        for part in one.parts:
            label = f"{one.label}: {part.label}" if one.label else part.label
            yield replace(
                part, label=label, hint=part.hint or one.hint, violation=part.violation or told
            )
            told = ""


def _kind(one: Asked) -> AskedAs:
    if one.kind is Kind.MOMENT and one.type == "date":
        return AskedAs.DATE
    if one.kind is Kind.NUMBER and one.type == "integer":
        return AskedAs.INTEGER
    if one.kind is Kind.ACKNOWLEDGE:
        return AskedAs.ONE
    if len(one.choices) > MOST_CHOICES:
        return AskedAs.UNSHOWN
    if one.kind is Kind.SEARCH and one.type.startswith("select_multiple"):
        return AskedAs.MANY
    return _AS.get(one.kind, AskedAs.UNSHOWN)


def _choices(one: Asked, words: Words) -> tuple[FormChoice, ...]:
    if one.kind is Kind.ACKNOWLEDGE:
        return (FormChoice(name="OK", label=words("Yes, I have read this")),)
    if _kind(one) not in (AskedAs.ONE, AskedAs.MANY, AskedAs.RATING):
        return ()
    return tuple(
        FormChoice(name=offer.value, label=offer.label or offer.value) for offer in one.choices
    )
