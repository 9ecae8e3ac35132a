"""Who leaves the corner is told what lies in memory alone; what was set there holds at once."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets.words import Words
from kiosk import screens
from kiosk.staff.page import Buttons, Page, Said
from kiosk.staff.pages import page_for
from kiosk.staff.screens import (
    Comforts,
    Confirm,
    Differs,
    Home,
    Pad,
    PadSays,
    SheetCompared,
    SheetQuestion,
    SheetStart,
    StaffScreen,
)
from kiosk.staff.settings import read_settings, write_settings
from kiosk.staff.view import StaffView
from kiosk.staff.wishes import Deed, Desk, Do, Go, Leave
from kiosk.staff.worker import Worker
from storage import bodies as encoded
from storage.errors import StorageError
from storage.kiosk.occasions import Where
from survey.records import Mode, Response
from tests.builders import small_campaign
from tests.kiosk.staff_builders import Staff, staff_at
from tests.kiosk.test_staff_paper import QUESTIONS, Sheet, enter
from tests.kiosk.test_staff_window import Member, open_kiosk
from tests.storage.kiosk_builders import bodies

CAMPAIGN = replace(small_campaign(), last_day=date(2099, 12, 31))
SHEET: Sheet = (1,) * len(QUESTIONS)
WORDS = Words("en")


@pytest.fixture
def staff(tmp_path: Path) -> Staff:
    found = staff_at(tmp_path, CAMPAIGN)
    found.enter()
    return found


@pytest.fixture
def member(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Member]:
    found = open_kiosk(qtbot, tmp_path, monkeypatch, CAMPAIGN)
    yield found
    found.kiosk.close()


def texts(page: Page) -> str:
    return " ".join(item.text for item in page.items if isinstance(item, Said))


def wait(staff: Staff, *numbers: str) -> None:
    """Sheets are entered for the first time."""
    staff.go(Desk.PAPER)
    for number in numbers:
        enter(staff, number, SHEET)


def test_sheets_that_wait_are_told_in_the_overview_and_at_the_way_out(staff: Staff) -> None:
    wait(staff, "7", "8")
    staff.go(Desk.HOME)
    told = "2 paper sheets wait for the second time and are not kept yet."
    assert told in texts(page_for(staff.now(Home), WORDS))
    staff.do(Leave())
    assert staff.now(Confirm) == Confirm(of="leave", sheets=2)
    assert told in texts(page_for(staff.now(Confirm), WORDS)) and staff.corner.inside
    staff.do(Leave())
    assert not staff.corner.inside


def test_from_the_way_out_staff_go_back_to_their_sheets(staff: Staff) -> None:
    wait(staff, "7")
    staff.do(Go(Desk.HOME), Leave())
    main = [button.wish for button in page_for(staff.now(Confirm), WORDS).foot if button.main]
    staff.do(*main)
    assert staff.now(SheetStart).waiting == ("7",)


def test_whoever_has_nothing_waiting_is_asked_nothing(staff: Staff) -> None:
    wait(staff, "7")
    staff.press(Deed.AGAIN)
    enter(staff, "7", SHEET)
    staff.do(Go(Desk.HOME), Leave())
    assert not staff.corner.inside


def test_a_corner_that_nobody_is_at_is_left_whatever_waits(staff: Staff) -> None:
    wait(staff, "7")
    staff.corner.alone()
    staff.do(Leave())
    assert not staff.corner.inside
    staff.enter()
    staff.go(Desk.PAPER)
    assert staff.now(SheetStart).waiting == ("7",)


def test_before_the_program_ends_staff_are_told_what_is_lost(staff: Staff) -> None:
    wait(staff, "7")
    staff.go(Desk.END)
    assert "1 paper sheet waits" in texts(page_for(staff.now(Confirm), WORDS))
    staff.press(Deed.END)
    assert staff.told[-1] == "quit"


def test_a_sheet_is_of_the_place_that_was_chosen_just_before(member: Member) -> None:
    second = CAMPAIGN.units[1]
    member.enter()
    member.press("Plats")
    member.press(second.name["sv"])
    member.press("Till översikten")
    member.press("Pappersblad")
    wish = member.window.wished.emit
    wish(Do(Deed.CHOOSE, "once"))
    member.type("7")
    member.press("Fortsätt")
    for _ in QUESTIONS:
        assert member.sees(SheetQuestion)
        wish(Do(Deed.ANSWER, "1"))
    store = member.kiosk._store
    assert store is not None
    (found,) = [encoded.decode(body) for body in bodies(store)]
    assert isinstance(found, Response)
    assert (found.circumstances.unit, found.circumstances.mode) == (second.id, Mode.PAPER)


def test_without_a_place_no_sheet_is_typed_in_vain(member: Member) -> None:
    member.enter()
    member.press("Pappersblad")
    member.type("7")
    member.press("Fortsätt")
    at = member.shown[-1].at  # type: ignore[attr-defined]
    assert isinstance(at, SheetStart) and at.trouble == "no-unit"
    assert "First choose where the kiosk stands." in texts(page_for(at, WORDS))


def test_where_the_place_is_no_more_no_sheet_is_kept_under_the_one_before(member: Member) -> None:
    member.enter()
    member.press("Plats")
    member.press(CAMPAIGN.units[1].name["sv"])
    member.press("Till översikten")
    member.press("Pappersblad")
    member.press("Till översikten")
    folder = member.kiosk._directory
    write_settings(folder, replace(read_settings(folder), unit="gone"))
    member.press("Pappersblad")
    member.type("7")
    member.press("Fortsätt")
    at = member.shown[-1].at  # type: ignore[attr-defined]
    assert isinstance(at, SheetStart) and at.trouble == "no-unit"


def test_a_key_that_is_held_answers_one_question(member: Member) -> None:
    member.enter()
    member.press("Plats")
    member.press(CAMPAIGN.units[0].name["sv"])
    member.press("Till översikten")
    member.press("Pappersblad")
    member.type("7")
    member.press("Fortsätt")
    view = member.window.view(StaffView)
    for again in (False, True, True):
        QApplication.sendEvent(view, QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier, "2", again
        ))
    at = member.shown[-1].at  # type: ignore[attr-defined]
    assert isinstance(at, SheetQuestion) and at.at == 2


@pytest.mark.parametrize(("least", "keys"), [
    (1, {"1", "2", "3", "0", "-"}), (0, {"0", "1", "2", "x", "-"}), (-1, {"0", "1", "x", "-"}),
])
def test_each_answer_has_a_key_of_its_own_number_and_none_is_that_of_no_answer(
    least: int, keys: set[str]
) -> None:
    page = page_for(SheetQuestion(
        sheet="7", entry=1, at=1, of=1, text="?", choices=("a", "b", "c"), least=least
    ), WORDS)
    found = dict(page.shortcuts)
    assert set(found) == keys and len(page.shortcuts) == len(keys)
    (answers,) = [item for item in page.items if isinstance(item, Buttons)]
    for button in answers.buttons:
        number = button.text.split()[0]
        assert number not in found or found[number] == button.wish


def test_escape_lets_no_sheet_go_that_two_entries_differ_on() -> None:
    differs = Differs(text="?", first="a", second="b")
    page = page_for(SheetCompared(sheet="7", left=0, differs=differs), WORDS)
    assert page.foot[0].wish == Go(Desk.HOME)
    assert page.foot[-1].wish == Do(Deed.CANCEL)


@pytest.mark.parametrize("says", [PadSays.WRONG, PadSays.TOO_SOON])
def test_the_door_opens_after_a_wait_of_one_second_too(member: Member, says: PadSays) -> None:
    member.knock()
    member.wait_for(Pad)
    frame = member.shown[-1].frame  # type: ignore[attr-defined]
    member.window.present(StaffScreen(frame=frame, at=Pad(says=says, wait=1, attempt=9)))
    view = member.window.view(StaffView)
    assert not view.body.fields and view._waits.isActive()
    view._waits.timeout.emit()
    QApplication.processEvents()
    assert member.sees(Pad) and view.body.fields


def test_a_store_that_cannot_tell_the_occasion_leaves_the_first_screen(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    member.enter()
    member.press("Plats")
    member.press(CAMPAIGN.units[0].name["sv"])
    store = member.kiosk._store
    assert store is not None
    store.occasions.begin(
        "Föreningen", "", Where(campaign=CAMPAIGN.id, unit=CAMPAIGN.units[0].id), date(2026, 3, 2)
    )

    def broken() -> None:
        raise StorageError("the store cannot be read")

    with monkeypatch.context() as disk:
        disk.setattr(store.occasions, "now", broken)
        member.window.wished.emit(Leave())
        now = member.kiosk.screen
        assert isinstance(now, screens.AttractScreen) and now.occasion == ""
    member.kiosk.begin_again()
    now = member.kiosk.screen
    assert isinstance(now, screens.AttractScreen) and now.occasion == "Föreningen"


def test_a_disk_that_was_full_for_a_while_leaves_the_occasion(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    member.enter()
    member.press("Plats")
    member.press(CAMPAIGN.units[0].name["sv"])
    store = member.kiosk._store
    assert store is not None
    where = Where(campaign=CAMPAIGN.id, unit=CAMPAIGN.units[0].id)
    store.occasions.begin("Föreningen", "", where, date(2026, 3, 2))
    member.window.wished.emit(Leave())
    upkeep = member.kiosk._upkeep
    assert upkeep is not None
    with monkeypatch.context() as disk:
        disk.setattr(upkeep, "room", lambda: False)
        member.kiosk.look()
        assert isinstance(member.kiosk.screen, screens.NotReadyScreen)
    member.kiosk.look()
    now = member.kiosk.screen
    assert isinstance(now, screens.AttractScreen) and now.occasion == "Föreningen"


def test_light_that_could_not_be_kept_is_said_not_to_be(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError

    staff.go(Desk.COMFORT)
    monkeypatch.setattr("kiosk.staff.desks.write_settings", full)
    staff.press(Deed.DARKER)
    assert staff.now(Comforts).trouble == "no-room"
    assert "This kiosk's disk is full." in texts(page_for(staff.now(Comforts), WORDS))


def test_a_job_that_is_taken_while_the_thread_ends_stops_nothing(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker()
    monkeypatch.setattr(queue.Queue, "empty", lambda self: False)
    worker.stop()
    assert worker._thread is None
