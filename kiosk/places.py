"""Where to carry, as it was said at the start. Loads nothing, for it is known before all else."""

from __future__ import annotations

from pathlib import Path

from survey.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where to carry: what was said at the start, beside the paired mailbox. Empty is nowhere."""

    place: str = ""
    credentials: Path | None = None
