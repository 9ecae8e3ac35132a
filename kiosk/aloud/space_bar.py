"""Whether a keyboard with a space bar is at this device, as far as the system tells."""

from __future__ import annotations

from pathlib import Path

DEVICES = Path("/proc/bus/input/devices")
"""What Linux knows of keys and pointers; elsewhere there is no such file."""

_SPACE = 57
"""The key's number there. Keys on a tablet's edge have none of it."""


def space_bar(devices: str) -> bool:
    """Whether any of the ``devices``, in the words of :data:`DEVICES`, has a space bar."""
    return any(_has_space(line) for line in devices.splitlines() if line.startswith("B: KEY="))


def space_bar_here() -> bool:
    """Whether one is here now; False where nobody can tell."""
    try:
        return space_bar(DEVICES.read_text("ascii", "replace"))
    except OSError:
        return False


def _has_space(line: str) -> bool:
    lowest = line.split()[-1].removeprefix("KEY=")  # keys 0 to 63, in hexadecimal
    try:
        return bool(int(lowest, 16) >> _SPACE & 1)
    except ValueError:
        return False
