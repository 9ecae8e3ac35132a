"""Every text that people at a kiosk are shown of a campaign, for whoever reads it over. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from survey.campaign import Campaign
from survey.forms.definition import FormDefinition
from survey.forms.definition import Text as Properties
from survey.forms.model import Question, Texts

_SAID = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
_HELP = _SAID[1:]


class Kind(StrEnum):
    """What a text is."""

    CONSENT = "consent"
    TITLE = "title"
    ABOUT = "about"
    FIRST_SCREEN = "first-screen"
    NOT_FOR = "not-for"
    VOUCHER = "voucher"
    QUESTION = "question"
    HELP = "help"
    STEP = "step"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """``name`` is the question's, the list's or the choice's, empty for what is the survey's."""

    kind: Kind
    texts: Texts
    name: str = ""


def shown_texts(campaign: Campaign) -> tuple[ShownText, ...]:
    """The consent first, then in the order in which somebody may meet them; none without words."""
    return tuple(one for one in _every(campaign) if any(one.texts.values()))


def _every(campaign: Campaign) -> Iterator[ShownText]:
    conduct = campaign.conduct
    yield ShownText(kind=Kind.CONSENT, texts=campaign.consent.text)
    yield ShownText(kind=Kind.TITLE, texts=campaign.title)
    yield ShownText(kind=Kind.ABOUT, texts=campaign.about)
    yield ShownText(kind=Kind.FIRST_SCREEN, texts=conduct.attract)
    yield ShownText(kind=Kind.NOT_FOR, texts=conduct.not_for)
    if conduct.voucher is not None:
        yield ShownText(kind=Kind.VOUCHER, texts=conduct.voucher.text)
    if campaign.definition is not None:
        yield from _of_form(campaign.definition)
        return
    for question in campaign.form.questions:
        yield from _of_question(question)


def _of_question(question: Question) -> Iterator[ShownText]:
    yield ShownText(kind=Kind.QUESTION, texts=question.label, name=question.name)
    yield ShownText(kind=Kind.HELP, texts=question.help, name=question.name)
    for label in question.scale.labels if question.scale else ():
        yield ShownText(kind=Kind.STEP, texts=label, name=question.name)
    for choice in question.choices:
        yield ShownText(kind=Kind.CHOICE, texts=choice.label, name=choice.name)


def _of_form(form: FormDefinition) -> Iterator[ShownText]:
    for node in form.walk():
        yield from _of_properties(node.text, Kind.QUESTION, node.name)
    for some in form.lists:
        for choice in some.choices:
            yield from _of_properties(choice.text, Kind.CHOICE, choice.name)


def _of_properties(text: Properties, kind: Kind, name: str) -> Iterator[ShownText]:
    for said in _SAID:
        if said in text:
            of = Kind.HELP if said in _HELP else kind
            yield ShownText(kind=of, texts=text[said], name=name)
