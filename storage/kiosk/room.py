"""Room on the disk: whether a whole answer can still be kept, asked before anybody begins."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from storage.kiosk.database import LOG_PAGES
from storage.seal.records import RECORD_LIMIT

_PAGE = 4096

WHOLE_ANSWER = 4 * RECORD_LIMIT
"""The largest answer beside its draft, in the database and in its log."""

FOR_RECEIPTS = 2 * LOG_PAGES * _PAGE + 2 * RECORD_LIMIT
"""Receipts that are followed and what else is written meanwhile; the reserve is beside this."""

LEAST = WHOLE_ANSWER + FOR_RECEIPTS
"""Below this many bytes nobody begins, so that nobody's answer is the one that is lost."""

AGAIN = 2 * LEAST
"""From this many on people may begin again: no going to and fro at the edge."""

LOW = 512 * 1024 * 1024
"""Below this many bytes staff are told that room becomes scarce."""

Free = Callable[[Path], int]


def free_bytes(directory: Path) -> int:
    """Bytes that this program may still write below ``directory``. Raises OSError."""
    return shutil.disk_usage(directory).free


class Room:
    """Asks how much room there is, and remembers only whether it was too little."""

    def __init__(self, directory: Path, free: Free = free_bytes) -> None:
        self._directory = directory
        self._free = free
        self.short = False

    def enough(self) -> bool:
        """Whether somebody may begin to answer. A disk that does not say counts as full."""
        least = AGAIN if self.short else LEAST
        self.short = self.bytes() < least
        return not self.short

    def bytes(self) -> int:
        """The free bytes; 0 where the disk does not say."""
        try:
            return self._free(self._directory)
        except OSError:
            return 0
