"""One round of taking in: each file opened, applied or put aside, and what that came to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from storage.errors import (
    Conflict,
    Damaged,
    MissingKey,
    StorageError,
    TooMuchAside,
    TooNew,
    WrongCampaign,
    WrongSigner,
)
from storage.unsealed import Outline, Unsealed
from storage.values import OpenedBundle
from storage.workspace import (
    ClockNote,
    Fork,
    Gap,
    QuarantinedFile,
    StreamSeen,
    TakenIn,
    Workspace,
)
from survey.problems import Problem, Severity
from sync import bundle, damage
from sync.enrolment import fingerprint
from sync.envelope import FILE_LIMIT
from sync.errors import FileGone, PlaceRefuses, UnknownDevice
from sync.transport import Transport
from sync.unsealing import Opened, checked

REFUSALS = (
    Damaged, TooNew, WrongSigner, WrongCampaign, MissingKey, Conflict, TooMuchAside,
)
"""What can be wrong with one file; anything else is trouble with the workspace itself."""


_UNPROVEN = (Damaged.code, TooNew.code, UnknownDevice.code)
"""Refused for this, a file's own word for whose it is was not checked against a signature."""

Fetched = tuple[str, bytes]
"""A file's name and its bytes."""


class Refused(NamedTuple):
    """A file that is put aside: its name, a stable code, and what is wrong in words."""

    name: str
    code: str
    message: str


class Came(NamedTuple):
    """What became of one file: ``outcome`` is new, known, aside, made-good or decided.

    ``new`` and ``known`` count its records, ``code`` and ``message`` say why it is aside.
    ``made-good``: damaged, but its records have come; ``decided``: a person let it go before.
    """

    name: str
    outcome: str
    new: int = 0
    known: int = 0
    code: str = ""
    message: str = ""


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
        self._no_news: set[str] = set()
        self._decided = {file.hash: file.code for file in workspace.inbox.decided_files()}
        self._aside = {file.hash: file for file in workspace.quarantined()}
        self.bundles = self.repeated = self.new = self.known = self.unreadable = 0
        self.refused: dict[bytes, Refused] = {}
        self.resolved: list[str] = []
        self.came: list[Came] = []
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

    def take(
        self, fetched: Sequence[Fetched], opened: Sequence[Opened]
    ) -> list[TakenIn | StorageError]:
        """Take in opened files with one durable commit; what each brought, or why it did not."""
        streams = self._workspace.streams() if any(_is_damaged(one) for one in opened) else ()
        self._no_news = {
            name for (name, raw), one in zip(fetched, opened, strict=True)
            if isinstance(one, StorageError) and _is_damaged(one)
            and self._is_made_good(_refused(raw, name, one), streams)
        }
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
                    outcome = "new" if came.new else "known"
                    self.came.append(Came(name, outcome, came.new, came.known))

    def settle(self) -> tuple[tuple[Gap, ...], tuple[Fork, ...]]:
        """Let go of damaged files whose records have come since; what is still missing."""
        self._workspace.erasing.settle()
        streams = self._workspace.streams()
        lying: dict[bytes, Refused | QuarantinedFile] = {**self._aside, **self.refused}
        for hash, file in lying.items():
            if file.code == Damaged.code and self._is_made_good(file, streams):
                self._let_go(hash, file.name)
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
        refused = _refused(raw, name, fault)
        stream = None
        if fault.code == Damaged.code:
            # held against what was here before: what came along with it is to be told
            if name in self._no_news:
                self.came.append(Came(name, "made-good", 0, 0, *refused[1:]))
                return
        elif fault.code not in _UNPROVEN:
            claim = bundle.claimed(raw)
            stream = None if claim is None else claim.stream
        hash = self._workspace.quarantine(
            raw, name, fault.code, refused.message, self._actor, stream
        )
        decided = self._decided.get(hash) == fault.code
        self.came.append(Came(name, "decided" if decided else "aside", 0, 0, *refused[1:]))
        if not decided:
            self.refused[hash] = refused

    def _is_made_good(
        self, file: Refused | QuarantinedFile, streams: tuple[StreamSeen, ...]
    ) -> bool:
        seen = damage.stream_of(file.name, file.message, streams)
        return seen is not None and damage.is_made_good(
            file.name, file.message, seen, self._workspace.inbox.bundles(seen.stream)
        )

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


def _is_damaged(one: Opened) -> bool:
    return isinstance(one, StorageError) and one.code == Damaged.code


def _refused(raw: bytes, name: str, fault: StorageError) -> Refused:
    """A damaged file's message ends with what its beginning still tells."""
    more = damage.beginning(raw) if fault.code == Damaged.code else ""
    return Refused(name, fault.code, str(fault) + more)
