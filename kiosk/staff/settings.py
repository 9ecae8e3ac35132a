"""What staff have set on this kiosk: its place, the languages it offers, how it meets each person,
sound, brightness, a lock.

Lies as JSON in the store's folder, so that it holds after a restart.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kiosk.frame import AS_IT_COMES, STEPS, TEXT_SIZES, THEMES, Comfort
from storage import waiting
from storage.durable import sync_directory
from survey.campaign import Campaign, Unit
from survey.late import dataclass

FILE = "kiosk.json"
DARKEST = 40
"""Per cent of full light; less would hide the screen from whoever must set it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``unit`` is an id or a name; ``languages`` those offered, none means all.

    ``sound`` 0-100 and ``brightness`` DARKEST-100, per cent. ``comfort`` is what each person begins
    with; what they change holds for them alone.
    """

    unit: str = ""
    languages: tuple[str, ...] = ()
    sound: int = 100
    brightness: int = 100
    locked: bool = False
    comfort: Comfort = AS_IT_COMES


def staffs(usual: Comfort) -> Comfort:
    """How staff meet their own screens: by finger and eye, whatever people begin with."""
    return replace(usual, aloud=False, explore=False, switches=0)


def read_settings(directory: Path) -> Settings:
    """What was set; where it cannot be read, what is usual."""
    try:
        found = json.loads((directory / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    return _checked(found)


def write_settings(directory: Path, settings: Settings) -> None:
    """Keep it, whole or not at all. OSError when it cannot be written."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = {
        "unit": settings.unit, "languages": list(settings.languages), "sound": settings.sound,
        "brightness": settings.brightness, "locked": settings.locked,
        "comfort": asdict(settings.comfort),
    }
    unfinished = directory / f".{FILE}.new"
    with unfinished.open("wb") as file:
        file.write(json.dumps(told, ensure_ascii=False).encode())
        file.flush()
        waiting.sync(file.fileno())
    unfinished.replace(directory / FILE)
    sync_directory(directory)


def unit_of(campaign: Campaign, settings: Settings) -> Unit | None:
    """The survey's unit that the kiosk stands at: the only one, or the one that staff chose."""
    wanted = settings.unit.casefold()
    for unit in campaign.units:
        names = {str(unit.id), *(name.casefold() for name in unit.name.values())}
        if len(campaign.units) == 1 or wanted in names:
            return unit
    return None


def _checked(found: dict[str, Any]) -> Settings:
    usual = Settings()
    unit, languages = found.get("unit"), found.get("languages")
    return Settings(
        unit=unit if isinstance(unit, str) else usual.unit,
        languages=tuple(tag for tag in languages if isinstance(tag, str))
        if isinstance(languages, list) else (),
        sound=_per_cent(found.get("sound"), 0, usual.sound),
        brightness=_per_cent(found.get("brightness"), DARKEST, usual.brightness),
        locked=found.get("locked") is True,
        comfort=_comfort(found.get("comfort")),
    )


def _comfort(found: object) -> Comfort:
    """What of it is possible; else what is usual. Nobody begins with a finger that explores: who
    sees has to be able to press."""
    told, usual = found if isinstance(found, dict) else {}, Comfort()

    def one(name: str, possible: tuple[Any, ...]) -> Any:
        value = told.get(name)
        match = (each for each in possible if each == value and type(each) is type(value))
        return next(match, getattr(usual, name))

    truth = (False, True)
    return Comfort(
        percent=one("percent", TEXT_SIZES), theme=one("theme", THEMES), calm=one("calm", truth),
        aloud=one("aloud", truth), switches=one("switches", (0, 1, 2)),
        step_ms=one("step_ms", STEPS),
    )


def _per_cent(value: object, least: int, usual: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        return usual
    return min(100, max(least, value))
