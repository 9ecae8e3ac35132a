"""What a form ends in: its record as OpenRosa XML, and its answers by the ids of their nodes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from survey.expressions.tree import Attribute
from survey.forms.engine.answer import Answer
from survey.forms.engine.plan import OPENROSA
from survey.forms.engine.running import RunningForm
from survey.forms.limits import UNWRITABLE
from survey.forms.markup import Tag, write_markup

_ATTRIBUTE = "attribute::"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer. ``at`` numbers the instances of the repeats it stands in, from 1."""

    node: UUID
    at: tuple[int, ...]
    value: str


def instance_xml(form: RunningForm) -> str:
    """The record: relevant nodes only, in the form's order; empty ones stand as empty elements.

    Signs that XML cannot hold, such as those that part the fields of a barcode, are left out.
    """
    root = _tag(form.root)
    definition = form.form
    root.attributes = {**root.attributes, "id": definition.name}
    for key, value in definition.settings.items():
        if key.startswith(_ATTRIBUTE):
            root.attributes[key.removeprefix(_ATTRIBUTE)] = value
    spaced = f"{{{OPENROSA}}}version" in root.attributes
    if definition.version and not spaced:
        root.attributes["version"] = definition.version
    if spaced or any(tag.namespace == OPENROSA for tag in root.walk()):
        root.declared = {"orx": OPENROSA}
    return UNWRITABLE.sub("", write_markup(root))


def _tag(answer: Answer) -> Tag:
    plan = answer.plan
    made = Tag(answer.name, plan.node.namespace if plan.prefix else "", plan.prefix)
    for key, attribute in (answer.attributes or {}).items():
        if isinstance(attribute, Attribute):
            made.attributes[key] = attribute.value
    if plan.holds:
        made.children.extend(
            _tag(child) for child in answer.children if isinstance(child, Answer) and child.relevant
        )
    elif answer.value:
        made.children.append(answer.value)
    return made


def given(form: RunningForm) -> tuple[Given, ...]:
    """Every relevant answer that is not empty, in the form's order."""
    found: list[Given] = []
    _collect(form.root, (), found)
    return tuple(found)


def _collect(answer: Answer, at: tuple[int, ...], found: list[Given]) -> None:
    if not answer.relevant:
        return
    if not answer.plan.holds:
        if answer.value:
            found.append(Given(node=answer.plan.node.id, at=at, value=answer.value))
        return
    for name in answer.plan.children:
        series = answer.series.get(name)
        if series is None:
            _collect(answer.named[name], at, found)
            continue
        for number, one in enumerate(series.instances, 1):
            _collect(one, (*at, number), found)
