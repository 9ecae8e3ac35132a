"""From where a person is in the survey to what stands on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kiosk.circumstances import Station
from kiosk.screens import (
    CodeScreen,
    ConsentScreen,
    Frame,
    LanguageScreen,
    QuestionScreen,
    Screen,
    ThanksScreen,
)
from survey import flow, steps
from survey.campaign import Campaign
from survey.flow import FlowState
from survey.forms.definition import Node, NodeKind
from survey.forms.model import said
from survey.forms.simple import must_answer
from survey.forms.tongues import by_tag
from survey.forms.types import type_of

_NO_QUESTIONS = ("", "note", "upload")


def screen_for(state: FlowState, station: Station, frame: Frame, thanks_ms: int) -> Screen:
    """The screen for ``state``, with survey texts in ``frame.language``."""
    match flow.step(state):
        case steps.LanguageStep():
            return _language(station, frame)
        case steps.ConsentStep():
            return _consent(station, frame)
        case steps.QuestionStep() as at:
            return QuestionScreen(
                frame=frame,
                question=at.question,
                given=at.has_answer,
                answer=at.answer,
                number=at.number,
                of=at.of,
                can_go_back=at.can_go_back,
                can_go_next=at.can_go_next,
            )
        case steps.FormStep():
            raise ValueError("what stands on a form's page is the running form's matter")
        case steps.CodeStep():
            return CodeScreen(frame=frame)
        case steps.ThanksStep(outcome=outcome):
            campaign = station.campaign
            return ThanksScreen(
                frame=frame,
                kept=flow.answered(state),
                finished=outcome is steps.Outcome.FINISHED,
                organisation=campaign.organisation,
                contact=campaign.contact,
                returns_after_ms=thanks_ms,
            )


def called(campaign: Campaign) -> tuple[str, ...]:
    """What a survey's form calls each of the languages; nothing where it asks plain questions."""
    if campaign.definition is None:
        return ()
    names = by_tag(campaign.definition, campaign.languages)
    return tuple(names[tag] for tag in campaign.languages)


def _language(station: Station, frame: Frame) -> LanguageScreen:
    campaign = station.campaign
    unit = next((u for u in campaign.units if u.id == station.unit), None)
    return LanguageScreen(
        frame=frame,
        titles=tuple(said(campaign.title, tag) for tag in campaign.languages),
        place=said(unit.name, frame.language) if unit else "",
        organisation=campaign.organisation,
        questions=_questions(campaign),
        contact=campaign.contact,
        may_give_back=campaign.withdrawal,
    )


def _consent(station: Station, frame: Frame) -> ConsentScreen:
    campaign = station.campaign
    return ConsentScreen(
        frame=frame,
        title=said(campaign.title, frame.language),
        organisation=campaign.organisation,
        text=said(campaign.consent.text, frame.language),
        questions=_questions(campaign),
        must_answer=any(question.required for question in campaign.form.questions)
        or (campaign.definition is not None and must_answer(campaign.definition)),
    )


def _questions(campaign: Campaign) -> int:
    """How many questions a person is asked, about; 0 for a form of which that cannot be said."""
    if campaign.definition is None:
        return len(campaign.form.questions)
    every = tuple(_asked(campaign.definition.nodes, conditional=False))
    sure = every.count(False)
    # where most hang on answers, one person meets five and another two hundred
    return sure + (len(every) - sure) // 2 if 2 * sure >= len(every) else 0


def _asked(nodes: Iterable[Node], *, conditional: bool) -> Iterator[bool]:
    """For each question whether it, or what it stands in, is met by some people only."""
    for node in nodes:
        some = conditional or bool(node.relevant)
        if node.kind is NodeKind.QUESTION and type_of(node).control not in _NO_QUESTIONS:
            yield some
        yield from _asked(node.nodes, conditional=some)
