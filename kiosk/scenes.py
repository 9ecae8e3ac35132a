"""From where a person is in the survey to what stands on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kiosk.circumstances import Station
from kiosk.screens import (
    AsleepScreen,
    AttractScreen,
    CodeScreen,
    ConsentScreen,
    Frame,
    LanguageScreen,
    OneTapThanksScreen,
    QuestionScreen,
    Screen,
    ThanksScreen,
    VoucherScreen,
)
from kiosk.standing import Pace
from survey import flow, steps
from survey.campaign import Campaign
from survey.flow import FlowState
from survey.forms.definition import Node, NodeKind
from survey.forms.model import Texts, said
from survey.forms.simple import must_answer
from survey.forms.tongues import by_tag
from survey.forms.types import type_of
from survey.hours import Closed, Shut

_NO_QUESTIONS = ("", "note", "upload")


def screen_for(state: FlowState, station: Station, frame: Frame, pace: Pace) -> Screen:
    """The screen for ``state``, with survey texts in ``frame.language``."""
    campaign = station.campaign
    match flow.step(state):
        case steps.AttractStep():
            return _attract(state, station, frame)
        case steps.TappedStep(follow_up=more):
            return OneTapThanksScreen(
                frame=frame, organisation=campaign.organisation, contact=campaign.contact,
                follow_up=more, questions=_questions(state) if more else 0,
                returns_after_ms=pace.offer if more else pace.tapped,
            )
        case steps.LanguageStep():
            return _language(state, station, frame)
        case steps.ConsentStep():
            return _consent(state, frame)
        case steps.QuestionStep() as at:
            return QuestionScreen(
                frame=frame, question=at.question, given=at.has_answer, answer=at.answer,
                number=at.number, of=at.of, can_go_back=at.can_go_back,
                can_go_next=at.can_go_next,
            )
        case steps.FormStep():
            raise ValueError("what stands on a form's page is the running form's matter")
        case steps.CodeStep():
            return CodeScreen(frame=frame)
        case steps.VoucherStep():
            voucher = campaign.conduct.voucher
            return VoucherScreen(
                frame=frame, text=_said(voucher.text, frame) if voucher else "",
                organisation=campaign.organisation,
            )
        case steps.ThanksStep(outcome=outcome):
            return ThanksScreen(
                frame=frame, kept=flow.answered(state),
                finished=outcome is steps.Outcome.FINISHED,
                organisation=campaign.organisation, contact=campaign.contact,
                returns_after_ms=pace.thanks,
            )


def asleep(closed: Closed, station: Station, frame: Frame) -> AsleepScreen:
    """What stands there while nobody can begin."""
    campaign = station.campaign
    return AsleepScreen(
        frame=frame, why=closed.why, opens=closed.opens, place=_place(station, frame),
        organisation=campaign.organisation, contact=campaign.contact,
        may_give_back=campaign.withdrawal and closed.why is not Shut.LOCKED,
    )


def called(campaign: Campaign) -> tuple[str, ...]:
    """What a survey's form calls each of the languages; nothing where it asks plain questions."""
    if campaign.definition is None:
        return ()
    names = by_tag(campaign.definition, campaign.languages)
    return tuple(names[tag] for tag in campaign.languages)


def _attract(state: FlowState, station: Station, frame: Frame) -> AttractScreen:
    campaign = station.campaign
    return AttractScreen(
        frame=frame,
        sentences=_sentences(campaign),
        not_for=_not_for(campaign),
        place=_place(station, frame),
        organisation=campaign.organisation,
        way=state.way,
        question=state.one_tap,
        questions=_questions(state),
        contact=campaign.contact,
        may_give_back=campaign.withdrawal,
        occasion=station.occasion(),
    )


def _sentences(campaign: Campaign) -> tuple[str, ...]:
    return tuple(
        said(campaign.conduct.attract or campaign.title, tag) for tag in campaign.languages
    )


def _not_for(campaign: Campaign) -> tuple[str, ...]:
    """Empty where the campaign does not say it: then the program does."""
    own = campaign.conduct.not_for
    return tuple(said(own, tag) for tag in campaign.languages) if own else ()


def _place(station: Station, frame: Frame) -> str:
    unit = next((u for u in station.campaign.units if u.id == station.unit), None)
    return said(unit.name, frame.language) if unit else ""


def _said(text: Texts, frame: Frame) -> str:
    return said(text, frame.language)


def _language(state: FlowState, station: Station, frame: Frame) -> LanguageScreen:
    campaign = station.campaign
    return LanguageScreen(
        frame=frame,
        titles=_sentences(campaign),
        not_for=_not_for(campaign),
        place=_place(station, frame),
        organisation=campaign.organisation,
        questions=_questions(state),
        contact=campaign.contact,
        may_give_back=campaign.withdrawal,
    )


def _consent(state: FlowState, frame: Frame) -> ConsentScreen:
    campaign = state.campaign
    return ConsentScreen(
        frame=frame,
        title=said(campaign.title, frame.language),
        organisation=campaign.organisation,
        text=said(campaign.consent.text, frame.language),
        questions=_questions(state),
        must_answer=any(question.required for question in state.questions)
        or (campaign.definition is not None and must_answer(campaign.definition)),
    )


def _questions(state: FlowState) -> int:
    """How many questions a person is asked, about; 0 for a form of which that cannot be said."""
    campaign = state.campaign
    if campaign.definition is None:
        return len(state.questions)
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
