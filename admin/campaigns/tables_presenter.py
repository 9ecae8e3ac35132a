"""What happens when everybody's answers are written as tables, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol
from uuid import UUID

from admin.background import Background, Job, Progress, Report
from admin.exports.exporting import Stopped, Wish
from admin.exports.refused import Refused
from admin.shell.places import Working
from admin.shell.tone import Tone
from admin.shell.trouble import trouble_in_words
from assets.words import Words
from storage.errors import StorageError


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestFile:
    """A file that was written: its name in the folder, its size and its SHA-256 in hex."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an export came to, in lines of the reader's language, and the manifest's files."""

    folder: Path
    lines: tuple[str, ...]
    files: tuple[ManifestFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesState:
    """``languages`` are those that labels can be had in. ``written`` is of this survey."""

    words: Words
    survey: UUID | None = None
    languages: tuple[str, ...] = ()
    working: Working | None = None
    written: Written | None = None
    fault: str = ""
    message: str = ""
    tone: Tone = Tone.INFO


class View(Protocol):
    """The page."""

    def show_state(self, state: TablesState) -> None: ...


class Writer(Protocol):
    """Runs in the background."""

    def languages(self, survey: UUID) -> tuple[str, ...]: ...

    def write(self, survey: UUID, folder: Path, wish: Wish, report: Report) -> Written:
        """Everybody's answers in a new folder; all of it or nothing. Raises as ``export``."""


class TablesPresenter:
    """Writes one folder at a time; ``framed`` is told when the bar below should follow."""

    def __init__(
        self, view: View, writer: Writer, background: Background, framed: Callable[[], None]
    ) -> None:
        self._view, self._writer, self._background = view, writer, background
        self._framed = framed
        self._state = TablesState(words=Words("sv"))
        self._job: Job | None = None
        # how it ended for surveys that were not looked at then: told when they are chosen again
        self._ended: dict[UUID, dict[str, object]] = {}

    @property
    def working(self) -> Working | None:
        """The work under way, for the bar at the bottom."""
        return self._state.working

    def show(self, words: Words) -> None:
        """Show the page in a language."""
        self._change(words=words)

    def look(self, survey: UUID | None) -> None:
        """Another survey, or the same anew."""
        if survey != self._state.survey:
            self._change(survey=survey, languages=(), written=None, fault="", message="")
        if survey is not None:
            self._change(**self._ended.pop(survey, {}))
            def have(languages: tuple[str, ...]) -> None:
                if self._state.survey == survey:
                    self._change(languages=languages)

            self._background(
                lambda _report: self._writer.languages(survey), done=have, failed=self._tell
            )

    def write(self, folder: str, wish: Wish) -> None:
        """Write the tables into a folder that is new or empty."""
        state, words = self._state, self._state.words
        if self._job is not None or state.survey is None:
            return
        if not folder.strip():
            self._change(fault=words("Choose a folder, or write the name of a new one."))
            return
        try:
            survey, where = state.survey, Path(folder.strip()).expanduser()
        except RuntimeError:
            # ~name of nobody who has a folder on this computer
            self._change(fault=words("Write the whole name of the folder, without ~."))
            return
        wished = replace(wish, language=words.language)
        self._change(
            working=Working(what=words("Writing tables"), made=0, of=0, left=""), written=None,
            fault="", message="",
        )
        self._framed()
        self._job = self._background(
            lambda report: self._writer.write(survey, where, wished, report),
            done=lambda written: self._end(survey, written=written),
            failed=lambda trouble: self._failed(survey, trouble), progress=self._progressed,
        )

    def cancel(self) -> None:
        """Ask the work to stop: nothing of it is left then."""
        if self._job is not None and self._state.working is not None:
            self._job.cancel()
            left = self._state.words("stopping …")
            self._change(working=replace(self._state.working, left=left, can_cancel=False))
            self._framed()

    def _progressed(self, step: Progress) -> None:
        working, words = self._state.working, self._state.words
        if working is not None and working.can_cancel:
            left = words("{made} of {of}", made=step.made, of=step.of)
            self._change(working=replace(working, made=step.made, of=step.of, left=left))
            self._framed()

    def _failed(self, survey: UUID, trouble: Exception) -> None:
        words = self._state.words
        if isinstance(trouble, Stopped):
            self._end(survey, message=words("Stopped. Nothing was written."), tone=Tone.INFO)
        elif isinstance(trouble, Refused):
            self._end(survey, fault=trouble.in_words(words))
        else:
            self._end(survey, message=trouble_in_words(trouble, words), tone=Tone.TROUBLE)
            _raise_unknown(trouble)

    def _end(self, survey: UUID, **changes: object) -> None:
        self._job = None
        if self._state.survey == survey:
            self._change(working=None, **changes)
        else:
            self._ended[survey] = changes
            self._change(working=None)
        self._framed()

    def _tell(self, trouble: Exception) -> None:
        said = trouble_in_words(trouble, self._state.words)
        self._change(message=said, tone=Tone.TROUBLE)
        _raise_unknown(trouble)

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self._state)


def _raise_unknown(trouble: Exception) -> None:
    if not isinstance(trouble, StorageError | OSError):
        raise trouble
