"""What a kiosk tells of itself and of where it stood; no person is in it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from survey.late import dataclass


class Trouble(StrEnum):
    """What was wrong with a device since its last note."""

    CRASHED = "crashed"
    FROZE = "froze"
    SAFE_MODE = "safe-mode"
    DISK_LOW = "disk-low"
    DISK_FULL = "disk-full"
    CLOCK_JUMPED = "clock-jumped"
    CLOCK_UNSET = "clock-unset"
    BATTERY_LOW = "battery-low"
    HOT = "hot"
    WRONG_PIN = "wrong-pin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a kiosk fares, at most once an hour. ``time`` is UTC to the hour.

    ``waiting`` records are not yet covered by a receipt; ``free_mb`` is room on the disk;
    ``battery`` (0-100) and ``degrees`` (Celsius) are None where the machine does not say;
    ``troubles`` rising, each once; ``restarts`` since the last note; ``vouchers`` given on the day
    (UTC) before.
    """

    time: datetime
    program: str
    waiting: int
    free_mb: int
    battery: int | None = None
    degrees: int | None = None
    restarts: int = 0
    vouchers: int = 0
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """An arm was drawn for a person or a half-day, before its first question was shown.

    Nothing in it leads to the response; the two are only counted against each other.
    """

    arm: UUID
    unit: UUID
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What staff wrote of a visit to an association, a meeting, a stand: whom they met there.

    ``answered`` is what the kiosk counted from its beginning to its end. Counts are 0-100 000.
    """

    id: UUID
    partner: str
    audience: str
    unit: UUID
    day: date
    present: int
    asked: int
    declined: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouchers:
    """Vouchers made ahead on one kiosk, told before any is given: ``hashes`` of 32 bytes, 1-256,
    rising, which says nothing of the order in which they will be given."""

    hashes: tuple[bytes, ...]
