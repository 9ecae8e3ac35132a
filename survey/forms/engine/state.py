"""Everything a running form shows, as one map from reference to state."""

from __future__ import annotations

from typing import Any

from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Expression
from survey.forms.engine.answer import Answer, Series
from survey.forms.engine.pump import counted
from survey.forms.engine.running import RunningForm

_SAID = (("label", ("label",)), ("hint", ("hint", "guidance_hint")))

State = dict[str, Any]


def state_of(form: RunningForm) -> dict[str, State]:
    """Reference → ``kind relevant required readonly`` and what else a node has.

    Questions and values have ``value`` and ``type``; ``label``, ``hint``, ``choices`` (stored value
    and label), ``appearances`` and ``violation`` stand where there are any. ``…#range`` is all of
    a repeat, with its ``count``.
    """
    found: dict[str, State] = {}
    form.step(much=True)
    _walk(form, form.root, "", False, found)
    return found


def _walk(
    form: RunningForm,
    answer: Answer,
    above: str,
    readonly: bool,
    found: dict[str, State],
    number: str = "",
) -> None:
    ref = f"{above}{_step(answer)}{number}"
    readonly = readonly or read_only(form, answer)
    found[ref] = (
        _group(form, answer, readonly) if answer.plan.holds else field_state(form, answer, readonly)
    )
    for name in answer.plan.children:
        series = answer.series.get(name)
        if series is None:
            _walk(form, answer.named[name], ref, readonly, found)
            continue
        for place, one in enumerate(series.instances, 1):
            _walk(form, one, ref, readonly, found, f"[{place}]")
        found[f"{ref}{_step(series.range)}#range"] = _range(form, series, readonly)


def _step(answer: Answer) -> str:
    prefix = answer.plan.prefix
    return f"/{prefix}:{answer.name}" if prefix else f"/{answer.name}"


def truth(form: RunningForm, made: Expression | None, answer: Answer, otherwise: bool) -> bool:
    """A yes-or-no column at an answer; ``otherwise`` where it is not given or cannot be told."""
    if made is None:
        return otherwise
    try:
        return made.boolean(answer.at(form.around))
    except ExpressionError:
        return otherwise


def read_only(form: RunningForm, answer: Answer) -> bool:
    """May nobody change this answer? What stands above it is not asked."""
    if answer.plan.type.control == "note":
        return True
    return truth(form, form.rules.get(answer.plan, "readonly"), answer, False)


def _said(form: RunningForm, answer: Answer, state: State) -> None:
    text = answer.plan.node.text
    for property, parts in _SAID:
        given = [part for part in parts if part in text]
        if given:
            state[property] = "".join(
                form.speech.say(text, part, answer.plan, lambda: answer.at(form.around))
                for part in given
            )
    looks = answer.plan.node.appearance.split()
    if looks:
        state["appearances"] = looks


def _group(form: RunningForm, answer: Answer, readonly: bool) -> State:
    kind = "group"
    if answer.plan.is_repeat:
        kind = "repeat-instance"
    elif answer.above is None:
        kind = "root"
    state: State = {
        "kind": kind,
        "relevant": answer.relevant,
        "required": False,
        "readonly": readonly,
    }
    if kind != "root":
        _said(form, answer, state)
    return state


def _range(form: RunningForm, series: Series, readonly: bool) -> State:
    fixed = counted(series.plan) or not form.changeable(series.plan)
    holder = series.range.above
    assert holder is not None  # a series stands in something
    instances = series.instances
    relevant = any(one.relevant for one in instances) if instances else series.range.relevant
    state: State = {
        "kind": f"repeat-range:{'controlled' if fixed else 'uncontrolled'}",
        "relevant": relevant and holder.relevant,
        "required": False,
        "readonly": readonly,
        "count": len(instances),
    }
    _said(form, series.range, state)
    return state


def field_state(form: RunningForm, answer: Answer, readonly: bool) -> State:
    """State of one question or value; ``readonly`` tells what holds at it and above it."""
    plan = answer.plan
    required = truth(form, form.rules.get(plan, "required"), answer, False)
    state: State = {
        "kind": _kind(form, answer),
        "relevant": answer.relevant,
        "required": required,
        "readonly": readonly,
        "value": answer.value if answer.relevant else "",
        "type": plan.type.value or "string",
    }
    _said(form, answer, state)
    if plan.type.control in ("select", "rank"):
        state["choices"] = [[o.name, o.label] for o in form.options.of(answer)]
    violation = violation_of(form, answer, required)
    if violation is not None:
        state["violation"] = violation
    return state


def _kind(form: RunningForm, answer: Answer) -> str:
    control = answer.plan.type.control
    node = answer.plan.node
    if control == "input" and _always(form, answer, "readonly"):
        says = "label" in node.text or "hint" in node.text
        return "note" if says and node.type == "text" else "input"
    return control or "model-value"


def _always(form: RunningForm, answer: Answer, column: str) -> bool:
    made = form.rules.get(answer.plan, column)
    return made is not None and made.constant and truth(form, made, answer, False)


def violation_of(form: RunningForm, answer: Answer, required: bool) -> State | None:
    """``{condition, message}`` when the answer breaks its rule; None when all is well.

    Nothing is asked of what is not relevant. ``message`` is None where the form gives none.
    """
    if not answer.relevant:
        return None
    condition = ""
    if not answer.value:
        condition = "required" if required else ""
    elif not truth(form, form.rules.get(answer.plan, "constraint"), answer, True):
        condition = "constraint"
    if not condition:
        return None
    said = form.speech.say(
        answer.plan.node.text,
        f"{condition}_message",
        answer.plan,
        lambda: answer.at(form.around),
    )
    return {"condition": condition, "message": said or None}
