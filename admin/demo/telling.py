"""What the example tells the person at the terminal while it runs."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TextIO

from assets.words import Words


class Teller:
    """Prints a numbered line for each step, and how far a long step has come."""

    def __init__(self, words: Words, to: TextIO) -> None:
        self.words = words
        self._to = to
        self._number = 0
        self._done = 0
        self._total = 0
        self._lock = threading.Lock()

    def step(self, what: str, total: int = 0) -> None:
        """A new step; ``total`` is how many ticks it has."""
        self._number += 1
        self._done, self._total = 0, total
        self._write(f"{self._number}. {what}\n")

    def tick(self) -> None:
        """One more done; any thread may say so."""
        with self._lock:
            self._done += 1
            tenth = max(1, self._total // 10)
            if self._done % tenth == 0 or self._done == self._total:
                self._write(f"   {self._done} / {self._total}\n")

    def line(self, text: str = "") -> None:
        self._write(f"{text}\n")

    def problem(self, text: str, where: Path) -> None:
        self._write(f"{where}: {text}\n")

    def _write(self, text: str) -> None:
        self._to.write(text)
        self._to.flush()
