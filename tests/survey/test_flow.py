from __future__ import annotations

import random
from dataclasses import replace
from uuid import UUID

import pytest

from survey.campaign import Campaign
from survey.flow import (
    Agree,
    AttractStep,
    Back,
    ChooseLanguage,
    Clear,
    CodeStep,
    ConsentStep,
    Decline,
    FlowState,
    Give,
    Intent,
    LanguageStep,
    Next,
    NoCode,
    Outcome,
    QuestionStep,
    Restart,
    Stop,
    TakeCode,
    ThanksStep,
    Touched,
    advance,
    answered,
    current,
    fits,
    start,
    step,
)
from tests.builders import AREA, AREAS, GENDERS, RATINGS, UNITS, small_campaign


def after(*intents: Intent, state: FlowState | None = None) -> FlowState:
    state = state or start(small_campaign(), UNITS[0])
    for intent in intents:
        state = advance(state, intent)
    return state


BEGUN = (ChooseLanguage("sv"), Agree())


def test_whoever_touches_no_language_meets_the_first_and_may_choose_anew_on_the_way_back() -> None:
    state = advance(after(), Touched())
    assert (step(state), state.language) == (ConsentStep(small_campaign().consent), "sv")
    state = advance(state, Back())
    assert step(state) == LanguageStep(("sv", "en"))
    state = advance(state, ChooseLanguage("en"))
    assert (step(state), state.language) == (ConsentStep(small_campaign().consent), "en")


def test_a_visit_goes_from_language_to_thanks() -> None:
    state = after()
    assert step(state) == AttractStep(None)
    state = advance(state, ChooseLanguage("en"))
    assert step(state) == ConsentStep(small_campaign().consent)
    state = advance(state, Agree())
    for at, id in enumerate(RATINGS):
        shown = step(state)
        assert isinstance(shown, QuestionStep)
        assert (shown.question.id, shown.number, shown.of) == (id, at + 1, 6)
        state = after(Give(id, at + 1), Next(), state=state)
    state = after(Give(AREA, AREAS[2]), Next(), Next(), state=state)
    assert step(state) == ThanksStep(Outcome.FINISHED)
    assert state.language == "en"
    assert state.answers == {**{id: at + 1 for at, id in enumerate(RATINGS)}, AREA: AREAS[2]}


def test_giving_an_answer_stays_on_the_step_and_can_be_changed() -> None:
    state = after(*BEGUN, Give(RATINGS[0], 2), Give(RATINGS[0], 5))
    shown = step(state)
    assert isinstance(shown, QuestionStep)
    assert (shown.answer, shown.number) == (5, 1)


def test_back_keeps_the_answer() -> None:
    state = after(*BEGUN, Give(RATINGS[0], 4), Next(), Give(RATINGS[1], 3), Back())
    shown = step(state)
    assert isinstance(shown, QuestionStep)
    assert (shown.answer, shown.can_go_back) == (4, False)
    assert state.answers[RATINGS[1]] == 3


def test_clear_takes_the_answer_away() -> None:
    state = after(*BEGUN, Give(RATINGS[0], 4), Clear(RATINGS[0]))
    assert state.answers == {}
    assert not answered(state)


def test_rather_not_say_is_an_answer_and_skipping_is_none() -> None:
    state = after(*BEGUN, Give(RATINGS[0], None), Next(), Next())
    assert state.answers == {RATINGS[0]: None}
    assert answered(state)
    shown = step(after(Back(), Back(), state=state))
    assert isinstance(shown, QuestionStep)
    assert (shown.answer, shown.has_answer) == (None, True)


def test_language_can_change_on_every_step_without_moving() -> None:
    state = after(*BEGUN, Give(RATINGS[0], 4), Next())
    changed = advance(state, ChooseLanguage("en"))
    assert changed == replace(state, language="en")
    thanked = after(Stop(), ChooseLanguage("en"), state=state)
    assert (step(thanked), thanked.language) == (ThanksStep(Outcome.STOPPED), "en")


def test_declining_ends_without_an_answer() -> None:
    state = after(ChooseLanguage("sv"), Decline())
    assert step(state) == ThanksStep(Outcome.DECLINED)
    assert not answered(state)


def test_stopping_keeps_what_was_answered() -> None:
    state = after(*BEGUN, Give(RATINGS[0], 1), Next(), Stop())
    assert step(state) == ThanksStep(Outcome.STOPPED)
    assert state.answers == {RATINGS[0]: 1}


def test_a_restart_forgets_everything() -> None:
    assert after(*BEGUN, Give(RATINGS[0], 1), Restart()) == after()


def test_a_required_question_is_not_left_unanswered() -> None:
    campaign = small_campaign()
    first, *rest = campaign.form.questions
    form = replace(campaign.form, questions=(replace(first, required=True), *rest))
    state = after(*BEGUN, state=start(replace(campaign, form=form), UNITS[0]))
    assert advance(state, Next()) is state
    shown = step(state)
    assert isinstance(shown, QuestionStep)
    assert not shown.can_go_next
    assert after(Give(first.id, None), Next(), state=state).place == 1


@pytest.mark.parametrize(
    ("way", "wrong"),
    [
        ((), Agree()),
        ((), Next()),
        ((), Stop()),
        ((), ChooseLanguage("fi")),
        ((), Give(RATINGS[0], 3)),
        ((ChooseLanguage("sv"),), Next()),
        ((ChooseLanguage("sv"),), Give(RATINGS[0], 3)),
        (BEGUN, Agree()),
        (BEGUN, Back()),
        (BEGUN, Clear(RATINGS[0])),
        (BEGUN, Give(RATINGS[1], 3)),
        (BEGUN, Give(RATINGS[0], 0)),
        (BEGUN, Give(RATINGS[0], 6)),
        (BEGUN, Give(RATINGS[0], True)),
        (BEGUN, Give(RATINGS[0], "3")),
        ((*BEGUN, *[Next()] * 4), Give(AREA, GENDERS[0])),
        ((*BEGUN, *[Next()] * 4), Give(AREA, 1)),
        ((*BEGUN, Stop()), Back()),
        ((*BEGUN, Stop()), Give(RATINGS[0], 3)),
    ],
)
def test_a_wrong_intent_changes_nothing(way: tuple[Intent, ...], wrong: Intent) -> None:
    state = after(*way)
    assert advance(state, wrong) is state


def test_no_row_of_random_intents_breaks_the_visit() -> None:
    chance = random.Random(7)
    ids: list[UUID] = [q.id for q in small_campaign().form.questions]
    state = after()
    for _ in range(4000):
        intents: list[Intent] = [
            ChooseLanguage(chance.choice(("sv", "en", "xx"))),
            *[Agree(), Next(), Next(), Back()],
            *[chance.choice((Decline(), Stop(), Restart(), Next()))],
            Give(chance.choice(ids), chance.choice((None, 1, 5, 9, AREAS[0], GENDERS[1]))),
        ]
        state = advance(state, chance.choice(intents))
        questions = state.campaign.form.questions
        assert 0 <= state.place < len(questions)
        assert all(fits(q, state.answers[q.id]) for q in questions if q.id in state.answers)
        assert isinstance(step(state), ThanksStep) == (state.outcome is not None)


def to_the_end(campaign: Campaign, *answers: Intent) -> FlowState:
    state = after(*BEGUN, *answers, state=start(campaign, UNITS[0]))
    return after(*[Next()] * len(campaign.form.questions), state=state)


def test_a_code_is_asked_about_once_everything_is_answered() -> None:
    offering = replace(small_campaign(), withdrawal=True)
    state = to_the_end(offering, Give(RATINGS[0], 4))
    assert step(state) == CodeStep()
    assert current(state) is None
    taken, declined = advance(state, TakeCode()), advance(state, NoCode())
    assert step(taken) == step(declined) == ThanksStep(Outcome.FINISHED)
    assert (taken.wants_code, declined.wants_code) == (True, False)
    back = advance(state, Back())
    assert isinstance(step(back), QuestionStep) and back.answers == state.answers
    assert step(advance(state, Stop())) == ThanksStep(Outcome.STOPPED)
    assert not advance(state, Stop()).wants_code
    for late in (Next(), Agree(), Give(RATINGS[0], 1), Clear(RATINGS[0])):
        assert advance(state, late) is state


def test_no_code_is_asked_about_without_answers_or_without_the_campaigns_wish() -> None:
    offering = replace(small_campaign(), withdrawal=True)
    assert step(to_the_end(offering)) == ThanksStep(Outcome.FINISHED)
    plain = to_the_end(small_campaign(), Give(RATINGS[0], 4))
    assert step(plain) == ThanksStep(Outcome.FINISHED)
    assert not plain.wants_code
