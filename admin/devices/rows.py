"""A device as the page shows it, without Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """A device: the name staff gave it and its key's fingerprint, to compare aloud."""

    name: str
    fingerprint: str
