"""An evening's kiosk: the program with hands in it, on a network that phones are on too."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.network import namespaces
from bench.network.wifi import wifi
from sync.mailbox.discovery import own_addresses

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
LONGEST = 60.0
"""Seconds until a kiosk that says nothing is given up."""


@dataclass(frozen=True)
class Air:
    """Where the tablet and the phones are. ``tablet`` is put before what is started there,
    ``browser`` is what starts a phone's."""

    tablet: tuple[str, ...]
    browser: Path
    address: str


@contextmanager
def air(folder: Path) -> Iterator[Air]:
    """A network of its own where this machine lets us make one, else the machine's own."""
    if not namespaces.possible():
        yield Air((), Path(CHROMIUM), own_addresses()[0])
        return
    with wifi(1) as net:
        browser = folder / "chromium"
        browser.write_text(f'#!/bin/sh\nexec ip netns exec {net.crowd} {CHROMIUM} "$@"\n')
        browser.chmod(0o755)
        yield Air(("ip", "netns", "exec", net.tablet), browser, "10.98.0.1")


class Lost(AssertionError):
    """What was asked for never came; the message says what stood there instead."""


class Tablet:
    """The kiosk as staff have it: watchdog, full screen, window. Killed whole, started again."""

    def __init__(self, where: Air, around: dict[str, str], store: Path, folder: Path) -> None:
        self._where = where
        self._around = around
        self._store = store
        self._path = folder / "hands"
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(self._path))
        self._socket.listen()
        self._socket.settimeout(LONGEST)
        self._program: subprocess.Popen[bytes] | None = None
        self._errors = (folder / "errors").open("ab")

    def start(self) -> None:
        """Until its window is there."""
        self._program = subprocess.Popen(
            [*self._where.tablet, sys.executable, "-m", "tests.journeys.evening_kiosk",
             str(self._path), "--store", str(self._store), "--language", "sv"],
            env=self._around, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=self._errors,
            start_new_session=True,
        )
        self._line, _ = self._socket.accept()
        self._line.settimeout(LONGEST)
        self._file = self._line.makefile("rb")

    def kill(self) -> None:
        """All of it at once, as when the battery is taken out."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """As a system ends programs."""
        if self._program is not None:
            self._end(signal.SIGTERM)
        self._socket.close()
        self._errors.close()

    def _end(self, how: signal.Signals) -> None:
        assert self._program is not None
        with suppress(ProcessLookupError):
            os.killpg(self._program.pid, how)
        self._program.wait(LONGEST)
        self._file.close()
        self._line.close()
        self._program = None

    def tap(self, *names: str) -> None:
        """One button after another; a name that ends with ``…`` is the beginning of one."""
        for name in names:
            self.ask("tap", name=name)

    def write(self, *texts: str) -> None:
        """In the fields that stand there."""
        self.ask("write", texts=list(texts))

    def see(self, text: str, *, big: bool = False) -> str:
        """Wait until something with that in it stands there, and all of it."""
        return str(self.ask("see", text=text, big=big))

    def ask(self, what: str, **how: Any) -> Any:
        """One thing; Lost where it cannot be done however long one waits."""
        self._line.sendall(json.dumps({"do": what, **how}).encode() + b"\n")
        told = json.loads(self._file.readline() or b"{}")
        if "done" not in told:
            raise Lost(f"{what} {how}: {told.get('there', 'the window is gone')}")
        return told["done"]


def program(around: dict[str, str], *words: str | Path) -> str:
    """A program of the house to its end: what it says. AssertionError where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, words)], capture_output=True, text=True, check=False,
        env=around, cwd=ROOT, timeout=LONGEST,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def told(around: dict[str, str], *words: str | Path, codes: Sequence[int] = (0,)) -> Any:
    """What ``vardera`` says with ``--json``, its exit code one of ``codes``."""
    done = subprocess.run(
        [sys.executable, "-m", "vardera", *map(str, words), "--json"], capture_output=True,
        text=True, check=False, env=around, cwd=ROOT, timeout=LONGEST,
    )
    assert done.returncode in codes, done.stdout + done.stderr
    return json.loads(done.stdout)
