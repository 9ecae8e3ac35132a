"""One tap on the first screen: kept before thanks are said, and never worth less afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk import screens
from kiosk.citizen import Citizen
from kiosk.wishes import AskToStop, EndHere, GiveBack, LeaveNothing, LeftAlone, TryAgain
from storage.errors import NoRoom
from survey import flow
from survey.beside import Flag
from survey.campaign import Campaign
from survey.conduct import Arm, Conduct, Idle, LeftBehind, OneTap, Trial, Way
from survey.device_notes import Assigned
from tests.builders import RATINGS, UNITS, small_campaign
from tests.kiosk.screen_builders import FakeKeeper, RecordingView, citizen


def tapping(*, follow_up: bool = False, **changes: object) -> Campaign:
    conduct = Conduct(
        way=Way.ONE_TAP, one_tap=OneTap(question=RATINGS[1], follow_up=follow_up), **changes
    )
    return replace(small_campaign(), conduct=conduct)


class Stand:
    """A kiosk with faces on its first screen."""

    def __init__(self, campaign: Campaign) -> None:
        self.view, self.keeper, self.ticks = RecordingView(), FakeKeeper(), 1_000.0
        self.who: Citizen = citizen(
            self.view, self.keeper, campaign=campaign, ticks=lambda: self.ticks
        )
        self.who.begin()

    def wish(self, *wishes: object) -> screens.Screen:
        for wish in wishes:
            self.who.receive(wish)
        return self.view.now


def test_the_first_screen_asks_and_says_who_asks() -> None:
    shown = Stand(tapping()).view.now
    assert isinstance(shown, screens.AttractScreen)
    assert shown.question is not None and shown.question.id == RATINGS[1]
    assert (shown.way, shown.organisation) == (Way.ONE_TAP, "Exempelkommunen")


def test_a_tap_is_a_whole_response_before_thanks_are_said() -> None:
    stand = Stand(tapping())
    seen: list[int] = []
    stand.view.present = lambda screen: seen.append(len(stand.keeper.finished))
    stand.wish(flow.TapFace(4))
    assert seen == [1]
    (kept,) = stand.keeper.finished
    assert kept.answers == {RATINGS[1]: 4} and kept.complete
    assert kept.circumstances.consent == "2025-1", "what the first screen said is told"


def test_thanks_without_more_on_offer_go_soon_and_with_it_stay() -> None:
    shown = Stand(tapping()).wish(flow.TapFace(4))
    assert isinstance(shown, screens.OneTapThanksScreen)
    assert (shown.follow_up, shown.returns_after_ms) == (False, 4_000)
    shown = Stand(tapping(follow_up=True)).wish(flow.TapFace(4))
    assert isinstance(shown, screens.OneTapThanksScreen)
    assert (shown.follow_up, shown.questions, shown.returns_after_ms) == (True, 5, 30_000)


@pytest.mark.parametrize("wish", [flow.TapFace(0), flow.TapFace(6), flow.Touched()])
def test_what_is_no_face_leaves_the_first_screen_there(wish: object) -> None:
    stand = Stand(tapping())
    assert isinstance(stand.wish(wish), screens.AttractScreen)
    assert not stand.keeper.writes


def test_a_language_changes_the_words_of_the_faces_and_goes_no_further() -> None:
    stand = Stand(tapping())
    shown = stand.wish(flow.ChooseLanguage("en"))
    assert isinstance(shown, screens.AttractScreen) and shown.frame.language == "en"
    assert shown.frame.idle_ms, "somebody is there, and the next one begins as usual"
    shown = stand.wish(LeftAlone())
    assert shown.frame.language == "sv" and not shown.frame.idle_ms


def test_what_follows_asks_for_consent_and_not_for_the_same_again() -> None:
    stand = Stand(tapping(follow_up=True))
    assert isinstance(stand.wish(flow.TapFace(4), flow.FollowUp()), screens.ConsentScreen)
    shown = stand.wish(flow.Agree())
    assert isinstance(shown, screens.QuestionScreen)
    assert (shown.question.id, shown.number, shown.of) == (RATINGS[0], 1, 5)
    stand.wish(flow.Give(RATINGS[0], 2), *[flow.Next()] * 5)
    (kept,) = stand.keeper.finished
    assert kept.answers == {RATINGS[1]: 4, RATINGS[0]: 2} and kept.complete
    assert not stand.keeper.partials


@pytest.mark.parametrize("ways", [
    (flow.Restart(),), (LeftAlone(),), (flow.FollowUp(), flow.Stop()),
    (flow.FollowUp(), LeftAlone(), LeftAlone()), (flow.FollowUp(), flow.Agree(), flow.Restart()),
    (flow.FollowUp(), flow.Agree(), AskToStop(), EndHere()),
])
def test_whoever_lets_the_rest_be_has_answered_in_full(ways: tuple[object, ...]) -> None:
    stand = Stand(tapping(follow_up=True))
    stand.wish(flow.TapFace(5), *ways)
    (kept,) = stand.keeper.partials  # promoted as it was kept
    assert kept.answers == {RATINGS[1]: 5} and kept.complete


def test_declining_what_follows_keeps_the_tap() -> None:
    stand = Stand(tapping(follow_up=True))
    shown = stand.wish(flow.TapFace(5), flow.FollowUp(), flow.Decline())
    assert isinstance(shown, screens.ThanksScreen) and shown.kept and shown.finished
    assert [kept.answers for kept in stand.keeper.finished] == [{RATINGS[1]: 5}]


def test_back_from_consent_leads_to_the_offer_again() -> None:
    stand = Stand(tapping(follow_up=True))
    assert isinstance(
        stand.wish(flow.TapFace(5), flow.FollowUp(), flow.Back()), screens.OneTapThanksScreen
    )


def test_whoever_takes_all_of_it_back_leaves_nothing() -> None:
    stand = Stand(tapping(follow_up=True))
    shown = stand.wish(flow.TapFace(5), flow.FollowUp(), flow.Agree(), AskToStop(), LeaveNothing())
    assert isinstance(shown, screens.ThanksScreen) and not shown.kept
    stand.wish(flow.Restart())
    assert not (stand.keeper.kept or stand.keeper.finished or stand.keeper.partials)


def test_where_what_is_left_is_discarded_the_tap_stays() -> None:
    stand = Stand(tapping(follow_up=True, idle=Idle(left_behind=LeftBehind.DISCARD)))
    stand.wish(flow.TapFace(5), flow.FollowUp(), flow.Agree(), flow.Give(RATINGS[0], 1))
    shown = stand.wish(LeftAlone())
    assert isinstance(shown, screens.StillThereScreen) and not shown.saves
    stand.wish(LeftAlone())
    (kept,) = stand.keeper.finished
    assert kept.answers == {RATINGS[1]: 5} and kept.complete and not stand.keeper.partials


def test_a_tap_that_cannot_be_kept_is_told_and_tried_again() -> None:
    stand = Stand(tapping())
    stand.keeper.trouble = NoRoom("full")
    assert isinstance(stand.wish(flow.TapFace(2)), screens.NotKeptScreen)
    stand.keeper.trouble = None
    assert isinstance(stand.wish(TryAgain()), screens.OneTapThanksScreen)
    assert [kept.answers for kept in stand.keeper.finished] == [{RATINGS[1]: 2}]


def test_a_second_tap_at_once_is_thanked_for_and_flagged() -> None:
    stand = Stand(tapping())
    for passes in (0.0, 1.0, 60.0):
        stand.ticks += passes
        assert isinstance(stand.wish(flow.TapFace(3)), screens.OneTapThanksScreen)
        stand.wish(flow.Restart())
    assert [kept.beside.flags for kept in stand.keeper.finished] == [(), (Flag.TOO_FAST,), ()]


def test_an_arm_that_was_drawn_is_kept_before_the_tap() -> None:
    arms = (Arm(id=UNITS[0], name="one", way=Way.ONE_TAP, questions=RATINGS),)
    stand = Stand(tapping(follow_up=True, trial=Trial(arms=arms * 2)))
    stand.wish(flow.TapFace(3), flow.FollowUp(), flow.Agree())
    (drawn,) = stand.keeper.written
    assert isinstance(drawn, Assigned) and drawn.arm == UNITS[0]
    assert stand.keeper.kept is not None and stand.keeper.kept.beside.arm == drawn.arm
    shown = stand.view.now
    assert isinstance(shown, screens.QuestionScreen) and shown.of == 3


def test_a_code_is_given_back_from_a_first_screen_that_asks() -> None:
    stand = Stand(replace(tapping(), withdrawal=True))
    shown = stand.wish(GiveBack())
    assert isinstance(shown, screens.WithdrawScreen)
