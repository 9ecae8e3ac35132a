"""The line for staff: the survey's hour, the kiosk's number, and what to ask for."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from assets.words import Words
from kiosk.carrying import Standing
from kiosk.views.staff_line import Who, said

AT = datetime(2026, 11, 21, 15, 51, tzinfo=UTC)


def test_the_hour_is_that_of_the_survey() -> None:
    line = said(Standing(last=AT), Words("sv"), Who(zone=ZoneInfo("Europe/Stockholm")))
    assert "16:51" in line and "15:51" not in line


def test_a_running_kiosk_tells_its_number() -> None:
    assert "kioskens nummer 1234 ABCD" in said(Standing(), Words("sv"), Who(number="1234 ABCD"))


def test_several_surveys_are_said_in_words() -> None:
    line = said(Standing(trouble="several-campaigns"), Words("sv"), Who())
    assert "be administratören välja en" in line and "several-campaigns" not in line
