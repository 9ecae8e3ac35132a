"""Instances of repeats: how they come, go, and come back."""

from __future__ import annotations

from collections.abc import Callable

from survey.collecting import nothing_collected
from survey.expressions.context import Circumstances
from survey.forms.engine.answer import Answer, Series
from survey.forms.engine.growing import grow
from survey.forms.engine.pump import Pump
from survey.forms.engine.refused import Refused

MOST_ANSWERS = 100_000
"""Nodes that a running form may grow to, groups and repeats counted."""

_GROWN, _TAKEN = 12, 2  # as nodes looked at, for each node of an instance


class Repeats:
    """Grows and shrinks the series of one form. ``new`` is told of each answer of a new instance.

    Instances that a smaller count takes away are put aside and count on; those that a person
    takes away are gone.
    """

    def __init__(
        self, root: Answer, pump: Pump, around: Circumstances, new: Callable[[Answer], None]
    ) -> None:
        self._pump = pump
        self._around = around
        self._new = new
        self._held = root.size()

    def room(self, series: Series) -> bool:
        """May there be one instance more?"""
        return self._held + series.plan.size <= MOST_ANSWERS

    def add(self, series: Series) -> Answer:
        """One more instance at the end. Raises :class:`Refused` when the form is full."""
        if not self.room(series):
            raise Refused(f"a form holds {MOST_ANSWERS} answers at most")
        made = self._insert(series)
        self._feel(made)
        return made

    def drop(self, series: Series, answer: Answer) -> None:
        """An instance goes for good."""
        self._feel(answer)
        self._take(series, answer)
        self._held -= answer.size()

    def resize(self, series: Series, number: int) -> bool:
        """As many instances as are counted. False when there was more to do than may be at once."""
        around, instances = self._around, series.instances
        with nothing_collected():
            gone = instances[number:]
            for one in gone[:1]:  # all of them are felt alike, as those that come
                self._feel(one)
            for one in reversed(gone):
                if around.spent > around.most:
                    break
                self._take(series, one)
                series.aside.append(one)
            made: Answer | None = None
            while len(instances) < number and (series.aside or self.room(series)):
                if around.spent > around.most:
                    break
                made = self._insert(series)
        if made is not None:
            self._feel(made)
        return around.spent <= around.most

    def _insert(self, series: Series) -> Answer:
        holder = series.range.above
        assert holder is not None  # a series stands in something
        self._around.spent += _GROWN * series.plan.size
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
        self._around.spent += _TAKEN * series.plan.size
        series.remove(answer)
        holder = answer.above
        assert holder is not None  # an instance stands in something
        holder.take(answer)
        answer.parent = holder  # what an action still sets in it reaches its answers
        self._pump.forget(answer)

    def _feel(self, came: Answer) -> None:
        around = len(came.plan.repeats) - 1
        for plan in came.plan.computed():  # also of inner repeats that this one has none of
            self._pump.wake(came, plan=plan, shared=around)
