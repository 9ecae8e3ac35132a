"""Stores, packages and receipts for the tests of the kiosk's side of storage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from storage.errors import NoRoom
from storage.kiosk import KioskStore
from storage.kiosk.database import Database
from storage.seal import keys
from storage.seal.epochs import open_epoch
from storage.seal.ratchet import EpochOpener
from storage.values import AcknowledgedRange, Package, Receipt, Recipient, SealedRecord

CAMPAIGN = UUID("5d7c0a3e-0f0e-4d0b-9a51-0a8f3f6f2b11")
ORGANISATION = keys.Signer(bytes(range(32)))
RECEIVER = keys.ReceivingKey(bytes(range(96)))
RECOVERY = keys.ReceivingKey(bytes(reversed(range(96))))


@dataclass
class Hands:
    """A clock that a test turns and randomness that can be repeated."""

    now: datetime = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    drawn: int = 0
    seed: bytes = b"kiosk tests"
    draws: list[bytes] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    def random(self, length: int) -> bytes:
        self.drawn += 1
        blocks = (
            sha256(self.seed + self.drawn.to_bytes(4, "big") + bytes([at])).digest()
            for at in range(length // 32 + 1)
        )
        drawn = b"".join(blocks)[:length]
        self.draws.append(drawn)
        return drawn

    def wait(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


def package(version: int = 1, **other: object) -> Package:
    values: dict[str, object] = {
        "hash": keys.digest("package", str((version, sorted(other))).encode()),
        "campaign": CAMPAIGN,
        "version": version,
        "issued": datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
        "organisation": "Exempelby",
        "signer": ORGANISATION.public,
        "definition": b'{"a definition":"as canonical JSON"}',
        "recipients": (
            Recipient(id=RECEIVER.id, role="campaign", public=RECEIVER.public),
            Recipient(id=RECOVERY.id, role="recovery", public=RECOVERY.public),
        ),
        "revoked": (),
        "raw": b"the whole signed file",
    }
    return Package(**(values | other))  # type: ignore[arg-type]


def open_store(directory: Path, hands: Hands | None = None) -> KioskStore:
    hands = hands or Hands()
    return KioskStore.create_or_open(
        directory, name="Library, ground floor", clock=hands.clock, random=hands.random
    )


def collecting_store(directory: Path, hands: Hands | None = None) -> KioskStore:
    """A store with a package installed."""
    store = open_store(directory, hands)
    store.install(package())
    return store


def records(store: KioskStore) -> list[SealedRecord]:
    return [record for batch in store.pending() for record in batch.records]


def bodies(store: KioskStore, key: keys.ReceivingKey = RECEIVER) -> list[bytes]:
    """What the recipient reads, in the order of the store; every chain is checked."""
    found = []
    for batch in store.pending():
        openers = {}
        heads = {}
        for epoch, count, head in batch.epochs:
            openers[epoch.id] = EpochOpener(epoch, open_epoch(epoch, key))
            last = max((r for r in batch.records if r.epoch == epoch.id), key=lambda r: r.n)
            assert last.n < count
            assert (last.hash == head) == (last.n == count - 1)
        for record in batch.records:
            previous = heads.get(record.epoch)
            assert previous is None or previous == record.previous
            heads[record.epoch] = record.hash
            found.append(openers[record.epoch].open(record))
    return found


def receipt_for(
    store: KioskStore, taken: list[SealedRecord], number: int = 1, **other: object
) -> Receipt:
    """A receipt for consecutive records of one epoch."""
    hashes = [record.hash for record in taken]
    part = AcknowledgedRange(
        epoch=taken[0].epoch,
        first=taken[0].n,
        count=len(taken),
        digest=keys.digest("range", *hashes),
    )
    values: dict[str, object] = {
        "number": number,
        "stream": keys.stream_id(store.identity.public, CAMPAIGN),
        "campaign": CAMPAIGN,
        "issued": datetime(2026, 3, 3, 8, 0, tzinfo=UTC),
        "backup": bytes(16),
        "ranges": (part,),
    }
    return Receipt(**(values | other))  # type: ignore[arg-type]


def files_with(directory: Path, needle: bytes) -> list[str]:
    """The files below ``directory`` that contain ``needle``."""
    files = sorted(p for p in directory.rglob("*") if p.is_file())
    return [p.name for p in files if needle in p.read_bytes()]


def full_until_given_up(
    monkeypatch: pytest.MonkeyPatch, database: Database, name: str, reserve: Path
) -> None:
    """A disk on which the database's ``name`` finds no room until the reserve is given up."""
    work = getattr(database, name)
    given = []

    def on_full_disk() -> Any:
        if not given and reserve.stat().st_size:
            raise NoRoom("the disk is full")
        given.append(True)
        return work()

    monkeypatch.setattr(database, name, on_full_disk)
