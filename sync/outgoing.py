"""Writing bundles of what waits on a kiosk.

What has been written already is read from the place itself: a bundle of ours that lies
there whole counts as written, one that was damaged or taken away does not. So an empty
stick gets everything that nobody has acknowledged, a damaged file is made good by the next
exchange, and an exchange without news writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from storage.errors import StorageError
from storage.kiosk import KioskStore
from storage.values import Clock, PendingBatch, SealedRecord
from sync import bundle
from sync.errors import FileGone, NameTaken, PlaceRefuses
from sync.transport import Transport

NAMES_TRIED = 20
"""How many numbers are tried for one bundle where other files hold the names."""

IN_TURN = 4
"""So many of them follow each other; from then on each is chosen among twice as many, so that
whoever takes names beforehand would have to take tens of thousands."""

BATCH = 4_096
"""How many records are held in memory at a time."""


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
        there = set() if resend else self._written()
        for batch in self._store.pending(BATCH):
            left = (record for record in batch.records if record.hash not in there)
            headers = {epoch.id: len(epoch.header) for epoch, _, _ in batch.epochs}
            for records in _cut(left, headers, self._size):
                self._deliver(batch, records)

    def _deliver(self, batch: PendingBatch, records: Sequence[SealedRecord]) -> None:
        for attempt in range(1, NAMES_TRIED + 1):
            made = self._bundle(batch, records, 2 ** max(0, attempt - IN_TURN))
            name = bundle.file_name(made.stream, made.number)
            try:
                self._transport.put(name, bundle.write_bundle(made, self._store.signer.sign))
            except NameTaken:
                if attempt == NAMES_TRIED:
                    raise
                continue
            break
        self.names.append(name)
        self.records += len(records)

    def _bundle(
        self, batch: PendingBatch, records: Sequence[SealedRecord], within: int
    ) -> bundle.Bundle:
        """A bundle of ``records`` under one of the next ``within`` numbers, used up by it."""
        firsts: dict[bytes, int] = {}
        for record in records:
            firsts.setdefault(record.epoch, record.n)
        return bundle.Bundle(
            stream=batch.stream, device=self._store.identity.public, campaign=batch.campaign,
            package_hash=batch.package_hash,
            number=self._store.next_bundle_number(batch.stream, within), made=self._clock(),
            epochs=tuple(
                bundle.EpochPart(epoch=epoch, first=firsts[epoch.id], count=count, head=head)
                for epoch, count, head in batch.epochs if epoch.id in firsts
            ),
            records=tuple(records),
        )

    def _written(self) -> set[bytes]:
        """Hashes of the records that lie there whole, in bundles of this device.

        Read from the newest backwards, until one holds nothing that is still waiting; to
        miss an older one only means that a record is carried twice.
        """
        waiting: set[bytes] = set()
        prefixes: set[str] = set()
        for batch in self._store.pending(BATCH):  # looked through, not held: it may be large
            waiting |= {epoch.id for epoch, _, _ in batch.epochs}
            prefixes.add(batch.stream.hex()[:16])
        names = self._transport.list(bundle.SUFFIX) if waiting else ()
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
            head = bundle.peek(self._transport.get(name))
            ours = head.device == self._store.identity.public
            return bundle.contents(head) if ours else None
        except (StorageError, FileGone, PlaceRefuses):
            return None  # damaged on the way: it counts as not written


def _cut(
    records: Iterable[SealedRecord], headers: Mapping[bytes, int], size: Size
) -> Iterator[list[SealedRecord]]:
    """Parts of at most ``size``, each with the ``headers`` (bytes) of its epochs."""
    part: list[SealedRecord] = []
    weight = 0
    for record in records:
        begins = not part or part[-1].epoch != record.epoch
        more = len(record.raw) + (headers[record.epoch] if begins else 0)
        if part and (len(part) >= size.records or weight + more > size.bytes):
            yield part
            part, weight = [], 0
            more = len(record.raw) + headers[record.epoch]
        part.append(record)
        weight += more
    if part:
        yield part
