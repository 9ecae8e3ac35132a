"""How the kiosk meets each person: staff say it, a person changes it for themselves alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk import screens
from kiosk.first_look import FILE as LOOK
from kiosk.first_look import FirstLook
from kiosk.frame import AS_IT_COMES, Comfort
from kiosk.front import Front
from kiosk.staff.screens import Pad, StaffScreen, Usual
from kiosk.staff.settings import FILE, Settings, read_settings, write_settings
from kiosk.staff.view import StaffView
from kiosk.staff.wishes import Deed, Desk
from kiosk.wishes import Adjust, ChangeTextSize, LeftAlone
from survey import flow
from tests.kiosk.package_builders import ONE_UNIT
from tests.kiosk.staff_builders import Staff, staff_at
from tests.kiosk.test_staff_window import Member, open_kiosk

DARK = Comfort(percent=150, theme="dark", calm=True, aloud=True, switches=2, step_ms=3_000)


@pytest.fixture
def staff(tmp_path: Path) -> Staff:
    found = staff_at(tmp_path, ONE_UNIT)
    found.enter()
    return found


@pytest.fixture
def member(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Member]:
    found = open_kiosk(qtbot, tmp_path, monkeypatch, ONE_UNIT)
    yield found
    found.kiosk.close()


def comfort(member: Member) -> Comfort:
    screen = member.kiosk.screen
    assert screen is not None
    return screen.frame.comfort


def usual(member: Member, comfort: Comfort) -> None:
    """Staff have set it, and have gone."""
    write_settings(member.directory, replace(read_settings(member.directory), comfort=comfort))
    member.kiosk.begin_again()
    QApplication.processEvents()


def test_each_part_is_chosen_by_itself_and_holds_after_a_restart(staff: Staff) -> None:
    staff.go(Desk.USUAL)
    assert staff.now(Usual).comfort == AS_IT_COMES
    for value in ("text:150", "colours:dark", "calm", "aloud", "switches:2", "step:3000"):
        staff.press(Deed.CHOOSE, value)
    assert staff.now(Usual).comfort == read_settings(staff.directory).comfort == DARK
    assert staff.settings == read_settings(staff.directory)
    staff.press(Deed.CHOOSE, "aloud")
    assert not staff.now(Usual).comfort.aloud


@pytest.mark.parametrize("value", ["", "text:170", "colours:pink", "switches:3", "explore"])
def test_what_cannot_be_chosen_changes_nothing(staff: Staff, value: str) -> None:
    staff.go(Desk.USUAL)
    staff.press(Deed.CHOOSE, value)
    assert staff.now(Usual).comfort == AS_IT_COMES


@pytest.mark.parametrize("found", [
    None, 7, [], {"percent": 170, "theme": "../high", "calm": 1, "aloud": "yes", "switches": True,
                  "step_ms": 1, "explore": True},
])
def test_of_damaged_settings_nothing_impossible_is_taken(tmp_path: Path, found: object) -> None:
    (tmp_path / FILE).write_text(json.dumps({"sound": 40, "comfort": found}), "utf-8")
    assert read_settings(tmp_path) == Settings(sound=40)


def test_each_person_begins_with_it_and_changes_it_for_themselves_alone(member: Member) -> None:
    loud = replace(DARK, aloud=False, switches=0)
    usual(member, loud)
    assert isinstance(member.kiosk.screen, screens.AttractScreen) and comfort(member) == loud
    assert member.kiosk.screen.frame.idle_ms == 0, "nobody is missed there"
    wished = member.window.wished.emit
    wished(flow.ChooseLanguage("sv"))
    assert comfort(member) == loud
    wished(Adjust(Comfort(percent=250)))
    wished(flow.Agree())
    assert comfort(member) == Comfort(percent=250)
    wished(LeftAlone())
    wished(LeftAlone())
    assert isinstance(member.kiosk.screen, screens.AttractScreen) and comfort(member) == loud


@pytest.mark.parametrize("switches", [1, 2])
def test_staff_come_in_by_finger_whatever_people_begin_with(
    member: Member, switches: int
) -> None:
    usual(member, replace(DARK, aloud=False, switches=switches))
    member.knock()
    member.wait_for(Pad)
    at = member.shown[-1]
    assert isinstance(at, StaffScreen)
    assert at.frame.comfort == replace(DARK, aloud=False, switches=0)
    member.press("Tillbaka till undersökningen")
    assert isinstance(member.kiosk.screen, screens.AttractScreen)
    assert comfort(member).switches == switches


def test_the_chord_leads_in_though_the_window_keeps_itself_in_front(member: Member) -> None:
    front = Front(member.window)
    try:
        usual(member, replace(DARK, aloud=False, switches=1))
        held = Qt.KeyboardModifier
        QTest.keyClick(member.window.windowHandle(), Qt.Key.Key_S,
                       held.ControlModifier | held.AltModifier | held.ShiftModifier)
        member.wait_for(Pad)
    finally:
        front.let_go()


def test_staff_who_come_in_over_the_panel_of_comfort_type_at_once(member: Member) -> None:
    member.window.hands.open_panel()
    QApplication.processEvents()
    member.knock()
    member.wait_for(Pad)
    field = member.window.view(StaffView).body.fields[0]
    assert QApplication.focusWidget() is field


def test_what_is_chosen_stays_under_the_finger_and_is_seen_at_once(member: Member) -> None:
    member.enter()
    member.press("Text och färger")
    member.button("200 %").setFocus()
    member.press("200 %")
    focused = QApplication.focusWidget()
    assert focused is member.button("200 %")
    at = member.shown[-1]
    assert isinstance(at, StaffScreen) and at.frame.percent == 200
    view = member.window.view(StaffView)
    assert view.body.visibleRegion().contains(
        focused.mapTo(view.body, focused.rect().center())
    ), "what was pressed is still to be seen"


def test_nothing_moves_under_the_finger_that_chooses(member: Member) -> None:
    member.enter()
    member.press("Text och färger")
    names = ("Ljust", "Mörkt", "Hög kontrast", "Mindre rörelse", "Läs upp")
    before = [member.button(name).geometry() for name in names]
    for name in names[1:]:
        member.press(name)
        assert [member.button(each).geometry() for each in names] == before, name


def test_a_kiosk_that_cannot_ask_looks_as_staff_want_it(member: Member) -> None:
    write_settings(member.directory, Settings(comfort=DARK))
    member.kiosk._not_ready(screens.Reason.ENDED)
    assert comfort(member) == replace(DARK, aloud=False, switches=0)


def test_a_kiosk_that_cannot_ask_can_be_read_in_larger_words(member: Member) -> None:
    write_settings(member.directory, Settings(comfort=DARK))
    member.kiosk._not_ready(screens.Reason.NO_ROOM)
    wish = member.window.wished.emit
    wish(ChangeTextSize())
    assert comfort(member).percent == 200
    high = replace(AS_IT_COMES, theme="high", switches=1)
    wish(Adjust(high))
    assert comfort(member) == high
    wish(LeftAlone())
    assert comfort(member) == replace(DARK, aloud=False, switches=0)
    now = member.kiosk.screen
    assert isinstance(now, screens.NotReadyScreen) and now.reason is screens.Reason.NO_ROOM


def test_the_first_look_is_kept_in_the_kiosks_usual_looks_alone(member: Member) -> None:
    kept = FirstLook(member.window, member.directory)
    usual(member, replace(AS_IT_COMES, theme="high"))
    kept.keep()
    look = member.directory / LOOK
    before = look.read_bytes()
    member.window.wished.emit(Adjust(AS_IT_COMES))
    kept.keep()
    assert look.read_bytes() == before
