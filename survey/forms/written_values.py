"""Numbers, days and times as a form writes them, and what is kept of them."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from survey.records import Kind

_INT = re.compile(r"-?[0-9]{1,10}")
_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WRITTEN = {
    Kind.DECIMAL: re.compile(r"(?!-0\Z)-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?"),
    Kind.DATE: re.compile(_DAY),
    Kind.TIME: re.compile(_CLOCK),
    Kind.DATE_TIME: re.compile(rf"{_DAY}(T{_CLOCK})?"),
}

KINDS = {
    "int": Kind.INTEGER, "decimal": Kind.DECIMAL, "date": Kind.DATE, "time": Kind.TIME,
    "dateTime": Kind.DATE_TIME,
}  # fmt: skip
"""Bind type → the kind of its answers."""

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{0,30})?")
_LONGEST = 400

HOW = {
    Kind.INTEGER: "write a whole number",
    Kind.DECIMAL: "write a number such as 12.5",
    Kind.DATE: "write a day such as 2026-03-01",
    Kind.TIME: "write a time such as 08:30",
    Kind.DATE_TIME: "write a day and a time such as 2026-03-01T08:30",
}
"""How each kind is written, for whoever writes one by hand."""


def plainly(type: str, text: str) -> tuple[Kind, int | str]:
    """The kind and value of a text that answers a bind type; a text where it is none such."""
    kind = KINDS.get(type, Kind.TEXT)
    if kind is Kind.INTEGER:
        return (kind, int(text)) if is_int(text) else (Kind.TEXT, text)
    written = _WRITTEN.get(kind)
    if written is None or len(text) > _LONGEST or not written.fullmatch(text):
        return Kind.TEXT, text
    return kind, text


def is_int(text: str) -> bool:
    """Whether it is a whole number of 32 bits."""
    return _INT.fullmatch(text) is not None and -(2**31) <= int(text) < 2**31


def shortest(text: str) -> str:
    """A number with decimals as it is kept; anything else as it is."""
    if not _NUMBER.fullmatch(text):
        return text
    whole, _, parts = text.partition(".")
    made = f"{int(whole)}.{parts}".rstrip("0").rstrip(".")
    # int() has no -0, and -0.5 must keep its sign
    return f"-{made}" if whole.startswith("-") and made[0] != "-" and made != "0" else made


def is_real(kind: Kind, value: object) -> bool:
    """Whether a day or a time of day is one that a calendar or a clock has."""
    text = str(value).replace("Z", "+00:00")
    try:
        if kind is Kind.DATE:
            date.fromisoformat(text)
        elif kind is Kind.TIME:
            time.fromisoformat(text)
        elif kind is Kind.DATE_TIME:
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
