"""Names on disk that survive a power cut."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from storage.waiting import sync


def sync_directory(directory: Path) -> None:
    """Make names made or removed in ``directory`` durable (where the system can)."""
    if sys.platform == "win32":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        sync(handle)
    finally:
        os.close(handle)
