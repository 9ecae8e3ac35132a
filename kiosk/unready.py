"""What stands on the screen while the kiosk takes no answers."""

from __future__ import annotations

from kiosk.screens import Frame, NotReadyScreen, Reason
from storage.kiosk import KioskStore
from sync import enrolment

_MAY_PAIR = (Reason.NO_PACKAGE, Reason.SEVERAL, Reason.NO_KEY)


def unready(
    store: KioskStore | None, language: str, reason: Reason, units: tuple[str, ...] = ()
) -> NotReadyScreen:
    """Why no answers are taken, and what helps staff to name this kiosk."""
    device = number = serves = ""
    if store is not None:
        device = store.identity.name
        number = enrolment.fingerprint(store.identity.public)
        organisation = store.trusted_organisation
        serves = "" if organisation is None else enrolment.fingerprint(organisation)
    return NotReadyScreen(
        frame=Frame(language=language), reason=reason, device=device, fingerprint=number,
        organisation=serves, units=units, may_pair=bool(device) and reason in _MAY_PAIR,
    )
