"""The order in which a person meets a form as it stands now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from survey.forms.definition import Node, NodeKind, Place
from survey.forms.engine.answer import Answer, Series, answers_of
from survey.forms.engine.finding import reference
from survey.forms.engine.plan import Plan
from survey.forms.engine.pump import counted
from survey.forms.engine.running import RunningForm


class Met(StrEnum):
    """What is met: ``ADD`` is the offer of one more instance of a repeat."""

    QUESTION = "question"
    GROUP = "group"
    INSTANCE = "instance"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Stop:
    """``ref`` is absolute; of ``ADD`` it is the repeat's own, without a number."""

    ref: str
    met: Met


def stops(form: RunningForm) -> Iterator[Stop]:
    """All that is relevant now, in the order shown: by the layout, else as the data is."""
    plans = {plan.node.id: plan for plan in form.plan.walk()}
    places = form.form.layout or _places(form.form.nodes)

    def walk(places: tuple[Place, ...], holder: Answer) -> Iterator[Stop]:
        for place in places:
            plan = plans.get(place.node) if place.node is not None else None
            if plan is None:
                yield from walk(place.places, holder)
                continue
            near = _around(plan, holder)
            if plan.is_repeat:
                yield from repeat(place, _series(plan, near))
                continue
            for answer in answers_of(plan, near):
                if answer.relevant:
                    yield Stop(reference(answer), Met.GROUP if plan.holds else Met.QUESTION)
                    yield from walk(place.places, answer)

    def repeat(place: Place, series: Series) -> Iterator[Stop]:
        above = series.range.above
        if above is None or not above.relevant:
            return
        for instance in series.instances:
            if instance.relevant:
                yield Stop(reference(instance), Met.INSTANCE)
                yield from walk(place.places, instance)
        offered = series.range.relevant and form.changeable(series.plan)
        if offered and not counted(series.plan):
            yield Stop(f"{reference(above)}/{series.plan.ref.rpartition('/')[2]}", Met.ADD)

    yield from walk(places, form.root)


def _places(nodes: tuple[Node, ...]) -> tuple[Place, ...]:
    return tuple(
        Place(node=node.id, places=_places(node.nodes))
        for node in nodes
        if node.kind is not NodeKind.VALUE and node.name != "meta"
    )


def _around(plan: Plan, holder: Answer) -> Answer:
    """The nearest answer at or above ``holder`` that ``plan`` stands in."""
    line = set()
    step = plan.parent
    while step is not None:
        line.add(step)
        step = step.parent
    while holder.plan not in line and (above := holder.above) is not None:
        holder = above
    return holder


def _series(plan: Plan, near: Answer) -> Series:
    assert plan.parent is not None  # a repeat stands in something
    return answers_of(plan.parent, near)[0].series[plan.name]
