"""Ids of what a file gives none: the same every time the same file is read."""

from __future__ import annotations

from uuid import UUID, uuid5

NAMESPACE = UUID("6f1c2f0a-8a35-5f3b-9a77-2b8f5f0c3d11")


def made_id(form: str, *path: str) -> UUID:
    """The id of what stands at ``path`` in the form called ``form``."""
    return uuid5(NAMESPACE, "\0".join((form, *path)))


def given_id(text: str) -> UUID | None:
    """The id that a file gives, or ``None`` when it is none."""
    try:
        return UUID(text.strip())
    except ValueError:
        return None
