"""What stands on the screen while the kiosk takes no answers."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.forms.screen import Shown
from kiosk.screens import Frame, NotReadyScreen, Reason
from kiosk.staff.settings import read_settings, staffs
from kiosk.wishes import Adjust, ChangeTextSize, LeftAlone
from storage.errors import NoRoom, StorageError

if TYPE_CHECKING:
    from storage.kiosk import KioskStore

log = logging.getLogger(__name__)

_MAY_PAIR = (Reason.NO_PACKAGE, Reason.SEVERAL, Reason.NO_KEY)


def usual_frame(directory: Path, language: str) -> Frame:
    """Round a screen that stands there while nobody can be asked: staff's own, or one for them."""
    settings = read_settings(directory)
    return Frame(language=language, comfort=staffs(settings.comfort), usual=settings.comfort)


def unready(
    store: KioskStore | None, frame: Frame, reason: Reason, units: tuple[str, ...] = ()
) -> NotReadyScreen:
    """Why no answers are taken, and what helps staff to name this kiosk."""
    device = number = serves = ""
    if store is not None:
        from sync import enrolment  # the first screen is painted by then

        device = store.identity.name
        number = enrolment.fingerprint(store.identity.public)
        with suppress(StorageError):  # it may be what is the matter
            organisation = store.trusted_organisation
            serves = "" if organisation is None else enrolment.fingerprint(organisation)
    return NotReadyScreen(
        frame=frame, reason=reason, device=device, fingerprint=number,
        organisation=serves, units=units, may_pair=bool(device) and reason in _MAY_PAIR,
    )


def zone_told(store: KioskStore | None) -> tzinfo | None:
    """The zone of the survey that is here, read alone: where nobody can be asked, to read all of it
    may be what goes wrong. None where there is none, or this machine does not know it."""
    if store is None:
        return None
    import json
    from zoneinfo import ZoneInfo

    with suppress(StorageError, LookupError, ValueError, TypeError, OSError):
        package = store.package()
        if package is not None:
            return ZoneInfo(json.loads(package.definition)["zone"])
    return None


def adjusted(screen: Shown | None, wish: object) -> NotReadyScreen | None:
    """The page as whoever is there wants to meet it, and as usual once they have gone; None where
    another stands there, or the wish is for something else."""
    if not isinstance(screen, NotReadyScreen):
        return None
    frame = screen.frame
    match wish:
        case Adjust(comfort=comfort):
            met = comfort
        case ChangeTextSize():
            met = frame.comfort.with_next_size()
        case LeftAlone() if frame.comfort != staffs(frame.usual):
            met = staffs(frame.usual)
        case _:
            return None
    return replace(screen, frame=replace(frame, comfort=met))


class Unready(Exception):
    """No answers can be taken; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@contextmanager
def refused() -> Iterator[None]:
    """What the store refuses as the reason that is shown."""
    try:
        yield
    except NoRoom:
        raise Unready(Reason.NO_ROOM) from None
    except (StorageError, OSError) as trouble:
        log.error("the store cannot be used: %s", type(trouble).__name__)
        raise Unready(Reason.STORE) from None
