"""One round of taking in: each file opened, applied or put aside, and what that came to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from storage.errors import (
    Conflict,
    Damaged,
    MissingKey,
    StorageError,
    TooNew,
    WrongCampaign,
    WrongSigner,
)
from storage.unsealed import Outline, Unsealed
from storage.values import OpenedBundle
from storage.workspace import ClockNote, Fork, Gap, StreamSeen, TakenIn, Workspace
from survey.problems import Problem, Severity
from sync import bundle
from sync.enrolment import fingerprint
from sync.envelope import FILE_LIMIT
from sync.errors import FileGone, PlaceRefuses, UnknownDevice
from sync.transport import Transport
from sync.unsealing import Opened, checked

REFUSALS = (Damaged, TooNew, WrongSigner, WrongCampaign, MissingKey, Conflict)
"""What can be wrong with one file; anything else is trouble with the workspace itself."""

_NAMED = re.compile(r"([0-9a-f]{16})-([0-9]{6,10})")
_TOLD = re.compile(rf"By its beginning it was {_NAMED.pattern}")


Fetched = tuple[str, bytes]
"""A file's name and its bytes."""


class Refused(NamedTuple):
    """A file that is put aside: its name, a stable code, and what is wrong in words."""

    name: str
    code: str
    message: str


def open_file(workspace: Workspace, raw: bytes) -> OpenedBundle:
    """A bundle from a device that this workspace knows, its records still sealed.

    Raises Damaged, TooNew or UnknownDevice. Nothing below the head is decoded before the
    signature and the device are known to be good.
    """
    head = bundle.peek(raw)
    if workspace.device(head.device) is None:
        raise UnknownDevice(
            f"bundle: made by a device that is not registered here ({fingerprint(head.device)}). "
            "Register it, and take in again"
        )
    return checked(head, raw)


class Receiving:
    """Takes files in one by one and counts; :meth:`settle` draws the line at the end."""

    def __init__(self, workspace: Workspace, actor: str) -> None:
        self._workspace = workspace
        self._actor = actor
        self._heard: set[bytes] = set()
        self._aside = {file.hash: file for file in workspace.quarantined()}
        self.bundles = self.repeated = self.new = self.known = self.unreadable = 0
        self.refused: dict[bytes, Refused] = {}
        self.resolved: list[str] = []
        self.problems: list[Problem] = []

    def try_again(self) -> None:
        """Try the files that lie aside for a reason that may have gone away."""
        for hash, file in tuple(self._aside.items()):
            raw = None if file.code == Damaged.code else self._workspace.quarantined_raw(hash)
            if raw is None:
                continue
            try:
                self._apply(raw)
            except REFUSALS:
                continue  # still so; what lies in the folder is told about there

    def fetch(self, name: str, transport: Transport) -> bytes | None:
        """A file's bytes; None, and it is told, when there are none to be had.

        Raises TransportError when the place is gone.
        """
        try:
            return transport.get(name)
        except (FileGone, PlaceRefuses) as fault:
            self.tell(name, fault.code, str(fault), "The other files were taken in.")
        except Damaged as fault:
            size = f"Files over {FILE_LIMIT // 2**20} MiB are not kept; ask for a resend."
            self.tell(name, "too-large", str(fault), size)
        return None

    def take(self, opened: Sequence[Opened]) -> list[TakenIn | StorageError]:
        """Take in opened files with one durable commit; what each brought, or why it did not."""
        sound = [one for one in opened if not isinstance(one, StorageError)]
        taken = iter(self._workspace.arrivals.take_in_all(sound, self._actor))
        return [one if isinstance(one, StorageError) else next(taken) for one in opened]

    def note(
        self, fetched: Sequence[Fetched], opened: Sequence[Opened],
        taken: Sequence[TakenIn | StorageError],
    ) -> None:
        """Count what came, and put the refused files aside."""
        with self._workspace.together():
            for (name, raw), one, came in zip(fetched, opened, taken, strict=True):
                if isinstance(came, StorageError):
                    self._put_aside(raw, name, came)
                elif not isinstance(one, StorageError):
                    self._note(one, came)

    def settle(self) -> tuple[tuple[Gap, ...], tuple[Fork, ...]]:
        """Let go of damaged files whose records have come since; what is still missing."""
        streams = self._workspace.streams()
        for hash, file in tuple(self._aside.items()):
            if file.code == Damaged.code and _made_good(file.name, file.message, streams):
                self._let_go(hash, file.name)
        for hash, refused in tuple(self.refused.items()):
            made_good = _made_good(refused.name, refused.message, streams)
            if refused.code == Damaged.code and made_good:
                self._let_go(hash, refused.name)
        heard = [seen for seen in streams if seen.stream in self._heard]
        return (
            tuple(gap for seen in heard for gap in seen.gaps),
            tuple(fork for seen in heard for fork in seen.forks),
        )

    def tell(self, where: str, code: str, message: str, hint: str) -> None:
        """Note something a person should know of."""
        self.problems.append(Problem(where=where, code=code, message=message, hint=hint))

    def _apply(self, raw: bytes) -> None:
        opened = open_file(self._workspace, raw)
        self._note(opened, self._workspace.take_in(opened, self._actor))

    def _note(self, opened: OpenedBundle | Unsealed, taken: TakenIn) -> None:
        """Count what a file brought."""
        head = opened.outline if isinstance(opened, Unsealed) else opened
        self.bundles += 1
        self.repeated += taken.new == 0
        self.new += taken.new
        self.known += taken.known
        self._heard.add(head.stream)
        self._note_clock(head, taken)
        if taken.unreadable:
            self._note_unreadable(head.device, taken.unreadable)
        file = self._aside.get(head.hash)
        if file is not None:
            self._let_go(head.hash, file.name)

    def _put_aside(self, raw: bytes, name: str, fault: StorageError) -> None:
        message = str(fault)
        if fault.code == Damaged.code:
            message += _beginning(raw)
            if _made_good(name, message, self._workspace.streams()):
                return
        hash = self._workspace.quarantine(raw, name, fault.code, message, self._actor)
        self.refused[hash] = Refused(name, fault.code, message)

    def _let_go(self, hash: bytes, name: str) -> None:
        self._aside.pop(hash, None)
        self.refused.pop(hash, None)
        if self._workspace.release_quarantine(hash, self._actor):
            self.resolved.append(name)

    def _note_clock(self, head: OpenedBundle | Outline, taken: TakenIn) -> None:
        if taken.clock is ClockNote.OK:
            return
        made = datetime.fromtimestamp(head.made, UTC) if isinstance(head.made, int) else head.made
        name = self._name(head.device)
        way = "ahead of this computer" if taken.clock is ClockNote.AHEAD else "behind its own past"
        self.problems.append(Problem(
            where=name, code=f"clock-{taken.clock.value}", severity=Severity.WARNING,
            message=f"The clock of {name} was {way} at {made:%Y-%m-%d %H:%M} UTC.",
            hint="Set the kiosk's clock; its answers are kept with a note.",
        ))

    def _note_unreadable(self, device: bytes, count: int) -> None:
        self.unreadable += count
        name = self._name(device)
        self.tell(
            name, "unreadable", f"{count} records of {name} could not be opened or read.",
            "They are kept as they came and not acknowledged; the others were taken in.",
        )

    def _name(self, device: bytes) -> str:
        known = self._workspace.device(device)
        return fingerprint(device) if known is None else known.name


def _beginning(raw: bytes) -> str:
    """What a damaged file's beginning still tells, as words after the reason it lies aside."""
    claimed = bundle.claimed(raw)
    return "" if claimed is None else f". By its beginning it was {bundle.file_name(*claimed)}"


def _made_good(name: str, message: str, streams: tuple[StreamSeen, ...]) -> bool:
    """True when all that a damaged file can have held has come in later bundles.

    A stream without gaps up to a later bundle holds every record its device had made when
    that bundle was written, and so all that an earlier one carried. Which bundle this was,
    its name and its own beginning (in ``message``, for its bytes may not be kept) must both
    say: a file that was renamed, or of which too little is left, stays aside until a person
    lets it go.
    """
    named, told = _NAMED.search(name.lower()), _TOLD.search(message)
    if named is None or told is None or named[1] != told[1]:
        return False
    number = max(int(named[2]), int(told[2]))
    return any(
        seen.stream.hex().startswith(told[1]) and not seen.gaps and seen.last_bundle > number
        for seen in streams
    )
