"""The person's way: every answer is kept before the next screen, and none is passed over."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk import screens
from kiosk.citizen import Citizen, Pace
from kiosk.wishes import (
    AskToStop,
    ChangeTextSize,
    EndHere,
    LeaveNothing,
    LeftAlone,
    StillHere,
    TryAgain,
)
from storage.errors import Damaged, NoRoom
from survey import flow
from survey.records import ClockQuality, Mode
from tests.builders import AREA, AREAS, GENDER, RATINGS, UNITS, small_campaign
from tests.kiosk.screen_builders import FakeKeeper, RecordingView, citizen


class Kiosk:
    """A person at a kiosk, in the words of a test."""

    def __init__(self, **changes: object) -> None:
        self.view = RecordingView()
        self.keeper = FakeKeeper()
        self.who: Citizen = citizen(self.view, self.keeper, **changes)
        self.who.begin()

    @property
    def now(self) -> screens.Screen:
        return self.view.now

    @property
    def question(self) -> screens.QuestionScreen:
        assert isinstance(self.now, screens.QuestionScreen)
        return self.now

    def begin_in(self, language: str) -> Kiosk:
        self.wish(flow.ChooseLanguage(language), flow.Agree())
        return self

    def wish(self, *wishes: object) -> None:
        for wish in wishes:
            self.who.receive(wish)

    def give(self, answer: object) -> None:
        self.wish(flow.Give(self.question.question.id, answer))

    def finish(self) -> None:
        for answer in (4, 5, 3, None, AREAS[0], None):
            self.give(answer)
            self.wish(flow.Next())


def test_a_whole_visit_becomes_one_response_and_says_thank_you() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.finish()
    (response,) = kiosk.keeper.finished
    assert response.complete
    assert response.answers == dict(zip(
        (*RATINGS, AREA, GENDER), (4, 5, 3, None, AREAS[0], None), strict=True
    ))
    assert isinstance(kiosk.now, screens.ThanksScreen) and kiosk.now.kept
    assert kiosk.keeper.kept is None and not kiosk.keeper.partials


def test_every_answer_is_kept_before_it_is_shown_as_given() -> None:
    kiosk = Kiosk().begin_in("sv")
    seen: list[object] = []
    kiosk.view.present = lambda screen: seen.append(kiosk.keeper.kept)
    kiosk.wish(flow.Give(RATINGS[0], 2))
    (kept,) = seen
    assert kept is not None and kept.answers == {RATINGS[0]: 2} and not kept.complete


def test_circumstances_are_coarse_and_the_day_is_the_local_one() -> None:
    kiosk = Kiosk().begin_in("en")
    kiosk.give(4)
    assert kiosk.keeper.kept is not None
    around = kiosk.keeper.kept.circumstances
    assert around.time == datetime(2025, 9, 3, 22, 45, tzinfo=UTC)
    assert around.day == date(2025, 9, 4), "past midnight in Stockholm"
    assert (around.mode, around.language, around.consent) == (Mode.KIOSK, "en", "2025-1")
    assert (around.unit, around.clock) == (UNITS[0], ClockQuality.OK)


def test_a_clock_before_the_package_was_made_is_said_to_be_unset() -> None:
    kiosk = Kiosk(clock=lambda: datetime(2000, 1, 1, tzinfo=UTC)).begin_in("sv")
    kiosk.give(4)
    assert kiosk.keeper.kept is not None
    assert kiosk.keeper.kept.circumstances.clock is ClockQuality.UNSET


def test_back_keeps_the_answer() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(flow.Next(), flow.Back())
    assert (kiosk.question.question.id, kiosk.question.answer) == (RATINGS[0], 2)
    assert kiosk.question.advance_after_ms is None, "going back does not go on by itself"


def test_what_is_left_without_saving_is_forgotten_even_at_the_question_about_a_code() -> None:
    kiosk = Kiosk(campaign=replace(small_campaign(), withdrawal=True)).begin_in("sv")
    for answer in (4, 5, 3, None, AREAS[0], None):
        kiosk.give(answer)
        kiosk.wish(flow.Next())
    kiosk.wish(LeaveNothing())
    assert isinstance(kiosk.now, screens.ThanksScreen) and not kiosk.now.kept
    kiosk.wish(flow.Restart())
    assert not (kiosk.keeper.kept or kiosk.keeper.partials or kiosk.keeper.finished)


def test_what_could_not_be_forgotten_is_said_to_be_there_still() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(4)
    kiosk.keeper.trouble = Damaged("broken")
    kiosk.wish(LeaveNothing())
    assert isinstance(kiosk.now, screens.NotKeptScreen)
    kiosk.keeper.trouble = None
    kiosk.wish(TryAgain())
    assert isinstance(kiosk.now, screens.ThanksScreen) and kiosk.keeper.kept is None


def test_a_language_switch_keeps_answers_and_place() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(flow.Next(), flow.ChooseLanguage("en"))
    assert kiosk.question.number == 2 and kiosk.question.frame.language == "en"
    kiosk.give(5)
    assert kiosk.keeper.kept is not None
    assert kiosk.keeper.kept.answers == {RATINGS[0]: 2, RATINGS[1]: 5}
    assert kiosk.keeper.kept.circumstances.language == "en"


def test_an_answer_goes_on_by_itself_only_when_the_setting_says_so() -> None:
    for advance in (350, None):
        kiosk = Kiosk(pace=Pace(advance=advance)).begin_in("sv")
        kiosk.give(3)
        assert kiosk.question.advance_after_ms == advance


def test_declining_stores_nothing() -> None:
    kiosk = Kiosk()
    kiosk.wish(flow.ChooseLanguage("sv"), flow.Decline())
    assert isinstance(kiosk.now, screens.ThanksScreen) and not kiosk.now.kept
    assert not kiosk.keeper.finished and not kiosk.keeper.partials and kiosk.keeper.kept is None
    kiosk.wish(flow.Restart())
    assert isinstance(kiosk.now, screens.AttractScreen)


def test_stopping_seals_what_there_is_and_returns_to_the_start() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(ChangeTextSize(), flow.Stop())
    assert isinstance(kiosk.now, screens.AttractScreen) and kiosk.now.frame.percent == 100
    (partial,) = kiosk.keeper.partials
    assert partial.answers == {RATINGS[0]: 2} and not partial.complete


def test_a_person_who_leaves_every_question_empty_leaves_no_record() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.wish(*[flow.Next()] * 6)
    assert isinstance(kiosk.now, screens.ThanksScreen) and not kiosk.now.kept
    assert not kiosk.keeper.finished and not kiosk.keeper.partials


def test_taking_the_only_answer_back_leaves_no_record() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(flow.Clear(RATINGS[0]), *[flow.Next()] * 6)
    assert not kiosk.keeper.finished and kiosk.keeper.kept is None


@pytest.mark.parametrize(("trouble", "reason"), [
    (NoRoom("full"), screens.Reason.NO_ROOM), (Damaged("torn"), screens.Reason.STORE),
])
def test_an_answer_that_cannot_be_kept_is_told_and_can_be_tried_again(
    trouble: NoRoom, reason: screens.Reason, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(flow.Next())
    kiosk.keeper.trouble = trouble
    with caplog.at_level(logging.CRITICAL):
        kiosk.give(5)
        assert isinstance(kiosk.now, screens.NotKeptScreen) and kiosk.now.reason is reason
        kiosk.wish(flow.Next(), flow.Back())
        assert isinstance(kiosk.now, screens.NotKeptScreen), "nothing goes past it"
        kiosk.wish(TryAgain())
        assert isinstance(kiosk.now, screens.NotKeptScreen)
    kiosk.keeper.trouble = None
    kiosk.wish(TryAgain())
    assert (kiosk.question.number, kiosk.question.answer) == (2, 5)
    assert kiosk.keeper.kept is not None
    assert kiosk.keeper.kept.answers == {RATINGS[0]: 2, RATINGS[1]: 5}


def test_stopping_after_trouble_keeps_what_was_kept_before_it() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(flow.Next())
    kiosk.keeper.trouble = NoRoom("full")
    kiosk.give(5)
    kiosk.keeper.trouble = None
    kiosk.wish(flow.Stop())
    assert isinstance(kiosk.now, screens.AttractScreen)
    assert [p.answers for p in kiosk.keeper.partials] == [{RATINGS[0]: 2}]


def test_thanks_are_not_said_for_a_response_that_was_not_kept() -> None:
    kiosk = Kiosk().begin_in("sv")
    for answer in (4, 5, 3, None, AREAS[0]):
        kiosk.give(answer)
        kiosk.wish(flow.Next())
    kiosk.give(None)
    kiosk.keeper.trouble = NoRoom("full")
    kiosk.wish(flow.Next())
    assert isinstance(kiosk.now, screens.NotKeptScreen)
    kiosk.keeper.trouble = None
    kiosk.wish(TryAgain())
    assert isinstance(kiosk.now, screens.ThanksScreen) and len(kiosk.keeper.finished) == 1


def test_a_person_who_walked_away_is_asked_and_then_sealed_as_partial() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(LeftAlone())
    assert isinstance(kiosk.now, screens.StillThereScreen)
    kiosk.wish(StillHere())
    assert kiosk.question.answer == 2
    kiosk.wish(LeftAlone(), flow.Stop())
    assert isinstance(kiosk.now, screens.AttractScreen) and len(kiosk.keeper.partials) == 1


def test_stopping_is_asked_about_before_it_is_done() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(flow.Next(), AskToStop())
    assert isinstance(kiosk.now, screens.StopScreen) and not kiosk.keeper.partials
    kiosk.wish(StillHere())
    assert kiosk.question.number == 2 and kiosk.question.advance_after_ms is None


def test_who_stops_is_sealed_once_and_thanked_for_what_there_is() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(ChangeTextSize(), AskToStop(), EndHere())
    assert isinstance(kiosk.now, screens.ThanksScreen)
    assert kiosk.now.kept and not kiosk.now.finished
    assert kiosk.now.frame.percent == 150, "thanks are said in the person's own size"
    kiosk.wish(flow.Restart())
    assert isinstance(kiosk.now, screens.AttractScreen) and kiosk.now.frame.percent == 100
    assert [p.answers for p in kiosk.keeper.partials] == [{RATINGS[0]: 2}]


@pytest.mark.parametrize("wish", [AskToStop(), EndHere()])
def test_who_stops_without_an_answer_is_not_asked(wish: object) -> None:
    for steps in ((flow.ChooseLanguage("sv"),), (flow.ChooseLanguage("sv"), flow.Agree())):
        kiosk = Kiosk()
        kiosk.wish(*steps, wish)
        assert isinstance(kiosk.now, screens.AttractScreen) and not kiosk.keeper.partials


def test_who_walks_away_from_the_stop_question_is_sealed_as_partial() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(AskToStop(), LeftAlone())
    assert isinstance(kiosk.now, screens.StillThereScreen)
    kiosk.wish(flow.Stop())
    assert isinstance(kiosk.now, screens.AttractScreen) and len(kiosk.keeper.partials) == 1


def test_a_stop_that_cannot_be_kept_is_told_and_can_be_tried_again() -> None:
    kiosk = Kiosk().begin_in("sv")
    kiosk.give(2)
    kiosk.wish(AskToStop())
    kiosk.keeper.trouble = NoRoom("full")
    kiosk.wish(EndHere())
    assert isinstance(kiosk.now, screens.NotKeptScreen)
    kiosk.keeper.trouble = None
    kiosk.wish(TryAgain())
    assert isinstance(kiosk.now, screens.ThanksScreen) and len(kiosk.keeper.partials) == 1


def test_text_grows_by_steps_and_starts_over_for_the_next_person() -> None:
    kiosk = Kiosk().begin_in("sv")
    sizes = []
    for _ in range(4):
        kiosk.wish(ChangeTextSize())
        sizes.append(kiosk.question.frame.percent)
    assert sizes == [150, 200, 250, 100]


def test_the_start_says_titles_in_every_language_and_where_it_stands() -> None:
    kiosk = Kiosk(campaign=small_campaign())
    assert isinstance(kiosk.now, screens.AttractScreen)
    assert kiosk.now.sentences == ("Så fungerar biblioteket", "How the library works")
    assert (kiosk.now.place, kiosk.now.questions) == ("Stadsbiblioteket", 6)
