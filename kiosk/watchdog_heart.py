"""The watched window's own part: it beats while its thread is alive, and ends when it is told.

The window lives by its input: when the watchdog closes that, or is gone, it ends gently.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from kiosk.watchdog_falls import Mode
from kiosk.watchdog_line import (
    ATTRACT,
    BEAT,
    EVERY_MS,
    FAULT,
    GENTLY,
    LARGE,
    LONG,
    TRACE,
    WAIT,
)
from storage import waiting
from storage.device_log import DeviceLog
from survey.device_notes import Trouble
from survey.late import dataclass

log = logging.getLogger(__name__)

_ENDS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """How the watchdog started this window; see :class:`kiosk.watchdog_falls.Start`."""

    mode: Mode = Mode.USUAL
    rest: float = 0.0


def watched(given: str) -> Watched:
    """``given`` is what the watchdog says on the command line, such as ``safe:600``."""
    mode, _, rest = given.partition(":")
    return Watched(mode=Mode(mode), rest=float(rest or 0))


class Heart(QObject):
    """Beats from the window's thread. Without a ``line`` nobody listens, and it only ticks.

    It ticks in any case, so that a signal from the system is noticed within half a second.
    """

    ended = Signal()

    def __init__(self, line: int | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._thread = threading.get_ident()
        self._begun = False
        self._over = threading.Event()
        self._vouching: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(lambda: self._say(BEAT))
        self._timer.start()
        self.ended.connect(end, Qt.ConnectionType.QueuedConnection)
        self._say(LONG)  # what is loaded next takes long on a busy machine

    def long_work(self) -> None:
        """The thread is about to work for long; until the next beat that is no standstill."""
        self._say(LONG)

    def large_survey(self) -> None:
        """The same for somewhat longer than usual: a slow machine has a large survey in hand.

        Until the attract screen has stood once that is still starting, which may take longest.
        """
        self._say(LARGE if self._begun else LONG)

    def at_attract(self) -> None:
        """The attract screen stands there."""
        self._begun = True
        self._say(ATTRACT)

    def close(self) -> None:
        """Say nothing any more, end the other thread and close the line."""
        self._timer.stop()
        self._over.set()
        if self._vouching is not None:
            self._vouching.join()
        line, self._line = self._line, None
        if line is not None:
            os.close(line)

    def live_by_input(self) -> None:
        """End when the watchdog closes this program's input, or is gone itself."""
        threading.Thread(target=self._listen, name="lifeline", daemon=True).start()

    def tell_waits(self) -> None:
        """Let another thread say when the window's own waits for the disk and cannot beat."""
        self._vouching = threading.Thread(target=self._vouch, name="waits", daemon=True)
        self._vouching.start()

    def _vouch(self) -> None:
        while not self._over.wait(EVERY_MS / 1000):
            if waiting.since(self._thread) is not None:
                self._say(WAIT)

    def _listen(self) -> None:
        while os.read(0, 64):
            continue
        self.ended.emit()
        threading.Event().wait(GENTLY)
        os._exit(1)  # the window's thread stands still, and nobody is left to see that

    def _say(self, what: bytes) -> None:
        if self._line is None:
            return
        try:
            os.write(self._line, what)
        except BlockingIOError:
            return  # the watchdog itself stands still: its line is full of beats
        except OSError:
            self._line = None  # it is gone; the input says so too


def take_line() -> int:
    """The line to the watchdog, which the program's output was; what is printed goes elsewhere."""
    line = os.dup(1)
    os.dup2(2, 1)
    if sys.platform != "win32":
        os.set_blocking(line, False)
    return line


def end(*_why: object) -> None:
    """End the program gently, with the exit code of somebody's will."""
    QCoreApplication.exit(0)


def end_on_signals() -> None:
    """What asks the program to end, as a machine that is shut down does, ends it gently."""

    def told(_number: int, _frame: FrameType | None) -> None:
        end()

    for name in _ENDS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), told)


def leave_traces(directory: Path) -> None:
    """If the program falls it writes to a file in ``directory`` where it stood, and no values."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(directory / TRACE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    faulthandler.enable(handle, all_threads=False)


def fatal(
    directory: Path,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """What is done about a fault: its kind and place are noted, and the program is gone."""

    def fell(
        kind: type[BaseException], _fault: BaseException, trace: TracebackType | None
    ) -> None:
        log.critical("%s\n%s", kind.__name__, "".join(traceback.format_tb(trace)))
        _note(directory, kind, trace)
        os._exit(FAULT)

    return fell


def _note(
    directory: Path, kind: type[BaseException], trace: TracebackType | None
) -> None:
    """Write down a fault in the program: its kind and place. Its text may hold an answer."""
    frames = traceback.extract_tb(trace)
    last = frames[-1] if frames else None
    where = "" if last is None else (
        f" {'/'.join(Path(last.filename).parts[-2:])}:{last.lineno} {last.name}"
    )
    device_log = DeviceLog(directory, lambda: datetime.now(UTC))
    try:
        device_log.note(Trouble.CRASHED, f"{kind.__name__}{where}")
    except OSError as trouble:
        log.error("the device's log cannot be written: %s", trouble.strerror)
