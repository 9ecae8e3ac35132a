"""Ids of what a file gives none: the same every time the same file is read."""

from __future__ import annotations

from hashlib import sha1
from uuid import UUID

NAMESPACE = UUID("6f1c2f0a-8a35-5f3b-9a77-2b8f5f0c3d11")
_START = sha1(NAMESPACE.bytes, usedforsecurity=False)
_MARKED = ~(0xF000 << 64 | 0xC000 << 48)
_MARKS = 0x5000 << 64 | 0x8000 << 48


def made_id(form: str, *path: str) -> UUID:
    """The id of what stands at ``path`` in the form called ``form``."""
    name = _START.copy()
    name.update("\0".join((form, *path)).encode())
    # version 5 of RFC 4122, as uuid5() makes it, in a third of its time
    return UUID(int=int.from_bytes(name.digest()[:16]) & _MARKED | _MARKS)


def given_id(text: str) -> UUID | None:
    """The id that a file gives, or ``None`` when it is none."""
    if not text:
        return None
    try:
        return UUID(text.strip())
    except ValueError:
        return None
