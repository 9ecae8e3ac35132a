"""The station as staff want it, and the occasion that goes on there. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.staff.settings import Settings
from storage.errors import StorageError

if TYPE_CHECKING:
    from kiosk.circumstances import Station
    from storage.kiosk import KioskStore


def stationed(station: Station, settings: Settings) -> Station:
    """With the languages they offer, met as they say, and closed where they closed it."""
    station = replace(station, locked=settings.locked, comfort=settings.comfort)
    tags = offered(station.campaign.languages, settings)
    if tags == station.campaign.languages:
        return station
    return replace(station, campaign=replace(station.campaign, languages=tags))


def offered(every: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    """Those of ``every`` language that staff want offered; all where none of them is left."""
    return tuple(tag for tag in every if tag in settings.languages) or every


def occasion(store: KioskStore, station: Station) -> str:
    """The name of the occasion that goes on, for the first screen; empty when there is none, or it
    cannot be read: the first screen must stand all the same."""
    try:
        if store.occasions.campaign() != station.campaign.id:
            return ""
        found = store.occasions.now()
    except StorageError:
        return ""
    return "" if found is None else found.partner
