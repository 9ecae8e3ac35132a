"""Answers that a form accepts, found by trying likely ones in a second copy of the running form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations

from kiosk.questions.asked import Asked, Kind
from kiosk.questions.moment import composed, parts_of
from survey.forms.engine.refused import Refused
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import truth, violation_of

NOW = datetime(2025, 9, 3, 10, 47, tzinfo=UTC)

_WORDS = ("Kim", "Ada 2", "1", "12", "123", "0701234567", "a@b.se", "AB12", "x", "1.5")
_NUMBERS = (1, 2, 0, 5, 10, 18, 25, 30, 45, 60, 75, 100, 500, 1000, 12345, 99999)


class Shadow:
    """A copy of the form in which answers are tried before anybody gives them."""

    def __init__(self, form: RunningForm) -> None:
        self.form = form

    def take(self, ref: str, value: str) -> None:
        """What the person answered."""
        self.form.give(self.form.find(ref), value)

    def fits(self, ref: str, value: str) -> bool:
        """Whether the form keeps ``value`` and finds nothing wrong with it."""
        answer = self.form.find(ref)
        before = answer.value
        try:
            self.form.give(answer, value)
        except Refused:
            return False
        required = truth(self.form, self.form.rules.get(answer.plan, "required"), answer, False)
        kept = bool(answer.value) and violation_of(self.form, answer, required) is None
        self.form.give(answer, before)
        return kept

    def valid(self, item: Asked) -> str | None:
        """An answer to ``item``; None when none of the likely ones is accepted."""
        return next((text for text in self._likely(item) if self.fits(item.ref, text)), None)

    def _likely(self, item: Asked) -> Iterator[str]:
        values = [offer.value for offer in item.choices]
        match item.kind:
            case Kind.ONE | Kind.RATING:
                yield from values
            case Kind.SEARCH | Kind.MANY:
                yield from values
                yield from (" ".join(pair) for pair in combinations(values, 2))
            case Kind.RANK:
                yield " ".join(values)
            case Kind.RANGE:
                yield from map(str, range(101))
            case Kind.ACKNOWLEDGE:
                yield "OK"
            case Kind.MOMENT:
                yield from self._moments(item)
            case _:
                yield from self._typed(item)

    def _typed(self, item: Asked) -> Iterator[str]:
        plan = self.form.find(item.ref).plan
        numbers = [int(n) for n in re.findall(r"\d{1,9}", plan.node.constraint)]
        near = [n + by for n in numbers for by in (0, 1, -1)]
        given = [
            int(float(one.value)) + by for one in self.form.root.answers()
            if re.fullmatch(r"\d{1,6}(\.\d+)?", one.value) for by in (0, 1, -1)
        ]
        if plan.type.value == "string" and not item.looks_like("numbers"):
            yield from _WORDS
        yield from map(str, (*_NUMBERS, *near, *given))

    def _moments(self, item: Asked) -> Iterator[str]:
        for days in (0, -1, 1, -30, -400, 400, -7000, -12000):
            at = NOW + timedelta(days=days)
            typed = {"day": str(at.day), "month": str(at.month), "year": str(at.year),
                     "hour": str(at.hour), "minute": str(at.minute)}
            yield composed(typed, parts_of(item))
