"""When a visit may begin: days of the campaign and opening hours, in the campaign's own zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from survey.conduct import Conduct, Hours
from survey.hours import Shut, shut
from tests.builders import small_campaign

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = tuple(Hours(weekday=day, opens=540, closes=1020) for day in range(5))
OFFICE = replace(small_campaign(), conduct=Conduct(hours=WEEK))


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2025, month, day, hour, minute, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(("moment", "why"), [
    (at(1, 8, 59), Shut.HOURS), (at(1, 9), None), (at(1, 16, 59), None), (at(1, 17), Shut.HOURS),
    (at(6, 12), Shut.HOURS), (at(31, 12, month=8), Shut.NOT_BEGUN), (at(1, 0, month=10), Shut.OVER),
    (at(30, 16, 59), None), (at(30, 17), Shut.OVER),
])
def test_a_visit_begins_in_the_hours_of_the_days_of_the_campaign(
    moment: datetime, why: Shut | None
) -> None:
    found = shut(OFFICE, moment.astimezone(UTC))
    assert (found and found.why) == why


@pytest.mark.parametrize(("moment", "opens"), [
    (at(1, 8), at(1, 9)), (at(1, 18), at(2, 9)), (at(5, 18), at(8, 9)),
    (at(20, 8, month=8), at(1, 9)), (at(30, 17), None),
])
def test_it_is_said_when_it_opens_again(moment: datetime, opens: datetime | None) -> None:
    found = shut(OFFICE, moment)
    assert found is not None and found.opens == opens


def test_without_hours_it_is_open_all_day_on_every_day_of_the_campaign() -> None:
    campaign = small_campaign()
    assert shut(campaign, at(1, 0)) is None and shut(campaign, at(30, 23, 59)) is None
    early = shut(campaign, at(31, 23, month=8))
    assert early is not None and early.opens == at(1, 0)


def test_where_the_clock_is_changed_it_opens_by_the_clock_on_the_wall() -> None:
    campaign = replace(OFFICE, last_day=date(2025, 12, 31), conduct=Conduct(hours=tuple(
        Hours(weekday=day, opens=540, closes=1020) for day in range(7)
    )))
    before = shut(campaign, at(25, 18, month=10))
    assert before is not None and before.opens == at(26, 9, month=10)
    assert before.opens.astimezone(UTC) == datetime(2025, 10, 26, 8, 0, tzinfo=UTC)
