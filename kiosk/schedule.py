"""Which of the surveys on this device runs today. Pure but for what the store reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storage.kiosk import KioskStore
from storage.values import Clock, Package
from survey.campaign import Campaign
from survey.reading import read_campaign


def choose(store: KioskStore, clock: Clock) -> None:
    """Put on show the survey whose days hold today; of several the one installed last.

    Where none does: the one that begins soonest, else the one installed last. A clock that cannot
    be believed chooses the one installed last.
    """
    store.show(None)
    found = [one for one in store.packages() if not one.ends]
    if len(found) > 1 and not store.watch.jumped():
        chosen = _today(found, clock)
        store.show(chosen.campaign)
    elif found:
        store.show(found[0].campaign)


def _today(packages: Sequence[Package], clock: Clock) -> Package:
    read = [(one, read_campaign(one.definition)[0]) for one in packages]
    sound = [(one, campaign) for one, campaign in read if campaign is not None]
    for one, campaign in sound:
        today = _day(campaign, clock)
        if campaign.first_day <= today <= campaign.last_day:
            return one
    later = [
        (campaign.first_day, at) for at, (_, campaign) in enumerate(sound)
        if campaign.first_day > _day(campaign, clock)
    ]
    return sound[min(later)[1]][0] if later else packages[0]


def _day(campaign: Campaign, clock: Clock) -> date:
    try:
        return clock().astimezone(ZoneInfo(campaign.zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return clock().date()
