"""What a session's events are held against, beside the method in its log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from survey.facilitation.method import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRules:
    """What the session's events are held against; ``None`` means not checked.

    ``factors`` are those that may be given points and grades and ``budget`` is the most points
    one participant may spread, both in sessions without phases. ``method`` stands in for one that
    is not in the log.
    """

    factors: frozenset[UUID] | None = None
    budget: int | None = None
    method: Method | None = None
