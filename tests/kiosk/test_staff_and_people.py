"""Staff come to the door and go again in the middle of people: nobody's answers are lost by it,
nobody's are mixed, and the next person can answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk import running, screens
from kiosk.staff.screens import Pad
from kiosk.staff.sheets import values
from kiosk.staff.wishes import Leave
from kiosk.wishes import GiveBack, LeaveNothing, LeftAlone, Minute, StillHere
from storage import bodies as encoded
from storage.errors import NoRoom, StorageError
from storage.kiosk import KioskStore
from storage.kiosk.occasions import Where
from survey import flow
from survey.campaign import Campaign
from survey.conduct import Conduct, OneTap, Way
from survey.hours import Shut
from survey.records import Response
from tests.builders import RATINGS
from tests.kiosk.package_builders import ONE_UNIT, packaged
from tests.kiosk.test_staff_window import Member, open_kiosk
from tests.storage.kiosk_builders import bodies

ONE_TAP = replace(ONE_UNIT, withdrawal=True, conduct=Conduct(
    way=Way.ONE_TAP, one_tap=OneTap(question=RATINGS[0], follow_up=True)
))
FIRST = ONE_UNIT.form.questions[0]
MIDDLE = (flow.ChooseLanguage("sv"), flow.Agree(), flow.Give(FIRST.id, values(FIRST)[0]))


class At:
    """A running kiosk and everybody at it."""

    def __init__(self, member: Member) -> None:
        self.member = member

    @property
    def now(self) -> Any:
        return self.member.shown[-1]

    @property
    def store(self) -> KioskStore:
        store = self.member.kiosk._store
        assert store is not None
        return store

    def wish(self, *wishes: Any) -> Any:
        for wish in wishes:
            self.member.window.wished.emit(wish)
        QApplication.processEvents()
        return self.now

    def come_and_go(self) -> Any:
        """Somebody of the staff opens the door, and goes without a PIN."""
        self.member.knock()
        assert self.member.sees(Pad)
        return self.wish(Leave())

    def kept(self) -> list[dict[UUID, object]]:
        found = [encoded.decode(body) for body in bodies(self.store)]
        return [dict(one.answers) for one in found if isinstance(one, Response)]


@pytest.fixture
def opened(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Member]]:
    made: list[Member] = []

    def make(campaign: Campaign) -> At:
        made.append(open_kiosk(qtbot, tmp_path, monkeypatch, campaign))
        return At(made[-1])

    yield make  # type: ignore[misc]
    made[-1].kiosk.close()


def full(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    """No draft can become a record any more."""
    def refuse() -> bool:
        raise NoRoom("full")

    monkeypatch.setattr(at.store.journal(), "seal_partial", refuse)


def test_two_taps_with_staff_between_them_are_two_records(opened: Any) -> None:
    at = opened(ONE_TAP)
    at.wish(flow.TapFace(4))
    assert isinstance(at.come_and_go(), screens.AttractScreen)
    at.wish(flow.TapFace(2))
    at.come_and_go()
    assert [tap[RATINGS[0]] for tap in at.kept()] == [4, 2]


@pytest.mark.parametrize("on", [
    (flow.TapFace(4),), (flow.TapFace(4), flow.FollowUp()),
])
def test_a_tap_is_kept_wherever_staff_come_in(opened: Any, on: tuple[Any, ...]) -> None:
    at = opened(ONE_TAP)
    at.wish(*on)
    at.come_and_go()
    assert at.kept() == [{RATINGS[0]: 4}]
    assert not at.store.journal().has_draft


def test_what_staff_could_not_have_sealed_stands_there_until_it_is(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(ONE_TAP)
    at.wish(flow.TapFace(4))
    with monkeypatch.context() as disk:
        full(at, disk)
        assert isinstance(at.come_and_go(), screens.NotKeptScreen)
    assert isinstance(at.wish(flow.Stop()), screens.AttractScreen)
    assert at.kept() == [{RATINGS[0]: 4}]


def test_answers_are_sealed_to_the_survey_that_they_are_of(opened: Any) -> None:
    at = opened(ONE_TAP)
    at.wish(flow.TapFace(4))
    other = replace(ONE_TAP, id=UUID(int=9))
    at.store.install(packaged(other))
    at.come_and_go()
    at.wish(flow.TapFace(2))
    at.come_and_go()
    assert [batch.campaign for batch in at.store.pending()] == [ONE_TAP.id, other.id]


def test_a_draft_that_nobody_ended_is_sealed_before_anybody_else_answers(opened: Any) -> None:
    at = opened(ONE_TAP)
    at.wish(flow.TapFace(4))
    at.store.install(packaged(replace(ONE_TAP, id=UUID(int=9))))
    at.member.kiosk._citizen = None  # as after a fault in the program
    at.member.kiosk.get_ready()
    assert at.kept() == [{RATINGS[0]: 4}]
    assert at.store.journal().package.campaign == UUID(int=9)


def test_where_it_cannot_be_sealed_nobody_else_answers_until_there_is_room(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(ONE_TAP)
    at.wish(flow.TapFace(4))
    at.member.kiosk._citizen = None
    with monkeypatch.context() as disk:
        full(at, disk)
        at.member.kiosk.get_ready()
        shown = at.now
        assert isinstance(shown, screens.NotReadyScreen)
        assert shown.reason is screens.Reason.NO_ROOM
    at.member.kiosk.look()
    assert isinstance(at.now, screens.AttractScreen)
    assert at.kept() == [{RATINGS[0]: 4}]


def test_a_log_out_that_is_put_off_seals_and_leaves_a_kiosk_for_the_next(opened: Any) -> None:
    at = opened(ONE_UNIT)
    at.wish(*MIDDLE)
    at.member.kiosk.begin_again()
    assert isinstance(at.now, screens.LanguageScreen | screens.AttractScreen)
    assert at.kept() == [{FIRST.id: values(FIRST)[0]}]
    assert isinstance(at.wish(*MIDDLE), screens.QuestionScreen)


def test_a_kiosk_without_a_survey_for_today_looks_again_tomorrow(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(ONE_UNIT)
    kiosk = at.member.kiosk
    kiosk._citizen = kiosk._ready = None
    kiosk._not_ready(screens.Reason.UNREADABLE)
    kiosk.look()
    assert isinstance(at.now, screens.NotReadyScreen)
    monkeypatch.setattr(running, "_today", lambda: date(2099, 1, 1))
    kiosk.look()
    assert isinstance(at.now, screens.AttractScreen)


def test_a_store_that_cannot_be_opened_is_tried_once_a_day(
    opened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = opened(ONE_UNIT)
    kiosk, tried = at.member.kiosk, []

    def broken() -> None:
        tried.append("open")
        raise StorageError("it cannot be read")

    monkeypatch.setattr(kiosk, "_open", broken)
    kiosk.get_ready()
    monkeypatch.setattr(running, "_today", lambda: date(2099, 1, 1))
    for _ in range(3):
        kiosk.look()
    assert tried == ["open", "open"]
    assert isinstance(at.now, screens.NotReadyScreen)


def test_a_closed_kiosk_is_answered_by_nobody_and_takes_no_code(opened: Any) -> None:
    at = opened(replace(ONE_UNIT, withdrawal=True))
    at.member.enter()
    at.member.press("Stäng kiosken")
    at.member.press("Stäng kiosken")
    shown = at.now
    assert isinstance(shown, screens.AsleepScreen) and shown.why is Shut.LOCKED
    assert not shown.may_give_back
    for wish in (*MIDDLE, flow.Touched(), flow.TapFace(4), GiveBack(), Minute(), LeftAlone()):
        shown = at.wish(wish)
        assert isinstance(shown, screens.AsleepScreen) and shown.why is Shut.LOCKED, wish
    assert at.kept() == []


def counts(at: At) -> int:
    found = at.store.occasions.now()
    assert found is not None
    return found.answered


def begin_occasion(at: At) -> None:
    where = Where(campaign=ONE_UNIT.id, unit=ONE_UNIT.units[0].id)
    at.store.occasions.begin("Föreningen", "", where, date(2026, 3, 2))


def test_who_is_asked_whether_they_are_there_after_thanks_counts_once(opened: Any) -> None:
    at = opened(ONE_UNIT)
    begin_occasion(at)
    at.wish(*MIDDLE)
    for _ in ONE_UNIT.form.questions:
        at.wish(flow.Next())
    assert isinstance(at.now, screens.ThanksScreen)
    at.wish(LeftAlone(), StillHere())
    assert isinstance(at.now, screens.ThanksScreen)
    at.wish(flow.Restart())
    assert counts(at) == 1


def test_a_tap_counts_once_whatever_follows_and_one_that_is_taken_back_does_not(
    opened: Any
) -> None:
    at = opened(ONE_TAP)
    begin_occasion(at)
    at.wish(flow.TapFace(4), flow.Restart())
    assert counts(at) == 1
    at.wish(flow.TapFace(4), flow.FollowUp(), flow.Decline(), flow.Restart())
    assert counts(at) == 2
    at.wish(flow.TapFace(4))
    at.come_and_go()
    assert counts(at) == 3
    at.wish(flow.TapFace(4), flow.FollowUp(), flow.Agree(), LeaveNothing(), flow.Restart())
    assert counts(at) == 3
