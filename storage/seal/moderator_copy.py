"""A copy of an open session, for a second device: the wrapped key and the events as they lie.

See ``docs/formats/open-session.md``. Who has the words reads it, and nobody else.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from msgspec import Meta

from storage.errors import Damaged
from storage.seal import coding, moderator
from storage.seal.records import NONCE_BYTES
from storage.values import RandomBytes
from survey.late import dataclass

KIND = "session-copy"
COPY_LIMIT = 64 * 1024 * 1024
"""Most bytes of a copy that are read or written."""

EVENTS_LIMIT = 65_536
_TAG_BYTES = 16
_AAD = b"vardera/open-session-copy/1\0"

_Id = Annotated[bytes, Meta(min_length=16, max_length=16)]
_Wire = tuple[
    _Id, _Id, Annotated[int, Meta(ge=0, lt=2**32)], Annotated[bytes, Meta(max_length=1024)],
    Annotated[tuple[bytes, ...], Meta(max_length=EVENTS_LIMIT)],
]
_decoder = msgspec.msgpack.Decoder(_Wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a copy holds. ``begun`` is in whole minutes since 1970; ``events`` are sealed, each
    under its place from 0; ``campaign`` is the survey's id."""

    id: bytes
    campaign: bytes
    begun: int
    wrapped: bytes
    events: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCopy:
    """A copy taken apart; nothing of it has been proved yet."""

    copy: Copy
    body: bytes
    nonce: bytes
    tag: bytes


def seal_copy(key: bytes, copy: Copy, random: RandomBytes) -> bytes:
    """The file's bytes. ValueError when it would be larger than a reader takes."""
    body = coding.pack((copy.id, copy.campaign, copy.begun, copy.wrapped, copy.events))
    nonce = random(NONCE_BYTES)
    tag = ChaCha20Poly1305(key).encrypt(nonce, b"", _AAD + body)
    made = coding.magic(KIND) + nonce + tag + body
    if len(made) > COPY_LIMIT or len(copy.events) > EVENTS_LIMIT:
        raise ValueError("the session is too large for a copy")
    return made


def read_copy(raw: bytes) -> SealedCopy:
    """Take a copy apart strictly. Raises Damaged or TooNew."""
    rest = coding.after_magic(KIND, raw, COPY_LIMIT)
    head = NONCE_BYTES + _TAG_BYTES
    if len(rest) <= head:
        raise Damaged("copy of a session: it is cut short")
    body = rest[head:]
    id, campaign, begun, wrapped, events = coding.unpack(
        _decoder, body, "copy of a session", versioned=False
    )
    return SealedCopy(
        copy=Copy(id=id, campaign=campaign, begun=begun, wrapped=wrapped, events=events),
        body=body, nonce=rest[:NONCE_BYTES], tag=rest[NONCE_BYTES:head],
    )


def open_copy(key: bytes, sealed: SealedCopy) -> tuple[bytes, ...]:
    """The bodies of its events. Damaged when anything of it was changed, moved or cut off."""
    try:
        ChaCha20Poly1305(key).decrypt(sealed.nonce, sealed.tag, _AAD + sealed.body)
    except InvalidTag:
        raise Damaged("copy of a session: it was changed on its way") from None
    copy = sealed.copy
    return tuple(
        moderator.open_event(key, copy.id, n, event) for n, event in enumerate(copy.events)
    )
