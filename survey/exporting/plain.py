"""A survey of plain questions as the form that it would be, so that all are exported in one way."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid5

from survey.campaign import Campaign
from survey.forms.definition import Choice, ChoiceList, FormDefinition, Node, NodeKind
from survey.forms.model import Question, Texts


def definition_of(campaign: Campaign) -> FormDefinition:
    """The whole form that the survey asks, or its plain questions as one with the same ids."""
    if campaign.definition is not None:
        return campaign.definition
    form = campaign.form
    return FormDefinition(
        id=form.id, name="questions", version=str(form.version), languages=campaign.languages,
        default_language=campaign.languages[0],
        nodes=tuple(_node(question) for question in form.questions),
        lists=tuple(
            ChoiceList(id=question.id, name=question.name, choices=tuple(_choices(question)))
            for question in form.questions
        ),
    )


def _node(question: Question) -> Node:
    rating = question.scale is not None
    return Node(
        id=question.id, kind=NodeKind.QUESTION, name=question.name,
        type="rating" if rating else "select_one", text=_label(question.label),
        list=question.name, parameters={"below": "select_one"} if rating else {},
    )


def _choices(question: Question) -> Iterator[Choice]:
    """Its choices; of a rating the steps, whose ids nobody ever kept."""
    scale = question.scale
    for step, label in zip(scale.steps, scale.labels, strict=True) if scale else ():
        id = uuid5(question.id, str(step))
        yield Choice(id=id, name=str(step), text=_label(label))
    for choice in question.choices:
        yield Choice(id=choice.id, name=choice.name, text=_label(choice.label))


def _label(texts: Texts) -> dict[str, Texts]:
    return {"label": dict(texts)}
