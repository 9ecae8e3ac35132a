"""Bodies as msgspec reads and writes them: arrays with raw ids, checked against limits.

The field order is the format; see ``docs/formats/record.md``.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

ANSWERS_LIMIT = 5_000
TEXT_LIMIT = 20_000

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
    version: Literal[1]
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


class WithdrawalWire(
    msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True, tag="withdrawal"
):
    """A receipt code given back: the answers it came with are to go."""

    version: Literal[1]
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

    version: Literal[1]
    session: Id
    lamport: Annotated[int, Meta(ge=0, lt=2**62)]
    event: EventWire
    circumstances: CircumstancesWire


Wire = ResponseWire | PartialWire | CodedWire | WithdrawalWire | SessionEventWire
