"""What happens when answers are taken in, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from admin.background import Background, Job, Progress, Report
from admin.devices.rows import NewDevice
from admin.responses.state import Kept, ResponsesState, Taken
from admin.shell.places import Working
from admin.shell.tone import Tone
from admin.shell.trouble import trouble_in_words
from assets.words import Words
from storage.errors import StorageError
from sync.errors import TransportError


class View(Protocol):
    """The page."""

    def show_state(self, state: ResponsesState) -> None: ...


class Intake(Protocol):
    """The workspace as this page needs it; every call may take long and runs in the background."""

    def take_in(self, folder: Path | str, report: Report) -> Taken:
        """A path is a folder; words are a place as :func:`sync.places.open_place` reads it."""

    def back_up(self, backups: Path, answers: Path | str | None, report: Report) -> Kept:
        """Back up into ``backups``, then put receipts that name the backup into ``answers``.

        Without ``answers`` they stay due.
        """


class ResponsesPresenter:
    """Takes in one folder at a time; ``changed`` is told when there are new answers or backups."""

    def __init__(
        self,
        view: View,
        intake: Intake,
        background: Background,
        clock: Callable[[], datetime],
        changed: Callable[[], None],
    ) -> None:
        self._view, self._intake, self._background = view, intake, background
        self._clock, self._changed = clock, changed
        self._state = ResponsesState(words=Words("sv"))
        self._job: Job | None = None
        self._began: datetime | None = None

    @property
    def unknown(self) -> tuple[NewDevice, ...]:
        """Devices that are not registered, whose files lay where answers were taken in."""
        return self._state.taken.unknown if self._state.taken else ()

    @property
    def answers(self) -> Path | str | None:
        """Where answers were taken in last; None before that."""
        return self._state.folder if self._state.taken else None

    @property
    def working(self) -> Working | None:
        """The work under way, for the bar at the bottom."""
        return self._state.working

    def show(self, words: Words) -> None:
        """Show the page in a language."""
        self._change(words=words)

    def workspace_opened(self) -> None:
        """There is a workspace, and nothing has been taken in from here."""
        self._change(is_open=True, folder=None, taken=None, kept=None, message="")

    def take_in(self, folder: Path | str) -> None:
        """Take in everything at the place; anything already taken in changes nothing."""
        folder = folder.strip() if isinstance(folder, str) else folder
        if self._job is not None or folder == "":
            return
        self._begin(self._state.words("Taking in answers"), folder=folder, taken=None, kept=None)
        self._job = self._background(
            lambda report: self._intake.take_in(folder, report),
            done=self._taken,
            failed=self._failed,
            progress=self._progressed,
        )

    def back_up(self, backups: Path) -> None:
        """Back up, and tell the kiosks what they may forget."""
        answers = self._state.folder
        if self._job is not None or answers is None:
            return
        self._begin(self._state.words("Backing up"))
        self._job = self._background(
            lambda report: self._intake.back_up(backups, answers, report),
            done=self._kept,
            failed=self._failed,
            progress=self._progressed,
        )

    def kept_elsewhere(self, kept: Kept) -> None:
        """A backup was made from another page, and its receipts lie where answers were taken in."""
        if self._state.taken is not None:
            self._change(kept=kept)

    def cancel(self) -> None:
        """Ask the work to stop; what is done stays done."""
        if self._job is not None and self._state.working is not None:
            self._job.cancel()
            stopping = replace(
                self._state.working, left=self._state.words("stopping …"), can_cancel=False
            )
            self._change(working=stopping)

    def _begin(self, what: str, **changes: object) -> None:
        self._began = self._clock()
        self._change(working=Working(what=what, made=0, of=0, left=""), message="", **changes)

    def _progressed(self, step: Progress) -> None:
        working = self._state.working
        if working is None or not working.can_cancel:
            return
        left = self._time_left(step)
        self._change(working=replace(working, made=step.made, of=step.of, left=left))

    def _time_left(self, step: Progress) -> str:
        """How long the rest will take at the pace so far; silent for the first two seconds."""
        words = self._state.words
        gone = (self._clock() - (self._began or self._clock())).total_seconds()
        if gone < 2 or step.made <= 0 or step.of <= 0:
            return words("{made} of {of}", made=step.made, of=step.of) if step.of else ""
        seconds = gone / step.made * (step.of - step.made)
        if seconds < 60:
            return words.many(
                "about {n} second left", "about {n} seconds left", max(1, round(seconds))
            )
        return words.many("about {n} minute left", "about {n} minutes left", round(seconds / 60))

    def _taken(self, taken: Taken) -> None:
        self._job = None
        self._change(working=None, taken=taken)
        self._changed()

    def _kept(self, kept: Kept) -> None:
        self._job = None
        self._change(working=None, kept=kept)
        self._changed()

    def _failed(self, trouble: Exception) -> None:
        self._job = None
        said = trouble_in_words(trouble, self._state.words)
        self._change(working=None, message=said, tone=Tone.TROUBLE)
        if not isinstance(trouble, StorageError | TransportError | OSError):
            raise trouble

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self._state)
