"""Every message between a mailbox and its visitors; ``docs/formats/mailbox.md``.

Bodies are msgpack arrays in the one way to be written, their version first.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from storage.errors import Damaged
from storage.seal import coding, keys

CHUNK = 128 * 1024
"""Bytes of a file in one request or answer, at most."""

SMALL = 4 * 1024
"""No body is larger, but a file's part and a notice."""

BODY_LIMIT = CHUNK + 1024
"""No answer's body is larger, but a notice."""

NONCE = 32
BEARER = 32
TOKEN = 32
SESSION_DOMAIN = "mailbox-session"

_hello = msgspec.msgpack.Decoder(tuple[int, bytes, bytes, bytes])
_challenge = msgspec.msgpack.Decoder(tuple[int, bytes])
_proof = msgspec.msgpack.Decoder(tuple[int, bytes, bytes, bytes])
_granted = msgspec.msgpack.Decoder(tuple[int, bytes, int, bytes])
_refused = msgspec.msgpack.Decoder(tuple[int, str, int])
_number = msgspec.msgpack.Decoder(tuple[int, int])
_names = msgspec.msgpack.Decoder(tuple[int, tuple[str, ...], int])
_part = msgspec.msgpack.Decoder(tuple[int, int, bytes, bytes])
_keys = msgspec.msgpack.Decoder(tuple[int, tuple[bytes, ...]])


class Hello(NamedTuple):
    """Who wants in: the space's organisation, the visitor's own key, a nonce of 32 bytes.

    The organisation itself comes with its own key in both places.
    """

    organisation: bytes
    public: bytes
    nonce: bytes


class Proof(NamedTuple):
    """The server's nonce again, the visitor's signature, the rolling token (or nothing)."""

    nonce: bytes
    signature: bytes
    token: bytes


class Granted(NamedTuple):
    """A session: its bearer, for how many seconds, and the next rolling token (or nothing)."""

    bearer: bytes
    seconds: int
    token: bytes


class Part(NamedTuple):
    """Some of a file: the whole's size and SHA-256, and the bytes asked for."""

    size: int
    sha256: bytes
    data: bytes


class Names(NamedTuple):
    """A page of a list; ``more`` when names follow after the last."""

    names: tuple[str, ...]
    more: bool


def session_parts(hello: Hello, server_nonce: bytes, certificate: bytes, token: bytes
                  ) -> tuple[bytes, ...]:
    """What a visitor signs under SESSION_DOMAIN; ``certificate`` is the server's hash."""
    return (hello.organisation, hello.public, certificate, hello.nonce, server_nonce, token)


def token_hash(token: bytes) -> bytes:
    """What is kept of a rolling token."""
    return keys.digest("mailbox-token", token)


def pack(*fields: Any) -> bytes:
    """A body of version 1."""
    return coding.pack((1, *fields))


def read_hello(body: bytes) -> Hello:
    """Raises Damaged or TooNew, as every reader here."""
    _, organisation, public, nonce = coding.unpack(_hello, body, "mailbox")
    return Hello(*_lengths((organisation, 32), (public, 32), (nonce, NONCE)))


def read_challenge(body: bytes) -> bytes:
    """The server's nonce, 32 bytes."""
    return _lengths((coding.unpack(_challenge, body, "mailbox")[1], NONCE))[0]


def read_proof(body: bytes) -> Proof:
    _, nonce, signature, token = coding.unpack(_proof, body, "mailbox")
    _lengths((nonce, NONCE), (signature, 64))
    if token:
        _lengths((token, TOKEN))
    return Proof(nonce, signature, token)


def read_granted(body: bytes) -> Granted:
    _, bearer, seconds, token = coding.unpack(_granted, body, "mailbox")
    _lengths((bearer, BEARER))
    if token:
        _lengths((token, TOKEN))
    if not 0 < seconds < 2**31:
        raise Damaged("mailbox: a session's time is out of limits")
    return Granted(bearer, seconds, token)


def read_refused(body: bytes) -> tuple[str, int]:
    """The code and the number of a refusal."""
    _, code, number = coding.unpack(_refused, body, "mailbox")
    return code, number


def read_number(body: bytes) -> int:
    number = coding.unpack(_number, body, "mailbox")[1]
    if not 0 <= number < 2**63:
        raise Damaged("mailbox: a number is out of limits")
    return number


def read_names(body: bytes) -> Names:
    _, names, more = coding.unpack(_names, body, "mailbox")
    if more not in (0, 1):
        raise Damaged("mailbox: a field is out of limits")
    return Names(names, bool(more))


def read_part(body: bytes) -> Part:
    _, size, sha256, data = coding.unpack(_part, body, "mailbox")
    _lengths((sha256, 32))
    if not 0 <= size < 2**63 or len(data) > CHUNK:
        raise Damaged("mailbox: a part of a file is out of limits")
    return Part(size, sha256, data)


def read_keys(body: bytes) -> tuple[bytes, ...]:
    """Devices' public keys."""
    found = coding.unpack(_keys, body, "mailbox")[1]
    return _lengths(*((key, 32) for key in found))


def _lengths(*fields: tuple[bytes, int]) -> tuple[bytes, ...]:
    if any(len(value) != length for value, length in fields):
        raise Damaged("mailbox: a field has the wrong length")
    return tuple(value for value, _ in fields)
