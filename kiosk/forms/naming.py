"""How answers and repeats of a running form are called between the parts of the kiosk."""

from __future__ import annotations

from survey.forms.answers import Spot
from survey.forms.engine.answer import Answer, Series


def ref_of(answer: Answer) -> str:
    """The reference of an answer, repeats with their numbers."""
    above = answer.above
    step = f"{answer.plan.prefix}:{answer.name}" if answer.plan.prefix else answer.name
    if above is None:
        return f"/{step}"
    if answer.plan.is_repeat:
        step += f"[{above.series[answer.name].instances.index(answer) + 1}]"
    return f"{ref_of(above)}/{step}"


def series_ref(series: Series) -> str:
    """The reference of a repeat, without a number of its own."""
    holder = series.range.above
    assert holder is not None  # a series stands in something
    return f"{ref_of(holder)}/{series.plan.name}"


def spot_of(answer: Answer) -> Spot | None:
    """The answer's node, and the instances of the repeats it stands in; None for one that a
    smaller count has put aside."""
    numbers: list[int] = []
    one: Answer | None = answer
    while one is not None:
        holder = one.above
        if one.plan.is_repeat and holder is not None:
            standing = holder.series[one.name].instances
            if one not in standing:
                return None
            numbers.append(standing.index(one) + 1)
        one = holder
    return answer.plan.node.id, tuple(reversed(numbers))
