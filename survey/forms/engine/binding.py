"""How expressions reach answers without walking, and what they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from survey.expressions.context import Context
from survey.expressions.expression import Getter
from survey.expressions.references import Base, Reference
from survey.expressions.tree import Element
from survey.forms.engine.answer import Answer
from survey.forms.engine.plan import Plan
from survey.forms.nearest import Nearest
from survey.forms.tables import LAST_SAVED

_COUNTED = ("position", "count")
_LAST_SAVED = "last-saved#"


@dataclass(frozen=True, slots=True)
class Read:
    """``plan`` is read; ``same`` is how many repeats around reader and read are the same ones.

    ``self_fed`` tells that other instances of a repeat are read from inside it: a node may
    so depend on its own earlier instances.
    """

    plan: Plan
    same: int
    self_fed: bool = False


class Names:
    """Finds plans: by name, as ``${name}`` does, and by steps."""

    def __init__(self, root: Plan) -> None:
        self.root = root
        self._nearest: Nearest[Plan] = Nearest(_line)
        for plan in root.walk():
            if plan.parent is not None:
                self._nearest.add(plan.name, plan)

    def named(self, name: str, near: Plan) -> Plan | None:
        """The node of that name; of several, the one that stands nearest to ``near``."""
        return self._nearest.named(name.strip(), near)

    def unique(self, name: str) -> bool:
        """Is there at most one node of that name?"""
        return self._nearest.number(name.strip()) < 2

    def beside(self, reference: Reference, owner: Plan) -> Plan | None:
        """The repeat around ``owner``, itself in a repeat, that ``${name}`` names: all of it there.

        As pyxform has it: ``${pet}/age`` inside ``pet`` becomes ``../../pet/age``.
        """
        plan = self.named(reference.name, owner) if reference.base is Base.NAMED else None
        nested = plan is not None and plan.is_repeat and len(plan.repeats) > 1
        return plan if nested and plan in owner.repeats else None

    def targets(self, reference: Reference, owner: Plan) -> list[Plan]:
        """The nodes a reference may mean, seen from ``owner``; none: nothing in the answers."""
        if reference.base is Base.NAMED:
            named = self.named(reference.name, owner)
            start: list[Plan | None] = [named] if named is not None else []
        elif reference.base is Base.ROOT:
            start = [None]
        elif reference.base is Base.CONTEXT:
            start = [owner]
        else:
            return []
        for step in reference.steps:
            met = (found for plan in start for found in self._step(plan, step))
            start = list(dict.fromkeys(met))
        plans = [plan for plan in start if plan is not None]
        if reference.wide:
            return list(self.root.walk())
        return plans

    def nowhere(self, reference: Reference, owner: Plan) -> bool:
        """Is it a plain path to a node that the form does not have?"""
        if reference.wide or reference.base is Base.INSTANCE or not reference.steps:
            return False
        if any(step.startswith("@") for step in reference.steps):
            return False
        return not self.targets(reference, owner)

    def _step(self, plan: Plan | None, step: str) -> list[Plan | None]:
        if step.startswith("@"):
            bound = plan.attributes if plan is not None else ()
            return [one for one in bound if one.name == step]  # others never change
        if step == ".":
            return [plan]
        if step == "..":
            return [] if plan is None else [plan.parent]
        name = step.rpartition(":")[2]
        if plan is None:
            return [self.root] if name in ("*", self.root.name) else []
        if name == "*":
            return list(plan.children.values())
        child = plan.children.get(name)
        return [] if child is None else [child]


def _line(plan: Plan | None) -> Iterator[Plan]:
    while plan is not None:
        yield plan
        plan = plan.parent


class Binding:
    """What ``compile`` asks about the expressions of one node, ``owner``.

    A path that a repeat around ``owner`` also stands in means the same instance of it, as ODK
    has it: ``/data/person/age`` inside ``person`` is this person's age, and so does one that only
    goes through it (``/data/person/pet[age = 2]``). A path that ends at a repeat, or has a
    condition there, means all its instances.
    """

    def __init__(self, names: Names, owner: Plan) -> None:
        self.names = names
        self.owner = owner

    def __call__(self, reference: Reference) -> Element | Getter | str | None:
        if reference.wide or reference.asked_by == "indexed-repeat":
            return self._named(reference)
        if reference.base is Base.INSTANCE:
            return None
        targets = self.names.targets(reference, self.owner)
        steps = reference.steps
        if reference.base is Base.CONTEXT:
            if len(targets) != 1 or not self._beside(targets[0], reference):
                return None
            steps = tuple(dropwhile("..".__eq__, steps))
        if len(targets) != 1 or any(s in (".", "..", "*") or "@" in s for s in steps):
            return self._named(reference)
        return self._reach(targets[0], reference)

    def _beside(self, target: Plan, reference: Reference) -> bool:
        """Does a relative path lead down into no repeat? Else it means all instances."""
        steps = reference.steps
        if not steps or steps[-1] in (".", ".."):
            return False
        top: Plan | None = self.owner
        for _ in takewhile("..".__eq__, steps):
            top = top.parent if top is not None else None
        return top is not None and top.repeats == target.repeats

    def _named(self, reference: Reference) -> str | None:
        if reference.base is not Base.NAMED:
            return None
        name = reference.name.removeprefix(_LAST_SAVED)
        plan = self.names.named(name, self.owner)
        if plan is None:
            return None
        if name != reference.name:
            return "/".join((f"instance('{LAST_SAVED}'){_path(plan)}", *reference.steps))
        same = min(self.owner.shared(plan), len(plan.repeats) - plan.is_repeat)
        if not same or reference.asked_by == "indexed-repeat":
            return "/".join((_path(plan), *reference.steps))
        return "/".join((_relative(self.owner, plan, plan.repeats[same - 1]), *reference.steps))

    def _reach(self, target: Plan, reference: Reference) -> Element | Getter | str | None:
        if not target.repeats:
            return target.single
        around = self.names.beside(reference, self.owner)
        if target.is_repeat and not reference.onward:
            around = target
        whole = target.repeats if around is None else around.repeats[:-1]
        same = min(self.owner.shared(target), len(whole))
        if around is None and same == len(whole):
            return _getter(self.owner, target, whole[-1])
        if same == 0:
            return self._named(reference)
        return _relative(self.owner, target, whole[same - 1])


def _path(plan: Plan) -> str:
    return "/" + "/".join(step.name for step in reversed(list(_line(plan))))


def _relative(owner: Plan, target: Plan, shared: Plan) -> str:
    down: list[str] = []
    step: Plan | None = target
    while step is not None and step is not shared:
        down.append(step.name)
        step = step.parent
    up = [".."] * (owner.depth - shared.depth)
    return "/".join(("current()", *up, *reversed(down)))


def _getter(owner: Plan, target: Plan, shared: Plan) -> Getter:
    ups = owner.depth - shared.depth
    names = []
    step: Plan | None = target
    while step is not None and step is not shared:
        names.append(step.name)
        step = step.parent
    downs = tuple(reversed(names))

    if len(downs) == 1:
        last = downs[0]

        def near(context: Context) -> Element | None:
            node = context.current
            for _ in range(ups):
                assert node.parent is not None  # the owner stands that deep
                node = node.parent
            assert isinstance(node, Answer)  # expressions are worked out at answers
            return node.named.get(last)

        return near

    def far(context: Context) -> Element | None:
        node: Element | None = context.current
        for _ in range(ups):
            assert node is not None  # the owner stands that deep
            node = node.parent
        for name in downs:
            if not isinstance(node, Answer):
                return None
            node = node.named.get(name)
        return node

    return far


def reads_of(
    references: tuple[Reference, ...], source: str, names: Names, owner: Plan, *,
    kept: bool = False,
) -> list[Read]:
    """Everything in the answers that an expression of ``owner`` reads.

    With ``kept`` its own answer does not count where it is handed on: there it stays as it is.
    """
    found: dict[Plan, Read] = {}
    for reference in references:
        if reference.asked_by == "once":
            continue  # its own answer is kept, not worked out from
        loose = _is_loose(reference, source)
        for target in names.targets(reference, owner):
            for plan in _meant(target, reference):
                shared = owner.shared(plan)
                if plan is target and plan.is_repeat:
                    shared = min(shared, len(plan.repeats) - 1)
                same = 0 if loose else min(shared, _below(reference, owner, names))
                if kept and reference.result and plan is owner and same == shared:
                    continue
                self_fed = same < shared or reference.asked_by == "position"
                read = Read(plan, same, self_fed)
                before = found.get(plan)
                if before is None or before.same > read.same:
                    found[plan] = read
                if before is not None and before.self_fed != read.self_fed:
                    found[plan] = Read(plan, min(before.same, read.same))
    return list(found.values())


def _below(reference: Reference, owner: Plan, names: Names) -> int:
    """How many repeats stand above where a path turns down: it means all further down."""
    around = names.beside(reference, owner)
    if around is not None:
        return len(around.repeats) - 1
    top: Plan | None = owner
    if reference.base is Base.CONTEXT:
        for _ in takewhile("..".__eq__, reference.steps):
            top = top.parent if top is not None else None
    return 0 if top is None else len(top.repeats)


def _is_loose(reference: Reference, source: str) -> bool:
    if reference.inside or reference.wide or reference.asked_by == "indexed-repeat":
        return True
    return "[" in source[reference.offset : reference.end]


def _meant(target: Plan, reference: Reference) -> list[Plan]:
    if target.holds and reference.asked_by not in _COUNTED and not reference.wide:
        return list(target.walk())
    return [target]
