"""A device as the page shows it, without Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """A device: the name staff gave it and the start of its key's fingerprint, to compare."""

    name: str
    fingerprint: str


def fingerprint(public: bytes) -> str:
    """The first ten bytes of a public key in groups of four, easy to read over the telephone."""
    text = public[:10].hex()
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))
