"""When a campaign takes answers: its first and last day, and the opening hours of its kiosks. Pure.

A visit that has begun is never cut off by this: it is asked before somebody begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from survey.campaign import Campaign
from survey.conduct import Hours
from survey.late import dataclass

_DAY = 1440
_WEEK = 7


class Shut(StrEnum):
    """Why nobody can answer just now, though the kiosk is well. ``LOCKED``: staff have said so."""

    HOURS = "hours"
    NOT_BEGUN = "not-begun"
    OVER = "over"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """``opens`` is when answers are taken again (aware, in the campaign's zone), None for never."""

    why: Shut
    opens: datetime | None = None


def shut(campaign: Campaign, now: datetime) -> Closed | None:
    """Why no visit can begin ``now`` (aware); None when one can."""
    local = now.astimezone(ZoneInfo(campaign.zone))
    today, hours = local.date(), campaign.conduct.hours
    if today > campaign.last_day:
        return Closed(why=Shut.OVER)
    if today < campaign.first_day:
        begins = datetime.combine(campaign.first_day, time(), local.tzinfo)
        return Closed(why=Shut.NOT_BEGUN, opens=_next(hours, begins, campaign.last_day))
    if not hours or is_open(hours, local):
        return None
    opens = _next(hours, local, campaign.last_day)
    return Closed(why=Shut.HOURS if opens else Shut.OVER, opens=opens)


def is_open(hours: Iterable[Hours], local: datetime) -> bool:
    """Whether ``local`` lies in one of the hours; always where there are none."""
    minute = local.hour * 60 + local.minute
    every = tuple(hours)
    return not every or any(
        span.weekday == local.weekday() and span.opens <= minute < span.closes for span in every
    )


def _next(hours: Iterable[Hours], local: datetime, last: date) -> datetime | None:
    """The first opening at or after ``local``, on the last day at the latest."""
    every = tuple(hours) or tuple(Hours(weekday=d, opens=0, closes=_DAY) for d in range(_WEEK))
    found = []
    for days in range(_WEEK + 1):
        day = local.date() + timedelta(days=days)
        for span in every:
            at = datetime.combine(day, time(*divmod(span.opens, 60)), local.tzinfo)
            if span.weekday == day.weekday() and at >= local and day <= last:
                found.append(at)
    return min(found, default=None)
