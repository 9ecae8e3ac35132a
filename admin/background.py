"""The one door to the background: nothing that can block runs on the window's own thread.

A presenter is handed a :class:`Background` and says ``background(work, done=…, failed=…)``.
``work`` runs elsewhere and gets a :class:`Report` to tell how far it has come and to ask
whether it should stop; it opens its own connection to the workspace. ``done``, ``failed`` and
``progress`` run back on the window's thread. Tests hand in :class:`Waiting` and flush by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far work has come: ``made`` of ``of`` steps; ``of`` is 0 when nobody knows."""

    made: int
    of: int


class Report(Protocol):
    """What work may say and ask while it runs, on its own thread."""

    def progress(self, made: int, of: int) -> None: ...

    def cancelled(self) -> bool: ...


class Job(Protocol):
    """Work that is under way. Cancelling asks; work stops when it next looks."""

    def cancel(self) -> None: ...


Work = Callable[[Report], Any]


class Background(Protocol):
    """Runs ``work`` elsewhere; exactly one of ``done`` and ``failed`` follows, once."""

    def __call__(
        self,
        work: Work,
        *,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progress: Callable[[Progress], None] | None = None,
    ) -> Job: ...


@dataclass(frozen=True, slots=True)
class Succeeded:
    """Work ended with a result."""

    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """Work ended with trouble."""

    trouble: Exception


Attempt = Callable[[Callable[[], Any]], Succeeded | Failed]
"""Runs a piece of work and catches what it raises; lives in ``app.py``, as all such do."""


class Waiting:
    """A background for tests: work waits until :meth:`flush`, then runs here and now."""

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt
        self._queue: list[Callable[[], None]] = []

    def __call__(
        self,
        work: Work,
        *,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progress: Callable[[Progress], None] | None = None,
    ) -> Job:
        job = _Held(progress)

        def run() -> None:
            match self._attempt(lambda: work(job)):
                case Succeeded(result):
                    done(result)
                case Failed(trouble):
                    failed(trouble)

        self._queue.append(run)
        return job

    @property
    def waiting(self) -> int:
        """How many pieces of work have not run yet."""
        return len(self._queue)

    def flush(self) -> None:
        """Run everything that waits, also what that starts."""
        while self._queue:
            self._queue.pop(0)()


class _Held:
    def __init__(self, progress: Callable[[Progress], None] | None) -> None:
        self._say = progress
        self._stopped = False

    def progress(self, made: int, of: int) -> None:
        if self._say is not None:
            self._say(Progress(made=made, of=of))

    def cancelled(self) -> bool:
        return self._stopped

    def cancel(self) -> None:
        self._stopped = True
