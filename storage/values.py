"""Frozen values that cross the border of storage; no keys among them but public ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from survey.late import dataclass

Clock = Callable[[], datetime]
"""Returns the present time, aware, in UTC."""

RandomBytes = Callable[[int], bytes]
"""Returns that many random bytes; ``os.urandom`` outside tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody answers are sealed to. ``public`` is 1184 bytes ML-KEM-768 then 32 bytes X25519."""

    id: bytes
    role: str
    public: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceIdentity:
    """A device: its Ed25519 public key (32 bytes) and the name staff gave it."""

    public: bytes
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """An opened, verified package. ``raw`` is the exact file; ``hash`` is over the payload."""

    hash: bytes
    campaign: UUID
    version: int
    issued: datetime
    organisation: str
    signer: bytes
    definition: bytes
    recipients: tuple[Recipient, ...]
    revoked: tuple[bytes, ...]
    raw: bytes

    @property
    def ends(self) -> bool:
        """Whether it says that the survey has ended: it names nobody to seal answers to."""
        return not self.recipients


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoch:
    """An epoch's header, parsed. ``header`` is its exact bytes and ``hash`` their hash."""

    id: bytes
    stream: bytes
    campaign: UUID
    package_hash: bytes
    parent: bytes
    parent_head: bytes
    opened: datetime
    wraps: tuple[tuple[bytes, bytes], ...]
    header: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRecord:
    """A sealed record, parsed but not opened. ``raw`` is its exact bytes."""

    epoch: bytes
    n: int
    id: bytes
    previous: bytes
    nonce: bytes
    ciphertext: bytes
    raw: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgedRange:
    """Records ``first .. first+count-1`` of an epoch; ``digest`` is over their hashes."""

    epoch: bytes
    first: int
    count: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the administrator has taken in and backed up, for one stream."""

    number: int
    stream: bytes
    campaign: UUID
    issued: datetime
    backup: bytes
    ranges: tuple[AcknowledgedRange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedBundle:
    """A bundle whose format and device signature were checked; its records are still sealed.

    ``epochs`` holds, in opening order, each epoch with the count of records the device had
    made in it and the hash of its last record (``NO_HEAD`` when none), so that a gap shows.
    ``records`` lie in (epoch, n) order. ``number`` rises per stream; ``hash`` is the 32-byte
    SHA-256 of the exact file.
    """

    stream: bytes
    device: bytes
    campaign: UUID
    package_hash: bytes
    number: int
    made: datetime
    epochs: tuple[tuple[Epoch, int, bytes], ...]
    records: tuple[SealedRecord, ...]
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingBatch:
    """Sealed records of one package that no receipt has acknowledged yet.

    ``epochs`` holds, in opening order, each epoch with a record here, the count of records
    made in it so far and the hash of the last of them. ``records`` lie in (epoch, n) order.
    """

    stream: bytes
    campaign: UUID
    package_hash: bytes
    epochs: tuple[tuple[Epoch, int, bytes], ...]
    records: tuple[SealedRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetReport:
    """What a receipt led to: ``refused`` ranges that do not fit, records newly ``acknowledged``.

    ``forgotten`` records were erased: at once, or those of earlier receipts whose time has come.
    """

    forgotten: int
    refused: int
    acknowledged: int = 0
