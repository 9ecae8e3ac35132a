"""One person's way through a campaign: language, consent, questions, perhaps a code, thanks. Pure.

``start`` gives a state, ``advance`` folds an intent into it, ``step`` says what to show. An intent
that does not belong to the step (a late tap, an answer off the scale) changes nothing: the same
state comes back, and ``advance(s, i) is s`` tells so.

A campaign with a whole form has one step for all of it: which page is shown, and what is answered
there, is the running form's (:mod:`survey.forms.engine`); here it only begins and comes to its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from survey.campaign import Campaign
from survey.forms.model import Question, QuestionType
from survey.records import Answer
from survey.steps import (
    CodeStep,
    ConsentStep,
    FormStep,
    LanguageStep,
    Outcome,
    QuestionStep,
    Step,
    ThanksStep,
)


class At(StrEnum):
    """The kinds of step, in the order they are met; ``CODE`` only where the campaign offers one."""

    LANGUAGE = "language"
    CONSENT = "consent"
    QUESTION = "question"
    CODE = "code"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """On the first step it also goes on to consent; elsewhere only the words change."""

    tag: str


@dataclass(frozen=True, slots=True)
class Agree:
    """Accept the consent text."""


@dataclass(frozen=True, slots=True)
class Decline:
    """Do not accept the consent text; ends the visit."""


@dataclass(frozen=True, slots=True)
class Give:
    """Answer the question shown, or change its answer; stays on the step."""

    question: UUID
    answer: Answer


@dataclass(frozen=True, slots=True)
class Clear:
    """Take the answer to the question shown away again; stays on the step."""

    question: UUID


@dataclass(frozen=True, slots=True)
class Next:
    """Go on; an unanswered question is skipped unless it is required."""


@dataclass(frozen=True, slots=True)
class Back:
    """To the question before, or from consent to the languages; answers are kept."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Something of the whole form has been answered."""


@dataclass(frozen=True, slots=True)
class AllAsked:
    """The whole form has been gone through to its end."""


@dataclass(frozen=True, slots=True)
class TakeCode:
    """Yes to a code with which the answers can be taken back; ends the visit."""


@dataclass(frozen=True, slots=True)
class NoCode:
    """No to the code, so that none is made; ends the visit."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The person ends here: answers so far stay as a partial response."""


@dataclass(frozen=True, slots=True)
class Discard:
    """The person takes back what they answered; ends the visit as if they had declined."""


@dataclass(frozen=True, slots=True)
class Restart:
    """A fresh visit, from any step; nothing of the last one remains."""


Intent = (
    ChooseLanguage | Agree | Decline | Give | Clear | Next | Back | Begun | AllAsked | TakeCode
    | NoCode | Stop | Discard | Restart
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowState:
    """Where a visit stands. ``place`` counts questions from 0; ``answers`` holds only the given.

    ``wants_code`` is whether the finished response is to carry the hash of a fresh code. ``begun``
    tells of a whole form, whose answers are not here, that there are some.
    """

    campaign: Campaign
    unit: UUID
    language: str
    at: At = At.LANGUAGE
    place: int = 0
    answers: Mapping[UUID, Answer] = field(default_factory=dict)
    outcome: Outcome | None = None
    wants_code: bool = False
    begun: bool = False


def start(campaign: Campaign, unit: UUID) -> FlowState:
    """A visit at the language step, in the campaign's first language until one is chosen."""
    return FlowState(campaign=campaign, unit=unit, language=campaign.languages[0])


def answered(state: FlowState) -> bool:
    """True when there is at least one answer worth keeping (*rather not say* is one)."""
    return bool(state.answers) or state.begun


def current(state: FlowState) -> Question | None:
    """The question shown, if the step shows one."""
    if state.at is not At.QUESTION or state.campaign.definition is not None:
        return None
    return state.campaign.form.questions[state.place]


def step(state: FlowState) -> Step:
    """What to show now."""
    question = current(state)
    if question is not None:
        return QuestionStep(
            question=question,
            answer=state.answers.get(question.id),
            number=state.place + 1,
            of=len(state.campaign.form.questions),
            can_go_back=state.place > 0,
            can_go_next=_may_leave(state, question),
            has_answer=question.id in state.answers,
        )
    if state.at is At.QUESTION:
        return FormStep()
    if state.at is At.THANKS and state.outcome is not None:
        return ThanksStep(state.outcome)
    if state.at is At.CODE:
        return CodeStep()
    if state.at is At.CONSENT:
        return ConsentStep(state.campaign.consent)
    return LanguageStep(state.campaign.languages)


def advance(state: FlowState, intent: Intent) -> FlowState:
    """The state after the intent; the very same object when the intent does not apply."""
    if isinstance(intent, Restart):
        return start(state.campaign, state.unit)
    if isinstance(intent, ChooseLanguage):
        return _speak(state, intent.tag)
    if isinstance(intent, Discard) and state.at in (At.QUESTION, At.CODE):
        return replace(
            state, at=At.THANKS, outcome=Outcome.DECLINED, answers={}, begun=False
        )
    if state.at is At.CONSENT:
        return _consider(state, intent)
    if state.at is At.CODE:
        return _take_code(state, intent)
    question = current(state)
    if question is not None:
        return _answer(state, question, intent)
    return _fill(state, intent) if state.at is At.QUESTION else state


def fits(question: Question, answer: Answer) -> bool:
    """Whether the answer belongs to the question. ``None``, *rather not say*, always does."""
    if answer is None:
        return True
    if question.type is QuestionType.RATING:
        return type(answer) is int and question.scale is not None and answer in question.scale.steps
    return any(choice.id == answer for choice in question.choices)


def _speak(state: FlowState, tag: str) -> FlowState:
    if tag not in state.campaign.languages:
        return state
    if state.at is At.LANGUAGE:
        return replace(state, language=tag, at=At.CONSENT)
    return state if tag == state.language else replace(state, language=tag)


def _consider(state: FlowState, intent: Intent) -> FlowState:
    match intent:
        case Agree():
            return replace(state, at=At.QUESTION, place=0)
        case Decline() | Stop():
            return replace(state, at=At.THANKS, outcome=Outcome.DECLINED)
        case Back():
            return replace(state, at=At.LANGUAGE)
        case _:
            return state


def _answer(state: FlowState, question: Question, intent: Intent) -> FlowState:
    match intent:
        case Give(question=id, answer=answer) if id == question.id and fits(question, answer):
            return replace(state, answers={**state.answers, id: answer})
        case Clear(question=id) if id == question.id and id in state.answers:
            return replace(state, answers={k: v for k, v in state.answers.items() if k != id})
        case Next() if _may_leave(state, question):
            if state.place + 1 < len(state.campaign.form.questions):
                return replace(state, place=state.place + 1)
            return _end(state)
        case Back() if state.place > 0:
            return replace(state, place=state.place - 1)
        case Stop():
            return replace(state, at=At.THANKS, outcome=Outcome.STOPPED)
        case _:
            return state


def _fill(state: FlowState, intent: Intent) -> FlowState:
    match intent:
        case Begun():
            return state if state.begun else replace(state, begun=True)
        case AllAsked():
            return _end(state)
        case Stop():
            return replace(state, at=At.THANKS, outcome=Outcome.STOPPED)
        case _:
            return state


def _end(state: FlowState) -> FlowState:
    if state.campaign.withdrawal and answered(state):
        return replace(state, at=At.CODE)
    return replace(state, at=At.THANKS, outcome=Outcome.FINISHED)


def _take_code(state: FlowState, intent: Intent) -> FlowState:
    match intent:
        case TakeCode() | NoCode():
            wants = isinstance(intent, TakeCode)
            return replace(state, at=At.THANKS, outcome=Outcome.FINISHED, wants_code=wants)
        case Back():
            return replace(state, at=At.QUESTION)
        case Stop():
            return replace(state, at=At.THANKS, outcome=Outcome.STOPPED)
        case _:
            return state


def _may_leave(state: FlowState, question: Question) -> bool:
    return not question.required or question.id in state.answers
