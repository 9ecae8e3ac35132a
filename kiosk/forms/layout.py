"""A form's pages in the order they are shown, as far as they are relevant now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from kiosk.forms.together import is_table
from survey.forms.blocks import is_shared_out
from survey.forms.definition import NodeKind, Place
from survey.forms.engine.answer import Answer, Series, answers_of
from survey.forms.engine.plan import Plan
from survey.forms.engine.pump import counted
from survey.forms.engine.running import RunningForm


def is_block(plan: Plan) -> bool:
    """Whether a group or a repeat is asked as one question."""
    return is_shared_out(plan) or is_table(plan)


def is_page(plan: Plan, appearance: str) -> bool:
    """Whether all inside stands on one page: the form says so, or it belongs together."""
    return "field-list" in appearance.split() or plan.node.type in _TOGETHER


_TOGETHER = ("points", "percentages", "matrix")


@dataclass(frozen=True, slots=True)
class Spot:
    """Something on a page: a question or a block (``answer``), or a repeat (``series``)."""

    answer: Answer | None = None
    series: Series | None = None

    def is_same(self, other: Spot) -> bool:
        """Whether both are the same node."""
        return self.answer is other.answer and self.series is other.series


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: what stands on it, and the groups it belongs to, outermost first."""

    spots: tuple[Spot, ...]
    groups: tuple[Answer, ...] = ()

    def holds(self, spot: Spot) -> bool:
        """Whether ``spot`` stands on it."""
        return any(spot.is_same(mine) for mine in self.spots)


class Layout:
    """Knows the order of a form; :meth:`leaves` looks at its answers anew each time."""

    def __init__(self, form: RunningForm) -> None:
        self._form = form
        self._plans: dict[UUID, Plan] = {}
        for plan in form.plan.walk():
            self._plans.setdefault(plan.node.id, plan)

    def leaves(self) -> tuple[Leaf, ...]:
        """All pages that are relevant now, in order."""
        layout = self._form.form.layout
        if layout:
            return tuple(self._placed(layout, self._form.root, ()))
        return tuple(self._inside(self._form.root, ()))

    def _inside(self, holder: Answer, groups: tuple[Answer, ...]) -> Iterator[Leaf]:
        for plan in holder.plan.children.values():
            yield from self._plan(plan, holder, groups)

    def _plan(self, plan: Plan, holder: Answer, groups: tuple[Answer, ...]) -> Iterator[Leaf]:
        if plan.is_repeat:
            series = self._series(plan, holder)
            if series is not None and series.range.relevant and holder.relevant:
                yield from self._repeat(series, groups)
            return
        for answer in answers_of(plan, holder):
            if answer.relevant:
                yield from self._node(answer, groups)

    def _series(self, plan: Plan, holder: Answer) -> Series | None:
        above = plan.parent
        if above is None:
            return None
        found = answers_of(above, holder)
        return found[0].series.get(plan.name) if found else None

    def _node(self, answer: Answer, groups: tuple[Answer, ...]) -> Iterator[Leaf]:
        if answer.plan.node.kind is NodeKind.QUESTION or is_block(answer.plan):
            yield Leaf((Spot(answer),), groups)
        elif answer.plan.node.kind is NodeKind.GROUP:
            yield from self._group(answer, (*groups, answer))

    def _group(self, answer: Answer, groups: tuple[Answer, ...]) -> Iterator[Leaf]:
        leaves = self._inside(answer, groups)
        if is_page(answer.plan, answer.plan.node.appearance):
            yield from _together(leaves, groups)
        else:
            yield from leaves

    def _repeat(self, series: Series, groups: tuple[Answer, ...]) -> Iterator[Leaf]:
        whole = Spot(series=series)
        if is_table(series.plan):
            yield Leaf((whole,), groups)
            return
        if series.plan.node.type == "matrix":
            yield from _together(self._instances(series, groups), groups)
            return
        yield from self._instances(series, groups)

    def _instances(self, series: Series, groups: tuple[Answer, ...]) -> Iterator[Leaf]:
        for instance in series.instances:
            if instance.relevant:
                yield from self._group(instance, (*groups, instance))
        if may_grow(self._form, series):
            yield Leaf((Spot(series=series),), groups)

    def _placed(
        self, places: tuple[Place, ...], holder: Answer, groups: tuple[Answer, ...]
    ) -> Iterator[Leaf]:
        for place in places:
            plan = self._plans.get(place.node) if place.node is not None else None
            if plan is None:
                inner = self._placed(place.places, holder, groups)
                listed = "field-list" in place.appearance.split()
                yield from _together(inner, groups) if listed else inner
            elif plan.is_repeat and not is_table(plan):
                yield from self._placed_repeat(plan, place, holder, groups)
            elif place.places and plan.holds and not is_block(plan):
                yield from self._placed_group(plan, place, holder, groups)
            else:
                yield from self._plan(plan, holder, groups)

    def _placed_group(
        self, plan: Plan, place: Place, holder: Answer, groups: tuple[Answer, ...]
    ) -> Iterator[Leaf]:
        for answer in answers_of(plan, holder):
            if answer.relevant:
                inner = self._placed(place.places, holder, (*groups, answer))
                listed = is_page(plan, plan.node.appearance)
                yield from _together(inner, (*groups, answer)) if listed else inner

    def _placed_repeat(
        self, plan: Plan, place: Place, holder: Answer, groups: tuple[Answer, ...]
    ) -> Iterator[Leaf]:
        series = self._series(plan, holder)
        if series is None or not series.range.relevant:
            return
        for instance in series.instances:
            if instance.relevant:
                inner = self._placed(place.places, instance, (*groups, instance))
                listed = is_page(plan, plan.node.appearance)
                yield from _together(inner, (*groups, instance)) if listed else inner
        if may_grow(self._form, series):
            yield Leaf((Spot(series=series),), groups)


def may_grow(form: RunningForm, series: Series) -> bool:
    """Whether a person may add to a repeat and take away from it."""
    return not counted(series.plan) and form.changeable(series.plan)


def _together(leaves: Iterator[Leaf], groups: tuple[Answer, ...]) -> Iterator[Leaf]:
    """One page of all that stands inside."""
    spots = tuple(spot for leaf in leaves for spot in leaf.spots)
    if spots:
        yield Leaf(spots, groups)
