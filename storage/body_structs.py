"""Bodies as msgspec reads and writes them: arrays with raw ids, checked against limits.

The field order is the format; see ``docs/formats/record.md``.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from survey.files import PHOTO_LIMIT, SOUND_LIMIT

ANSWERS_LIMIT = 5_000
TEXT_LIMIT = 20_000
FURTHER_LIMIT = 20_000
DEPTH_LIMIT = 60
INSTANCE_LIMIT = 65_535
CHOSEN_LIMIT = 5_000
DIGITS_LIMIT = 400
"""Signs of a number; the longest that a form works out has 340."""
MOMENT_LIMIT = 40

# \Z and [0-9]: neither a line's end nor another script's figures may slip in
DECIMAL = r"\A(?!-0\Z)-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?\Z"
_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_ZONE = r"Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?"
_CLOCK = rf"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?:{_ZONE})?"
DATE = rf"\A{_DAY}\Z"
TIME = rf"\A{_CLOCK}\Z"
DATE_TIME = rf"\A{_DAY}(?:T{_CLOCK})?\Z"

Version1 = Annotated[int, Meta(ge=1, le=1)]
Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
Short = Annotated[str, Meta(max_length=200)]
Step = Annotated[int, Meta(ge=-(2**31), lt=2**31)]
Number = Annotated[int, Meta(ge=0, lt=2**31)]
Text = Annotated[str, Meta(max_length=TEXT_LIMIT)]
Minute = Annotated[int, Meta(ge=0, le=253_402_300_799 // 60)]
Day = Annotated[int, Meta(ge=0, le=2_932_896)]
Numbers = Annotated[dict[Id, Number], Meta(max_length=ANSWERS_LIMIT)]
Answers = Annotated[dict[Id, Step | Id | None], Meta(max_length=ANSWERS_LIMIT)]
Texts = Annotated[dict[Id, Text], Meta(max_length=ANSWERS_LIMIT)]
Path = Annotated[
    tuple[Annotated[int, Meta(ge=1, le=INSTANCE_LIMIT)], ...], Meta(max_length=DEPTH_LIMIT)
]
Chosen = Annotated[tuple[Id, ...], Meta(min_length=1, max_length=CHOSEN_LIMIT)]


class CircumstancesWire(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """``time`` in minutes and ``day`` in days since 1970-01-01; ids as 16 bytes."""

    unit: Id
    place: Id | None
    mode: Literal["kiosk", "phone", "paper", "assisted"]
    language: Short
    time: Minute
    day: Day
    clock: Literal["ok", "unset", "jumped"]
    consent: Short


class _ResponseFields(
    msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True
):
    version: Version1
    form: Id
    form_version: Number
    answers: Answers
    texts: Texts
    circumstances: CircumstancesWire


class ResponseWire(_ResponseFields, tag="response", frozen=True):
    """A response: question ids to a step, a choice's 16 bytes or None; free text apart."""


class PartialWire(_ResponseFields, tag="response.partial", frozen=True):
    """As :class:`ResponseWire`, from somebody who did not reach the end."""


class CodedWire(_ResponseFields, tag="response.coded", frozen=True):
    """As :class:`ResponseWire`, from somebody who took a receipt code: its 32-byte hash."""

    code: Annotated[bytes, Meta(min_length=32, max_length=32)]


class _FurtherFields(
    msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True
):
    node: Id
    at: Path


class IntegerWire(_FurtherFields, tag="integer", frozen=True):
    value: Step


class DecimalWire(_FurtherFields, tag="decimal", frozen=True):
    value: Annotated[str, Meta(max_length=DIGITS_LIMIT, pattern=DECIMAL)]


class TextWire(_FurtherFields, tag="text", frozen=True):
    value: Text


class DateWire(_FurtherFields, tag="date", frozen=True):
    value: Annotated[str, Meta(max_length=MOMENT_LIMIT, pattern=DATE)]


class TimeWire(_FurtherFields, tag="time", frozen=True):
    value: Annotated[str, Meta(max_length=MOMENT_LIMIT, pattern=TIME)]


class DateTimeWire(_FurtherFields, tag="dateTime", frozen=True):
    value: Annotated[str, Meta(max_length=MOMENT_LIMIT, pattern=DATE_TIME)]


class ChoiceWire(_FurtherFields, tag="choice", frozen=True):
    value: Id


class ChoicesWire(_FurtherFields, tag="choices", frozen=True):
    value: Chosen


class RankedWire(_FurtherFields, tag="ranked", frozen=True):
    value: Chosen


class FileWire(_FurtherFields, tag="file", frozen=True):
    """A photo or a sound; :func:`survey.files.fault` says what else holds of its ``data``."""

    media: Literal["image/jpeg", "audio/wav"]
    data: Annotated[bytes, Meta(max_length=max(PHOTO_LIMIT, SOUND_LIMIT))]


class OrderWire(_FurtherFields, tag="order", frozen=True):
    """No answer: the seed of the orders in which the form showed its choices."""

    value: Number


class NoneWire(_FurtherFields, tag="none", frozen=True):
    """*Rather not say*."""


FurtherWire = (
    IntegerWire | DecimalWire | TextWire | DateWire | TimeWire | DateTimeWire | ChoiceWire
    | ChoicesWire | RankedWire | FileWire | OrderWire | NoneWire
)


class FormFields(_ResponseFields, frozen=True):
    """What the responses of forms have in common."""

    further: Annotated[tuple[FurtherWire, ...], Meta(min_length=1, max_length=FURTHER_LIMIT)]


class FormWire(FormFields, tag="response.form", frozen=True):
    """As :class:`ResponseWire`, with answers that have no place there: ``further``."""


class FormPartialWire(FormFields, tag="response.form.partial", frozen=True):
    """As :class:`FormWire`, from somebody who did not reach the end."""


class FormCodedWire(FormFields, tag="response.form.coded", frozen=True):
    """As :class:`FormWire`, from somebody who took a receipt code: its 32-byte hash."""

    code: Annotated[bytes, Meta(min_length=32, max_length=32)]


class WithdrawalWire(
    msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True, tag="withdrawal"
):
    """A receipt code given back: the answers it came with are to go."""

    version: Version1
    code: Id


class _EventStruct(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    pass


class OpenedWire(_EventStruct, tag="opened", frozen=True):
    title: Short
    method: Short


class JoinedWire(_EventStruct, tag="joined", frozen=True):
    participant: Number


class PointsWire(_EventStruct, tag="points", frozen=True):
    participant: Number
    points: Numbers


class GradesWire(_EventStruct, tag="grades", frozen=True):
    participant: Number
    grades: Numbers


class ClosedWire(_EventStruct, tag="closed", frozen=True):
    pass


EventWire = OpenedWire | JoinedWire | PointsWire | GradesWire | ClosedWire


class SessionEventWire(_EventStruct, tag="session.event", frozen=True):
    """One event of a facilitated session."""

    version: Version1
    session: Id
    lamport: Annotated[int, Meta(ge=0, lt=2**62)]
    event: EventWire
    circumstances: CircumstancesWire


AnsweredWire = (
    ResponseWire | PartialWire | CodedWire | FormWire | FormPartialWire | FormCodedWire
)
