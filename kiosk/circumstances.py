"""Where and when an answer was given, coarse enough to point at nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.frame import AS_IT_COMES, Comfort
from survey.campaign import Campaign
from survey.late import dataclass
from survey.records import Circumstances, ClockQuality, Mode


def _steady() -> bool:
    return False


class Supply(Protocol):
    """Vouchers: how many there are, and one that nobody gets again. Both may raise StorageError."""

    def left(self) -> int: ...
    def take(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """What this kiosk asks and for whom. ``issued`` is when its package was made (aware, UTC).

    ``jumped`` tells whether the clock has moved otherwise than time; it is asked at each tap.
    ``vouchers`` are those that lie ready, where the campaign gives any. ``occasion`` tells the
    name of the one that goes on, for the first screen; it is asked each time. ``locked``: staff
    have closed the kiosk, whatever its hours. ``comfort`` is how the kiosk meets each person who
    comes.
    """

    campaign: Campaign
    unit: UUID
    issued: datetime
    place: UUID | None = None
    mode: Mode = Mode.KIOSK
    jumped: Callable[[], bool] = _steady
    vouchers: Supply | None = None
    occasion: Callable[[], str] = str
    locked: bool = False
    comfort: Comfort = AS_IT_COMES


def rounded(moment: datetime, grain_minutes: int) -> datetime:
    """``moment`` in UTC, rounded down to whole grains counted from 1970."""
    minutes = int(moment.timestamp()) // 60
    return datetime.fromtimestamp(minutes // grain_minutes * grain_minutes * 60, tz=UTC)


def circumstances(station: Station, language: str, now: datetime) -> Circumstances:
    """The circumstances of an answer given ``now`` (aware).

    The day is the local one in the campaign's zone, taken before the rounding. A clock
    that stands before the package was made has not been set; one that moved otherwise than
    time has jumped.
    """
    campaign = station.campaign
    clock = ClockQuality.JUMPED if station.jumped() else ClockQuality.OK
    if now < station.issued:
        clock = ClockQuality.UNSET
    return Circumstances(
        unit=station.unit,
        place=station.place,
        mode=station.mode,
        language=language,
        time=rounded(now, campaign.grain_minutes),
        day=now.astimezone(ZoneInfo(campaign.zone)).date(),
        clock=clock,
        consent=campaign.consent.version,
    )
