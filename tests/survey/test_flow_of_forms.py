"""The way through a survey with a whole form: one step for all its pages."""

from __future__ import annotations

import pytest

from survey import flow
from survey.flow import FlowState
from survey.steps import CodeStep, FormStep, Outcome, ThanksStep
from tests.builders import RATINGS
from tests.kiosk.form_kiosk_builders import asks


def at_the_form(*, withdrawal: bool = False) -> FlowState:
    campaign = asks(withdrawal=withdrawal)
    state = flow.start(campaign, campaign.units[0].id)
    return flow.advance(flow.advance(state, flow.ChooseLanguage("en")), flow.Agree())


def test_all_pages_are_one_step_that_ends_when_all_is_asked() -> None:
    state = at_the_form()
    assert flow.step(state) == FormStep() and not flow.answered(state)
    begun = flow.advance(state, flow.Begun())
    assert flow.answered(begun) and flow.advance(begun, flow.Begun()) is begun
    done = flow.advance(begun, flow.AllAsked())
    assert flow.step(done) == ThanksStep(Outcome.FINISHED) and flow.answered(done)


def test_a_code_is_offered_only_to_who_answered() -> None:
    state = at_the_form(withdrawal=True)
    assert flow.step(flow.advance(state, flow.AllAsked())) == ThanksStep(Outcome.FINISHED)
    offered = flow.advance(flow.advance(state, flow.Begun()), flow.AllAsked())
    assert flow.step(offered) == CodeStep()
    assert flow.step(flow.advance(offered, flow.Back())) == FormStep()
    assert flow.advance(offered, flow.TakeCode()).wants_code


def test_stopping_keeps_and_discarding_does_not() -> None:
    state = flow.advance(at_the_form(), flow.Begun())
    stopped = flow.advance(state, flow.Stop())
    assert flow.step(stopped) == ThanksStep(Outcome.STOPPED) and flow.answered(stopped)
    gone = flow.advance(state, flow.Discard())
    assert flow.step(gone) == ThanksStep(Outcome.DECLINED) and not flow.answered(gone)


@pytest.mark.parametrize("intent", [
    flow.Give(RATINGS[0], 4), flow.Clear(RATINGS[0]), flow.Next(), flow.Back(), flow.Agree(),
    flow.TakeCode(),
])
def test_questions_on_their_own_have_no_part_in_it(intent: flow.Intent) -> None:
    state = at_the_form()
    assert flow.advance(state, intent) is state


def test_the_language_changes_and_the_form_stays() -> None:
    state = flow.advance(flow.advance(at_the_form(), flow.Begun()), flow.ChooseLanguage("sv"))
    assert state.language == "sv" and flow.step(state) == FormStep() and state.begun
