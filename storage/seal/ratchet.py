"""An epoch's live keys: made, used once and dropped; see ``docs/formats/epoch.md``.

:class:`Ratchet` writes (on the device that holds the epoch's secret in memory),
:class:`EpochOpener` reads (for whoever opened the epoch with a recipient's key).
"""

from __future__ import annotations

from storage.errors import Damaged
from storage.seal import records
from storage.values import Epoch, RandomBytes, SealedRecord


class Ratchet:
    """Seals one epoch's records in order, without a way back to earlier keys.

    ``n`` is the place of the next record and ``head`` the hash it will name as previous.
    :meth:`draft` and :meth:`record` may be called any number of times at a place; only
    :meth:`step`, once the bytes are durable, moves on and drops the place's keys.
    """

    def __init__(self, epoch: Epoch, secret: bytes, random: RandomBytes) -> None:
        self.epoch = epoch
        self.n = 0
        self.head = epoch.hash
        self._random = random
        self._chain = secret
        self._enter_place()

    def _enter_place(self) -> None:
        # derived here, while nobody waits, and not when a person presses the last button
        self._draft_key = records.draft_key(self._chain)
        self._record_key: bytes | None = records.record_key(self._chain)
        self._id = random_id(self._random)

    def draft(self, body: bytes) -> SealedRecord:
        """``body`` as the answers so far at this place, under a fresh random nonce."""
        return self._seal(self._draft_key, body, self._random(records.NONCE_BYTES))

    def record(self, body: bytes) -> SealedRecord:
        """``body`` as the record at this place.

        The record key has a fixed nonce, so it seals once: a second attempt, after a save
        that failed, uses the draft key with a fresh nonce instead.
        """
        key, self._record_key = self._record_key, None
        if key is None:
            return self.draft(body)
        return self._seal(key, body, b"")

    def step(self, sealed: SealedRecord) -> None:
        """``sealed`` is kept as the record at this place: go to the next one."""
        self.n += 1
        self.head = sealed.hash
        self._chain = records.next_chain(self._chain)
        self._enter_place()

    def forget_person(self) -> None:
        """The draft at this place was discarded: whoever comes next gets another id."""
        self._id = random_id(self._random)

    def _seal(self, key: bytes, body: bytes, nonce: bytes) -> SealedRecord:
        return records.seal_record(
            key=key, stream=self.epoch.stream, epoch=self.epoch.id, n=self.n, id=self._id,
            previous=self.head, body=body, nonce=nonce,
        )


class EpochOpener:
    """Opens an epoch's records, in any order but cheapest in rising order.

    Going back is possible because the secret is held; it costs deriving from the start.
    """

    def __init__(self, epoch: Epoch, secret: bytes) -> None:
        self._epoch = epoch
        self._secret = secret
        self._chain, self._n = secret, 0

    def open(self, record: SealedRecord) -> bytes:
        """The body of ``record``. Raises Damaged when it was changed or belongs elsewhere."""
        if record.epoch != self._epoch.id:
            raise Damaged("record: it belongs to another epoch")
        if not 0 <= record.n < records.PLACES_LIMIT:
            raise Damaged("record: its place is out of limits")
        if record.n == 0 and record.previous != self._epoch.hash:
            raise Damaged("record: it does not begin the epoch it stands in")
        if record.n < self._n:
            self._chain, self._n = self._secret, 0
        while self._n < record.n:
            self._chain, self._n = records.next_chain(self._chain), self._n + 1
        return records.open_record(record, self._chain, self._epoch.stream)


def random_id(random: RandomBytes) -> bytes:
    """A record's id: a UUIDv4 as 16 bytes."""
    id = bytearray(random(16))
    id[6] = id[6] & 0x0F | 0x40
    id[8] = id[8] & 0x3F | 0x80
    return bytes(id)
