"""One thread for what staff wait for: a PIN, a stick, a test. The window never stands still."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress

Job = Callable[[], None]


class Worker:
    """Does jobs one after another; the thread begins with the first, and anew after a fault."""

    def __init__(self) -> None:
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def do(self, job: Job) -> None:
        """Do ``job`` after those before it."""
        self._jobs.put(job)
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="staff", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End after the job in hand; those that wait are let go of."""
        with suppress(queue.Empty):
            while True:
                self._jobs.get_nowait()
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
