"""The administrator's side of carrying: bundles in, receipts out.

Every file is handled on its own. What is whole, known and new is taken in, exactly once;
what is damaged, foreign or not yet readable is put aside with its sealed bytes and a
reason. Nothing is ever deleted from the place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeVar

from storage.errors import InUse
from storage.values import Clock, Receipt
from storage.workspace import Fork, Gap, Workspace
from survey.problems import Problem
from sync import bundle, receipt, withdrawn_lists
from sync.errors import NameTaken, PlaceRefuses, TransportError
from sync.opening import Opening
from sync.receiving import Came, Fetched, Receiving, Refused
from sync.transport import BAD_NAME, Transport
from sync.unsealing import Opened

T = TypeVar("T")
Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, name of the next)."""

TOGETHER = 200
TOGETHER_BYTES = 8 * 1024 * 1024
"""Files, and their bytes, that share one durable commit; after a power cut all of them are taken
in again. The more rows are written together, the fewer pages are touched for each."""

PATIENCE = 60
"""How often it is tried again while others write to the workspace; each waits some seconds."""

RECEIPT_NAMES = 9
"""How many names are tried for one receipt where damaged files hold the first ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeReport:
    """What one intake came to, between ``began`` and ``ended`` (UTC).

    ``bundles`` files were whole; ``repeated`` of them brought nothing new. ``new`` and
    ``known`` count records. ``quarantined`` are the files of this place that lie aside and
    whose records are not known to be here; ``unreadable`` records of files taken in could not be
    opened, are kept aside and count as gaps. ``resolved`` names files put aside earlier whose
    records have come. ``gaps`` and ``forks`` are of the devices that were heard from.
    ``came`` tells of every file what became of it.
    """

    began: datetime
    ended: datetime
    bundles: int
    repeated: int
    new: int
    known: int
    quarantined: tuple[Refused, ...]
    resolved: tuple[str, ...]
    gaps: tuple[Gap, ...]
    forks: tuple[Fork, ...]
    problems: tuple[Problem, ...]
    cancelled: bool
    unreadable: int = 0
    came: tuple[Came, ...] = ()


class Sent(NamedTuple):
    """Receipts that now lie where the devices will find them, and the records they name."""

    names: tuple[str, ...]
    records: int
    problems: tuple[Problem, ...]


def take_in(
    workspace: Workspace, transport: Transport, *, clock: Clock, actor: str,
    progress: Progress | None = None, cancelled: Callable[[], bool] | None = None,
) -> IntakeReport:
    """Take in every bundle that lies there; doing it again changes nothing.

    What lists of withdrawn answers say is done first. Then files put aside earlier for another
    reason than damage (an unregistered device, a newer format …) are tried again. Stops between
    two files when ``cancelled()`` is true or the place is gone; what is done stays done. Raises
    StorageError only for trouble with the workspace itself (NoRoom, InUse).
    """
    began = clock()
    work = Receiving(workspace, actor)
    visit = _Visit(work, transport, progress, cancelled)
    gaps: tuple[Gap, ...] = ()
    forks: tuple[Fork, ...] = ()
    with suppress(_Stopped):
        visit.lists(partial(withdrawn_lists.obey, workspace, transport, actor))
        visit.patiently(work.try_again)
        keyring = partial(visit.patiently, workspace.arrivals.keyring)
        with Opening(workspace, keyring) as opening:
            visit.all(opening)
        gaps, forks = visit.patiently(work.settle)
    return IntakeReport(
        began=began, ended=clock(), bundles=work.bundles, repeated=work.repeated, new=work.new,
        known=work.known, unreadable=work.unreadable, quarantined=tuple(work.refused.values()),
        resolved=tuple(work.resolved), gaps=gaps, forks=forks, problems=tuple(work.problems),
        cancelled=visit.stopped, came=tuple(work.came),
    )


class _Stopped(Exception):
    """Somebody cancelled while others were writing; what was waited for is not done."""


class _Visit:
    """One walk through the place; ``over`` once it was cancelled or the place is gone."""

    def __init__(
        self, work: Receiving, transport: Transport, progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._work = work
        self._transport = transport
        self._progress = progress
        self._cancelled = cancelled
        self.stopped = self.over = False

    def lists(self, obey: Callable[[], tuple[Problem, ...]]) -> None:
        """What was withdrawn elsewhere, before any bundle can bring it."""
        try:
            self._work.problems.extend(self.patiently(obey))
        except TransportError as fault:
            self._gone(fault)

    def names(self) -> tuple[str, ...]:
        """The bundles that lie there; none, and it is told, when the place is gone."""
        if self.over:
            return ()
        try:
            for bad in self._transport.bad_names(bundle.SUFFIX):
                self._work.tell(bad, *BAD_NAME)
            return self._transport.list(bundle.SUFFIX)
        except TransportError as fault:
            self._gone(fault)
            return ()

    def all(self, opening: Opening) -> None:
        """Take in every file: while some are written, the following are being opened."""
        names = self.names()
        at = 0
        waiting: tuple[list[Fetched], Callable[[], list[Opened]]] | None = None
        while waiting is not None or at < len(names):
            fetched, at = ([], len(names)) if self.over else self._fetch(names, at)
            before, waiting = waiting, None
            if fetched:
                waiting = fetched, opening.begin([raw for _, raw in fetched])
            if before is not None:
                self._write(before[0], before[1]())
        if self._progress is not None and not self.over:
            self._progress(len(names), len(names), "")

    def patiently(self, work: Callable[[], T]) -> T:
        """Do ``work``; again when others were writing for longer than one waits for a turn.

        Raises InUse when that lasts, or _Stopped when somebody stops it meanwhile.
        """
        for _ in range(PATIENCE):
            try:
                return work()
            except InUse:
                if self._cancelled is not None and self._cancelled():
                    self.stopped = self.over = True
                    raise _Stopped from None
        return work()

    def _write(self, files: Sequence[Fetched], opened: Sequence[Opened]) -> None:
        taken = self.patiently(partial(self._work.take, files, opened))
        self.patiently(partial(self._work.note, files, opened, taken))

    def _fetch(self, names: Sequence[str], at: int) -> tuple[list[Fetched], int]:
        """The files from ``at`` on that go together, and where to go on."""
        fetched: list[Fetched] = []
        size = 0
        while at < len(names) and len(fetched) < TOGETHER and size < TOGETHER_BYTES:
            if self._cancelled is not None and self._cancelled():
                self.stopped = self.over = True
                break
            if self._progress is not None:
                self._progress(at, len(names), names[at])
            try:
                raw = self._work.fetch(names[at], self._transport)
            except TransportError as fault:
                self._gone(fault)
                break
            if raw is not None:
                fetched.append((names[at], raw))
                size += len(raw)
            at += 1
        return fetched, at

    def _gone(self, fault: TransportError) -> None:
        self.over = True
        self._work.tell("folder", fault.code, str(fault), "Take the folder in again.")


def send_receipts(workspace: Workspace, transport: Transport) -> Sent:
    """Write the receipts that are due, which name only records that a backup holds.

    A receipt counts as sent when it is durable there; what could not be written is a
    Problem and stays due.
    """
    names: list[str] = []
    problems: list[Problem] = []
    records = 0
    for due in workspace.receipts_due():
        try:
            names.append(_deliver(workspace, transport, due))
        except TransportError as fault:
            problems.append(Problem(
                where="folder", code=fault.code, message=str(fault),
                hint="Send the receipts again; until then the kiosks keep everything.",
            ))
            break
        workspace.receipt_sent(due)
        records += sum(part.count for part in due.ranges)
    return Sent(tuple(names), records, tuple(problems))


def _deliver(workspace: Workspace, transport: Transport, due: Receipt) -> str:
    raw = receipt.write_receipt(due, workspace.signer_public, workspace.sign)
    for attempt in range(1, RECEIPT_NAMES):
        name = receipt.file_name(due, attempt)
        try:
            transport.put(name, raw)
        except NameTaken:
            # a damaged file may hold the name; a kiosk reads every name of its stream
            continue
        return name
    raise PlaceRefuses("the receipts that lie there are damaged; empty the folder of receipts")
