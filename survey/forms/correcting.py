"""What a form says of a correction: the rules it breaks, and what would follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from survey.forms.answers import Collecting, Spot
from survey.forms.blocks import is_shared_out, shares, total_of
from survey.forms.definition import FormDefinition, NodeKind
from survey.forms.engine.answer import Answer as Held
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.refused import Refused
from survey.forms.engine.running import RunningForm
from survey.forms.engine.state import truth, violation_of
from survey.forms.restoring import Restoring, by_spot
from survey.records import Answer, Further


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A rule that a correction breaks at ``spot``. ``rule`` is ``constraint``, ``required``,
    ``relevant`` (the question is not asked as the other answers stand), ``choice`` (nor is the
    choice offered), ``calculated`` (the form works the value out) or ``sum`` (numbers that are
    shared out in the group at ``spot`` do not come to it). ``said`` is the constraint as the form
    has it, or the sum. The form's message is no part of it: it may repeat answers."""

    spot: Spot
    rule: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """``broken`` are rules, the corrected question's first. ``follows`` are calculated values as
    they would be, by spot, where they are other than before. ``unasked`` are spots with answers
    that would have none any more: not asked for, or nothing to calculate them from.
    """

    broken: tuple[Broken, ...]
    follows: Mapping[Spot, Answer | Further]
    unasked: tuple[Spot, ...]


def consequences(
    definition: FormDefinition, answers: Mapping[Spot, object], spot: Spot, value: object,
    world: Circumstances,
) -> Consequences:
    """What follows when ``spot`` reads ``value``; None is *rather not say*.

    ``answers`` are all of the response, as they read now. Only what the correction newly brings
    about is told: what was never collected (places, files) may break rules by its absence. Raises
    FormRefused when the form cannot be opened.
    """
    restoring = Restoring(definition)
    before = restoring.restored(answers, world)
    after = restoring.restored({**answers, spot: value}, world)
    was, now = _faults(before), _faults(after)
    own = _own(restoring, after, spot, value)
    broken = [fault for place, fault in now.items() if place == spot or place not in was]
    collecting = Collecting(definition)
    kept, new = (_values(collecting, form) for form in (before, after))
    computed = {id for id, path in restoring.paths.items() if path[-1].calculation}
    return Consequences(
        broken=tuple(sorted((*own, *broken), key=lambda fault: fault.spot != spot)),
        follows={
            place: said for place, said in new.items()
            if place[0] in computed and place != spot and kept.get(place) != said
        },
        unasked=tuple(place for place in kept if place not in new and place != spot),
    )


def _values(collecting: Collecting, form: RunningForm) -> dict[Spot, Answer | Further]:
    made = collecting.of(form)
    return {
        place: said for place, said in by_spot(made.answers, made.further).items()
        if isinstance(said, int | str | UUID | Further)
    }


def _own(restoring: Restoring, form: RunningForm, spot: Spot, value: object) -> list[Broken]:
    """What speaks against an answer at this very place."""
    if value is None:
        return []
    try:
        here = form.find(restoring.ref(spot))
    except Refused:
        return [Broken(spot=spot, rule="relevant")]
    if not here.relevant:
        return [Broken(spot=spot, rule="relevant")]
    if here.value != restoring.text(spot, value):
        rule = "choice" if here.plan.selects else "constraint"
        return [Broken(spot=spot, rule="calculated" if here.plan.node.calculation else rule)]
    return []


def _faults(form: RunningForm) -> dict[Spot, Broken]:
    """Every answer that breaks its own rule."""
    found: dict[Spot, Broken] = {}
    _look(form, form.root, (), found)
    return found


def _look(
    form: RunningForm, answer: Held, at: tuple[int, ...], found: dict[Spot, Broken]
) -> None:
    if not answer.relevant:
        return
    if not answer.plan.holds:
        form.step()
        required = truth(form, form.rules.get(answer.plan, "required"), answer, False)
        violation = violation_of(form, answer, required)
        if violation is not None:
            spot = (answer.plan.node.id, at)
            rule = violation["condition"]
            said = answer.plan.node.constraint if rule == "constraint" else ""
            found[spot] = Broken(spot=spot, rule=rule, said=said)
        return
    total = _missed(answer)
    if total:
        found[answer.plan.node.id, at] = Broken(
            spot=(answer.plan.node.id, at), rule="sum", said=str(total)
        )
    for name in answer.plan.children:
        series = answer.series.get(name)
        if series is None:
            _look(form, answer.named[name], at, found)
            continue
        for number, one in enumerate(series.instances, 1):
            _look(form, one, (*at, number), found)


def _missed(block: Held) -> int:
    """The sum that numbers shared out in a group do not come to; 0 where nothing is missed."""
    node = block.plan.node
    if not is_shared_out(block.plan):
        return 0
    total = total_of(node.type, node.parameters)
    values = [
        one.value for one in block.answers()
        if one.relevant and one.plan.node.kind is NodeKind.QUESTION
    ]
    return 0 if shares(total, values).whole else total
