"""Dates and times; what they mean as numbers is told in :mod:`survey.expressions.moments`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from survey.expressions.code import Code, Gives, as_text
from survey.expressions.compiling import Compiling
from survey.expressions.context import Context
from survey.expressions.expression import Value
from survey.expressions.functions import function
from survey.expressions.library.logic import valid
from survey.expressions.library.names import DAYS, MONTHS, in_language
from survey.expressions.moments import (
    date_text,
    day_part,
    days,
    local,
    moment,
    time_text,
    written,
)
from survey.expressions.syntax import Call
from survey.expressions.values import to_number, to_text

_SIGNS = re.compile(r"%([YymnbdeaHhMS3%])")


@function("today()", Gives.TEXT, context=True)
def today(c: Context) -> str:
    return c.around.clock().astimezone(c.around.zone).date().isoformat()


@function("now()", Gives.TEXT, context=True)
def now(c: Context) -> str:
    return written(c.around.clock(), c.around.zone)


@function("date(value)", Gives.TEXT, builds=True)
def date_(node: Call, compiling: Compiling) -> Code:
    return _dated(node, compiling, lambda value, c: date_text(value, c.around))


@function("date-time(value)", Gives.TEXT, builds=True)
def date_time(node: Call, compiling: Compiling) -> Code:
    return _dated(node, compiling, lambda value, c: time_text(value, c.around))


def _dated(node: Call, compiling: Compiling, work: Callable[[str | float, Context], str]) -> Code:
    """A date's text; as a condition it is whether there is such a date."""
    code = compiling.code(node.arguments[0], node.name)
    one = as_text(code) if code.one is not None else code.run

    def run(c: Context) -> str:
        return work(_scalar(one(c)), c)

    return Code(Gives.TEXT, run, truth=lambda c: valid(run(c)))


def _scalar(value: Value) -> str | float:
    return value if isinstance(value, float) else to_text(value)


@function("decimal-date-time(value)", Gives.NUMBER, context=True)
def decimal_date_time(c: Context, value: Value) -> float:
    if isinstance(value, float):
        return to_number(value, c.around)
    return days(to_text(value), c.around)


@function("decimal-time(text)", Gives.NUMBER, context=True)
def decimal_time(c: Context, text: str) -> float:
    return day_part(text, c.around.zone)


@function("format-date(value, text)", Gives.TEXT, context=True)
def format_date(c: Context, value: Value, pattern: str) -> str:
    return _formatted(c, value, pattern)


@function("format-date-time(value, text)", Gives.TEXT, context=True)
def format_date_time(c: Context, value: Value, pattern: str) -> str:
    return _formatted(c, value, pattern)


def _formatted(c: Context, value: Value, pattern: str) -> str:
    """The date in local time, or an empty text when it is none."""
    found = moment(_scalar(value), c.around)
    there = local(found, c.around.zone) if isinstance(found, datetime) else found
    if there is None:
        return ""
    if not isinstance(there, datetime):
        there = datetime(there.year, there.month, there.day, tzinfo=c.around.zone)
    words = _words(there, c.around.language)
    return _SIGNS.sub(lambda sign: words[sign[1]], pattern)


def _words(there: datetime, language: str) -> dict[str, str]:
    months, names = in_language(MONTHS, language), in_language(DAYS, language)
    return {
        "Y": f"{there.year:04d}", "y": f"{there.year % 100:02d}", "m": f"{there.month:02d}",
        "n": str(there.month), "b": months[there.month - 1], "d": f"{there.day:02d}",
        "e": str(there.day), "a": names[there.weekday()], "H": f"{there.hour:02d}",
        "h": str(there.hour), "M": f"{there.minute:02d}", "S": f"{there.second:02d}",
        "3": f"{there.microsecond // 1000:03d}", "%": "%",
    }
