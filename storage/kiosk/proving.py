"""Whether the store does what is asked of it, tried at its own disk and with its own keys."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from storage.errors import Damaged, MissingKey
from storage.kiosk.files import trouble
from storage.kiosk.store import KioskStore
from storage.seal import epochs, keys
from storage.seal.ratchet import Ratchet
from storage.seal.records import read_record
from storage.values import PendingBatch, RandomBytes

_TRIED = 64 * 1024


def disk_keeps(directory: Path, random: RandomBytes) -> None:
    """Write, sync, read again and take away. Raises NoRoom, or Damaged when it is not the same."""
    file, data = directory / ".self-test", random(_TRIED)
    try:
        with file.open("wb") as written:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
        same = file.read_bytes() == data
    except OSError as error:
        raise trouble(error) from None
    finally:
        with suppress(OSError):  # a disk that cannot be written has nothing to take away
            file.unlink(missing_ok=True)
    if not same:
        raise Damaged("the disk gives back other bytes than were written")


def seals(store: KioskStore, random: RandomBytes) -> int:
    """Seal something for everybody who may read the answers; how many they are. Nothing is kept.

    Raises MissingKey where there is nobody, Damaged when what was sealed is no record.
    """
    package = store.package()
    if package is None:
        raise MissingKey("no package is installed: there is nobody to seal answers to")
    prepared = epochs.prepare(
        stream=keys.stream_id(store.identity.public, package.campaign),
        campaign=package.campaign, package_hash=package.hash, recipients=package.recipients,
        random=random,
    )
    epoch = epochs.begin(
        prepared, parent=epochs.NO_EPOCH, parent_head=epochs.NO_HEAD, opened=package.issued
    )
    read_record(Ratchet(epoch, prepared.secret, random).record(b"self-test"))
    return len(package.recipients)


def chain_holds(store: KioskStore) -> int:
    """Follow the chain through all that waits; how many records it holds. Raises Damaged."""
    return sum(_follow(batch) for batch in store.pending())


def _follow(batch: PendingBatch) -> int:
    last: dict[bytes, tuple[int, bytes]] = {}
    for record in batch.records:
        n, head = last.get(record.epoch, (-1, b""))
        if n == record.n - 1 and n >= 0 and record.previous != head:
            raise Damaged("a record does not follow the one before it")
        last[record.epoch] = record.n, record.hash
    for epoch, made, head in batch.epochs:
        n, hash = last.get(epoch.id, (-1, b""))
        if n >= made or (n == made - 1 and hash != head):
            raise Damaged("an epoch ends otherwise than its records")
    return len(batch.records)
