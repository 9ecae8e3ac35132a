"""Copies of the running meeting where the moderator chose: after every change of phase and else at
most every minute, written in the background. No Qt.

A copy is written whole under a new name before the one before it goes, so that a stick that is
pulled has always a whole one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Protocol

from kiosk.meeting.keeping import Later
from storage.errors import StorageError
from storage.seal.moderator_copy import COPY_LIMIT
from storage.values import Clock, RandomBytes
from survey.facilitation.state import SessionState, Turn
from sync.errors import PlaceFull, PlaceGone, PlaceRefuses, TransportError
from sync.folder import FolderTransport

EVERY = 60.0
"""Seconds between two copies while a phase goes on."""

SUFFIX = ".vmeeting"
_NAME = re.compile(r"([0-9a-f]{8})-([0-9a-f]{4})-([0-9]{6})\.vmeeting")


class Copied(Protocol):
    """The part of :class:`kiosk.meeting.host.SessionHost` that is copied; ``copy`` may be called on
    any thread, and raises StorageError, or ValueError when it is too large."""

    @property
    def state(self) -> SessionState: ...
    def copy(self) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyMeans:
    """``run`` does something on another thread, one after another. ``told`` is called on that
    thread when a copy was written or could not be; ``later`` on the host's own."""

    run: Callable[[Callable[[], None]], None]
    told: Callable[[], None]
    ticks: Callable[[], float]
    later: Later
    clock: Clock
    random: RandomBytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``last`` is when a copy was written. ``trouble`` is a stable code, empty when all is well:
    ``place-gone place-full place-refuses not-written too-large closed``."""

    folder: Path | None = None
    last: datetime | None = None
    trouble: str = ""


class Copies:
    """Keeps a folder or stick supplied with the newest copy. Used on the host's thread."""

    def __init__(self, host: Copied, means: CopyMeans) -> None:
        self._host = host
        self._means = means
        self._guard = Lock()
        self._standing = Standing()
        self._mark = means.random(2).hex()
        self._turn: Turn | None = None
        self._begun_at = -EVERY
        self._waits = self._writes = self._news = False
        self._count = 0
        self._before = ""

    @property
    def standing(self) -> Standing:
        """Where copies go and how the last one went."""
        with self._guard:
            return self._standing

    def to(self, folder: Path | None) -> None:
        """Copy here from now on, and at once; None: no more."""
        with self._guard:
            self._standing = Standing(folder=folder)
            self._before = ""
        self._turn = self._host.state.turn
        self._begin()

    def changed(self, state: SessionState) -> None:
        """Something has happened: subscribe it to the host."""
        if self.standing.folder is None:
            return
        since = self._means.ticks() - self._begun_at
        if state.turn != self._turn or state.closed or since >= EVERY:
            self._turn = state.turn
            self._begin()
            return
        self._news = True
        if not self._waits:
            self._waits = True
            self._means.later(EVERY - since, self._due)

    def _due(self) -> None:
        self._waits = False
        if self._news:
            self._begin()

    def _begin(self) -> None:
        self._news = False
        if self.standing.folder is None or self._host.state.closed:
            return
        self._begun_at = self._means.ticks()
        if not self._writes:  # one that waits for the thread copies what is newest then
            self._writes = True
            self._means.run(self._write)

    def _write(self) -> None:
        self._writes = False
        folder = self.standing.folder
        if folder is None:
            return
        trouble = ""
        try:
            self._put(FolderTransport(folder, self._means.random), self._host.copy())
        except StorageError:
            trouble = "closed"
        except ValueError:
            trouble = "too-large"
        except TransportError as refused:
            trouble = _code(refused)
        with self._guard:
            if self._standing.folder == folder:
                last = self._standing.last if trouble else self._means.clock()
                self._standing = Standing(folder=folder, last=last, trouble=trouble)
        self._means.told()

    def _put(self, folder: FolderTransport, copy: bytes) -> None:
        self._count += 1
        session = self._host.state.session
        name = f"{session.hex[:8] if session else '0' * 8}-{self._mark}-{self._count:06}{SUFFIX}"
        folder.put(name, copy)
        with self._guard:
            before, self._before = self._before, name
        if before:
            folder.remove(before)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFile:
    """A copy in a folder: whose it is can be told apart by ``session`` and ``device``, no more."""

    name: str
    session: str
    device: str
    number: int


def copies_in(folder: Path) -> tuple[CopyFile, ...]:
    """The newest copy of each device and session, by name. Raises TransportError; may wait."""
    newest: dict[tuple[str, str], CopyFile] = {}
    for name in FolderTransport(folder).list(SUFFIX):
        told = _NAME.fullmatch(name)
        if told is None:
            continue
        found = CopyFile(name=name, session=told[1], device=told[2], number=int(told[3]))
        best = newest.get((found.session, found.device))
        if best is None or best.number < found.number:
            newest[found.session, found.device] = found
    return tuple(sorted(newest.values(), key=lambda one: one.name))


def read_copy(folder: Path, file: CopyFile) -> bytes:
    """Its bytes. Raises TransportError, and Damaged when it is too large; may wait."""
    return FolderTransport(folder).get(file.name, COPY_LIMIT)


def _code(refused: TransportError) -> str:
    if isinstance(refused, PlaceGone):
        return "place-gone"
    if isinstance(refused, PlaceFull):
        return "place-full"
    return "place-refuses" if isinstance(refused, PlaceRefuses) else "not-written"
