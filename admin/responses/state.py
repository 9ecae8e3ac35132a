"""What the take-in page shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from admin.devices.rows import NewDevice
from admin.shell.places import Working
from admin.shell.tone import Tone
from assets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that was set aside: its name, a stable code, and why in the program's words."""

    name: str
    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Records a kiosk has made that have not come; ``None`` when nobody knows how many."""

    kiosk: str
    records: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Trouble with the folder while it was read: a stable code, and the program's words."""

    code: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a take-in came to. ``files`` were whole; ``new`` and ``known`` count records.

    ``resolved`` names files put aside earlier whose records have come now, ``forked`` kiosks
    that went back to an older copy of themselves. ``stopped`` is true when the person
    cancelled; what was taken in until then is kept. ``unknown`` are devices whose files lie there
    and that are not registered.
    """

    files: int
    new: int
    known: int
    refused: tuple[Refused, ...] = ()
    resolved: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    forked: tuple[str, ...] = ()
    troubles: tuple[Gone, ...] = ()
    stopped: bool = False
    unknown: tuple[NewDevice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A backup was made and receipts sent: where, how many, for how many records.

    ``troubles`` say why receipts could not be written; they stay due, as ``due`` do that there was
    no place for.
    """

    backup: Path
    receipts: int
    records: int
    troubles: tuple[str, ...] = ()
    due: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsesState:
    """``taken`` is ``None`` until something was taken in; ``kept`` until it is backed up."""

    words: Words
    is_open: bool = False
    folder: Path | str | None = None
    working: Working | None = None
    taken: Taken | None = None
    kept: Kept | None = None
    message: str = ""
    tone: Tone = Tone.INFO
