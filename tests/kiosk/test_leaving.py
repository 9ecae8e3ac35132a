"""Whoever goes has said how: a disk full for a while makes nothing else of their answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk import screens
from kiosk.citizen import Citizen
from kiosk.wishes import LeaveNothing, LeaveStaff, LeftAlone, ToStaff
from storage.errors import NoRoom
from survey import flow
from survey.conduct import Conduct, Idle, LeftBehind
from tests.builders import RATINGS, small_campaign
from tests.kiosk.screen_builders import FakeKeeper, RecordingView, citizen

ANSWERED = (flow.ChooseLanguage("sv"), flow.Agree(), flow.Give(RATINGS[0], 4))
MORNING = datetime(2025, 9, 3, 8, 0, tzinfo=UTC)
DISCARDS = Conduct(idle=Idle(left_behind=LeftBehind.DISCARD))


class Visit:
    """Somebody who has answered one question, at a disk that can be full."""

    def __init__(self, conduct: Conduct | None = None) -> None:
        self.view, self.keeper = RecordingView(), FakeKeeper()
        campaign = replace(small_campaign(), conduct=conduct or Conduct())
        self.who: Citizen = citizen(
            self.view, self.keeper, campaign=campaign, clock=lambda: MORNING
        )
        self.who.begin()
        self.wish(*ANSWERED)

    def wish(self, *wishes: Any) -> screens.Screen:
        for wish in wishes:
            self.who.receive(wish)
        return self.view.now

    def wish_in_vain(self, *wishes: Any) -> screens.Screen:
        self.keeper.trouble = NoRoom("full")
        shown = self.wish(*wishes)
        self.keeper.trouble = None
        return shown

    @property
    def nothing_is_there(self) -> bool:
        keeper = self.keeper
        return not (keeper.kept or keeper.partials or keeper.finished)


@pytest.mark.parametrize("way_out", [flow.Stop(), flow.Restart(), LeftAlone()])
def test_what_was_to_be_left_without_saving_is_not_saved_by_going(way_out: object) -> None:
    visit = Visit()
    assert isinstance(visit.wish_in_vain(LeaveNothing()), screens.NotKeptScreen)
    assert isinstance(visit.wish(way_out), screens.AttractScreen)
    assert visit.nothing_is_there


def test_what_was_to_be_left_without_saving_is_not_saved_when_staff_come() -> None:
    visit = Visit()
    visit.wish_in_vain(LeaveNothing())
    visit.wish(ToStaff())
    assert visit.nothing_is_there


def test_nor_when_staff_come_to_a_full_disk_and_go_again() -> None:
    visit = Visit()
    visit.wish_in_vain(LeaveNothing(), ToStaff())
    assert visit.keeper.kept is not None
    assert isinstance(visit.wish_in_vain(LeaveStaff()), screens.NotKeptScreen)
    assert isinstance(visit.wish(flow.Stop()), screens.AttractScreen)
    assert visit.nothing_is_there


@pytest.mark.parametrize("way_out", [flow.Stop(), LeftAlone()])
def test_what_the_campaign_discards_is_discarded_after_a_full_disk_too(way_out: object) -> None:
    visit = Visit(DISCARDS)
    shown = visit.wish_in_vain(LeftAlone(), LeftAlone())
    assert isinstance(shown, screens.NotKeptScreen)
    visit.wish(way_out)
    assert visit.nothing_is_there


def test_who_is_left_alone_before_an_answer_that_is_not_kept_is_discarded_where_promised() -> None:
    visit = Visit(DISCARDS)
    visit.wish_in_vain(flow.Give(RATINGS[0], 5))
    assert isinstance(visit.wish(LeftAlone()), screens.AttractScreen)
    assert visit.nothing_is_there


def test_who_was_done_when_the_disk_was_full_is_kept_although_they_went_away() -> None:
    visit = Visit(DISCARDS)
    for _ in small_campaign().form.questions:
        visit.wish_in_vain(flow.Next())
    assert isinstance(visit.view.now, screens.NotKeptScreen)
    visit.wish(LeftAlone())
    assert [partial.answers for partial in visit.keeper.partials] == [{RATINGS[0]: 4}]


def test_nobody_who_stopped_the_countdown_and_went_away_leaves_it_standing() -> None:
    visit = Visit(Conduct(idle=Idle(seconds=45, countdown=30)))
    shown = visit.wish(LeftAlone())
    assert isinstance(shown, screens.StillThereScreen)
    assert shown.frame.idle_ms == 75_000 > shown.returns_after_ms
    assert isinstance(visit.wish(LeftAlone()), screens.AttractScreen)
