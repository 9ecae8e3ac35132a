"""Actions: what a form sets by itself when something happens."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from survey.expressions.compile import compile
from survey.expressions.context import Circumstances, Context
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Expression
from survey.expressions.tree import Element
from survey.forms.defaults import is_dynamic
from survey.forms.definition import Action, FormDefinition
from survey.forms.engine.answer import Answer, answers_of
from survey.forms.engine.binding import Binding
from survey.forms.engine.plan import Plan
from survey.forms.engine.rules import Rules, spot_of

FIRST_LOAD = ("odk-instance-first-load", "odk-instance-load", "xforms-ready")
LOAD = ("odk-instance-load",)
NEW_REPEAT = ("odk-new-repeat",)
CHANGED = ("xforms-value-changed",)
_EFFECT = 20  # as nodes looked at, for each effect that happens
_T = TypeVar("_T")

EVENTS = {*FIRST_LOAD, *NEW_REPEAT, *CHANGED, "xforms-revalidate"}


Outcome = tuple[Element, str | None] | None
"""A node and its text, which is None where nobody can tell it. No tuple where there was no room to
work out what comes next: that is worked out anew when it is asked for again."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One action ready to act: ``target`` finds what is set, seen from ``owner``'s answer."""

    owner: Plan
    events: frozenset[str]
    target: Expression
    aim: Plan | None
    value: Expression | None
    literal: str


class Effects:
    """All effects of a form, by event and by the plan at which it happens."""

    def __init__(self, form: FormDefinition, root: Plan, rules: Rules) -> None:
        self._rules = rules
        self._found: dict[tuple[str, Plan], list[Effect]] = {}
        for action in form.actions:
            self._add(action, root, in_model=True)
        for plan in root.walk():
            for action in plan.node.actions:
                self._add(action, plan)
            self._defaults(plan)
            self._triggered(plan)

    def at(self, events: Iterable[str], plan: Plan) -> list[Effect]:
        """Effects of these events at a plan, each once, in the order written."""
        found: dict[int, Effect] = {}
        for event in events:
            for effect in self._found.get((event, plan), ()):
                found[id(effect)] = effect
        return list(found.values())

    def _defaults(self, plan: Plan) -> None:
        node = plan.node
        if not node.default or not is_dynamic(node.default, node.type):
            return
        event = "odk-instance-first-load" + (" odk-new-repeat" if plan.repeats else "")
        self._add(Action(event=event, target=".", value=node.default), plan)

    def _triggered(self, plan: Plan) -> None:
        for name in plan.node.triggers:
            cause = self._rules.names.named(name.removeprefix("${").removesuffix("}"), plan)
            if cause is None:
                continue
            action = Action(event=CHANGED[0], target=plan.ref, value=plan.node.calculation)
            self._add(action, cause)

    def _add(self, action: Action, owner: Plan, *, in_model: bool = False) -> None:
        events = frozenset(action.event.split())
        if in_model and events & set(NEW_REPEAT):
            self._refuse(owner, action, "odk-new-repeat is only known inside the repeat's control")
            return
        if not events or events - EVENTS:
            self._refuse(owner, action, f"the event {action.event!r} is not known")
            return
        try:
            target = compile(action.target, bind=Binding(self._rules.names, owner))
            aim = self._aim(target, owner)
            value = self._value(action, aim or owner)
        except ExpressionError as error:
            self._refuse(owner, action, error.message)
            return
        plain = "[" not in action.target and "@" not in action.target
        effect = Effect(owner, events, target, aim if plain else None, value, action.literal)
        for event in events:
            self._found.setdefault((event, owner), []).append(effect)
            owner.acts = owner.acts or event in CHANGED

    def _value(self, action: Action, aim: Plan) -> Expression | None:
        if not action.value.strip() or action.kind != "setvalue":
            return None
        return compile(action.value, bind=Binding(self._rules.names, aim))

    def _aim(self, target: Expression, owner: Plan) -> Plan | None:
        for reference in target.references:
            if not reference.inside:
                return next(iter(self._rules.names.targets(reference, owner)), None)
        return None

    def _refuse(self, owner: Plan, action: Action, why: str) -> None:
        spot = spot_of(owner, "event", action.event)
        self._rules.findings.error("action-unknown", spot, node=owner.ref, why=why)


def outcomes(
    effects: Sequence[Effect], answer: Answer, around: Circumstances
) -> Iterator[Outcome]:
    """What effects set, one after the other, when they happen at ``answer``.

    The value is worked out at the node that is set, as XForms has it.
    """
    for effect in effects:
        around.spent += _EFFECT
        targets = yield from _whole(partial(_targets, effect, answer, around), around)
        if targets is None:
            yield answer, None
        for target in targets or ():
            text: str | None = effect.literal
            if effect.value is not None:
                here = target.at(around) if isinstance(target, Answer) else Context(around, answer)
                text = yield from _whole(partial(_text, effect.value, here), around)
            yield target, "" if text == "NaN" else text  # None stays None


def _whole(ask: Callable[[], _T], around: Circumstances) -> Generator[None, None, _T | None]:
    """What is asked for; None where it alone is too much even when a form is opened."""
    while True:
        around.short = False
        found = ask()
        around.spent += around.effort
        around.effort = 0
        if not around.short:
            return found
        if around.spent <= around.most:
            return None
        yield None


def _text(value: Expression, here: Context) -> str:
    try:
        return value.string(here)
    except ExpressionError:
        return ""


def _targets(effect: Effect, answer: Answer, around: Circumstances) -> Sequence[Element]:
    aim = effect.aim
    if aim is not None:  # also what is not relevant is set
        same = answer.plan.shared(aim)
        top = answer.climb(aim.repeats[same - 1]) if same else _root(answer)
        return answers_of(aim, top)
    try:
        return effect.target.nodes(answer.at(around))
    except ExpressionError:
        return ()


def _root(answer: Answer) -> Answer:
    while (above := answer.above) is not None:
        answer = above
    return answer
