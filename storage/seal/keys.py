"""Key pairs: Ed25519 for signing, ML-KEM-768 with X25519 for receiving."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives import hmac as crypto_hmac
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from storage.errors import Damaged, WrongSigner

RandomBytes = Callable[[int], bytes]

SEED_BYTES = 96
"""A recipient's private seed: 64 bytes ML-KEM-768, then 32 bytes X25519."""

PUBLIC_BYTES = 1216
_ROW = b"vardera/row/1\0"
_ANYBODY = x25519.X25519PrivateKey.from_private_bytes(bytes(range(32)))


def digest(domain: str, *parts: bytes) -> bytes:
    """SHA-256 over ``vardera/<domain>/1``, a zero byte and the parts."""
    return sha256(b"".join((b"vardera/", domain.encode("ascii"), b"/1\0", *parts))).digest()


def derive(secret: bytes, label: bytes, length: int = 32) -> bytes:
    """HKDF-Expand with SHA-256; ``secret`` must be uniformly random, 32 bytes or more."""
    if length == 32:  # one block, written out: four times as fast, and each record needs two
        return hmac.digest(secret, label + b"\x01", "sha256")
    return HKDFExpand(hashes.SHA256(), length, label).derive(secret)


def stream_id(device: bytes, campaign: UUID) -> bytes:
    """The 16-byte name of (device, campaign)."""
    return digest("stream", device, campaign.bytes)[:16]


def row_id(secret: bytes, stream: bytes, epoch: bytes, n: int, record: bytes) -> bytes:
    """The 16-byte name of an opened record in a workspace's tables.

    HMAC-SHA256 under the campaign's ``secret`` over the record's place and its id on the wire:
    without the secret nothing leads from one to the other; with it, a record can be found.
    """
    return row_ids(secret, stream, epoch)(n, record)


def row_ids(secret: bytes, stream: bytes, epoch: bytes) -> Callable[[int, bytes], bytes]:
    """:func:`row_id` for many records of one epoch, in half the time."""
    begun = crypto_hmac.HMAC(secret, hashes.SHA256())
    begun.update(b"".join((_ROW, stream, epoch)))

    def name(n: int, record: bytes) -> bytes:
        going = begun.copy()
        going.update(n.to_bytes(4, "big") + record)
        return going.finalize()[:16]

    return name


class Signer:
    """An Ed25519 private key that signs under a domain."""

    def __init__(self, seed: bytes) -> None:
        self._key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, domain: str, *parts: bytes) -> bytes:
        return self._key.sign(_message(domain, parts))


def verify(public: bytes, signature: bytes, domain: str, *parts: bytes) -> None:
    """Raise WrongSigner unless ``signature`` was made by ``public`` over these very parts."""
    try:
        key = ed25519.Ed25519PublicKey.from_public_bytes(public)
        key.verify(signature, _message(domain, parts))
    except (InvalidSignature, ValueError):
        raise WrongSigner(f"{domain}: the signature does not fit what was signed") from None


def _message(domain: str, parts: tuple[bytes, ...]) -> bytes:
    return b"".join((b"vardera/", domain.encode("ascii"), b"/1\0", *parts))


class ReceivingKey:
    """A recipient's private key, rebuilt from its 96-byte seed."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError("a recipient's seed is 96 bytes")
        kem = mlkem.MLKEM768PrivateKey.from_seed_bytes(seed[:64])
        exchange = x25519.X25519PrivateKey.from_private_bytes(seed[64:])
        self.hybrid = hpke.MLKEM768X25519PrivateKey(kem, exchange)
        self.public = kem.public_key().public_bytes_raw() + (
            exchange.public_key().public_bytes_raw()
        )
        self.id = recipient_id(self.public)


def recovery_seed(recovery: bytes, index: int) -> bytes:
    """The seed of the recovery recipient number ``index`` (0 to 2³²−1), from a sheet's secret."""
    place = index.to_bytes(4, "big")
    return derive(recovery, b"vardera/recovery-recipient/2\0" + place, SEED_BYTES)


def recovery_seed_for(recovery: bytes, campaign: UUID) -> bytes:
    """The seed of a campaign's recovery recipient in workspaces of schema version 1."""
    return derive(recovery, b"vardera/recovery-recipient/1\0" + campaign.bytes, SEED_BYTES)


def recipient_id(public: bytes) -> bytes:
    """The 16-byte name of a recipient's public key."""
    return digest("recipient", public)[:16]


def receiving_public(public: bytes) -> hpke.MLKEM768X25519PublicKey:
    """Parse 1216 bytes of public key; Damaged if they are not one that can be sealed to."""
    if len(public) != PUBLIC_BYTES:
        raise Damaged("recipient: the public key has the wrong length")
    try:
        curve = x25519.X25519PublicKey.from_public_bytes(public[1184:])
        # a point of low order is parsed, but sealing to it fails: a kiosk could take no answer
        _ANYBODY.exchange(curve)
        return hpke.MLKEM768X25519PublicKey(
            mlkem.MLKEM768PublicKey.from_public_bytes(public[:1184]), curve
        )
    except ValueError:
        raise Damaged("recipient: the public key is not valid") from None
