"""Every way in which a known answer or key could lie in a file, and a quick search for them all."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

WINDOW = 12
"""Bytes that are looked for: three pieces of each way of writing."""


def written(text: str) -> Iterator[tuple[str, bytes]]:
    """The text as files hold texts."""
    utf8 = text.encode()
    yield "utf-8", utf8
    yield "utf-16-le", text.encode("utf-16-le")
    yield "utf-16-be", text.encode("utf-16-be")
    yield "json", json.dumps(text).encode()
    yield "msgpack", msgspec.msgpack.encode(text)
    yield "hex", utf8.hex().encode()
    for name, raw in (("utf-8", utf8), ("utf-16-le", text.encode("utf-16-le"))):
        for at, coded in enumerate(base64_anywhere(raw)):
            yield f"base64 of {name}, {at} before it", coded


def kept(secret: bytes) -> Iterator[tuple[str, bytes]]:
    """Bytes, such as a key, as files hold them."""
    yield "raw", secret
    yield "hex", secret.hex().encode()
    yield "HEX", secret.hex().upper().encode()
    for at, coded in enumerate(base64_anywhere(secret)):
        yield f"base64, {at} before it", coded


def base64_anywhere(raw: bytes) -> Iterator[bytes]:
    """The base64 characters that ``raw`` alone decides, after 0, 1 and 2 other bytes."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + raw).rstrip(b"=")
        first = (0, 2, 3)[before]
        last = len(coded) if (before + len(raw)) % 3 == 0 else len(coded) - 1
        yield coded[first:last]


class Needles:
    """What must not be found. ``ways`` counts the ways of writing, ``things`` what is written.

    ``window`` is how many bytes of each are looked for, at three places.
    """

    def __init__(self, window: int = WINDOW) -> None:
        self.things = 0
        self.ways = 0
        self._window = window
        self._windows: dict[bytes, str] = {}

    def text(self, what: str, *texts: str) -> None:
        """Add answers. ValueError for one too short to be looked for."""
        for text in texts:
            self._add(what, written(text))

    def secret(self, what: str, *secrets: bytes) -> None:
        """Add keys and codes of at least a window's bytes."""
        for secret in secrets:
            self._add(what, kept(secret))

    def _add(self, what: str, forms: Iterable[tuple[str, bytes]]) -> None:
        self.things += 1
        for form, raw in forms:
            if len(raw) < self._window:
                raise ValueError(f"{what} as {form} is too short to be looked for")
            self.ways += 1
            last = len(raw) - self._window
            for at in (0, last // 2, last):
                self._windows[raw[at : at + self._window]] = f"{what} as {form}"

    def found(self, data: bytes) -> list[str]:
        """What of them is in ``data``; each kind of find once."""
        windows, size = self._windows, self._window
        hits = {
            data[at : at + size] for at in range(len(data) - size + 1)
            if data[at : at + size] in windows
        }
        return sorted({windows[hit] for hit in hits})

    def found_below(self, directory: Path) -> tuple[int, list[str]]:
        """Bytes searched, and what was found in which file, its name looked through as well."""
        size = 0
        hits = []
        for path in sorted(p for p in directory.rglob("*") if p.is_file()):
            data = path.read_bytes()
            size += len(data)
            hits += [f"{path.name}: {what}" for what in self.found(data + path.name.encode())]
        return size, hits
