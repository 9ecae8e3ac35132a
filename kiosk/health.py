"""How the device fares: what the machine says of itself, and the note that travels of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from storage.device_log import Since
from survey.device_notes import Health, Trouble
from survey.late import dataclass

POWER = Path("/sys/class/power_supply")
HEAT = Path("/sys/class/thermal")

BATTERY_LOW = 15
"""Per cent at which a battery that is being emptied is a trouble."""

HOT = 85
"""Degrees Celsius at which the machine slows itself down, or soon will."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """``percent`` (0-100); ``emptying`` when no charger feeds it."""

    percent: int
    emptying: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where the machine is asked; each gives None where it does not say."""

    battery: Callable[[], Battery | None]
    degrees: Callable[[], int | None]


def this_machine(power: Path = POWER, heat: Path = HEAT) -> Machine:
    """Reads what Linux tells in files; elsewhere these folders are missing, and nothing is told."""
    return Machine(battery=lambda: _battery(power), degrees=lambda: _degrees(heat))


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What the kiosk knows of itself when a note is due."""

    time: datetime
    waiting: int
    free_bytes: int
    since: Since
    troubles: frozenset[Trouble] = frozenset()
    vouchers: int = 0


def note(vitals: Vitals, machine: Machine) -> Health:
    """The note, to the hour."""
    battery, degrees = machine.battery(), machine.degrees()
    troubles = {*vitals.troubles, *vitals.since.troubles}
    if battery is not None and battery.emptying and battery.percent <= BATTERY_LOW:
        troubles.add(Trouble.BATTERY_LOW)
    if degrees is not None and degrees >= HOT:
        troubles.add(Trouble.HOT)
    return Health(
        time=vitals.time.replace(minute=0, second=0, microsecond=0),
        program=program_version(),
        waiting=vitals.waiting,
        free_mb=vitals.free_bytes // 1_000_000,
        battery=None if battery is None else battery.percent,
        degrees=degrees,
        restarts=min(vitals.since.restarts, 100_000),
        vouchers=vitals.vouchers,
        troubles=tuple(sorted(troubles)),
    )


def is_due(now: datetime, last: datetime | None, seconds: float | None) -> bool:
    """Whether an hour has passed since the last note: by ``seconds`` that only grow since it, or
    by ``last``, its hour, where another run of the program wrote it. A clock that was set back
    behind the last note is no reason to be silent."""
    if seconds is not None:
        return seconds >= 3600
    return last is None or now < last or now - last >= timedelta(hours=2)


@cache
def program_version() -> str:
    """The program's version, as it was installed."""
    from importlib.metadata import PackageNotFoundError, version  # loads the reading of mail

    try:
        return version("vardera")[:60]
    except PackageNotFoundError:
        return ""


def _battery(power: Path) -> Battery | None:
    """The emptiest of the machine's own batteries."""
    found = [
        Battery(percent=percent, emptying=_text(place / "status").lower() == "discharging")
        for place in _folders(power)
        if _text(place / "type").lower() == "battery"
        and _text(place / "scope").lower() != "device"  # that of a mouse or a pen
        and (percent := _number(place / "capacity")) is not None and 0 <= percent <= 100
    ]
    return min(found, key=lambda one: one.percent, default=None)


def _degrees(heat: Path) -> int | None:
    """The hottest place that gives a number which can be true."""
    found = [
        thousandths // 1000
        for place in _folders(heat)
        if (thousandths := _number(place / "temp")) is not None
        and 0 < thousandths < 150_000
    ]
    return max(found, default=None)


def _folders(place: Path) -> Iterable[Path]:
    try:
        return sorted(place.iterdir())
    except OSError:
        return ()


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _number(file: Path) -> int | None:
    try:
        return int(_text(file))
    except ValueError:
        return None
