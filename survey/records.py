"""What is collected, before it is sealed and after it is opened.

A body is one of the dataclasses here. It holds no sequence number, no arrival time and
nothing that links two bodies from the same person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from survey.beside import NOTHING, Beside
from survey.device_notes import Assigned, Health, Occasion, Vouchers
from survey.files import File
from survey.late import dataclass

if TYPE_CHECKING:  # a kiosk without a session never loads them
    from survey.facilitation.events import Happening

Answer = int | str | UUID | None
"""A rating's step, free text, a choice's id, or ``None`` for *rather not say*.

A question that was not reached or was left empty is absent from the mapping.
"""


class Kind(StrEnum):
    """What a further answer is; ``NONE`` is *rather not say*.

    ``ORDER`` is no answer but the seed of the orders in which choices were shown.
    """

    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "dateTime"
    CHOICE = "choice"
    CHOICES = "choices"
    RANKED = "ranked"
    FILE = "file"
    ORDER = "order"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """An answer that is neither a step, one choice nor a text, or that stands in a repeat.

    ``at`` numbers the instances of the repeats it stands in, outermost first, from 1. ``value``
    is an int (32 bits) for ``INTEGER``, a choice's id for ``CHOICE``, several for ``CHOICES``
    (rising, each once) and ``RANKED`` (first the best), a photo or sound for ``FILE``, None for
    ``NONE``, and a text for the
    others: a decimal number as ``-?digits[.digits]`` in its shortest form, days and times as
    OpenRosa writes them. An ``ORDER`` has the form's own id for its node, stands in no repeat, and
    is 0 to 2³¹-1.
    """

    node: UUID
    at: tuple[int, ...] = ()
    kind: Kind
    value: int | str | UUID | tuple[UUID, ...] | File | None = None


class Mode(StrEnum):
    """How the answer was given; modes are never pooled silently."""

    KIOSK = "kiosk"
    PHONE = "phone"
    PAPER = "paper"
    ASSISTED = "assisted"


class ClockQuality(StrEnum):
    """What the device knows of its own clock."""

    OK = "ok"
    UNSET = "unset"
    JUMPED = "jumped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Where and when, coarse enough to point at nobody.

    ``time`` is UTC rounded down to the campaign's grain; ``day`` is the local day,
    computed on the device in the campaign's zone.
    """

    unit: UUID
    place: UUID | None
    mode: Mode
    language: str
    time: datetime
    day: date
    clock: ClockQuality
    consent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One person's answers to one form. ``complete`` is false for a partial.

    ``code`` is the 32-byte hash of the receipt code that the person took, or None. ``further``
    are answers that a form gives beside the simple ones, each (node, at) once. ``beside`` is what
    came with them unasked: flags, times, the arm.
    """

    form: UUID
    form_version: int
    answers: Mapping[UUID, Answer]
    circumstances: Circumstances
    complete: bool
    code: bytes | None = None
    further: tuple[Further, ...] = ()
    beside: Beside = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Somebody gave back a receipt ``code`` (16 bytes): the answers it came with are to go."""

    code: bytes


class Way(StrEnum):
    """How somebody takes part in a session."""

    TABLET = "tablet"
    PHONE = "phone"
    MODERATOR = "moderator"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened:
    """``version`` is the method's, 0 when it is not told; ``question`` what it is all about."""

    title: str
    method: str
    version: int = 0
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantJoined:
    """``role`` is a word for a kind of participant that groups are compared by, never a name."""

    participant: int
    way: Way = Way.TABLET
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsSet:
    """All of one participant's points, whole and non-negative; the latest event counts.

    ``phase`` is empty in sessions without phases; so in :class:`GradesSet`.
    """

    participant: int
    points: Mapping[UUID, int]
    phase: str = ""
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GradesSet:
    """All of one participant's grades, whole steps (1-5 unless the method says otherwise);
    the latest event counts."""

    participant: int
    grades: Mapping[UUID, int]
    phase: str = ""
    round: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed:
    pass


Event = SessionOpened | ParticipantJoined | PointsSet | GradesSet | SessionClosed
"""The first five kinds; the others are in :mod:`survey.facilitation.events`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEvent:
    """One thing that happened in a facilitated session.

    ``participant`` numbers run from 1 within the session and mean nothing outside it.
    Events are ordered by ``(lamport, writer, n)``. ``writer`` is a random id that a device has
    for this session alone, ``n`` counts its events from 1; the lamport of one writer rises.
    Sessions of the first kind have neither (None and 0).
    """

    session: UUID
    lamport: int
    event: Event | Happening
    circumstances: Circumstances
    writer: UUID | None = None
    n: int = 0


Body = Response | Withdrawal | SessionEvent | Health | Assigned | Occasion | Vouchers
