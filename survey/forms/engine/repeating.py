"""Instances of repeats: how they come, go, and come back."""

from __future__ import annotations

from collections.abc import Callable

from survey.forms.engine.answer import Answer, Series
from survey.forms.engine.growing import grow
from survey.forms.engine.pump import Pump
from survey.forms.engine.refused import Refused

MOST_ANSWERS = 100_000
"""Nodes that a running form may grow to, groups and repeats counted."""


class Repeats:
    """Grows and shrinks the series of one form. ``new`` is told of each answer of a new instance.

    Instances that a smaller count takes away are put aside and count on; those that a person
    takes away are gone.
    """

    def __init__(self, root: Answer, pump: Pump, new: Callable[[Answer], None]) -> None:
        self._pump = pump
        self._new = new
        self._held = root.size()

    def room(self, series: Series) -> bool:
        """May there be one instance more?"""
        return self._held + sum(1 for _ in series.plan.walk()) <= MOST_ANSWERS

    def add(self, series: Series) -> Answer:
        """One more instance at the end. Raises :class:`Refused` when the form is full."""
        if not self.room(series):
            raise Refused(f"a form holds {MOST_ANSWERS} answers at most")
        made = self._insert(series)
        self._feel(made)
        return made

    def drop(self, series: Series, answer: Answer) -> None:
        """An instance goes for good."""
        self._take(series, answer)
        self._held -= answer.size()

    def resize(self, series: Series, number: int) -> None:
        """As many instances as are counted."""
        while len(series.instances) > number:
            last = series.instances[-1]
            self._take(series, last)
            series.aside.append(last)
        came = []
        while len(series.instances) < number and (series.aside or self.room(series)):
            came.append(self._insert(series))
        for made in came[-1:]:  # all of them are felt alike
            self._feel(made)

    def _insert(self, series: Series) -> Answer:
        holder = series.range.above
        assert holder is not None  # a series stands in something
        fresh = not series.aside
        made = grow(series.plan, first=False) if fresh else series.aside.pop()
        holder.put_instance(series, made, len(series.instances))
        for answer in made.answers():
            above = answer.above
            answer.relevant = answer.own and (above is None or above.relevant)
            for inner in answer.series.values():
                inner.range.relevant = inner.range.own and answer.relevant
        if fresh:
            self._held += made.size()
            for answer in list(made.answers()):
                self._new(answer)
        for plan in series.plan.computed():
            self._pump.push_all(plan.tasks, made)
        return made

    def _take(self, series: Series, answer: Answer) -> None:
        self._feel(answer)
        series.remove(answer)
        holder = answer.above
        assert holder is not None  # an instance stands in something
        holder.remove(answer)
        answer.parent = holder  # what an action still sets in it reaches its answers
        self._pump.forget(answer)

    def _feel(self, came: Answer) -> None:
        around = len(came.plan.repeats) - 1
        for answer in came.answers():
            self._pump.wake(answer, shared=around)
