"""What has come and what lies aside, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field

from admin.responses.state import Refused
from admin.shell.tone import Tone
from assets.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideFile:
    """A file in quarantine: its hash, name and reason; ``kept``: its bytes are here."""

    hash: bytes
    refused: Refused
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """One survey's answers by what became of them; ``incomplete`` ones are in no result."""

    survey: str
    counted: int
    held: int
    excluded: int
    withdrawn: int
    incomplete: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A record that could not be opened: its number here, and whose it is."""

    number: int
    kiosk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """All that one look at the inbox gives."""

    files: tuple[AsideFile, ...] = ()
    unread: tuple[Unread, ...] = ()
    totals: tuple[Totals, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideState:
    """``chosen`` is a file's hash; ``asking`` whether letting it go, or ``giving_up``, is asked.

    ``meant`` are the numbers of the records that giving up was asked about.
    """

    words: Words
    is_open: bool = False
    busy: bool = False
    lying: Lying = field(default_factory=Lying)
    chosen: bytes | None = None
    asking: bool = False
    giving_up: bool = False
    meant: tuple[int, ...] = ()
    fault: str = ""
    message: str = ""
    tone: Tone = Tone.INFO

    @property
    def file(self) -> AsideFile | None:
        """The chosen file."""
        return next((f for f in self.lying.files if f.hash == self.chosen), None)
