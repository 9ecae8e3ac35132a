"""The order in which tasks are run, and which of them feed themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survey.forms.definition import NodeKind
from survey.forms.engine.plan import Plan
from survey.forms.engine.tasks import Kind, Task

Arrows = Mapping[Task, Sequence[Task]]
"""Task → tasks that must be run before it."""


def rank(tasks: Sequence[Task]) -> None:
    """Give every task its rank: after all that it reads, else in document order.

    Tasks that wait for each other (two nodes shown by one another's answers) keep document order.
    """
    arrows = _arrows(tasks)
    for number, task in enumerate(task for knot in _knots(tasks, arrows) for task in knot):
        task.rank = number


def cycles(tasks: Sequence[Task]) -> list[list[Task]]:
    """Knots of calculations and relevance that feed each other: nobody can say what they are.

    What is not relevant reads as empty, so whoever reads an answer waits for the relevance of all
    that it stands in. A node's own earlier instances in a repeat are no cycle.
    """
    feeding = [task for task in tasks if task.kind in (Kind.CALCULATE, Kind.RELEVANT)]
    at: dict[Plan, list[Task]] = {}
    for task in feeding:
        at.setdefault(task.plan, []).append(task)
    arrows = {task: _fed(task, at) for task in feeding}
    knots = [knot for knot in _knots(feeding, arrows) if len(knot) > 1]
    return knots + [[task] for task in feeding if task in arrows[task]]


def _fed(task: Task, at: Mapping[Plan, Sequence[Task]]) -> list[Task]:
    before: dict[Task, None] = {}
    for read in task.reads:
        if read.self_fed:
            continue
        before.update(dict.fromkeys(at.get(read.plan, ())))
        _above(read.plan, at, before, task.plan if task.inward and _begun(read.plan) else None)
    return list(before)


def _arrows(tasks: Sequence[Task]) -> Arrows:
    at: dict[Plan, list[Task]] = {}
    for task in tasks:
        at.setdefault(task.plan, []).append(task)
    arrows: dict[Task, list[Task]] = {}
    for task in tasks:
        before: dict[Task, None] = {}
        for read in task.reads:
            for found in at.get(read.plan, ()):
                before[found] = None
            _above(read.plan, at, before)
        if task.kind is not Kind.RELEVANT:
            _above(task.plan, at, before)
            for found in at[task.plan]:
                if found.kind is Kind.RELEVANT:
                    before[found] = None
        before.pop(task, None)
        arrows[task] = list(before)
    return arrows


def _begun(plan: Plan) -> bool:
    """Has it a value before anybody can be asked? Else what it shows is never shown."""
    return plan.node.kind is NodeKind.VALUE or bool(plan.node.default)


def _above(
    plan: Plan,
    at: Mapping[Plan, Sequence[Task]],
    before: dict[Task, None],
    apart: Plan | None = None,
) -> None:
    """Relevance and numbers of all that ``plan`` stands in, but not of what ``apart`` is in too:
    while that is not relevant, neither is ``apart``, and nobody asks."""
    parent = plan.parent
    around = set(_line(apart))
    while parent is not None and parent not in around:
        for found in at.get(parent, ()):
            if found.kind in (Kind.RELEVANT, Kind.COUNT):
                before[found] = None
        parent = parent.parent


def _line(plan: Plan | None) -> Iterator[Plan]:
    while plan is not None:
        yield plan
        plan = plan.parent


def _knots(tasks: Sequence[Task], arrows: Arrows) -> list[list[Task]]:
    """Strongly connected parts, each after those it waits for (Tarjan, without recursion)."""
    number: dict[Task, int] = {}
    low: dict[Task, int] = {}
    stack: list[Task] = []
    inside: set[Task] = set()
    knots: list[list[Task]] = []
    place = {task: index for index, task in enumerate(tasks)}
    for start in tasks:
        if start in number:
            continue
        number[start] = low[start] = len(number)
        stack.append(start)
        inside.add(start)
        waiting = [(start, iter(arrows[start]))]
        while waiting:
            task, rest = waiting[-1]
            for before in rest:
                if before not in number:
                    number[before] = low[before] = len(number)
                    stack.append(before)
                    inside.add(before)
                    waiting.append((before, iter(arrows[before])))
                    break
                if before in inside:
                    low[task] = min(low[task], number[before])
            else:
                waiting.pop()
                if waiting:
                    low[waiting[-1][0]] = min(low[waiting[-1][0]], low[task])
                if low[task] == number[task]:
                    knots.append(_untie(task, stack, inside, place))
    return knots


def _untie(
    task: Task, stack: list[Task], inside: set[Task], place: Mapping[Task, int]
) -> list[Task]:
    knot = []
    while True:
        found = stack.pop()
        inside.discard(found)
        knot.append(found)
        if found is task:
            return sorted(knot, key=place.__getitem__)
