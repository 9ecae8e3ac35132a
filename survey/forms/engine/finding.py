"""Finding answers by their references: ``/data/person[2]/age``."""

from __future__ import annotations

from survey.forms.engine.answer import Answer, Series
from survey.forms.engine.refused import Refused

_LONGEST = 9  # digits of a place


def find(root: Answer, ref: str) -> Answer:
    """The answer at an absolute reference; a repeat without a number means its first instance.

    Raises :class:`Refused` when nothing is there.
    """
    node: Answer | None = None
    for step in ref.strip().strip("/").split("/"):
        name, number = _numbered(step)
        if node is None:
            node = root if name == root.name else None
        elif name in node.series:
            instances = node.series[name].instances
            place = 0 if number is None else number - 1
            node = instances[place] if 0 <= place < len(instances) else None
        else:
            node = node.named.get(name) if number in (None, 1) else None
        if node is None:
            raise Refused(f"there is no {ref}")
    assert node is not None  # a reference has at least one step
    return node


def series_at(root: Answer, ref: str) -> Series:
    """All instances of the repeat at a reference without its own number. Raises as above."""
    holder, _, step = ref.strip().removesuffix("/").rpartition("/")
    name, _ = _numbered(step)
    found = find(root, holder).series.get(name) if holder else None
    if found is None:
        raise Refused(f"there is no repeat {ref}")
    return found


def _numbered(step: str) -> tuple[str, int | None]:
    name, mark, number = step.partition("[")
    name = name.rpartition(":")[2]
    if not mark:
        return name, None
    number = number.removesuffix("]")
    if not (number.isascii() and number.isdecimal() and len(number) <= _LONGEST):
        raise Refused(f"{step!r} is no step of a reference")
    return name, int(number)


def reference(answer: Answer) -> str:
    """The absolute reference of an answer; instances of repeats carry their number from 1."""
    steps: list[str] = []
    node: Answer | None = answer
    while node is not None:
        above = node.above
        step = node.plan.ref.rpartition("/")[2]
        if node.plan.is_repeat and above is not None:
            step += f"[{above.series[node.name].number(node)}]"
        steps.append(step)
        node = above
    return "/" + "/".join(reversed(steps))
