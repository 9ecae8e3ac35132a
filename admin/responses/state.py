"""What the take-in page shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from admin.devices.rows import DeviceRow
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
class Taken:
    """What a take-in came to. ``gaps`` are lines that say what is still on its way.

    ``stopped`` is true when the person cancelled; what was taken in until then is kept.
    """

    new: int
    known: int
    refused: tuple[Refused, ...]
    gaps: tuple[str, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A backup was made and receipts sent: where, and how many."""

    backup: Path
    receipts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsesState:
    """``taken`` is ``None`` until something was taken in; ``kept`` until it is backed up."""

    words: Words
    is_open: bool = False
    devices: tuple[DeviceRow, ...] = ()
    folder: Path | None = None
    working: Working | None = None
    taken: Taken | None = None
    kept: Kept | None = None
    message: str = ""
    tone: Tone = Tone.INFO
