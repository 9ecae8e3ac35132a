"""Who answers in a simulation, and the survey that they answer.

Every response carries its own number in its first ratings, in base five, so that what came out
can be held against what went in without any other way of telling answers apart.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from storage.seal.keys import digest
from survey.campaign import Campaign, Consent, Factor, Unit
from survey.forms.model import Form, Question, QuestionType, Scale
from survey.records import (
    Circumstances,
    ClockQuality,
    Mode,
    Response,
    SessionEvent,
    SessionOpened,
    Withdrawal,
)

DIGITS = 9
"""Ratings that spell a person's number: 5 ** 9 people at most."""
TAPS = 5
"""Ratings after those, one for each tap that a person may give."""

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
_FACTOR = UUID("5b7d3a10-0f6e-4d0a-9c35-8a7e61c0f001")
_UNIT = UUID("5b7d3a10-0f6e-4d0a-9c35-8a7e61c0f002")
_FORM = UUID("5b7d3a10-0f6e-4d0a-9c35-8a7e61c0f003")
CAMPAIGN = UUID("5b7d3a10-0f6e-4d0a-9c35-8a7e61c0f004")
RATINGS = tuple(
    UUID(f"5b7d3a10-0f6e-4d0a-9c35-8a7e61c1{at:04x}") for at in range(DIGITS + TAPS)
)


class Ending(StrEnum):
    """How a person's answers end."""

    FINISH = "finish"
    PARTIAL = "partial"
    DISCARD = "discard"
    SESSION = "session"
    """No person but an event of a group session, kept as a record of its own."""
    WITHDRAW = "withdraw"
    """Somebody gives back the receipt code of person ``of``, who may have none or come later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who gives 1 to TAPS answers (``taps``), then ``ending``; ``number`` is unique."""

    number: int
    taps: int
    ending: Ending
    of: int = 0

    @property
    def coded(self) -> bool:
        """Whether the person takes a receipt code at the end: two in three do."""
        return self.ending is Ending.FINISH and self.number % 3 != 0

    @property
    def at_once(self) -> bool:
        """Whether it is one record, without answers on the way."""
        return self.ending in (Ending.SESSION, Ending.WITHDRAW)


def draw_person(number: int, everybody: int, draw: random.Random) -> Person:
    """Most people finish; some leave, some take their answers back, now or later; some are groups.

    Person ``number`` of ``everybody``, who are numbered from 1.
    """
    endings = (Ending.FINISH,) * 8 + tuple(Ending)[1:]
    return Person(
        number=number, taps=draw.randint(1, TAPS), ending=draw.choice(endings),
        of=draw.randint(1, everybody),
    )


def response(person: Person, taps: int, *, complete: bool, at: datetime) -> Response:
    """What ``person`` has answered after so many taps."""
    return Response(
        form=_FORM, form_version=1, answers=answers(person, taps),
        circumstances=_circumstances(at), complete=complete,
        code=digest("receipt-code", _code(person.number)) if complete and person.coded else None,
    )


def record(person: Person, at: datetime) -> SessionEvent | Withdrawal:
    """The one record of somebody who is :attr:`Person.at_once`."""
    if person.ending is Ending.WITHDRAW:
        return Withdrawal(code=_code(person.of))
    return session_event(person, at)


def session_event(person: Person, at: datetime) -> SessionEvent:
    """The opening of a session whose title is the person's number."""
    return SessionEvent(
        session=UUID(int=person.number + 1, version=4), lamport=1,
        event=SessionOpened(title=str(person.number), method="focus_group"),
        circumstances=_circumstances(at),
    )


def _code(number: int) -> bytes:
    return digest("simulated-code", number.to_bytes(8, "big"))[:16]


def answers(person: Person, taps: int) -> dict[UUID, int]:
    """The number's digits, and after them one rating for each tap."""
    digits = [person.number // 5**at % 5 + 1 for at in range(DIGITS)]
    given = [(person.number + at) % 5 + 1 for at in range(taps)]
    return dict(zip(RATINGS, digits + given, strict=False))


def number_of(items: Mapping[UUID, int]) -> int | None:
    """The number that a response spells; None when not all of its digits are there."""
    digits = [items.get(question) for question in RATINGS[:DIGITS]]
    if None in digits:
        return None
    number = 0
    for digit in reversed(digits):
        number = number * 5 + (digit or 1) - 1
    return number


def campaign() -> Campaign:
    """A survey of one factor whose partial responses count."""
    words = {"sv": "Simulering", "en": "Simulation"}
    scale = Scale(low=1, high=5, labels=tuple({"sv": str(n), "en": str(n)} for n in range(1, 6)))
    questions = tuple(
        Question(
            id=id, name=f"r{at}", type=QuestionType.RATING, label=words, factor=_FACTOR,
            scale=scale,
        )
        for at, id in enumerate(RATINGS)
    )
    return Campaign(
        id=CAMPAIGN, version=1, title=words, about=words, organisation="Exempelkommunen",
        languages=("sv", "en"), zone="Europe/Stockholm", grain_minutes=15,
        first_day=date(2026, 3, 1), last_day=date(2026, 12, 31),
        units=(Unit(id=_UNIT, name=words),), factors=(Factor(id=_FACTOR, name=words),),
        form=Form(id=_FORM, version=1, title=words, questions=questions),
        consent=Consent(version="1", text=words), group_by=(), use_partials=True,
    )


def _circumstances(at: datetime) -> Circumstances:
    return Circumstances(
        unit=_UNIT, place=None, mode=Mode.KIOSK, language="sv", time=at, day=at.date(),
        clock=ClockQuality.OK, consent="1",
    )
