"""From where a person is in the survey to what stands on the screen."""

from __future__ import annotations

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
from survey.forms.definition import NodeKind
from survey.forms.model import said
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
    )


def _questions(campaign: Campaign) -> int:
    """How many questions one person is asked; of a whole form at most, repeats counted once."""
    if campaign.definition is None:
        return len(campaign.form.questions)
    return sum(
        1 for node in campaign.definition.walk()
        if node.kind is NodeKind.QUESTION and type_of(node).control not in _NO_QUESTIONS
    )
