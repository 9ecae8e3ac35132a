"""What comes beside answers, and what kiosks tell of themselves, as msgspec reads and writes it.

The field order is the format; see ``docs/formats/record.md``.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from storage.body_structs import (
    ANSWERS_LIMIT,
    AnsweredWire,
    CodedWire,
    Day,
    FormCodedWire,
    FormPartialWire,
    FormWire,
    Id,
    Number,
    PartialWire,
    ResponseWire,
    SessionEventWire,
    Short,
    Version1,
    WithdrawalWire,
)

SECONDS_LIMIT = 3_600
TIMES_LIMIT = 100
COUNT_LIMIT = 100_000

Version2 = Annotated[int, Meta(ge=2, le=2)]
Times = Annotated[int, Meta(ge=0, le=TIMES_LIMIT)]
Count = Annotated[int, Meta(ge=0, le=COUNT_LIMIT)]
Seconds = Annotated[int, Meta(ge=0, le=SECONDS_LIMIT)]
FlagName = Literal["burst", "same-run", "too-fast", "closed"]
TroubleName = Literal[
    "crashed", "froze", "safe-mode", "disk-low", "disk-full", "clock-jumped", "clock-unset",
    "battery-low", "hot", "wrong-pin",
]


class _Fields(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    pass


class SeenWire(_Fields, frozen=True):
    """One question's screen."""

    question: Id
    seconds: Seconds
    changes: Times
    helped: bool


class BesideWire(_Fields, frozen=True):
    """``flags`` and ``screens`` (by question) rise, each once; not all of it is empty."""

    arm: Id | None
    flags: Annotated[tuple[FlagName, ...], Meta(max_length=4)]
    screens: Annotated[tuple[SeenWire, ...], Meta(max_length=ANSWERS_LIMIT)]
    language_switches: Times


class ResponseBesideWire(ResponseWire, tag="response", frozen=True):
    """Version 2 of a response: what came with it stands last. So with the five that follow."""

    version: Version2
    beside: BesideWire


class PartialBesideWire(PartialWire, tag="response.partial", frozen=True):
    version: Version2
    beside: BesideWire


class CodedBesideWire(CodedWire, tag="response.coded", frozen=True):
    version: Version2
    beside: BesideWire


class FormBesideWire(FormWire, tag="response.form", frozen=True):
    version: Version2
    beside: BesideWire


class FormPartialBesideWire(FormPartialWire, tag="response.form.partial", frozen=True):
    version: Version2
    beside: BesideWire


class FormCodedBesideWire(FormCodedWire, tag="response.form.coded", frozen=True):
    version: Version2
    beside: BesideWire


class HealthWire(_Fields, tag="device.health", frozen=True):
    """``hour`` counts hours since 1970-01-01 UTC."""

    version: Version1
    hour: Annotated[int, Meta(ge=0, le=253_402_300_799 // 3600)]
    program: Annotated[str, Meta(max_length=60)]
    waiting: Number
    free_mb: Number
    battery: Annotated[int, Meta(ge=0, le=100)] | None
    degrees: Annotated[int, Meta(ge=-100, le=200)] | None
    restarts: Count
    vouchers: Count
    troubles: Annotated[tuple[TroubleName, ...], Meta(max_length=10)]


class AssignedWire(_Fields, tag="arm.assigned", frozen=True):
    """An arm that was drawn."""

    version: Version1
    arm: Id
    unit: Id
    day: Day


class VouchersWire(_Fields, tag="voucher.batch", frozen=True):
    """Vouchers made ahead: each one's hash, and nothing else."""

    version: Version1
    hashes: Annotated[
        tuple[Annotated[bytes, Meta(min_length=32, max_length=32)], ...],
        Meta(min_length=1, max_length=256),
    ]


class OccasionWire(_Fields, tag="occasion", frozen=True):
    """A visit that staff wrote of."""

    version: Version1
    id: Id
    partner: Short
    audience: Short
    unit: Id
    day: Day
    present: Count
    asked: Count
    declined: Count
    answered: Count


WithBeside = (
    ResponseBesideWire | PartialBesideWire | CodedBesideWire | FormBesideWire
    | FormPartialBesideWire | FormCodedBesideWire
)
NoteWire = HealthWire | AssignedWire | OccasionWire | VouchersWire
Wire = AnsweredWire | WithdrawalWire | SessionEventWire | NoteWire
