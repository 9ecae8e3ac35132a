"""What the workspace tells: frozen values, no rows and no connections among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ClockNote(StrEnum):
    """What a bundle's own time shows when it is held against ours and its earlier ones."""

    OK = "ok"
    AHEAD = "ahead"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Records the device says it made in an epoch and that have not come.

    ``missing`` is how many and ``first`` the place of the first of them. Where the epoch
    itself never came, ``missing`` is None: a later epoch names it as its parent.
    """

    stream: bytes
    epoch: bytes
    first: int
    missing: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Two ways on from one place of a stream: the device, or a copy of its disk, went back.

    ``parent`` is the 16-byte epoch both name (zeros: the stream's beginning), ``epochs`` those
    that follow it; a single one when the parent itself went on too.
    """

    stream: bytes
    parent: bytes
    epochs: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What one bundle brought. ``gaps`` and ``forks`` are of its epochs, after it.

    ``unreadable`` records could not be opened or read: they are kept aside and are a gap.
    """

    new: int
    known: int
    gaps: tuple[Gap, ...]
    forks: tuple[Fork, ...]
    clock: ClockNote
    unreadable: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamSeen:
    """How far one device has come in one campaign.

    ``made`` records exist on the device as far as is known and ``taken`` of them are here;
    ``last_bundle`` is the highest bundle number and ``last_seen`` when it arrived.
    """

    stream: bytes
    device: bytes
    name: str
    campaign: UUID
    made: int
    taken: int
    last_bundle: int
    last_seen: datetime
    gaps: tuple[Gap, ...]
    forks: tuple[Fork, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One line of the intake history: a bundle that brought something new."""

    at: datetime
    actor: str
    device: str
    campaign: UUID
    bundle: bytes
    number: int
    made: datetime
    new: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedFile:
    """A file that was not taken in. ``hash`` is its SHA-256; ``kept``: its bytes are here.

    ``stream`` is whose it is, where a signature said so.
    """

    hash: bytes
    name: str
    code: str
    message: str
    at: datetime
    size: int
    kept: bool = True
    stream: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedFile:
    """A file that lay in quarantine until a person took a ``decision``, in words."""

    hash: bytes
    name: str
    code: str
    decision: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A verified backup. ``generation`` is 16 random bytes; ``records`` the places it holds."""

    generation: bytes
    path: str
    records: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignCounts:
    """A campaign's totals. ``quarantined`` counts files by reason, over all campaigns:

    what cannot be opened does not tell for certain which campaign it belongs to.
    ``complete``, ``partial`` and ``session_events`` count what results rest upon, ``held`` and
    ``excluded`` what they do not (for now, or for a reason). ``kept`` are records of kinds a newer
    program will understand. ``withdrawn`` people took their answers back. ``gone`` records were
    taken in and hold nothing any more: withdrawn, withdrawals themselves, or past their time.
    ``decisions`` rises with every decision, correction and erasure.
    """

    complete: int
    partial: int
    session_events: int
    kept: int
    quarantined: Mapping[str, int]
    held: int = 0
    excluded: int = 0
    withdrawn: int = 0
    gone: int = 0
    decisions: int = 0

    @property
    def records(self) -> int:
        """Every record taken in, whatever became of it."""
        counted = self.complete + self.partial + self.session_events + self.kept
        return counted + self.held + self.excluded + self.gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What checking a workspace found; ``faults`` is empty when all is well.

    ``notes`` say what could not be checked, or should be looked into, and is no damage.
    """

    records: int
    responses: int
    faults: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPackage:
    """A package that was made here. ``raw`` is the exact signed file."""

    campaign: UUID
    version: int
    hash: bytes
    raw: bytes
    made: datetime
