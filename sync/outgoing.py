"""Writing bundles of what waits on a kiosk.

What has been written already is read from the place itself: a bundle of ours that lies
there whole counts as written, one that was damaged or taken away does not. So an empty
stick gets everything that nobody has acknowledged, a damaged file is made good by the next
exchange, and an exchange without news writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from storage.errors import StorageError
from storage.kiosk import KioskStore
from storage.values import Clock, PendingBatch, SealedRecord
from sync import bundle
from sync.transport import Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """The largest bundle to write, whichever limit is met first; one record always fits."""

    records: int = 256
    bytes: int = 4 * 1024 * 1024


class Outgoing:
    """One round of writing; ``names`` and ``records`` count what was delivered so far."""

    def __init__(
        self, store: KioskStore, transport: Transport, clock: Clock, size: Size
    ) -> None:
        self.names: list[str] = []
        self.records = 0
        self._store = store
        self._transport = transport
        self._clock = clock
        self._size = size

    def write(self, *, resend: bool) -> None:
        """Deliver what waits and is not there; all that waits when ``resend``.

        Raises TransportError; what was counted before is delivered and durable.
        """
        batches = tuple(self._store.pending(bundle.RECORDS_LIMIT))
        there = set() if resend else self._written(batches)
        for batch in batches:
            left = (r for r in batch.records if r.hash not in there)
            for records in _cut(left, self._size):
                self._deliver(batch, records)

    def _deliver(self, batch: PendingBatch, records: Sequence[SealedRecord]) -> None:
        number = self._store.next_bundle_number(batch.stream)
        name = bundle.file_name(batch.stream, number)
        firsts: dict[bytes, int] = {}
        for record in records:
            firsts.setdefault(record.epoch, record.n)
        made = bundle.Bundle(
            stream=batch.stream, device=self._store.identity.public, campaign=batch.campaign,
            package_hash=batch.package_hash, number=number, made=self._clock(),
            epochs=tuple(
                bundle.EpochPart(epoch=epoch, first=firsts[epoch.id], count=count, head=head)
                for epoch, count, head in batch.epochs if epoch.id in firsts
            ),
            records=tuple(records),
        )
        self._transport.put(name, bundle.write_bundle(made, self._store.signer.sign))
        self.names.append(name)
        self.records += len(records)

    def _written(self, batches: Sequence[PendingBatch]) -> set[bytes]:
        """Hashes of the records that lie there whole, in bundles of this device.

        Read from the newest backwards, until one holds nothing that is still waiting; to
        miss an older one only means that a record is carried twice.
        """
        waiting = {epoch.id for batch in batches for epoch, _, _ in batch.epochs}
        prefixes = {batch.stream.hex()[:16] for batch in batches}
        names = self._transport.list(bundle.SUFFIX) if batches else ()
        there: set[bytes] = set()
        for prefix in sorted(prefixes):
            for name in (name for name in reversed(names) if name.startswith(prefix)):
                found = self._own_bundle(name)
                if found is None:
                    continue
                if not waiting & {part.epoch.id for part in found.epochs}:
                    break
                there |= {record.hash for record in found.records}
        return there

    def _own_bundle(self, name: str) -> bundle.Bundle | None:
        try:
            found = bundle.read_bundle(self._transport.get(name))
        except StorageError:
            return None  # damaged on the way: it counts as not written
        return found if found.device == self._store.identity.public else None


def _cut(records: Iterable[SealedRecord], size: Size) -> Iterator[list[SealedRecord]]:
    part: list[SealedRecord] = []
    weight = 0
    for record in records:
        if part and (len(part) >= size.records or weight + len(record.raw) > size.bytes):
            yield part
            part, weight = [], 0
        part.append(record)
        weight += len(record.raw)
    if part:
        yield part
