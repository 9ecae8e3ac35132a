"""An occasion: begun, counted, ended. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kiosk.circumstances import Station
from kiosk.staff.means import Means
from kiosk.staff.screens import OccasionEntry, Told
from kiosk.staff.wishes import Deed, Filled, StaffWish
from storage.errors import MissingKey, StorageError
from storage.kiosk.occasions import Where
from survey.device_notes import Occasion

MOST = 100_000


class OccasionDesk:
    """``station`` and ``today`` are the kiosk's present ones."""

    def __init__(
        self, means: Means, station: Callable[[], Station | None], today: Callable[[], date]
    ) -> None:
        self._means = means
        self._station = station
        self._today = today

    def begin(self, trouble: str = "") -> None:
        """Show the one that goes on, or what one is begun with."""
        found = self._means.store.occasions.now()
        if found is None:
            self._means.show(OccasionEntry(goes_on=False, trouble=trouble))
            return
        self._means.show(OccasionEntry(
            goes_on=True, partner=found.partner, audience=found.audience,
            answered=found.answered, trouble=trouble,
        ))

    def receive(self, wish: StaffWish) -> None:
        """Begin with two names, or end with three counts."""
        try:
            match wish:
                case Filled(deed=Deed.BEGIN, values=(partner, audience)):
                    self._begin(partner, audience)
                case Filled(deed=Deed.FINISH, values=(present, asked, declined)):
                    self._end(present, asked, declined)
        except StorageError as fault:
            self.begin(fault.code)

    def end(self) -> None:
        """They have gone; the occasion goes on."""

    def _begin(self, partner: str, audience: str) -> None:
        station = self._station()
        if station is None:
            self.begin("no-unit")
            return
        try:
            where = Where(campaign=station.campaign.id, unit=station.unit)
            self._means.store.occasions.begin(partner, audience, where, self._today())
        except ValueError:
            self.begin("no-name")
            return
        self._means.show(Told(code="occasion-begun", name=partner.strip()))

    def _end(self, *counts: str) -> None:
        read = [count(text) for text in counts]
        if None in read:
            self.begin("no-number")
            return
        present, asked, declined = (number or 0 for number in read)
        if asked > present or declined > asked:
            self.begin("counts")
            return
        try:
            done = self._kept(present, asked, declined)
        except ValueError:
            self.begin("busy")
            return
        self._means.show(Told(code="occasion-dropped") if done is None else Told(
            code="occasion-ended", name=done.partner, number=done.answered
        ))

    def _kept(self, present: int, asked: int, declined: int) -> Occasion | None:
        """End it in its own survey's journal: another may be on show by now. None where nobody may
        read a record of it any more."""
        store = self._means.store
        occasions, shown = store.occasions, store.package()
        found = occasions.now()
        store.show(occasions.campaign())
        try:
            journal = store.journal()
        except MissingKey:  # its survey has ended: nobody may read a record of it
            if found is None:
                raise
            occasions.drop()
            return None
        finally:
            store.show(None if shown is None else shown.campaign)
        return occasions.end(journal, present=present, asked=asked, declined=declined)


def count(text: str) -> int | None:
    """A whole number 0-100 000 as it was typed; None for anything else, and for nothing."""
    typed = text.strip()
    if not typed.isdecimal() or len(typed) > len(str(MOST)) or int(typed) > MOST:
        return None
    return int(typed)
