"""Strict msgpack arrays and magic lines: one way to be written, one way to be read."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from storage.errors import Damaged, TooNew

T = TypeVar("T")

_encoder = msgspec.msgpack.Encoder()


def pack(value: Any) -> bytes:
    """Encode ``value`` (nested arrays of integers, bytes and text) in the shortest form."""
    return _encoder.encode(value)


def unpack(
    decoder: msgspec.msgpack.Decoder[T], data: bytes, what: str, *, versioned: bool = True,
    version: int = 1,
) -> T:
    """Decode exactly ``data`` or raise Damaged; a longer-than-needed encoding is refused too.

    The first item of a ``versioned`` array is its ``version``; a higher one raises TooNew.
    """
    try:
        value = decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        if versioned:
            _refuse_newer(data, what, version)
        raise Damaged(f"{what}: the bytes do not follow the format") from None
    if _encoder.encode(value) != data:
        raise Damaged(f"{what}: not written the one way the format allows")
    if isinstance(value, tuple) and value and isinstance(value[0], int) and value[0] != version:
        _refuse_newer(data, what, version)
        raise Damaged(f"{what}: version {value[0]} does not exist")
    return value


def _refuse_newer(data: bytes, what: str, version: int) -> None:
    # fixarray or array16, then the version as a small positive integer
    at = 3 if data[:1] == b"\xdc" else 1
    is_array = data[:1] == b"\xdc" or (data and 0x90 <= data[0] <= 0x9F)
    if is_array and len(data) > at and version < data[at] < 0x80:
        raise TooNew(
            f"{what}: written in format {data[at]}; this program reads format {version}"
        )


def magic(kind: str, version: int = 1) -> bytes:
    """The first line of a file of this kind and version."""
    return f"vardera-{kind}/{version}\n".encode("ascii")


def after_magic(kind: str, data: bytes, limit: int, *, version: int = 1) -> bytes:
    """What follows the magic line. Raises TooNew for a later version, Damaged otherwise."""
    if len(data) > limit:
        raise Damaged(f"{kind}: {len(data)} bytes, more than the {limit} allowed")
    first = magic(kind, version)
    if data.startswith(first):
        return data[len(first) :]
    prefix = f"vardera-{kind}/".encode("ascii")
    line = data[: len(prefix) + 12].split(b"\n", 1)
    found = line[0][len(prefix) :]
    if len(line) == 2 and line[0].startswith(prefix) and found.isdigit() and int(found) > version:
        raise TooNew(
            f"{kind}: written in format {int(found)}; this program reads format {version}. "
            "Update the program and try again"
        )
    raise Damaged(f"{kind}: this is not such a file, or its first line is damaged")
