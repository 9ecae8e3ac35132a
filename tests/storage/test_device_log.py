"""The device's own log: durable lines, counted since the last health note."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.device_log import LIMIT, MAGIC, NAME, DeviceLog, Since
from survey.device_notes import Trouble

NOON = datetime(2026, 11, 21, 12, 34, 56, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> DeviceLog:
    return DeviceLog(tmp_path, lambda: NOON)


def test_a_device_that_fares_well_has_no_log(log: DeviceLog) -> None:
    assert log.since_told() == Since() and log.entries() == () and log.last_told() is None


def test_troubles_and_restarts_count_until_they_are_told(log: DeviceLog) -> None:
    log.note(Trouble.FROZE, "stood still")
    log.note(Trouble.CRASHED, "SIGSEGV kiosk/window.py:9 present")
    log.note(Trouble.FROZE)
    log.started()
    assert log.since_told() == Since(restarts=1, troubles=(Trouble.CRASHED, Trouble.FROZE))
    log.told()
    assert log.since_told() == Since()
    log.started()
    assert log.since_told().restarts == 1
    assert log.last_told() == NOON.replace(minute=0, second=0)


def test_a_line_has_the_hour_and_no_finer_time(log: DeviceLog, tmp_path: Path) -> None:
    log.note(Trouble.HOT)
    assert (tmp_path / NAME).read_text() == f"{MAGIC}\n2026-11-21T12Z hot"


def test_another_zone_s_hour_is_written_as_utc(tmp_path: Path) -> None:
    from datetime import timezone

    log = DeviceLog(tmp_path, lambda: NOON.astimezone(timezone(timedelta(hours=5))))
    log.started()
    assert log.entries()[0].hour.hour == 12


def test_a_place_keeps_the_signs_that_places_have(log: DeviceLog) -> None:
    log.note(Trouble.CRASHED, "Value\nError 2026-01-01T00Z told å\x1b[2J" + 200 * "x")
    (entry,) = log.entries()
    assert entry.what == "crashed" and len(entry.place) <= 160
    assert "\n" not in entry.place and "\x1b" not in entry.place


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_torn_line_takes_no_other_with_it(log: DeviceLog, tmp_path: Path, cut: int) -> None:
    log.started()
    log.note(Trouble.CRASHED, "SIGSEGV")
    file = tmp_path / NAME
    file.write_bytes(file.read_bytes()[:-cut])
    log.note(Trouble.HOT)
    assert log.entries()[-1].what == "hot"
    assert [entry.what for entry in log.entries()].count("hot") == 1


def test_a_long_log_loses_its_older_half_and_stays_readable(log: DeviceLog, tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_text(MAGIC + "\n2026-11-21T10Z froze " * (LIMIT // 15))
    log.told()
    assert file.stat().st_size < LIMIT
    assert file.read_text().startswith(MAGIC) and log.entries()[-1].what == "told"
    assert log.since_told() == Since()


def test_what_is_no_line_of_ours_is_passed_over(log: DeviceLog, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(
        MAGIC.encode() + b"\n2026-13-45T99Z froze\nx\n2026-11-21T10Z gone\n\xff\xfe\n"
        b"2026-11-21T10Z froze \xc3\xa5\n2026-11-21T11Z hot"
    )
    assert [entry.what for entry in log.entries()] == ["hot"]
