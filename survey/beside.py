"""What a response tells beside its answers: how it came about, as coarse as the campaign says."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from survey.late import dataclass


class Flag(StrEnum):
    """Why a response looks odd. It is counted as any other until somebody decides otherwise."""

    BURST = "burst"
    """Many within a short time at one kiosk."""
    SAME_RUN = "same-run"
    """The same answers as several just before."""
    TOO_FAST = "too-fast"
    """Faster than anybody can read."""
    CLOSED = "closed"
    """Given where the opening hours say closed, or in the last minutes before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One question's screen. ``seconds`` (rounded to the campaign's grain, at most 3 600),
    ``changes`` of the answer (0-100) and whether help was opened."""

    question: UUID
    seconds: int
    changes: int = 0
    helped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """``screens`` in the order of the questions' ids, which tells nothing of the order in which
    they were met; ``language_switches`` 0-100; ``flags`` rising, each once."""

    arm: UUID | None = None
    flags: tuple[Flag, ...] = ()
    screens: tuple[Seen, ...] = ()
    language_switches: int = 0


NOTHING = Beside()
