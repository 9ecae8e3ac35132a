"""What a kiosk sees to while nobody answers: is there room, and how does the device fare? No Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Protocol

from kiosk.health import Machine, Vitals, is_due, note, this_machine
from kiosk.opening import Ready
from storage.device_log import DeviceLog
from storage.errors import StorageError
from storage.kiosk import KioskStore
from storage.kiosk.room import LOW, Free, Room, free_bytes
from storage.values import Clock
from survey.device_notes import Trouble
from survey.late import dataclass
from survey.records import Body

log = logging.getLogger(__name__)


class Writes(Protocol):
    """Where a note is kept; see :class:`kiosk.diary.Diary`."""

    def write(self, body: Body) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Senses:
    """The clock, seconds that only grow, the disk and the machine."""

    clock: Clock
    ticks: Callable[[], float] = monotonic
    free: Free = free_bytes
    machine: Machine = field(default_factory=this_machine)


class Upkeep:
    """Made with the store. Every method is called by the window's thread while nobody answers.

    ``issued`` is when the package was made: a clock before that has not been set.
    """

    def __init__(self, store: KioskStore, directory: Path, senses: Senses) -> None:
        self._store = store
        self._senses = senses
        self._room = Room(directory, senses.free)
        self._log = DeviceLog(directory, senses.clock)
        self._told: float | None = None
        self._jumped = False

    def room(self) -> bool:
        """Whether there is room for somebody's whole answer; noted once when there is not."""
        before = self._room.short
        enough = self._room.enough()
        if not enough and not before:
            self._note(Trouble.DISK_FULL)
        return enough

    def see_to(self, ready: Ready) -> None:
        """Make ready for the next person, and write a health note where one is due."""
        try:
            ready.prepare()
        except StorageError as trouble:
            log.error("the store could not make ready: %s", trouble.code)
        self.tell(ready.diary, ready.station.issued)

    def tell(self, diary: Writes, issued: datetime) -> bool:
        """Write a health note where one is due. False when none was, or it could not be kept."""
        self._look_at_clock()
        now, since = self._senses.clock(), self._told
        seconds = None if since is None else self._senses.ticks() - since
        try:
            if not is_due(now, self._log.last_told(), seconds):
                return False
            diary.write(note(self._vitals(now, issued), self._senses.machine))
            self._told = self._senses.ticks()
            self._log.told()
        except (StorageError, OSError) as trouble:
            log.error("the health note could not be kept: %s", type(trouble).__name__)
            return False
        return True

    def _vitals(self, now: datetime, issued: datetime) -> Vitals:
        free, troubles = self._room.bytes(), set()
        if free < LOW:
            troubles.add(Trouble.DISK_LOW)
        if now < issued:
            troubles.add(Trouble.CLOCK_UNSET)
        return Vitals(
            time=now, waiting=self._store.waiting(), free_bytes=free,
            since=self._log.since_told(), troubles=frozenset(troubles),
            vouchers=min(self._store.vouchers_given(), 100_000),
        )

    def _look_at_clock(self) -> None:
        """Note once that the clock has moved otherwise than time; again when it does so anew."""
        before, self._jumped = self._jumped, self._store.watch.jumped()
        if self._jumped and not before:
            self._note(Trouble.CLOCK_JUMPED)

    def _note(self, trouble: Trouble) -> None:
        log.warning("the device: %s", trouble.value)
        try:
            self._log.note(trouble)
        except OSError:
            log.error("the device's log cannot be written")
