"""Watches over the kiosk's window: what crashes or stands still is back at the start in seconds.

This is the first program to run and the last to end. It has no window, opens no store and loads
no Qt. It starts the window as its child, hears it beat, and starts it again.
"""

from __future__ import annotations

import queue
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from kiosk.watchdog_child import Beat, Child
from kiosk.watchdog_falls import Falls, Mode, Start
from kiosk.watchdog_line import (
    AGAIN,
    ATTRACT,
    FAULT,
    GENTLY,
    LARGE,
    LARGE_QUIET,
    LONG,
    LONGEST,
    QUIET,
    TRACE,
    WAIT,
)
from kiosk.watchdog_looks import Silence, look_at

_TICK = 0.25
_ENDS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
_USAGE = (0, 2, 3)
"""Exit codes that are the end: it was ended, or asked for what cannot be."""


class Duty(NamedTuple):
    """``command`` gives the arguments that start the window; ``directory`` is the store's."""

    command: Callable[[Start], Sequence[str]]
    directory: Path
    quiet: float = QUIET
    ticks: Callable[[], float] = time.monotonic
    told: Callable[[str], None] = lambda _said: None


class Watchdog:
    """Keeps one child running until it ends by a person's will or is told to end."""

    def __init__(self, duty: Duty) -> None:
        self._duty = duty
        self._beats: queue.SimpleQueue[Beat] = queue.SimpleQueue()
        self._falls = Falls()
        self._started = 0
        self._ever_beat = False
        self._ending = False

    def run(self) -> int:
        """Watch until the end. The exit code is the window's own, or 1 when it never stood."""
        start = Start()
        while True:
            code = self._live(start)
            if self._ending or code in _USAGE:
                return 0 if self._ending else code or 0
            if code == AGAIN:
                start = self._falls.again(self._duty.ticks())
                continue
            start = self._falls.fell(self._duty.ticks())
            self._note(code, start)
            if start.mode is not Mode.USUAL and not self._ever_beat:
                sys.stderr.write("the kiosk cannot be started here; its log says where it fell\n")
                return 1
            if not self._rest(start.after):
                return 0

    def _live(self, start: Start) -> int | None:
        """One life of the window: its exit code, or None when it stood still."""
        self._started += 1
        command, trace = self._duty.command(start), self._duty.directory / TRACE
        self._child = Child(self._started, command, trace, self._beats)
        try:
            return self._watch(self._child)
        finally:
            self._child.close()

    def _watch(self, child: Child) -> int | None:
        duty = self._duty
        silence = self._silence(child, LONG)
        while True:
            before = duty.ticks()
            said = self._next(child.number)
            now = duty.ticks()
            if self._ending:
                return self._end_child(child)
            if said == b"":
                code = child.wait(GENTLY)
                if code is None:
                    child.kill()
                return -signal.SIGTERM if code is None else code
            if said is not None:
                self._ever_beat = True
                if ATTRACT in said:
                    duty.told("attract")
                if WAIT in said:
                    silence = silence._replace(told=now)
                if beats := said.replace(WAIT, b""):
                    silence = self._silence(child, beats)
            elif now - before > 4 * _TICK:
                silence = silence._replace(since=now)  # this program itself was stopped
            if silence.is_standstill(now, duty.quiet, look_at(child.pid)):
                child.kill(traced=True)
                return None

    def _silence(self, child: Child, said: bytes) -> Silence:
        """What begins after a beat."""
        least = {LONG: LONGEST, LARGE: LARGE_QUIET}.get(said[-1:], self._duty.quiet)
        return Silence(since=self._duty.ticks(), least=least, before=look_at(child.pid))

    def _next(self, number: int) -> bytes | None:
        """What the child says within a tick; None for nothing. What an earlier one said is old."""
        try:
            beat = self._beats.get(timeout=_TICK)
        except queue.Empty:
            return None
        return beat.said if beat.number == number else None

    def _end_child(self, child: Child) -> int:
        child.end()
        code = child.wait(GENTLY)
        if code is None:
            child.kill()
        return code or 0

    def _note(self, code: int | None, start: Start) -> None:
        """Write down the fall. Loaded here, for the first start waits for nothing."""
        from datetime import UTC, datetime

        from storage.device_log import DeviceLog
        from survey.device_notes import Trouble

        what = "stood still" if code is None else _said(code)
        place = self._child.place()
        self._duty.told("froze" if code is None else "crashed")
        sys.stderr.write(f"the kiosk fell: {what} {place}\n")
        log = DeviceLog(self._duty.directory, lambda: datetime.now(UTC))
        try:
            if code != FAULT:  # that one has noted itself
                log.note(Trouble.FROZE if code is None else Trouble.CRASHED, f"{what} {place}")
            if start.mode is Mode.SAFE:
                log.note(Trouble.SAFE_MODE)
            log.started()
        except OSError as trouble:  # a full disk is no reason to stay away
            sys.stderr.write(f"its log cannot be written: {trouble.strerror}\n")

    def _rest(self, seconds: float) -> bool:
        """Wait before the next start; False when told to end meanwhile."""
        until = self._duty.ticks() + seconds
        while not self._ending and self._duty.ticks() < until:
            time.sleep(_TICK)
        return not self._ending

    def end(self, *_signal: object) -> None:
        """End, the window first; may be called by a signal."""
        self._ending = True


def _said(code: int) -> str:
    if code >= 0:
        return f"exit {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def itself(arguments: Sequence[str], start: Start) -> list[str]:
    """The command that runs this same program as a watched window."""
    frozen = getattr(sys, "frozen", False)
    program = [sys.executable] if frozen else [sys.executable, "-m", "kiosk.app"]
    mode = f"{start.mode.value}:{start.rest:.0f}"
    return [*program, *arguments, "--watched", mode]


def watch(arguments: Sequence[str], directory: Path) -> int:
    """Run the window that ``arguments`` ask for, watched. Returns the exit code."""
    duty = Duty(command=lambda start: itself(arguments, start), directory=directory)
    watchdog = Watchdog(duty)
    for name in _ENDS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), watchdog.end)
    return watchdog.run()
