"""Where and when an answer was given, coarse enough to point at nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from survey.campaign import Campaign
from survey.records import Circumstances, ClockQuality, Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """What this kiosk asks and for whom. ``issued`` is when its package was made (aware, UTC)."""

    campaign: Campaign
    unit: UUID
    issued: datetime
    place: UUID | None = None
    mode: Mode = Mode.KIOSK


def rounded(moment: datetime, grain_minutes: int) -> datetime:
    """``moment`` in UTC, rounded down to whole grains counted from 1970."""
    minutes = int(moment.timestamp()) // 60
    return datetime.fromtimestamp(minutes // grain_minutes * grain_minutes * 60, tz=UTC)


def circumstances(station: Station, language: str, now: datetime) -> Circumstances:
    """The circumstances of an answer given ``now`` (aware).

    The day is the local one in the campaign's zone, taken before the rounding. A clock
    that stands before the package was made has not been set.
    """
    campaign = station.campaign
    early = now < station.issued
    return Circumstances(
        unit=station.unit,
        place=station.place,
        mode=station.mode,
        language=language,
        time=rounded(now, campaign.grain_minutes),
        day=now.astimezone(ZoneInfo(campaign.zone)).date(),
        clock=ClockQuality.UNSET if early else ClockQuality.OK,
        consent=campaign.consent.version,
    )
