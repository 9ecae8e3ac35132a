"""Figures and dates as a reader of the report's language writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from admin.results import figures
from assets.words import Words, later
from survey.results import Interval

NO_BREAK = "\u00a0"
MONTHS = (
    later("January"), later("February"), later("March"), later("April"), later("May"),
    later("June"), later("July"), later("August"), later("September"), later("October"),
    later("November"), later("December"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """:mod:`admin.results.figures` with the language settled, and days."""

    words: Words

    def count(self, n: int) -> str:
        """A whole number with thousands apart: ``1 034``."""
        return figures.whole(n, self.words.language)

    def number(self, value: float, places: int = 0) -> str:
        """A number with that many decimals."""
        return figures.decimal(value, places, self.words.language)

    def percent(self, share: float, places: int = 0) -> str:
        """A share 0-1 as per cent."""
        return figures.percent(share, places, self.words.language)

    def interval(self, ends: Interval | None, places: int = 0) -> str:
        """``65–67``, nothing when there is none; a decimal more when both ends read the same."""
        if ends is None:
            return ""
        low, high = (self.number(end, places) for end in ends)
        if low == high and ends[0] != ends[1]:
            places += 1
        return figures.interval(ends, places, self.words.language)

    def close_interval(self, ends: Interval | None) -> str:
        """An interval with one decimal when it is so narrow that rounding would matter."""
        return self.interval(ends, 1 if ends is not None and ends[1] - ends[0] < 4 else 0)

    def percent_interval(self, ends: Interval | None, places: int = 0) -> str:
        """Shares 0-1 as ``14,6–17,0 %``, nothing when there is none."""
        if ends is None:
            return ""
        sign = self.percent(0).lstrip("0")
        return self.interval((ends[0] * 100, ends[1] * 100), places) + sign

    def day(self, day: date) -> str:
        """``21 november 2026``."""
        return f"{self._day_and_month(day)} {day.year}"

    def period(self, first: date, last: date) -> str:
        """First and last day, the year written once where it is the same."""
        if first == last:
            return self.day(first)
        start = self._day_and_month(first) if first.year == last.year else self.day(first)
        return self.words("{first} to {last}", first=start, last=self.day(last))

    def _day_and_month(self, day: date) -> str:
        return f"{day.day}{NO_BREAK}{self.words(MONTHS[day.month - 1])}"
