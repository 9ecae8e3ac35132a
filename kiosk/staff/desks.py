"""The small desks: place, languages, sound and light, the log. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from operator import itemgetter

from kiosk.staff.means import Means
from kiosk.staff.screens import Choices, Comforts, Log, LogLine
from kiosk.staff.settings import DARKEST, Settings, read_settings, unit_of, write_settings
from kiosk.staff.stationed import offered
from kiosk.staff.status import zone_of
from kiosk.staff.wishes import Deed, Do, StaffWish
from storage.device_log import TOLD, DeviceLog
from survey.forms.model import said

STEP = 20
MOST_LINES = 100

Changed = Callable[[Settings], None]


class Setting:
    """Reads and keeps what is set; tells ``changed`` of it. ``trouble`` is why it was not kept."""

    def __init__(self, means: Means, changed: Changed) -> None:
        self._means = means
        self._changed = changed
        self.trouble = ""

    @property
    def now(self) -> Settings:
        """What is set."""
        return read_settings(self._means.directory)

    def keep(self, settings: Settings) -> None:
        """Keep it instead."""
        try:
            write_settings(self._means.directory, settings)
        except OSError:
            self.trouble = "no-room"
        else:
            self.trouble = ""
            self._changed(settings)


class PlaceDesk:
    """Where the kiosk stands: one of the survey's units."""

    def __init__(self, means: Means, changed: Changed) -> None:
        self._means = means
        self._set = Setting(means, changed)

    def begin(self) -> None:
        """Show the places and which holds."""
        campaign = self._means.campaign()
        units = () if campaign is None else campaign.units
        held = None if campaign is None else unit_of(campaign, self._set.now)
        self._means.show(Choices(
            of="place", keys=tuple(str(unit.id) for unit in units),
            names=tuple(said(unit.name, self._means.language) for unit in units),
            chosen=() if held is None else (str(held.id),),
            trouble=self._set.trouble,
        ))

    def receive(self, wish: StaffWish) -> None:
        """A place was chosen."""
        campaign = self._means.campaign()
        match wish:
            case Do(deed=Deed.CHOOSE, value=key) if campaign is not None:
                if key in {str(unit.id) for unit in campaign.units}:
                    self._set.keep(replace(self._set.now, unit=key))
                self.begin()

    def end(self) -> None:
        """They have gone; what they chose holds."""


class LanguagesDesk:
    """Which of the survey's languages are offered here; at least one is."""

    def __init__(self, means: Means, changed: Changed) -> None:
        self._means = means
        self._set = Setting(means, changed)

    def begin(self) -> None:
        """Show all and which are offered."""
        every = self._every()
        self._means.show(Choices(
            of="languages", keys=every, names=every, chosen=offered(every, self._set.now),
            trouble=self._set.trouble,
        ))

    def receive(self, wish: StaffWish) -> None:
        """One was put in or left out."""
        every = self._every()
        match wish:
            case Do(deed=Deed.CHOOSE, value=tag) if tag in every:
                now = offered(every, self._set.now)
                chosen = tuple(t for t in every if (t in now) != (t == tag))
                if chosen:
                    whole = () if chosen == every else chosen
                    self._set.keep(replace(self._set.now, languages=whole))
                self.begin()

    def end(self) -> None:
        """They have gone; what they chose holds."""

    def _every(self) -> tuple[str, ...]:
        campaign = self._means.campaign()
        return () if campaign is None else campaign.languages


class ComfortDesk:
    """Sound and light, in steps."""

    def __init__(self, means: Means, changed: Changed, by: str) -> None:
        self._means = means
        self._set = Setting(means, changed)
        self._by = by

    def begin(self) -> None:
        """Show both."""
        now = self._set.now
        self._means.show(Comforts(
            sound=now.sound, brightness=now.brightness, by=self._by, trouble=self._set.trouble
        ))

    def receive(self, wish: StaffWish) -> None:
        """A step up or down."""
        now = self._set.now
        match wish:
            case Do(deed=Deed.LOUDER | Deed.QUIETER as deed):
                step = STEP if deed is Deed.LOUDER else -STEP
                now = replace(now, sound=min(100, max(0, now.sound + step)))
            case Do(deed=Deed.BRIGHTER | Deed.DARKER as deed):
                step = STEP if deed is Deed.BRIGHTER else -STEP
                now = replace(now, brightness=min(100, max(DARKEST, now.brightness + step)))
        self._set.keep(now)
        self.begin()

    def end(self) -> None:
        """They have gone; what they set holds."""


class LogDesk:
    """What the kiosk has done, newest first."""

    def __init__(self, means: Means) -> None:
        self._means = means

    def begin(self) -> None:
        """Show it."""
        zone = zone_of(self._means.campaign())
        found = [
            (note.hour, note.code, note.number) for note in self._means.store.noted.newest()
        ]
        found += [(hour, what, n) for (hour, what), n in self._befallen().items()]
        found.sort(key=itemgetter(0), reverse=True)
        self._means.show(Log(lines=tuple(
            LogLine(hour=hour.astimezone(zone), code=code, number=number)
            for hour, code, number in found[:MOST_LINES]
        )))

    def _befallen(self) -> Counter[tuple[datetime, str]]:
        """What the device's own log tells, and how often within the hour."""
        try:
            entries = DeviceLog(self._means.directory, self._means.clock).entries()
        except OSError:
            return Counter()
        return Counter((entry.hour, entry.what) for entry in entries if entry.what != TOLD)

    def receive(self, wish: StaffWish) -> None:
        """There is nothing to do but to read."""

    def end(self) -> None:
        """They have gone."""
