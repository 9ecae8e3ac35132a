"""What the page of kiosks shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from admin.devices.rows import Arrived, Device, NewDevice
from admin.shell.tone import Tone
from assets.words import Words


class Asking(StrEnum):
    """The question that is open, if any."""

    NOTHING = "nothing"
    REVOKE = "revoke"
    HOLD_AGAIN = "hold-again"
    ACCEPT = "accept"
    REJECT = "reject"
    RESTORE = "restore"
    LET_IN = "let-in"
    REGISTER = "register"


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesState:
    """``chosen`` is a device's key, ``arrived`` what came of it, newest first.

    ``waiting`` are devices whose files were found and that are not known yet; ``register`` is the
    one that is asked about.
    """

    words: Words
    is_open: bool = False
    busy: bool = False
    devices: tuple[Device, ...] = ()
    chosen: bytes | None = None
    arrived: tuple[Arrived, ...] = ()
    waiting: tuple[NewDevice, ...] = ()
    register: NewDevice | None = None
    asking: Asking = Asking.NOTHING
    fault: str = ""
    message: str = ""
    tone: Tone = Tone.INFO

    @property
    def device(self) -> Device | None:
        """The chosen device."""
        return next((d for d in self.devices if d.standing.public == self.chosen), None)
