"""Which of several nodes of one name is meant: the one that stands nearest."""

from __future__ import annotations

from collections.abc import Collection

Steps = tuple[str, ...]
"""Names from the top of the answers, the root's first."""


def nearest(found: Collection[Steps], near: Steps) -> Steps | None:
    """The path that shares most groups with ``near``, of equals the highest; None of none."""
    if not found:
        return None
    return max(found, key=lambda path: (_shared(path, near), -len(path)))


def _shared(one: Steps, other: Steps) -> int:
    size = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours != theirs:
            break
        size += 1
    return size
