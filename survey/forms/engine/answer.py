"""The answers of a running form: a tree of elements that know their plans."""

from __future__ import annotations

from collections.abc import Iterator

from survey.expressions.context import Circumstances, Context
from survey.expressions.tree import Element
from survey.forms.engine.plan import Plan


class Series:
    """All instances of one repeat under one parent.

    ``range`` stands beside the tree where an instance would: the repeat's own expressions
    (its number, whether it is relevant at all) are worked out there. ``aside`` are instances that
    a smaller count took away, the first last: a count that grows again gives them back.
    """

    __slots__ = ("_numbers", "aside", "instances", "plan", "range")

    def __init__(self, plan: Plan, parent: Answer) -> None:
        self.plan = plan
        self.range = Answer(plan)
        self.range.parent = parent
        self.instances: list[Answer] = []
        self.aside: list[Answer] = []
        self._numbers: dict[Answer, int] | None = None

    def number(self, instance: Answer) -> int:
        """The place of an instance, from 1; 0 when it is none of these."""
        if self._numbers is None:
            self._numbers = {one: number for number, one in enumerate(self.instances, 1)}
        return self._numbers.get(instance, 0)

    def insert(self, at: int, instance: Answer) -> None:
        """Put an instance at a place counted from 0."""
        if at < len(self.instances):
            self._numbers = None
        self.instances.insert(at, instance)
        if self._numbers is not None:
            self._numbers[instance] = len(self.instances)

    def remove(self, instance: Answer) -> None:
        """Take an instance out. ValueError when it is none of these."""
        if self.instances[-1:] == [instance]:
            self.instances.pop()
        else:
            self._numbers = None
            self.instances.remove(instance)
        if self._numbers is not None:
            del self._numbers[instance]


class Answer(Element):
    """One node with its value. ``own`` is its own relevance, whatever holds above it.

    ``named`` are its children by name, repeats apart; ``series`` its repeats by name.
    """

    __slots__ = ("context", "named", "own", "plan", "series")

    def __init__(self, plan: Plan, value: str = "") -> None:
        super().__init__(plan.name, value, namespace=plan.node.namespace)
        self.plan = plan
        self.own = True
        self.context: Context | None = None
        self.named: dict[str, Answer] = {}
        self.series: dict[str, Series] = {}

    def at(self, around: Circumstances) -> Context:
        """The context of expressions at this node; made once."""
        found = self.context
        if found is None:
            found = self.context = Context(around, self)
        return found

    @property
    def above(self) -> Answer | None:
        """The answer that holds this one; None for the root."""
        parent = self.parent
        return parent if isinstance(parent, Answer) else None

    def place(self) -> int:
        """As of any element; an instance asks its series, which knows at once."""
        holder = self.parent
        series = holder.series.get(self.name) if isinstance(holder, Answer) else None
        number = series.number(self) if series is not None else 0
        return number or super().place()

    def climb(self, plan: Plan) -> Answer:
        """The answer of ``plan``, which stands above this one or is its own."""
        node = self
        for _ in range(self.plan.depth - plan.depth):
            parent = node.parent
            assert isinstance(parent, Answer)  # depths count the levels up to the root
            node = parent
        return node

    def answers(self) -> Iterator[Answer]:
        """This answer and all below it, in order."""
        yield self
        for child in self.children:
            if isinstance(child, Answer):
                yield from child.answers()

    def kept(self) -> Iterator[Answer]:
        """This answer and all below it, those put aside included, in no order to go by."""
        yield self
        for child in self.children:
            if isinstance(child, Answer):
                yield from child.kept()
        for series in self.series.values():
            for one in series.aside:
                yield from one.kept()

    def size(self) -> int:
        """How many answers there are at and below this one, those put aside included."""
        kept = (one for series in self.series.values() for one in series.aside)
        below = (child for child in self.children if isinstance(child, Answer))
        return 1 + sum(one.size() for one in (*below, *kept))

    def put(self, child: Answer) -> None:
        """Give this group a child that is no repeat."""
        self.add(child)
        self.named[child.name] = child

    def put_instance(self, series: Series, child: Answer, at: int) -> None:
        """Give a series an instance at a place counted from 0."""
        if at < len(series.instances):
            place = self.children.index(series.instances[at])
        elif series.instances:
            place = self._last_place(series.instances[-1]) + 1
        else:
            place = self._place_of(series.plan)
        self.add(child, place)
        series.insert(at, child)

    def take(self, child: Answer) -> None:
        """Take a child away, mostly one of the last."""
        del self.children[self._last_place(child)]
        child.parent = None

    def _last_place(self, child: Answer) -> int:
        """Where a child stands, looked for from the end: repeats grow there."""
        for place in range(len(self.children) - 1, -1, -1):
            if self.children[place] is child:
                return place
        raise ValueError("it stands elsewhere")

    def _place_of(self, plan: Plan) -> int:
        order = {name: number for number, name in enumerate(self.plan.children)}
        mine = order[plan.name]
        return sum(1 for child in self.children if order.get(child.name, mine) < mine)


def answers_of(plan: Plan, under: Answer) -> list[Answer]:
    """All answers of ``plan`` at or below ``under``, in order."""
    steps: list[Plan] = []
    step = plan
    while step is not under.plan:
        steps.append(step)
        parent = step.parent
        assert parent is not None  # ``under`` is above ``plan``
        step = parent
    found = [under]
    for step in reversed(steps):
        if step.is_repeat:
            found = [one for node in found for one in node.series[step.name].instances]
        else:
            found = [node.named[step.name] for node in found]
    return found


def unveiled(answer: Answer) -> list[Answer]:
    """Let a group count as relevant for a moment; all that would be then, and was not."""
    made = []
    for one in answer.answers():
        above = one.above
        held = above is None or above.relevant
        if not one.relevant and held and (one.own or one is answer):
            one.relevant = True
            made.append(one)
    return made
