"""Sealed records and the ratchet that gives each its own key; see ``docs/formats/record.md``."""

from __future__ import annotations

import struct

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from storage.errors import Damaged
from storage.seal import coding, keys
from storage.values import SealedRecord

RECORD_LIMIT = 1024 * 1024
"""Most bytes of a sealed record that are read."""

BODY_LIMIT = 512 * 1024 - 4
"""Most bytes of a body that are sealed: the largest size class that fits RECORD_LIMIT."""

PLACES_LIMIT = 65_536
"""Places in an epoch (a device uses 256); a reader derives no longer chain than this."""

SMALLEST_CLASS = 256
NONCE_BYTES = 12
_ZERO_NONCE = bytes(12)
_AAD = b"vardera/record/1\0"

_Wire = tuple[int, bytes, int, bytes, bytes, bytes, bytes]
_decoder = msgspec.msgpack.Decoder(_Wire)


def record_key(chain: bytes) -> bytes:
    """The key of the record at this place of the chain."""
    return keys.derive(chain, b"vardera/record/1\0")


def draft_key(chain: bytes) -> bytes:
    """The key of the draft at this place; always used with a fresh random nonce."""
    return keys.derive(chain, b"vardera/draft/1\0")


def next_chain(chain: bytes) -> bytes:
    """The chain key of the following record; it does not lead back."""
    return keys.derive(chain, b"vardera/chain/1\0")


def seal_raw(
    *, key: bytes, stream: bytes, epoch: bytes, n: int, id: bytes, previous: bytes,
    body: bytes, nonce: bytes = b"",
) -> bytes:
    """Seal ``body``. ``nonce`` is empty with a record key, 12 random bytes with a draft key.

    A record key must seal one body only: its nonce is fixed. Raises ValueError for a body over
    BODY_LIMIT, which nobody could read again.
    """
    if len(body) > BODY_LIMIT:
        raise ValueError(f"a body of {len(body)} bytes is more than a record holds")
    ciphertext = ChaCha20Poly1305(key).encrypt(
        nonce or _ZERO_NONCE, pad(body), _aad(stream, epoch, n, id, previous)
    )
    return coding.pack((1, epoch, n, id, previous, nonce, ciphertext))


def seal_record(
    *, key: bytes, stream: bytes, epoch: bytes, n: int, id: bytes, previous: bytes,
    body: bytes, nonce: bytes = b"",
) -> SealedRecord:
    """As :func:`seal_raw`, parsed."""
    return read_record(
        seal_raw(
            key=key, stream=stream, epoch=epoch, n=n, id=id, previous=previous, body=body,
            nonce=nonce,
        )
    )


def read_record(raw: bytes) -> SealedRecord:
    """Parse a sealed record strictly, without opening it. Raises Damaged or TooNew."""
    if len(raw) > RECORD_LIMIT:
        raise Damaged("record: larger than allowed")
    _, epoch, n, id, previous, nonce, ciphertext = coding.unpack(_decoder, raw, "record")
    lengths = [len(b) for b in (epoch, id, previous)]
    if lengths != [16, 16, 32] or len(nonce) not in (0, NONCE_BYTES):
        raise Damaged("record: a field has the wrong length")
    if not 0 <= n < PLACES_LIMIT:
        raise Damaged("record: its place is out of limits")
    return SealedRecord(
        epoch=epoch, n=n, id=id, previous=previous, nonce=nonce, ciphertext=ciphertext,
        raw=raw, hash=record_hash(raw),
    )


def open_record(record: SealedRecord, chain: bytes, stream: bytes) -> bytes:
    """The body of ``record``; ``chain`` is the chain key at its place. Damaged when changed."""
    key = draft_key(chain) if record.nonce else record_key(chain)
    aad = _aad(stream, record.epoch, record.n, record.id, record.previous)
    try:
        padded = ChaCha20Poly1305(key).decrypt(
            record.nonce or _ZERO_NONCE, record.ciphertext, aad
        )
    except InvalidTag:
        raise Damaged("record: the content was changed, or belongs elsewhere") from None
    return unpad(padded)


def record_hash(raw: bytes) -> bytes:
    """The hash that the next record names as its previous."""
    return keys.digest("record-hash", raw)


def pad(body: bytes) -> bytes:
    """Length, body and zeros up to a size class (256 bytes times a power of two)."""
    size = _class_of(len(body))
    return struct.pack(">I", len(body)) + body + bytes(size - 4 - len(body))


def unpad(padded: bytes) -> bytes:
    """The body again. Raises Damaged when the padding is not what ``pad`` writes."""
    if len(padded) < SMALLEST_CLASS:
        raise Damaged("record: shorter than the smallest size class")
    length = int.from_bytes(padded[:4], "big")
    body, rest = padded[4 : 4 + length], padded[4 + length :]
    # without writing it anew: this is done for each record of an intake
    if len(body) != length or len(padded) != _class_of(length) or rest.strip(b"\0"):
        raise Damaged("record: the padding is not as the format says")
    return body


def _class_of(length: int) -> int:
    """The size class of a body of so many bytes."""
    return max(SMALLEST_CLASS, 1 << (length + 3).bit_length())


def _aad(stream: bytes, epoch: bytes, n: int, id: bytes, previous: bytes) -> bytes:
    return b"".join((_AAD, stream, epoch, n.to_bytes(4, "big"), id, previous))
