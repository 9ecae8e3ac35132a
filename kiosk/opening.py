"""From a store to a station ready for people, or the reason why there is none."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.circumstances import Station
from kiosk.diary import Diary
from kiosk.screens import Reason
from kiosk.staff.settings import read_settings, unit_of, write_settings
from storage.errors import MissingKey, NoRoom, StorageError
from storage.kiosk import KioskStore
from storage.kiosk.journal import Journal
from storage.kiosk.vouchers import Vouchers
from storage.kiosk.watch import Seconds, seconds_running
from storage.seal.memory import keep_out_of_swap
from storage.values import Clock, Package, RandomBytes
from survey.campaign import Campaign
from survey.collecting import made_to_stay
from survey.forms.model import said
from survey.problems import has_errors
from survey.reading import read_campaign
from sync import enrolment
from sync.naming import well_named

log = logging.getLogger(__name__)

_LARGE = 2_000_000  # bytes of a survey with very many choices


@dataclass(frozen=True, kw_only=True)
class Ready:
    """All a person's answers need. ``prepare`` does what is better done while nobody waits.

    ``large``: so much is asked, or to be chosen from, that a page may take a slow machine long.
    """

    station: Station
    diary: Diary
    prepare: Callable[[], None]
    large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReady:
    """``units`` are the names to choose from where that is the ``reason``."""

    reason: Reason
    units: tuple[str, ...] = ()


def open_store(
    directory: Path, name: str, clock: Clock, random: RandomBytes,
    running: Seconds | None = seconds_running,
) -> KioskStore:
    """Open the store, made on the first start together with the device's enrolment file.

    ``running`` is None where the clock is told its time: then nothing is taken for a jump.

    Raises StorageError, OSError when the folder cannot be written, and ValueError for a
    ``name`` that no device can have; then nothing was made.
    """
    if not well_named(name):
        raise ValueError("a device's name is one printable line of at most 120 characters")
    keep_out_of_swap()  # here, for the first screen is painted by now and no key is in memory
    store = KioskStore.create_or_open(
        directory, name=name, clock=clock, random=random, running=running
    )
    file = directory / enrolment.file_name(store.identity)
    if not file.exists():
        _write(file, enrolment.write_device(store.identity, store.signer.sign))
    return store


def get_ready(
    store: KioskStore, directory: Path, random: RandomBytes = os.urandom,
    *, large: Callable[[], None] = lambda: None,
) -> Ready | NotReady:
    """What the kiosk needs to take answers; the first reason met when it may not.

    Answers that somebody left open become a partial record. ``large`` is called before a large
    survey is read.
    """
    try:
        package = store.package()
        if package is None:
            return NotReady(reason=Reason.NO_PACKAGE)
        if package.ends:
            return NotReady(reason=Reason.ENDED)
        journal = _journal(store)
    except MissingKey:
        return NotReady(reason=Reason.NO_KEY)
    except NoRoom:
        return NotReady(reason=Reason.NO_ROOM)
    except StorageError:
        return NotReady(reason=Reason.STORE)
    if _is_large(package):
        large()
    found = _asking(store, directory, package, journal, random)
    if isinstance(found, Ready) and not _opens(found.station, found.diary, random):
        return NotReady(reason=Reason.UNREADABLE)
    return found


def _asking(
    store: KioskStore, directory: Path, package: Package, journal: Journal, random: RandomBytes
) -> Ready | NotReady:
    campaign = _asked(package.definition)
    if campaign is None:
        return NotReady(reason=Reason.UNREADABLE)
    unit = chosen_unit(campaign, directory)
    if unit is None:
        return NotReady(
            reason=Reason.NO_UNIT,
            units=tuple(said(unit.name, campaign.languages[0]) for unit in campaign.units),
        )
    if not zone_is_known(campaign.zone):
        return NotReady(reason=Reason.NO_ZONE)
    vouchers = store.vouchers(campaign.id) if campaign.conduct.voucher is not None else None
    station = Station(
        campaign=campaign, unit=unit, issued=package.issued, jumped=store.watch.jumped,
        vouchers=vouchers,
    )
    return Ready(
        station=station, diary=Diary(journal, store.sessions, random),
        prepare=_preparing(store, journal, vouchers), large=_is_large(package),
    )


def _journal(store: KioskStore) -> Journal:
    """Nobody else's answers join those of somebody who has gone, or go to their survey."""
    journal = store.journal()
    if journal.has_draft:
        journal.seal_partial()
    return store.journal()


def _preparing(
    store: KioskStore, journal: Journal, vouchers: Vouchers | None
) -> Callable[[], None]:
    def prepare() -> None:
        store.prepare()
        if vouchers is not None and not journal.has_draft:
            vouchers.fill(journal)

    return prepare


def _is_large(package: Package) -> bool:
    return len(package.definition) > _LARGE


def _asked(definition: bytes) -> Campaign | None:
    """The survey of a package; None when it cannot be read."""
    with made_to_stay() if len(definition) > _LARGE else nullcontext():
        campaign, problems = read_campaign(definition)
    return None if has_errors(problems) else campaign


def _opens(station: Station, diary: Diary, random: RandomBytes) -> bool:
    """Whether the whole form can be asked, where the survey has one."""
    if station.campaign.definition is None:
        return True
    from kiosk.filling import begin  # the engine of forms is loaded for forms alone
    from survey.forms.engine.refused import FormRefused

    language = station.campaign.languages[0]
    try:
        begin(station, diary, lambda: station.issued, random, language)
    except FormRefused as refused:
        log.error("the form cannot be asked: %s", ", ".join(p.code for p in refused.problems))
        return False
    return True


def zone_is_known(zone: str) -> bool:
    """Whether this machine has the rules of the time zone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def chosen_unit(campaign: Campaign, directory: Path) -> UUID | None:
    """The unit this kiosk stands at: the only one, or the one that staff chose."""
    unit = unit_of(campaign, read_settings(directory))
    return None if unit is None else unit.id


def choose_unit(directory: Path, unit: str) -> None:
    """Remember the unit (its id, or its name in any language) for the next starts."""
    write_settings(directory, replace(read_settings(directory), unit=unit))


def _write(file: Path, data: bytes) -> None:
    """Whole or not at all, whatever happens meanwhile."""
    unfinished = file.with_name(f".{file.name}.new")
    unfinished.write_bytes(data)
    unfinished.replace(file)
