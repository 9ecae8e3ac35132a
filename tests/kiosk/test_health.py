"""The device's health: read from files, told once an hour, and room kept before it is lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.health import Battery, Machine, Vitals, is_due, note, this_machine
from kiosk.upkeep import Senses, Upkeep
from storage import bodies
from storage.device_log import DeviceLog, Since
from storage.kiosk import KioskStore
from storage.kiosk.room import AGAIN, LEAST, Room
from survey.device_notes import Health, Trouble
from survey.records import Body
from tests.kiosk.screen_builders import NOW

SILENT = Machine(battery=lambda: None, degrees=lambda: None)
GB = 10**9


def lay(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "\n")


def test_battery_and_heat_are_read_as_linux_tells_them(tmp_path: Path) -> None:
    lay(tmp_path / "power", {
        "AC/type": "Mains", "BAT0/type": "Battery", "BAT0/capacity": "64",
        "BAT0/status": "Discharging", "mouse/type": "Battery", "mouse/scope": "Device",
        "mouse/capacity": "3",
    })
    lay(tmp_path / "heat", {"thermal_zone0/temp": "41500", "thermal_zone1/temp": "67000",
                            "broken/temp": "-274000", "cooling_device0/type": "fan"})
    machine = this_machine(tmp_path / "power", tmp_path / "heat")
    assert machine.battery() == Battery(percent=64, emptying=True)
    assert machine.degrees() == 67


def test_a_machine_that_does_not_say_is_not_guessed_at(tmp_path: Path) -> None:
    lay(tmp_path / "power", {"BAT0/type": "Battery", "BAT0/capacity": "much",
                             "BAT1/type": "Battery", "BAT1/capacity": "101"})
    machine = this_machine(tmp_path / "power", tmp_path / "none")
    assert (machine.battery(), machine.degrees()) == (None, None)


@pytest.mark.parametrize(("battery", "degrees", "troubles"), [
    (Battery(percent=15, emptying=True), 84, (Trouble.BATTERY_LOW,)),
    (Battery(percent=15, emptying=False), 85, (Trouble.HOT,)),
    (Battery(percent=16, emptying=True), None, ()),
])
def test_what_is_a_trouble_is_told_as_one(
    battery: Battery, degrees: int | None, troubles: tuple[Trouble, ...]
) -> None:
    machine = Machine(battery=lambda: battery, degrees=lambda: degrees)
    told = note(Vitals(time=NOW, waiting=3, free_bytes=7 * GB, since=Since()), machine)
    assert (told.troubles, told.battery, told.free_mb) == (troubles, battery.percent, 7000)
    assert told.time == NOW.replace(minute=0, second=0, microsecond=0)
    assert bodies.decode(bodies.encode(told)) == told


@pytest.mark.parametrize(("minutes", "due"), [(0, False), (119, False), (120, True), (-1, True)])
def test_after_a_restart_a_note_is_due_when_an_hour_has_surely_passed(
    minutes: int, due: bool
) -> None:
    assert is_due(NOW + timedelta(minutes=minutes), NOW, None) is due
    assert is_due(NOW, None, None)


@pytest.mark.parametrize(("seconds", "due"), [(3599.0, False), (3600.0, True)])
def test_while_it_runs_the_hour_goes_by_time_that_nobody_can_set(
    seconds: float, due: bool
) -> None:
    for shift in (-10**6, 0, 10**6):
        assert is_due(NOW + timedelta(seconds=shift), NOW, seconds) is due


def test_room_is_refused_early_and_given_again_late() -> None:
    free = [LEAST]
    room = Room(Path(), lambda _: free[0])
    assert room.enough()
    free[0] = LEAST - 1
    assert not room.enough()
    free[0] = AGAIN - 1
    assert not room.enough()
    free[0] = AGAIN
    assert room.enough()


def test_a_disk_that_does_not_answer_counts_as_full() -> None:
    def gone(_: Path) -> int:
        raise FileNotFoundError

    assert not Room(Path(), gone).enough()


class Desk:
    """A store with its upkeep, a clock and a disk that are told."""

    def __init__(self, folder: Path) -> None:
        self.now, self.ticks, self.free = NOW, 0.0, GB
        self.store = KioskStore.create_or_open(
            folder, name="Disken", clock=lambda: self.now, random=os.urandom,
            running=lambda: self.ticks,
        )
        self.folder = folder
        self.written: list[Body] = []
        self.upkeep = self.anew()

    def anew(self) -> Upkeep:
        senses = Senses(
            clock=lambda: self.now, ticks=lambda: self.ticks, free=lambda _: self.free,
            machine=SILENT,
        )
        return Upkeep(self.store, self.folder, senses)

    def write(self, body: Body) -> None:
        self.written.append(body)

    def pass_by(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.ticks += minutes * 60

    def tell(self) -> Health | None:
        told = self.upkeep.tell(self, NOW - timedelta(days=1))
        found = self.written[-1] if told else None
        assert found is None or isinstance(found, Health)
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "kiosk")
    yield desk
    desk.store.close()


def test_a_note_is_told_once_an_hour(desk: Desk) -> None:
    assert desk.tell() is not None
    told = 0
    for _ in range(60 * 6):
        desk.pass_by(1)
        told += desk.tell() is not None
    assert told == 6


def test_a_restart_tells_no_second_note_in_the_hour(desk: Desk) -> None:
    desk.tell()
    desk.pass_by(30)
    desk.upkeep = desk.anew()
    assert desk.tell() is None


def test_restarts_and_troubles_are_told_once_and_survive_the_program(desk: Desk) -> None:
    log = DeviceLog(desk.folder, lambda: desk.now)
    log.note(Trouble.FROZE)
    log.started()
    log.started()
    first = desk.tell()
    assert first is not None and (first.restarts, first.troubles) == (2, (Trouble.FROZE,))
    desk.pass_by(61)
    second = desk.tell()
    assert second is not None and (second.restarts, second.troubles) == (0, ())


@pytest.mark.usefixtures("caplog")
def test_a_full_disk_and_a_jumped_clock_are_noted_once(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.free = 0
    assert not desk.upkeep.room() and not desk.upkeep.room()
    desk.free = GB
    assert desk.upkeep.room()
    desk.now += timedelta(hours=7)
    told = desk.tell()
    assert told is not None
    assert told.troubles == (Trouble.CLOCK_JUMPED, Trouble.DISK_FULL)
    lines = [e.what for e in DeviceLog(desk.folder, lambda: NOW).entries()]
    assert lines.count("disk-full") == lines.count("clock-jumped") == 1


def test_a_clock_before_the_package_is_told_as_unset(desk: Desk) -> None:
    assert desk.upkeep.tell(desk, NOW + timedelta(days=1))
    (told,) = desk.written
    assert isinstance(told, Health) and Trouble.CLOCK_UNSET in told.troubles


def test_little_room_is_told_before_it_is_too_little(desk: Desk) -> None:
    desk.free = 100_000_000
    told = desk.tell()
    assert desk.upkeep.room() and told is not None and Trouble.DISK_LOW in told.troubles


def test_the_time_of_a_note_is_utc_to_the_hour(desk: Desk) -> None:
    told = desk.tell()
    assert told is not None and told.time == datetime(
        NOW.year, NOW.month, NOW.day, NOW.hour, tzinfo=UTC
    )
