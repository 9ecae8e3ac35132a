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

    ``n`` is the place of the next record. :meth:`draft` and :meth:`record` may be called any
    number of times at a place; only :meth:`step`, once the bytes are durable, moves on.
    What can be worked out while nobody waits is left to :meth:`ready`.
    """

    def __init__(self, epoch: Epoch, secret: bytes, random: RandomBytes) -> None:
        self.epoch = epoch
        self.n = 0
        self._random = random
        self._chain = secret  # at this place until ready(), at the next one after it
        self._head = epoch.hash
        self._last = b""  # the record before this place, while its hash is not worked out
        self._id = b""
        self._draft_key = b""
        self._record_key = b""

    def ready(self) -> None:
        """Work out this place's keys and the head; the chain key itself is dropped."""
        if self._id:
            return
        if self._last:
            self._head, self._last = records.record_hash(self._last), b""
        self._draft_key = records.draft_key(self._chain)
        self._record_key = records.record_key(self._chain)
        self._chain = records.next_chain(self._chain)
        self._id = random_id(self._random)

    def draft(self, body: bytes) -> bytes:
        """``body`` as the answers so far at this place, under a fresh random nonce."""
        self.ready()
        return self._seal(self._draft_key, body, self._random(records.NONCE_BYTES))

    def record(self, body: bytes) -> bytes:
        """``body`` as the record at this place.

        The record key has a fixed nonce, so it seals once: a second attempt, after a save
        that failed, uses the draft key with a fresh nonce instead.
        """
        self.ready()
        if not self._record_key:
            return self.draft(body)
        key, self._record_key = self._record_key, b""
        return self._seal(key, body, b"")

    def step(self, sealed: bytes) -> None:
        """``sealed`` is kept as the record at this place: forget its keys, go to the next."""
        self.ready()
        self._last, self._id = sealed, b""
        self._draft_key = self._record_key = b""
        self.n += 1

    def forget_person(self) -> None:
        """The draft at this place was discarded: whoever comes next gets another id."""
        if self._id:
            self._id = random_id(self._random)

    def _seal(self, key: bytes, body: bytes, nonce: bytes) -> bytes:
        return records.seal_raw(
            key=key, stream=self.epoch.stream, epoch=self.epoch.id, n=self.n, id=self._id,
            previous=self._head, body=body, nonce=nonce,
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
