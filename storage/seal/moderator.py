"""The key of an open session, and the moderator's seven words that lead back to it.

The words hold 77 bits and are stretched with Argon2id; nothing else opens the session.
See ``docs/formats/open-session.md``.
"""

from __future__ import annotations

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from assets import spoken
from storage.errors import Damaged, WrongKey
from storage.seal import coding, keys
from storage.seal.records import NONCE_BYTES, pad, unpad
from storage.seal.slots import Cost, is_payable
from storage.values import RandomBytes

WORDS = 7
KEY_BYTES = 32
SALT_BYTES = 16
EVENT_LIMIT = 1024 * 1024
"""Most bytes of a sealed event that are read."""

SITTINGS = 2**31
"""From this place on lie, instead of events, what belongs to this device alone."""

_CODE_BYTES = 10
_WRAP_AAD = b"vardera/open-session/1\0"
_EVENT_AAD = b"vardera/open-session-event/1\0"
_SECRET = b"vardera/open-session-secret/1\0"

_Wire = tuple[int, bytes, int, int, int, bytes, bytes]
_decoder = msgspec.msgpack.Decoder(_Wire)


def new_code(random: RandomBytes) -> tuple[str, ...]:
    """Seven words for the moderator to write down."""
    return spoken.words(random(_CODE_BYTES), WORDS)


def read_code(text: str) -> tuple[str, ...]:
    """The seven words meant by ``text``. WrongKey when there are not seven, or one is unknown."""
    try:
        said = spoken.read(text)
    except ValueError as fault:
        raise WrongKey(f"the moderator's code: {fault}") from None
    if len(said) != _CODE_BYTES:
        raise WrongKey(f"the moderator's code has {WORDS} words; more or fewer were given")
    return spoken.words(said, WORDS)


def wrap(
    session: bytes, key: bytes, code: tuple[str, ...], *, cost: Cost, random: RandomBytes
) -> bytes:
    """``key`` (32 bytes) for whoever knows ``code``. ValueError for a cost no reader takes."""
    if not is_payable(cost):
        raise ValueError("the cost is outside what the format allows")
    salt, nonce = random(SALT_BYTES), random(NONCE_BYTES)
    cipher = ChaCha20Poly1305(_stretch(code, salt, cost))
    wrapped = cipher.encrypt(nonce, key, _header(session, salt, cost))
    return coding.pack((1, salt, cost.memory, cost.passes, cost.lanes, nonce, wrapped))


def unwrap(session: bytes, wrapped: bytes, code: tuple[str, ...]) -> bytes:
    """The key again. WrongKey when ``code`` does not open it, Damaged or TooNew."""
    if len(wrapped) > 1024:
        raise Damaged("open session: the wrapped key is larger than allowed")
    _, salt, memory, passes, lanes, nonce, sealed = coding.unpack(
        _decoder, wrapped, "open session"
    )
    cost = Cost(memory=memory, passes=passes, lanes=lanes)
    lengths = (len(salt), len(nonce), len(sealed))
    if lengths != (SALT_BYTES, NONCE_BYTES, KEY_BYTES + 16) or not is_payable(cost):
        raise Damaged("open session: the wrapped key is not as the format says")
    cipher = ChaCha20Poly1305(_stretch(code, salt, cost))
    try:
        return cipher.decrypt(nonce, sealed, _header(session, salt, cost))
    except InvalidTag:
        raise WrongKey("these words do not open the session. Check them and try again") from None


def secret_of(key: bytes, session: bytes) -> bytes:
    """32 bytes for what the session needs beside its events; nothing leads back to the key."""
    return keys.derive(key, _SECRET + session)


def seal_event(key: bytes, session: bytes, n: int, body: bytes, random: RandomBytes) -> bytes:
    """The session's event number ``n``, padded to a size class, under a fresh nonce."""
    nonce = random(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, pad(body), _event(session, n))


def open_event(key: bytes, session: bytes, n: int, sealed: bytes) -> bytes:
    """The body of event ``n``. Raises Damaged when it was changed or belongs elsewhere."""
    if not NONCE_BYTES + 16 < len(sealed) <= EVENT_LIMIT:
        raise Damaged("open session: an event has the wrong length")
    try:
        padded = ChaCha20Poly1305(key).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _event(session, n)
        )
    except InvalidTag:
        raise Damaged("open session: an event was changed, or belongs elsewhere") from None
    return unpad(padded)


def _stretch(code: tuple[str, ...], salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    return kdf.derive(spoken.read(code))


def _header(session: bytes, salt: bytes, cost: Cost) -> bytes:
    fields = (1, session, salt, cost.memory, cost.passes, cost.lanes)
    return _WRAP_AAD + coding.pack(fields)


def _event(session: bytes, n: int) -> bytes:
    return _EVENT_AAD + session + n.to_bytes(4, "big")
