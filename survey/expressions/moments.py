"""Dates and times as OpenRosa writes them, and as numbers of days since 1970-01-01.

A bare date is a whole number of days, so that ``today() + 1`` is tomorrow and a difference of two
dates a whole number in every zone. A date with a time is an instant: days in UTC, with a fraction.
Where :attr:`Circumstances.whole_days` is off, a bare date is the instant of its local midnight,
as in engines built on JavaScript.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from survey.expressions.context import Circumstances

INVALID = "Invalid Date"
_DAY_MS = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1).toordinal()
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TIME = re.compile(
    r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d{2})(?::?(\d{2}))?)?",
    re.ASCII,
)
_MOST_DAYS = 3_000_000


def looks_dated(text: str) -> bool:
    """Whether it is worth trying to read as a date: cheap, and never wrong about a real one."""
    return len(text) >= 8 and text[4] == "-" and text[0].isdigit()


def read(text: str, zone: tzinfo) -> date | datetime | None:
    """A date, or an aware time, or None for what is neither. A time without zone is local."""
    text = text.strip(" \t\r\n")
    day = _DATE.match(text)
    if day is None:
        return None
    try:
        found = date(int(day[1]), int(day[2]), int(day[3]))
    except ValueError:
        return None
    rest = text[day.end():]
    if not rest:
        return found
    if rest[0] not in "T ":
        return None
    return _at(found, rest[1:], zone)


def _at(day: date, text: str, zone: tzinfo) -> datetime | None:
    parts = _TIME.fullmatch(text)
    if parts is None:
        return None
    hours, minutes, seconds = int(parts[1]), int(parts[2]), int(parts[3] or 0)
    micros = int(((parts[4] or "") + "000000")[:6])
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    own = _zone(parts)
    if own is None and (parts[5] or parts[6]):
        return None
    return datetime(
        day.year, day.month, day.day, hours, minutes, seconds, micros, own or zone
    )


def _zone(parts: re.Match[str]) -> timezone | None:
    if parts[5]:
        return UTC
    if not parts[6]:
        return None
    hours, minutes = int(parts[7]), int(parts[8] or 0)
    if hours > 23 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if parts[6] == "-" else offset)


def instant(found: date | datetime, zone: tzinfo) -> float:
    """Days since 1970 in UTC; a bare date is its local midnight."""
    if not isinstance(found, datetime):
        found = datetime(found.year, found.month, found.day, tzinfo=zone)
    since = found - _EPOCH
    millis = (since.days * 86_400 + since.seconds) * 1000 + since.microseconds / 1000
    return millis / _DAY_MS


def days(text: str, around: Circumstances) -> float:
    """What a dated text is as a number; NaN when it is no date."""
    found = read(text, around.zone)
    if found is None:
        return math.nan
    if isinstance(found, datetime) or not around.whole_days:
        return instant(found, around.zone)
    return float(found.toordinal() - _FIRST_DAY)


def order(left: str, right: str, around: Circumstances) -> tuple[float, float] | None:
    """Both as instants when both are dates or times, else None."""
    if not (looks_dated(left) and looks_dated(right)):
        return None
    first, second = read(left, around.zone), read(right, around.zone)
    if first is None or second is None:
        return None
    return instant(first, around.zone), instant(second, around.zone)


def local(found: datetime, zone: tzinfo) -> datetime | None:
    """The time in another zone; None where that would be before the year 1 or after 9999."""
    try:
        return found.astimezone(zone)
    except OverflowError:
        return None


def written(found: datetime, zone: tzinfo) -> str:
    """A time in the given zone, with milliseconds and offset."""
    there = local(found, zone)
    return INVALID if there is None else there.isoformat(timespec="milliseconds")


def moment(value: str | float, around: Circumstances) -> date | datetime | None:
    """What a text or a number of days means as a date or time; None when it means none."""
    if isinstance(value, str):
        return read(value, around.zone)
    if not -_MOST_DAYS < value < _MOST_DAYS:
        return None
    try:
        found = _EPOCH + timedelta(milliseconds=round(value * _DAY_MS))
    except OverflowError:
        return None
    return local(found, around.zone)


def date_text(value: str | float, around: Circumstances) -> str:
    """``date()``: a date's text. Empty for an empty text, ``Invalid Date`` for what is none."""
    if value == "":
        return ""
    if not around.whole_days:
        return time_text(value, around)
    if not isinstance(value, str):
        if not -_FIRST_DAY < value < _MOST_DAYS - _FIRST_DAY:
            return INVALID
        return date.fromordinal(math.floor(value) + _FIRST_DAY).isoformat()
    found = read(value, around.zone)
    if isinstance(found, datetime):
        there = local(found, around.zone)
        return INVALID if there is None else there.date().isoformat()
    return found.isoformat() if found else INVALID


def time_text(value: str | float, around: Circumstances) -> str:
    """``date-time()``: like :func:`date_text` with the time kept; local midnight is a bare date.

    A whole number of days is that day where dates are whole days.
    """
    if value == "":
        return ""
    if around.whole_days and isinstance(value, float) and value.is_integer():
        return date_text(value, around)
    found = moment(value, around)
    if found is None:
        return INVALID
    if not isinstance(found, datetime):
        return found.isoformat()
    text = written(found, around.zone)
    return text[:10] if text[11:23] == "00:00:00.000" and not isinstance(value, str) else text


def day_part(text: str, zone: tzinfo) -> float:
    """``decimal-time()``: a time of day as a part of the local day, 0 ≤ x < 1; else NaN."""
    parts = _TIME.fullmatch(text.strip(" \t\r\n"))
    found: date | datetime | None
    if parts is None:
        found = read(text, zone)
        if not isinstance(found, datetime):
            return math.nan
    else:
        found = _at(date(1970, 1, 1), text.strip(" \t\r\n"), zone)
        if found is None:
            return math.nan
    there = local(found, zone)
    if there is None:
        return math.nan
    seconds = there.hour * 3600 + there.minute * 60 + there.second
    return (seconds * 1000 + there.microsecond / 1000) / _DAY_MS
