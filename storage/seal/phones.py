"""The channel between a participant's phone and the tablet: Noise, pattern NK.

``Noise_NK_25519_ChaChaPoly_SHA256`` (revision 34) with our prologue: the phone knows the tablet's
key from the code on the screen, both draw a key for this channel alone, and each direction has its
own. After it, each message says its own number. See ``docs/formats/room.md``.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from storage.errors import Damaged
from storage.seal import keys
from storage.seal.records import pad, unpad
from storage.values import RandomBytes

KEY_BYTES = 32
TAG_BYTES = 16
CREDENTIAL_BYTES = 20
"""A participant's number in 4 bytes, big-endian, and 16 that only the tablet can reckon."""

PROLOGUE = b"vardera/room/1\0"

_NAME = b"Noise_NK_25519_ChaChaPoly_SHA256"
_CREDENTIAL = b"vardera/room-credential/1\0"


class RoomKey:
    """What a room is known by, from its ``secret`` (32 random bytes); the same secret gives the
    same key and the same credentials, so phones find back after a crash."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"a room's secret has {KEY_BYTES} bytes")
        self._key = X25519PrivateKey.from_private_bytes(
            keys.derive(secret, b"vardera/room-key/1\0")
        )
        self._credentials = keys.derive(secret, b"vardera/room-credentials/1\0")
        self.public = self._key.public_key().public_bytes_raw()

    def credential(self, participant: int) -> bytes:
        """What this participant's phone shows to be known again; 20 bytes."""
        number = participant.to_bytes(4, "big")
        tag = hmac.digest(self._credentials, _CREDENTIAL + number, "sha256")
        return number + tag[:16]

    def participant(self, credential: bytes) -> int | None:
        """Whose credential it is; None for one that was never given."""
        number = int.from_bytes(credential[:4], "big")
        return number if hmac.compare_digest(credential, self.credential(number)) else None

    def hear(self, first: bytes) -> tuple[bytes, Hearing]:
        """What a phone's first message says, and the way to answer it. Damaged when it was meant
        for another key, or changed."""
        return _hear(self._key, self.public, first, PROLOGUE)


@dataclass(frozen=True, slots=True)
class Channel:
    """Two keys: one to send with, one to receive with. A number is used once in a direction."""

    sending: bytes = field(repr=False)
    receiving: bytes = field(repr=False)

    def seal(self, n: int, text: bytes) -> bytes:
        """``text`` padded to a size class and sealed as message ``n``."""
        return seal(self.sending, n, pad(text))

    def open(self, n: int, sealed: bytes) -> bytes:
        """The text again. Damaged when it was changed, or is not message ``n``."""
        return unpad(unseal(self.receiving, n, sealed))


class Hearing:
    """A first message that was understood; answered once."""

    def __init__(self, state: _Symmetric, theirs: bytes) -> None:
        self._state = state
        self._theirs = theirs

    def answer(self, text: bytes, random: RandomBytes) -> tuple[bytes, Channel]:
        """The second message, and the channel that both have after it."""
        ours = X25519PrivateKey.from_private_bytes(random(KEY_BYTES))
        public = ours.public_key().public_bytes_raw()
        self._state.mix_hash(public)
        self._state.mix_key(_shared(ours, self._theirs))
        sealed = self._state.encrypt_and_hash(text)
        from_phone, to_phone = self._state.split()
        return public + sealed, Channel(to_phone, from_phone)


class Calling:
    """A phone's side, for whoever drives a room without a browser."""

    def __init__(self, tablet: bytes, random: RandomBytes, prologue: bytes = PROLOGUE) -> None:
        self._state = _Symmetric(prologue)
        self._state.mix_hash(tablet)
        self._tablet = tablet
        self._key = X25519PrivateKey.from_private_bytes(random(KEY_BYTES))

    def first(self, text: bytes) -> bytes:
        """The first message."""
        public = self._key.public_key().public_bytes_raw()
        self._state.mix_hash(public)
        self._state.mix_key(_shared(self._key, self._tablet))
        return public + self._state.encrypt_and_hash(text)

    def second(self, message: bytes) -> tuple[bytes, Channel]:
        """What the tablet answered, and the channel. Damaged when it was not the tablet."""
        if len(message) < KEY_BYTES + TAG_BYTES:
            raise Damaged("room: the answer is too short")
        self._state.mix_hash(message[:KEY_BYTES])
        self._state.mix_key(_shared(self._key, message[:KEY_BYTES]))
        text = self._state.decrypt_and_hash(message[KEY_BYTES:])
        from_phone, to_phone = self._state.split()
        return text, Channel(from_phone, to_phone)


def seal(key: bytes, n: int, text: bytes) -> bytes:
    """ChaCha20-Poly1305 under a channel's key; the nonce is Noise's: four zeros, ``n`` in eight."""
    return ChaCha20Poly1305(key).encrypt(_nonce(n), text, b"")


def unseal(key: bytes, n: int, sealed: bytes) -> bytes:
    """The text that was sealed as message ``n``. Damaged otherwise."""
    try:
        return ChaCha20Poly1305(key).decrypt(_nonce(n), sealed, b"")
    except InvalidTag:
        raise Damaged("room: a message was changed, or belongs elsewhere") from None


class _Symmetric:
    """Noise's symmetric state."""

    def __init__(self, prologue: bytes) -> None:
        self._chain = self._hash = _NAME  # 32 bytes, so it stands for its own hash
        self._key = b""
        self.mix_hash(prologue)

    def mix_hash(self, data: bytes) -> None:
        self._hash = sha256(self._hash + data).digest()

    def mix_key(self, shared: bytes) -> None:
        self._chain, self._key = _expanded(self._chain, shared)

    def encrypt_and_hash(self, text: bytes) -> bytes:
        sealed = ChaCha20Poly1305(self._key).encrypt(_nonce(0), text, self._hash)
        self.mix_hash(sealed)
        return sealed

    def decrypt_and_hash(self, sealed: bytes) -> bytes:
        try:
            text = ChaCha20Poly1305(self._key).decrypt(_nonce(0), sealed, self._hash)
        except InvalidTag:
            raise Damaged("room: this is for another room, or was changed") from None
        self.mix_hash(sealed)
        return text

    def split(self) -> tuple[bytes, bytes]:
        return _expanded(self._chain, b"")


def _hear(
    key: X25519PrivateKey, public: bytes, first: bytes, prologue: bytes
) -> tuple[bytes, Hearing]:
    if len(first) < KEY_BYTES + TAG_BYTES:
        raise Damaged("room: a first message is too short")
    state = _Symmetric(prologue)
    state.mix_hash(public)
    state.mix_hash(first[:KEY_BYTES])
    state.mix_key(_shared(key, first[:KEY_BYTES]))
    text = state.decrypt_and_hash(first[KEY_BYTES:])
    return text, Hearing(state, first[:KEY_BYTES])


def _shared(key: X25519PrivateKey, public: bytes) -> bytes:
    try:
        return key.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:  # a point of small order, which would give a secret everybody knows
        raise Damaged("room: a key that nobody honest has") from None


def _expanded(chain: bytes, material: bytes) -> tuple[bytes, bytes]:
    """Noise's HKDF with two outputs."""
    drawn = hmac.digest(chain, material, "sha256")
    first = hmac.digest(drawn, b"\x01", "sha256")
    return first, hmac.digest(drawn, first + b"\x02", "sha256")


def _nonce(n: int) -> bytes:
    return bytes(4) + n.to_bytes(8, "little")
