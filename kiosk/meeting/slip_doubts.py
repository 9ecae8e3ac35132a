"""What is wrong with a slip that breaks a rule, in figures to tell. Pure."""

from __future__ import annotations

from kiosk.meeting.slip_screens import SlipDoubt
from kiosk.meeting.slip_stack import Values
from survey.facilitation.asking import Task, TaskKind, spent


def doubt_of(task: Task, slip: int, values: Values) -> SlipDoubt:
    """The first rule that it breaks: a step that there is not, more than there was to give out, or
    more on one of them than is allowed."""
    if task.kind in (TaskKind.GRADES, TaskKind.CELLS):
        return SlipDoubt(slip=slip, code="bad-step")
    numbers = {item.id: values.get((str(item.id), ""), 0) for item in task.items}
    for name, budget in task.budgets.items():
        given = spent(task, numbers, name)
        if given > budget:
            return SlipDoubt(slip=slip, code="over-budget", given=given, of=budget)
    return SlipDoubt(slip=slip, code="too-many", most=task.most or 0)
