"""What follows from a change, and nothing else: tasks are run in their order, each once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

from survey.expressions.context import Circumstances
from survey.expressions.errors import ExpressionError
from survey.forms.engine.answer import Answer, answers_of, unveiled
from survey.forms.engine.hooks import Hooks
from survey.forms.engine.plan import Plan
from survey.forms.engine.tasks import Kind, Task

MOST_INSTANCES = 10_000
"""More instances of one repeat are never made by a count."""

_MOST_BACK = 1_000


class Pump:
    """Runs tasks until nothing is left to run. ``tasks`` are all there are, by rank."""

    def __init__(
        self, root: Answer, tasks: Sequence[Task], around: Circumstances, hooks: Hooks
    ) -> None:
        self._root = root
        self._tasks = tasks
        self._around = around
        self._hooks = hooks
        self._ranks: list[int] = []
        self._waiting: dict[int, dict[Answer, None] | None] = {}  # None: the only answer there is
        self._acting: dict[Answer, None] = {}
        self._put_off: dict[tuple[Task, Answer], None] = {}
        self._at = -1
        self._back = 0
        self._run = (self._relevant, self._calculate, self._count, self._choices)

    def wake(
        self, answer: Answer, *, plan: Plan | None = None, shared: int | None = None
    ) -> None:
        """All that reads ``answer`` shall be worked out anew; or all that reads ``plan``, which
        stands at or below it, there.

        ``shared`` bounds how many repeats reader and answer must have in common: a repeat that
        came or went is felt in all its instances.
        """
        plan = plan or answer.plan
        waiting = self._waiting
        for task in plan.alone:
            if task.rank not in waiting:
                self._push_only(task)
        for task, same in plan.readers:
            if shared is not None and shared < same:
                same = shared
            top = answer.climb(plan.repeats[same - 1]) if same else self._root
            self._push(task, self._targets(task, top))

    def _targets(self, task: Task, top: Answer) -> list[Answer]:
        plan = task.plan
        if task.kind is Kind.COUNT or (plan.is_repeat and task.kind is Kind.RELEVANT):
            if top.plan is plan:
                ranges = [top]
            else:
                assert plan.parent is not None  # a repeat stands in something
                holders = answers_of(plan.parent, top)
                ranges = [holder.series[plan.name].range for holder in holders]
            if task.kind is Kind.COUNT:
                return ranges
            return [*ranges, *([] if top.plan is plan else answers_of(plan, top))]
        return answers_of(plan, top)

    def push_all(self, tasks: Iterable[Task], under: Answer | None = None) -> None:
        """Every one of these tasks shall be run, for all answers at or below ``under``."""
        for task in tasks:
            if not task.plan.repeats:
                self._push_only(task)
            else:
                self._push(task, self._targets(task, under or self._root))

    def _push(self, task: Task, answers: Iterable[Answer]) -> None:
        rank = task.rank
        found = self._waiting.get(rank)
        if found is None:
            if rank <= self._at:
                self._back += 1
                if self._back > _MOST_BACK:
                    return
            found = self._waiting[rank] = {}
            heappush(self._ranks, rank)
        found.update(dict.fromkeys(answers))

    def _push_only(self, task: Task) -> None:
        """The same for a task with one answer in all the form."""
        rank = task.rank
        if rank in self._waiting:
            return
        if rank <= self._at:
            self._back += 1
            if self._back > _MOST_BACK:
                return
        self._waiting[rank] = None
        heappush(self._ranks, rank)

    def _push_one(self, task: Task, answer: Answer) -> None:
        if task.plan.repeats:
            self._push(task, (answer,))
        else:
            self._push_only(task)

    def forget(self, gone: Answer) -> None:
        """Nothing that waits shall be worked out in an instance that was taken away."""
        waiting = [answers for answers in self._waiting.values() if answers]
        waiting.append(self._acting)
        for one in gone.answers():
            for held in (one, *(series.range for series in one.series.values())):
                for answers in waiting:
                    answers.pop(held, None)
                for task in held.plan.tasks if self._put_off else ():
                    self._put_off.pop((task, held), None)

    @property
    def behind(self) -> bool:
        """Does anything wait to be worked out?"""
        return bool(self._ranks or self._put_off)

    def resume(self) -> None:
        """What was too much by itself is worked out again with the next run."""
        for task, answer in self._put_off:
            self._push_one(task, answer)
        self._put_off.clear()

    def run(self) -> None:
        """Work until all is quiet, or so much was looked at that the rest waits for the next run.

        What feeds itself for ever is left where it is. What is too much by itself is put off.
        """
        around = self._around
        around.short = begun = False
        while self._ranks:
            if around.spent > around.most:
                self._hooks.late(self._tasks[self._ranks[0]])
                break
            rank = heappop(self._ranks)
            answers = self._waiting.pop(rank)
            task = self._tasks[rank]
            self._at = rank
            if answers is not None:
                self._each(task, answers, begun)
            else:
                only = task.plan.single
                assert only is not None  # it stands in no repeat
                self._run[task.kind](task, only)
                around.spent += around.effort + task.cost
                around.effort = 0
                if around.spent > around.most and begun:
                    self._wait(task, ())
                elif around.short:
                    self._set_aside(task, only)
            begun = True
        self._at = -1
        self._back = 0
        around.short = False  # what was, waits

    def _each(self, task: Task, answers: dict[Answer, None], begun: bool) -> None:
        around = self._around
        act = self._run[task.kind]
        self._acting = answers  # what is taken away meanwhile is taken from here
        for answer in list(answers):
            if answer not in answers:
                continue
            del answers[answer]
            act(task, answer)
            around.spent += around.effort + task.cost
            around.effort = 0
            if around.spent > around.most and begun:
                answers[answer] = None
            elif around.short:
                self._set_aside(task, answer)
            if around.spent > around.most:
                if answers:
                    self._wait(task, answers)
                break
            begun = True

    def _set_aside(self, task: Task, answer: Answer) -> None:
        self._put_off[task, answer] = None
        self._around.short = False
        self._hooks.late(task)

    def _wait(self, task: Task, answers: Iterable[Answer]) -> None:
        """It was this task's turn, and will be again: what had not all the room there is, and came
        to the end of it, is done anew."""
        self._at = -1
        if task.plan.repeats:
            self._push(task, answers)
        else:
            self._push_only(task)

    def _relevant(self, task: Task, answer: Answer) -> None:
        hidden = unveiled(answer) if task.inward and not answer.relevant else ()
        try:
            own = task.work(answer.context or answer.at(self._around))
        except ExpressionError:
            own = True
        for one in hidden:
            one.relevant = False
        if own is not answer.own:
            answer.own = own
            before = answer.relevant
            self.settle(answer)
            if answer.relevant is before:
                self._felt_above(answer)

    def _felt_above(self, answer: Answer) -> None:
        """What would be shown in a hidden group is another: that may be what shows the group."""
        for one in answer.answers():
            plan = one.plan
            if any(task.inward for task in (*plan.alone, *(task for task, _ in plan.readers))):
                self.wake(one, shared=len(one.plan.repeats) - 1 if one.plan.is_repeat else None)

    def settle(self, answer: Answer) -> None:
        """Bring relevance below an answer in line with what holds at it and above it."""
        above = answer.parent
        relevant = answer.own and (above is None or above.relevant)
        if relevant is answer.relevant:
            return
        answer.relevant = relevant
        plan = answer.plan
        self.wake(answer, shared=len(plan.repeats) - 1 if plan.is_repeat else None)
        if relevant:
            for task in plan.tasks:
                if task.again:
                    self._push_one(task, answer)
        if not plan.holds:
            return
        for child in answer.children:
            assert isinstance(child, Answer)  # answers hold answers
            self.settle(child)
        for series in answer.series.values():
            self.settle(series.range)
            if relevant:
                counted = [task for task in series.plan.tasks if task.kind is Kind.COUNT]
                for task in counted:
                    self._push(task, (series.range,))

    def _calculate(self, task: Task, answer: Answer) -> None:
        if not answer.relevant:
            return
        try:
            text = task.work(answer.context or answer.at(self._around))
        except ExpressionError as error:
            if not self._around.short:
                self._hooks.failed(task, error)
            text = ""
        self.set(answer, "" if text == "NaN" else text)

    def set(self, answer: Answer, text: str) -> bool:
        """Give an answer its value as its type writes it. True when it is another one."""
        plan = answer.plan
        write = plan.write
        value = text if write is None or not text else write(text)
        if value == answer.value:
            return False
        answer.value = value
        if plan.is_attribute and answer.parent is not None:
            answer.parent.set(answer.name[1:], value)
        self.wake(answer)
        if plan.acts:
            self._hooks.changed(answer)
        return True

    def _count(self, task: Task, answer: Answer) -> None:
        holder = answer.above
        if holder is None or not holder.relevant:
            return
        try:
            number = task.work(answer.at(self._around))
        except ExpressionError:
            number = 0
        if math.isnan(number):
            return
        whole = int(max(0, min(number, MOST_INSTANCES)))
        if not self._hooks.resize(holder.series[task.plan.name], whole):
            self._wait(task, (answer,))

    def _choices(self, task: Task, answer: Answer) -> None:
        if not answer.value or not answer.relevant:
            return
        self.set(answer, self._hooks.fitting(answer, answer.value))


def counted(plan: Plan) -> bool:
    """Is the number of a repeat's instances computed?"""
    return bool(plan.node.count.strip())
