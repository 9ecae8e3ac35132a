"""One person's way through a campaign, from the first screen to thanks. Pure.

The usual way is language, consent, questions, perhaps a code and a voucher, thanks. With one tap
the first screen itself asks, and the rest is offered to whoever has answered there.

``start`` gives a state, ``advance`` folds an intent into it, ``step`` says what to show. An intent
that does not belong to the step (a late tap, an answer off the scale) changes nothing: the same
state comes back, and ``advance(s, i) is s`` tells so.

A campaign with a whole form has one step for all of it: which page is shown, and what is answered
there, is the running form's (:mod:`survey.forms.engine`); here it only begins and comes to its end.
"""

from __future__ import annotations

from dataclasses import replace

from survey.forms.model import Question, QuestionType
from survey.intents import Agree as Agree
from survey.intents import AllAsked as AllAsked
from survey.intents import Back as Back
from survey.intents import Begun as Begun
from survey.intents import ChooseLanguage as ChooseLanguage
from survey.intents import Clear as Clear
from survey.intents import Decline as Decline
from survey.intents import Discard as Discard
from survey.intents import FollowUp as FollowUp
from survey.intents import Give as Give
from survey.intents import Intent as Intent
from survey.intents import Next as Next
from survey.intents import NoCode as NoCode
from survey.intents import NoVoucher as NoVoucher
from survey.intents import Restart as Restart
from survey.intents import Stop as Stop
from survey.intents import TakeCode as TakeCode
from survey.intents import TakeVoucher as TakeVoucher
from survey.intents import TapFace as TapFace
from survey.intents import Touched as Touched
from survey.records import Answer
from survey.steps import (
    AttractStep,
    CodeStep,
    ConsentStep,
    FormStep,
    LanguageStep,
    Outcome,
    QuestionStep,
    Step,
    TappedStep,
    ThanksStep,
    VoucherStep,
)
from survey.visit import At as At
from survey.visit import FlowState as FlowState
from survey.visit import start as start


def answered(state: FlowState) -> bool:
    """True when there is at least one answer worth keeping (*rather not say* is one)."""
    return bool(state.answers) or state.begun


def complete(state: FlowState) -> bool:
    """Whether what is answered is a whole response: to its end, or the one tap that was asked."""
    return state.tapped or state.outcome is Outcome.FINISHED


def current(state: FlowState) -> Question | None:
    """The question shown, if the step shows one."""
    if state.at is not At.QUESTION or state.campaign.definition is not None:
        return None
    return state.questions[state.place]


def step(state: FlowState) -> Step:
    """What to show now."""
    question = current(state)
    if question is not None:
        return QuestionStep(
            question=question,
            answer=state.answers.get(question.id),
            number=state.place + 1,
            of=len(state.questions),
            can_go_back=state.place > 0,
            can_go_next=_may_leave(state, question),
            has_answer=question.id in state.answers,
        )
    match state.at:
        case At.QUESTION:
            return FormStep()
        case At.ATTRACT:
            return AttractStep(state.one_tap)
        case At.TAPPED:
            return TappedStep(state.follow_up)
        case At.CODE:
            return CodeStep()
        case At.VOUCHER:
            return VoucherStep()
        case At.CONSENT:
            return ConsentStep(state.campaign.consent)
        case At.LANGUAGE:
            return LanguageStep(state.campaign.languages)
        case At.THANKS:
            return ThanksStep(state.outcome or Outcome.STOPPED)


def advance(state: FlowState, intent: Intent) -> FlowState:
    """The state after the intent; the very same object when the intent does not apply."""
    if isinstance(intent, Restart):
        return start(state.campaign, state.unit)
    if isinstance(intent, ChooseLanguage):
        return _speak(state, intent.tag)
    if isinstance(intent, Discard) and state.at in (At.QUESTION, At.CODE):
        return replace(
            state, at=At.THANKS, outcome=Outcome.DECLINED, answers={}, begun=False, tapped=False
        )
    match state.at:
        case At.ATTRACT:
            return _come(state, intent)
        case At.TAPPED:
            return replace(state, at=At.CONSENT) if _wants_more(state, intent) else state
        case At.CONSENT:
            return _consider(state, intent)
        case At.CODE:
            return _take_code(state, intent)
        case At.VOUCHER:
            return _take_voucher(state, intent)
        case At.QUESTION:
            question = current(state)
            return _fill(state, intent) if question is None else _answer(state, question, intent)
        case _:
            return state


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
    asks_first = state.at is At.ATTRACT and state.one_tap is not None
    if state.at in (At.ATTRACT, At.LANGUAGE) and not asks_first:
        return replace(state, language=tag, at=At.CONSENT)
    return state if tag == state.language else replace(state, language=tag)


def _come(state: FlowState, intent: Intent) -> FlowState:
    first = state.one_tap
    match intent:
        case Touched() if first is None:
            return _speak(state, state.campaign.languages[0])
        case TapFace(answer=answer) if first is not None and fits(first, answer):
            return replace(state, at=At.TAPPED, answers={first.id: answer}, tapped=True)
        case _:
            return state


def _wants_more(state: FlowState, intent: Intent) -> bool:
    return isinstance(intent, FollowUp) and state.follow_up


def _consider(state: FlowState, intent: Intent) -> FlowState:
    match intent:
        case Agree():
            return replace(state, at=At.QUESTION, place=0)
        case Decline() | Stop() if state.tapped:
            return replace(state, at=At.THANKS, outcome=Outcome.FINISHED)
        case Decline() | Stop():
            return replace(state, at=At.THANKS, outcome=Outcome.DECLINED)
        case Back() if state.tapped:
            return replace(state, at=At.TAPPED)
        case Back():
            several = len(state.campaign.languages) > 1
            return replace(state, at=At.LANGUAGE if several else At.ATTRACT)
        case _:
            return state


def _answer(state: FlowState, question: Question, intent: Intent) -> FlowState:
    match intent:
        case Give(question=id, answer=answer) if id == question.id and fits(question, answer):
            return replace(state, answers={**state.answers, id: answer})
        case Clear(question=id) if id == question.id and id in state.answers:
            return replace(state, answers={k: v for k, v in state.answers.items() if k != id})
        case Next() if _may_leave(state, question):
            if state.place + 1 < len(state.questions):
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
    return _finish(state)


def _finish(state: FlowState) -> FlowState:
    offers = state.campaign.conduct.voucher is not None and answered(state)
    at = At.VOUCHER if offers else At.THANKS
    return replace(state, at=at, outcome=Outcome.FINISHED)


def _take_code(state: FlowState, intent: Intent) -> FlowState:
    match intent:
        case TakeCode() | NoCode():
            return _finish(replace(state, wants_code=isinstance(intent, TakeCode)))
        case Back():
            return replace(state, at=At.QUESTION)
        case Stop():
            return replace(state, at=At.THANKS, outcome=Outcome.STOPPED)
        case _:
            return state


def _take_voucher(state: FlowState, intent: Intent) -> FlowState:
    match intent:
        case TakeVoucher() | NoVoucher():
            wants = isinstance(intent, TakeVoucher)
            return replace(state, at=At.THANKS, wants_voucher=wants)
        case _:
            return state


def _may_leave(state: FlowState, question: Question) -> bool:
    return not question.required or question.id in state.answers
