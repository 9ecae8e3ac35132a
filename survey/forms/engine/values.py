"""Answers as their type writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, time

from survey.forms.types import Type

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_ZONE = re.compile(r"Z|[+-](\d{2})(?::?(\d{2}))?", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_RANGE = ("1", "10")  # of a range that states no ends
_INT_RANGE = (-(2**31), 2**31 - 1)


def normal(type: str, text: str) -> str:
    """``text`` as a node of this bind type keeps it; empty when it is no such value.

    ``int`` is cut to whole numbers of 32 bits. ``dateTime`` and ``time`` keep their zone as
    written. Places are ``latitude longitude altitude accuracy``. Unknown types are text.
    """
    made = _NORMAL.get(type)
    return text if made is None or not text else made(text)


def writer(type: Type, parameters: Mapping[str, str]) -> Callable[[str], str] | None:
    """What makes a text, which is not empty, what a node of this type keeps; None keeps it all.

    A range keeps nothing beyond its ends.
    """
    made = _NORMAL.get(type.value)
    if type.control != "range":
        return made
    low, high = parameters.get("start", _RANGE[0]), parameters.get("end", _RANGE[1])

    def within(text: str) -> str:
        value = text if made is None else made(text)
        return value if not value or _within(value, low, high) else ""

    return within


def _within(value: str, low: str, high: str) -> bool:
    try:
        ends = sorted((float(low), float(high)))
        return ends[0] <= float(value) <= ends[1]
    except ValueError:
        return True


def _number(text: str) -> float:
    text = text.strip()
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def _int(text: str) -> str:
    if text.isascii() and text.isdigit() and len(text) < 10 and (text[0] != "0" or text == "0"):
        return text
    number = _number(text)
    if math.isnan(number) or not _INT_RANGE[0] <= number < _INT_RANGE[1] + 1:
        return ""
    return str(int(number))


def _decimal(text: str) -> str:
    number = _number(text)
    return "" if not math.isfinite(number) else plain(number)


def plain(number: float) -> str:
    """A finite number without an exponent; whole numbers without a point."""
    if number == int(number):
        return str(int(number))
    shown = repr(number)
    if "e" not in shown:
        return shown
    return f"{number:.{_places(shown)}f}"


def _places(shown: str) -> int:
    digits, _, exponent = shown.partition("e")
    return max(0, len(digits.partition(".")[2]) - int(exponent))


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    try:
        date(*map(int, found.groups()))
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    found = _TIME.match(text)
    if found is None:
        return False
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    zone = text[found.end() :]
    try:
        time(hour, minute, second)
    except ValueError:
        return False
    return not zone or _is_zone(zone)


def _is_zone(text: str) -> bool:
    found = _ZONE.fullmatch(text)
    if found is None:
        return False
    hours, minutes = (int(part or 0) for part in found.groups())
    return hours <= 14 and minutes < 60


def _date(text: str) -> str:
    day, _, rest = text.partition("T")
    if not _is_date(day):
        return ""
    clock = _TIME.fullmatch(rest) if rest else None
    return day if not rest or (clock is not None and _is_time(rest)) else ""


def _time(text: str) -> str:
    return text if _is_time(text) else ""


def _date_time(text: str) -> str:
    day, mark, clock = text.partition("T")
    return text if _is_date(day) and (not mark or _is_time(clock)) else ""


def _double(number: float) -> str:
    shown = plain(number)
    return shown if "." in shown else shown + ".0"


_BOUNDS = ((-90.0, 90.0), (-180.0, 180.0), (-math.inf, math.inf), (0.0, math.inf))


def _geopoint(text: str) -> str:
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return ""
    numbers = [_number(part) for part in parts]
    for number, (low, high) in zip(numbers, _BOUNDS, strict=False):
        if not (low <= number <= high and math.isfinite(number)):
            return ""
    return " ".join(map(_double, numbers))


def _geopoints(text: str) -> str:
    points = [_geopoint(part) for part in text.split(";") if part.strip()]
    return ";".join(points) if all(points) else ""


_NORMAL: dict[str, Callable[[str], str]] = {
    "int": _int,
    "integer": _int,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _date_time,
    "geopoint": _geopoint,
    "geotrace": _geopoints,
    "geoshape": _geopoints,
}
