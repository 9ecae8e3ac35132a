"""The background of the real program: Qt's thread pool, with answers queued to the window."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from admin.background import Attempt, Failed, Job, Progress, Succeeded, Work


class _Task(QObject):
    """One piece of work with its way back to the window's thread (queued signals)."""

    ended = Signal(object)
    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._stop = Event()

    def progress(self, made: int, of: int) -> None:
        self.moved.emit(Progress(made=made, of=of))

    def cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()


class _Runnable(QRunnable):
    def __init__(self, task: _Task, work: Work, attempt: Attempt) -> None:
        super().__init__()
        self._task, self._work, self._attempt = task, work, attempt

    @Slot()
    def run(self) -> None:
        outcome = self._attempt(lambda: self._work(self._task))
        self._task.ended.emit(outcome)


class Threads(QObject):
    """The background of the real program: a thread pool, two pieces of work at a time."""

    def __init__(self, attempt: Attempt, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._attempt = attempt
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._tasks: set[_Task] = set()

    def __call__(
        self,
        work: Work,
        *,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progress: Callable[[Progress], None] | None = None,
    ) -> Job:
        task = _Task()
        self._tasks.add(task)
        receiver = _Receiver(done, failed, progress, lambda: self._tasks.discard(task))
        receiver.setParent(task)
        task.ended.connect(receiver.ended)
        task.moved.connect(receiver.moved)
        self._pool.start(_Runnable(task, work, self._attempt))
        return task

    def close(self, milliseconds: int = 10_000) -> bool:
        """Ask everything to stop and wait for it; false when something did not stop in time."""
        for task in tuple(self._tasks):
            task.cancel()
        return self._pool.waitForDone(milliseconds)


class _Receiver(QObject):
    """Lives on the window's thread, so that the callbacks run there."""

    def __init__(
        self,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progress: Callable[[Progress], None] | None,
        forget: Callable[[], None],
    ) -> None:
        super().__init__()
        self._done, self._failed, self._progress, self._forget = done, failed, progress, forget

    @Slot(object)
    def ended(self, outcome: Succeeded | Failed) -> None:
        self._forget()
        match outcome:
            case Succeeded(result):
                self._done(result)
            case Failed(trouble):
                self._failed(trouble)

    @Slot(object)
    def moved(self, step: Progress) -> None:
        if self._progress is not None:
            self._progress(step)
