"""What the start page shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from admin.shell.tone import Tone
from assets.words import Words


class Mode(StrEnum):
    """Which of its faces the page shows; RENEW asks for a new passphrase."""

    CHOOSE = "choose"
    RECOVERY = "recovery"
    RENEW = "renew"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """An open workspace at a glance. ``backup`` says when the newest backup was made, in words.

    ``answers`` are complete responses, ``incomplete`` those that were not finished; ``devices``
    may deliver.
    """

    name: str
    folder: Path
    campaigns: tuple[str, ...]
    answers: int
    devices: int
    backup: str
    incomplete: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StartState:
    """``busy`` greys the buttons while a key is worked out (it takes about a second)."""

    words: Words
    mode: Mode = Mode.CHOOSE
    folder: str = ""
    busy: bool = False
    message: str = ""
    tone: Tone = Tone.INFO
    about_creating: bool = False
    code: str = ""
    sheet: Path | None = None
    overview: Overview | None = None
