"""Which presenter asks this survey, and what it is given by the machine."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from kiosk.citizen import Citizen, CitizenView, Instruments, Pace
from kiosk.media import Media
from kiosk.opening import Ready
from kiosk.views.staff_line import Who
from kiosk.window import Window
from storage.kiosk import KioskStore
from survey.campaign import Campaign
from sync import enrolment


def presenter(view: CitizenView, window: Window, ready: Ready, media: Media) -> Citizen:
    """Asks plain questions, or a whole form with its ``media``."""
    if ready.station.campaign.definition is None:
        means = Instruments(clock=_now, random=os.urandom)
        return Citizen(view, ready.station, ready.diary, means, Pace())
    from kiosk.form_citizen import FormCitizen, Means

    window.expect_form()
    whole = Means(clock=_now, random=os.urandom, media=media, able=_able)
    return FormCitizen(view, ready.station, ready.diary, whole, Pace())


def introduce(window: Window, store: KioskStore, campaign: Campaign) -> None:
    """Tell staff at the first screen which kiosk this is."""
    window.staff.name(Who(
        number=enrolment.fingerprint(store.identity.public), zone=ZoneInfo(campaign.zone),
        shut=not store.pin.is_set,
    ))


def _able() -> frozenset[str]:
    """What the device has of camera and microphone; loads Qt Multimedia."""
    from kiosk import sensing

    return sensing.able()


def _now() -> datetime:
    return datetime.now(UTC)
