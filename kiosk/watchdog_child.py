"""The kiosk's window as the watchdog sees it: a process that beats, ends, falls or stands still.

Loads little: the window is started before anything else is done. Works with pipes alone, so that
it is the same on every system: the child's input is the line it lives by, its output beats.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kiosk.watchdog_line import GENTLY

_FOR_A_TRACE = 0.2


class Beat(NamedTuple):
    """What came from the child ``number``; empty ``said`` when nothing more will come."""

    number: int
    said: bytes


class Child:
    """A running window. ``beats`` gets every :class:`Beat`; it is read in a thread of its own."""

    def __init__(
        self, number: int, command: Sequence[str], trace: Path, beats: queue.SimpleQueue[Beat]
    ) -> None:
        self.number = number
        self._trace = trace
        self._beats = beats
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        self._thread = threading.Thread(target=self._listen, name="beats", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        file = self._process.stdout.fileno()
        while said := os.read(file, 64):
            self._beats.put(Beat(self.number, said))
        self._beats.put(Beat(self.number, b""))

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def end(self) -> None:
        """Ask it to end gently: what somebody has answered is sealed first."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def wait(self, seconds: float) -> int | None:
        """Its exit code, negative for a signal; None when it has not ended by then."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def kill(self, *, traced: bool = False) -> None:
        """End it at once; ``traced``: it first gets a moment to write where it stands."""
        if traced and sys.platform != "win32":
            self._process.send_signal(signal.SIGABRT)
            if self.wait(_FOR_A_TRACE) is not None:
                return
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let go of what the ended process was held by; nothing may add up over months."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._thread.join(GENTLY)
        self._process.stdin.close()
        self._process.stdout.close()

    def place(self) -> str:
        """Where in the program it fell, of what it left behind; empty when it could not say."""
        try:
            text = self._trace.read_text("utf-8", "replace")
        except OSError:
            return ""
        at = text.find("(most recent call first)")
        return next((p for p in map(_place, text[max(0, at) :].splitlines()) if p), "")


def _place(line: str) -> str:
    """``File "/a/kiosk/window.py", line 9 in present`` as ``kiosk/window.py:9 present``."""
    words = line.strip().split('"')
    if len(words) != 3 or not words[0].startswith("File"):
        return ""
    where = words[2].removeprefix(", line ").replace(" in ", " ")
    return f"{'/'.join(Path(words[1]).parts[-2:])}:{where}"
