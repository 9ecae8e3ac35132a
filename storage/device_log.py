"""What befell a device: a small log of its own, durable, that loads no database.

Written by the watchdog, which knows nothing of the store, and by the kiosk; what the next health
note tells is counted from it. No answer, name or key is ever in it.
See ``docs/formats/device-log.md``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from storage.durable import sync_directory
from storage.waiting import sync
from survey.device_notes import Trouble
from survey.late import dataclass

NAME = "device.log"
MAGIC = "vardera-device-log 1"
LIMIT = 64 * 1024
"""Bytes at which the older half is dropped."""

STARTED = "started"
TOLD = "told"
_WORDS = frozenset((STARTED, TOLD, *(trouble.value for trouble in Trouble)))
_LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d)Z ([a-z-]{2,20})(?: ([\w .:/<>+-]{1,160}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``hour`` is UTC to the hour; ``what`` is ``started``, ``told`` or a Trouble's value.

    ``place`` is a kind of fault and where in the program it stood, at most 160 characters.
    """

    hour: datetime
    what: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What befell the device since its last health note: restarts not wished for, and troubles."""

    restarts: int = 0
    troubles: tuple[Trouble, ...] = ()


class DeviceLog:
    """The log in ``directory``. Every method raises OSError where the disk refuses."""

    def __init__(self, directory: Path, clock: Callable[[], datetime]) -> None:
        self._file = directory / NAME
        self._clock = clock

    def note(self, what: Trouble, place: str = "") -> None:
        """Add a trouble, durably. Signs that no place has are left out."""
        self._add(what.value, place)

    def started(self) -> None:
        """The program was started again after a fall."""
        self._add(STARTED)

    def told(self) -> None:
        """A health note that tells all up to here is durable."""
        self._add(TOLD)

    def last_told(self) -> datetime | None:
        """The hour of the last health note; None before the first one that is still here."""
        return next((e.hour for e in reversed(self.entries()) if e.what == TOLD), None)

    def since_told(self) -> Since:
        """What the next health note has to tell."""
        found: list[Entry] = []
        for entry in reversed(self.entries()):
            if entry.what == TOLD:
                break
            found.append(entry)
        troubles = {Trouble(entry.what) for entry in found if entry.what != STARTED}
        restarts = sum(entry.what == STARTED for entry in found)
        return Since(restarts=restarts, troubles=tuple(sorted(troubles)))

    def entries(self) -> tuple[Entry, ...]:
        """All that can be read, oldest first; a line that a power cut left torn is passed over."""
        try:
            text = self._file.read_bytes()[-2 * LIMIT :].decode("utf-8", "replace")
        except FileNotFoundError:
            return ()
        return tuple(entry for entry in map(_read, text.splitlines()) if entry is not None)

    def _add(self, what: str, place: str = "") -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._shorten()
        hour = self._clock().astimezone(UTC).strftime("%Y-%m-%dT%HZ")
        kept = "".join(c for c in place if re.fullmatch(r"[\w .:/<>+-]", c, re.ASCII))[:160]
        new = not self._file.exists()
        # the line feed in front ends whatever a power cut left unfinished
        line = f"{MAGIC if new else ''}\n{hour} {what} {kept.strip()}".rstrip()
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
            sync(handle)
        finally:
            os.close(handle)
        if new:
            sync_directory(self._file.parent)

    def _shorten(self) -> None:
        """Drop the older half of a log that has become long; the half is there whole, or all."""
        try:
            if self._file.stat().st_size < LIMIT:
                return
        except FileNotFoundError:
            return
        kept = self._file.read_bytes()[-LIMIT // 2 :].split(b"\n", 1)[-1]
        fresh = self._file.with_name(f".{NAME}.new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(handle, MAGIC.encode() + b"\n" + kept)
            sync(handle)
        finally:
            os.close(handle)
        fresh.replace(self._file)
        sync_directory(self._file.parent)


def _read(line: str) -> Entry | None:
    found = _LINE.fullmatch(line)
    if found is None or found[2] not in _WORDS:
        return None
    try:
        hour = datetime.strptime(found[1], "%Y-%m-%dT%H").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Entry(hour=hour, what=found[2], place=found[3] or "")
