"""The line for staff: the survey's hour, the kiosk's number, and what to ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from assets import theme
from assets.words import Words
from kiosk.carrying import Standing
from kiosk.running import Kiosk
from kiosk.screens import NotReadyScreen, Reason
from kiosk.unready import zone_told
from kiosk.views.staff_line import Who, calls, said
from kiosk.watchdog_falls import Mode
from kiosk.window import Looks, Window
from storage.errors import Damaged
from tests.kiosk.package_builders import ONE_UNIT
from tests.kiosk.staff_builders import staff_at

AT = datetime(2026, 11, 21, 15, 51, tzinfo=UTC)


def test_the_hour_is_that_of_the_survey() -> None:
    line = said(Standing(last=AT), Words("sv"), Who(zone=ZoneInfo("Europe/Stockholm")))
    assert "16:51" in line and "15:51" not in line


def test_before_a_survey_is_there_the_hour_is_the_usual_zone_s() -> None:
    assert "16:51" in said(Standing(last=AT), Words("sv"), Who())


def test_a_running_kiosk_tells_its_number() -> None:
    assert "kioskens nummer 1234 ABCD" in said(Standing(), Words("sv"), Who(number="1234 ABCD"))


def test_several_surveys_are_said_in_words() -> None:
    line = said(Standing(trouble="several-campaigns"), Words("sv"), Who())
    assert "Flera undersökningar ligger där" in line and "several-campaigns" not in line


@pytest.mark.parametrize("trouble", ["", "place-gone", "place-not-here", "busy"])
def test_people_are_told_nothing_of_what_passes_by_itself(trouble: str) -> None:
    standing = Standing(waiting=1_204, last=AT, trouble=trouble)
    assert calls(standing, Words("sv"), Who(number="1234 ABCD")) == ""


@pytest.mark.parametrize(("standing", "kiosk"), [
    (Standing(waiting=7, trouble="no-room"), Who()), (Standing(trouble="stopped"), Who()),
    (Standing(trouble="revoked"), Who()), (Standing(trouble="what nobody foresaw"), Who()),
    (Standing(copied=True), Who()), (Standing(), Who(shut=True)),
])
def test_before_people_staff_are_called_and_told_nothing_more(
    standing: Standing, kiosk: Who
) -> None:
    assert calls(standing, Words("sv"), kiosk) == "För personalen: titta till kiosken."


def test_in_safe_mode_too_the_hour_is_that_of_the_survey(
    qtbot: QtBot, tmp_path: Path
) -> None:
    staff_at(tmp_path, replace(ONE_UNIT, zone="America/St_Johns")).store.close()
    window = Window(Looks(theme=theme.load(), idle_ms=0))
    qtbot.addWidget(window)
    kiosk = Kiosk(window, tmp_path / "kiosk", "Entré")
    kiosk._mode = Mode.SAFE
    kiosk.get_ready()
    kiosk._tell(Standing(last=AT))
    assert isinstance(kiosk.screen, NotReadyScreen) and kiosk.screen.reason is Reason.SAFE
    assert "12:21" in window.staff.text()
    kiosk.close()


@pytest.mark.parametrize("definition", [
    b"", b"\xff", b"[]", b"{}", b'{"zone": 7}', b'{"zone": ""}', b'{"zone": "Europe"}',
    b'{"zone": "../../etc/passwd"}', b'{"zone": "Nowhere/Atall"}', b'{"zone": "a\\u0000b"}',
])
def test_a_zone_that_nobody_knows_is_none(definition: bytes) -> None:
    store = SimpleNamespace(package=lambda: SimpleNamespace(definition=definition))
    assert zone_told(store) is None


def test_a_survey_that_cannot_be_fetched_has_no_zone() -> None:
    def damaged() -> None:
        raise Damaged("the store's database is damaged")

    assert zone_told(SimpleNamespace(package=damaged)) is None
    assert zone_told(None) is None
