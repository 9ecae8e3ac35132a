"""Growing the tree of answers: from defaults, or as it stood in the form or a saved record."""

from __future__ import annotations

from survey.forms.defaults import is_dynamic
from survey.forms.definition import FormDefinition, Node
from survey.forms.engine.answer import Answer, Series
from survey.forms.engine.plan import Plan
from survey.forms.engine.refused import FormRefused
from survey.forms.engine.values import normal
from survey.forms.markup import MarkupError, Tag, is_template, read_markup
from survey.forms.problems import Findings, Spot


def literal(node: Node) -> str:
    """A node's default where it is a value; empty where it is computed."""
    return "" if not node.default or is_dynamic(node.default, node.type) else node.default


def begun(form: FormDefinition, plan: Plan, saved: str) -> Answer:
    """The root as a form begins with it, or as it stands in a ``saved`` record.

    Raises FormRefused where that is no XML that may be read.
    """
    source = saved or form.start
    if not source:
        return grow(plan)
    try:
        tag = read_markup(source)
    except MarkupError as error:
        findings = Findings()
        findings.error("xform-xml", Spot(row=error.line), why=error)
        raise FormRefused(findings.problems()) from None
    return grow_from(plan, tag, saved=bool(saved))


def grow(plan: Plan, *, first: bool = True) -> Answer:
    """An answer with all below it, from defaults.

    ``first``: repeats nobody counts have one instance from the start; others have none.
    """
    answer = Answer(plan)
    if plan.type.value:
        answer.value = normal(plan.type.value, literal(plan.node))
    _settle(answer)
    for child in plan.children.values():
        if child.is_repeat:
            series = answer.series[child.name] = Series(child, answer)
            if first and not child.node.count:
                answer.put_instance(series, grow(child), 0)
        else:
            answer.put(grow(child, first=first))
    return answer


def _settle(answer: Answer) -> None:
    plan = answer.plan
    if not plan.repeats:
        plan.single = answer
    for name, value in plan.node.instance.items():
        uri, local = name[1:].split("}", 1) if name.startswith("{") else ("", name)
        answer.set(local.rpartition(":")[2], value, namespace=uri)
    for attribute in plan.attributes:
        made = answer.named[attribute.name] = Answer(attribute)
        made.parent = answer
        if not attribute.repeats:
            attribute.single = made


def grow_from(plan: Plan, tag: Tag, *, saved: bool = False) -> Answer:
    """An answer with all below it, as it stands in XML.

    What the XML does not hold comes from defaults; repeats have the instances that it holds.
    Templates (``jr:template``) are passed over. In a ``saved`` record what is not there was not
    relevant when it was saved.
    """
    answer = Answer(plan)
    if plan.type.value:
        answer.value = normal(plan.type.value, tag.text if tag.text.strip() else "")
    _settle(answer)
    for key, value in tag.attributes.items():
        uri, name = key[1:].split("}", 1) if key.startswith("{") else ("", key)
        answer.set(name, value, namespace=uri)
    found: dict[str, list[Tag]] = {}
    for child in tag.tags:
        if not is_template(child):
            found.setdefault(child.name, []).append(child)
    for child_plan in plan.children.values():
        tags = found.get(child_plan.name, [])
        if child_plan.is_repeat:
            series = answer.series[child_plan.name] = Series(child_plan, answer)
            for number, one in enumerate(tags):
                answer.put_instance(series, grow_from(child_plan, one, saved=saved), number)
        elif tags:
            answer.put(grow_from(child_plan, tags[0], saved=saved))
        else:
            answer.put(grow(child_plan, first=not saved))
    return answer
