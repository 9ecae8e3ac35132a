"""What the network page shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from admin.shell.tone import Tone
from assets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A kiosk at the door: its name and number, and words to compare.

    ``stage`` is ``comparing``, ``paired`` or ``refused``.
    """

    kiosk: str
    number: str
    words: tuple[str, ...]
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A look at the server: counts since it was switched on; ``left`` seconds the door is open.

    ``unkept`` of the new ones wait for a backup, without which nothing is receipted.
    ``latest`` is when something came last, in words; ``trouble`` the latest that failed.
    """

    running: bool = False
    address: str = ""
    number: str = ""
    files: int = 0
    new: int = 0
    unkept: int = 0
    known: int = 0
    aside: int = 0
    latest: str = ""
    left: int = 0
    pairing: Pairing | None = None
    trouble: Exception | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A survey that kiosks may be given over the network."""

    id: UUID
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkState:
    """``busy`` while the server starts, stops or registers.

    ``surveys`` can be given to kiosks; ``only`` is the one that is, None before it is chosen.
    """

    words: Words
    is_open: bool = False
    busy: bool = False
    heard: Heard = field(default_factory=Heard)
    surveys: tuple[Offered, ...] = ()
    only: UUID | None = None
    message: str = ""
    tone: Tone = Tone.INFO
