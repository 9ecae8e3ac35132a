"""How the kiosk stands, gathered for staff. No Qt."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.staff.means import Means
from kiosk.staff.screens import Status
from kiosk.staff.settings import Settings, read_settings, unit_of
from storage.errors import StorageError
from survey.campaign import Campaign
from survey.forms.model import said
from sync.enrolment import fingerprint

MB = 1024 * 1024
_USUAL_ZONE = "Europe/Stockholm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What the carrier told last: when a visit went well, and what is in the way."""

    last: datetime | None = None
    trouble: str = ""


def free_mb(directory: Path) -> int:
    """Room on the store's disk; -1 where the system does not say."""
    try:
        return shutil.disk_usage(directory).free // MB
    except OSError:
        return -1


def place_of(campaign: Campaign, settings: Settings, language: str) -> str:
    """The name of where the kiosk stands; empty where nobody has chosen."""
    unit = unit_of(campaign, settings)
    return "" if unit is None else said(unit.name, language)


def zone_of(campaign: Campaign | None) -> tzinfo | None:
    """The survey's zone, where there is none the usual one; None, the machine's own, where that is
    not known here."""
    try:
        return ZoneInfo(_USUAL_ZONE if campaign is None else campaign.zone)
    except (LookupError, ValueError):
        return None


def status(means: Means, delivered: Delivered, *, assisted: bool) -> Status:
    """Everything in one look; what cannot be read is left out, for staff must get in."""
    store, campaign = means.store, means.campaign()
    settings = read_settings(means.directory)
    package = None
    waiting, copied, occasion, answered, damaged = 0, False, "", 0, ""
    try:
        package = store.package()
        waiting, copied = store.waiting(), store.copied
        if (found := store.occasions.now()) is not None:
            occasion, answered = found.partner, found.answered
    except StorageError as fault:
        damaged = fault.code
    zone = zone_of(campaign)
    last = delivered.last
    return Status(
        name=store.identity.name, number=fingerprint(store.identity.public),
        survey="" if campaign is None else said(campaign.title, campaign.languages[0]),
        place="" if campaign is None else place_of(campaign, settings, means.language),
        organisation="" if package is None else package.organisation,
        version=0 if package is None else package.version, waiting=waiting,
        delivered=None if last is None else last.astimezone(zone),
        trouble=damaged or delivered.trouble, free_mb=free_mb(means.directory),
        clock=means.clock().astimezone(zone), jumped=store.watch.jumped(), copied=copied,
        occasion=occasion, answered=answered, assisted=assisted, locked=settings.locked,
    )
