"""The kiosk's side of carrying: packages and receipts in, bundles out (:mod:`sync.outgoing`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from uuid import UUID

from storage.errors import StorageError, TooOld, WrongSigner
from storage.kiosk import KioskStore
from storage.values import Clock, Package, Receipt
from survey.problems import Problem, Severity
from sync import enrolment, package, receipt
from sync.errors import FileGone, NameTaken, PlaceRefuses, TransportError
from sync.noting import SENT, install, note_carried
from sync.outgoing import Outgoing, Size
from sync.transport import BAD_NAME, Transport
from sync.watching import Going, Stopped, Watched

ONE_FILE = (StorageError, FileGone, PlaceRefuses)
"""What concerns one file of the place; the others are looked at all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What one exchange did. ``bundles`` files (``names``) with ``records`` were written.

    ``receipts_applied`` counts receipts that let ``forgotten`` records be forgotten.
    """

    packages: int = 0
    receipts_applied: int = 0
    forgotten: int = 0
    bundles: int = 0
    records: int = 0
    names: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    cancelled: bool = False


def exchange(
    store: KioskStore, transport: Transport, clock: Clock, *, resend: bool = False,
    size: Size | None = None, trust: str | None = None, going: Going | None = None,
    cancelled: Callable[[], bool] | None = None, noted: str = SENT,
) -> Exchanged:
    """Take in packages and receipts, then write what is not acknowledged and not there yet.

    ``resend`` writes all that is not acknowledged, even what already lies there, and looks at
    every receipt again. ``trust`` is the fingerprint of the organisation that this device shall
    serve: no first package of another is installed, and WrongSigner is raised when another is
    pinned already. A fault in a file or in the place becomes a Problem and nothing is lost;
    trouble with the kiosk's own store (StorageError) is raised. ``going`` is told of each file
    before it is moved; stops between two files when ``cancelled()``, and what is done stays done.
    What was done is noted for staff, what was written as ``noted`` (:mod:`sync.noting`).
    """
    pinned = store.trusted_organisation
    if trust is not None and pinned is not None:
        enrolment.expect(pinned, trust)
    tally, stopped = _Tally(), False
    transport = Watched(transport, going, cancelled)
    outgoing = Outgoing(store, transport, clock, size or Size())
    try:
        _names(transport, tally)
        _packages(store, transport, tally, trust)
        _receipts(store, transport, tally, again=resend)
        _introduce(store, transport, tally)
        outgoing.write(resend=resend)
    except Stopped:
        stopped = True
    except TransportError as fault:
        hint = "Try again when the place answers; what was not delivered is still here."
        tally.tell("folder", fault.code, str(fault), hint)
    finally:
        note_carried(store, noted, outgoing.records, tally.forgotten)
    return Exchanged(
        packages=tally.packages, receipts_applied=tally.receipts, forgotten=tally.forgotten,
        bundles=len(outgoing.names), records=outgoing.records, names=tuple(outgoing.names),
        problems=tuple(tally.problems), cancelled=stopped,
    )


def _names(transport: Transport, tally: _Tally) -> None:
    for suffix in (package.SUFFIX, receipt.SUFFIX):
        for bad in transport.bad_names(suffix):
            tally.tell(bad, *BAD_NAME)


def _introduce(store: KioskStore, transport: Transport, tally: _Tally) -> None:
    """Let the device file travel too, so that the administrator can register the sender."""
    card = enrolment.write_device(store.identity, store.signer.sign)
    name = enrolment.file_name(store.identity)
    try:
        transport.put(name, card)
    except NameTaken as fault:
        tally.refused(name, fault, "Take that file away, so that this device can be registered.")


@dataclass
class _Tally:
    packages: int = 0
    receipts: int = 0
    forgotten: int = 0
    problems: list[Problem] = field(default_factory=list)

    def tell(self, where: str, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(where=where, code=code, message=message, hint=hint))

    def refused(self, name: str, fault: StorageError | TransportError, hint: str) -> None:
        self.tell(name, fault.code, str(fault), hint)


class _Lying(NamedTuple):
    """A whole package that lies there; it is read again when it is the one to install."""

    name: str
    signer: bytes
    campaign: UUID
    version: int
    ends: bool


def _packages(
    store: KioskStore, transport: Transport, tally: _Tally, trust: str | None
) -> None:
    installed = store.package()
    free = installed is None or installed.ends  # to take up a survey, or another one
    prefix = "" if installed is None or installed.ends else installed.campaign.hex[:12]
    found: list[_Lying] = []
    for name in transport.list(package.SUFFIX):
        if not name.startswith(prefix):
            continue
        try:
            head = package.peek(transport.get(name, package.LIMIT))
            if installed is not None and head.signer != installed.signer:
                raise WrongSigner(
                    "the package is signed by an organisation this device does not belong to"
                )
            if installed is None and trust is not None:
                enrolment.expect(head.signer, trust)
            lying = _Lying(name, head.signer, head.campaign, head.version, head.ends)
        except WrongSigner as fault:
            tally.refused(name, fault, "The device goes on as before.")
        except ONE_FILE as fault:
            tally.refused(name, fault, "Ask for the package again.")
        else:
            found.append(lying)
    if free:
        # of each survey the newest alone, so that none begins whose end lies beside it
        ordered = sorted(found, key=lambda p: p.version)
        newest = {(p.signer, p.campaign): p for p in ordered}.values()
        _first_package(store, transport, [p for p in newest if _begins(p, installed)], tally)
    elif installed is not None:
        _next_package(store, transport, installed, found, tally)


def _begins(lying: _Lying, ended: Package | None) -> bool:
    """Whether a device without a survey, or whose survey has ``ended``, may begin with this."""
    if ended is not None and lying.campaign == ended.campaign and lying.version <= ended.version:
        return False
    return not lying.ends


def _first_package(
    store: KioskStore, transport: Transport, found: list[_Lying], tally: _Tally
) -> None:
    if len({(p.signer, p.campaign) for p in found}) > 1:
        tally.tell(
            "folder", "several-campaigns", "Packages of several surveys lie here.",
            "Leave only the package of the survey this device shall run.",
        )
    elif found:
        _install(store, transport, max(found, key=lambda p: p.version).name, tally)


def _next_package(
    store: KioskStore, transport: Transport, installed: Package, found: list[_Lying],
    tally: _Tally,
) -> None:
    ours = [p for p in found if p.campaign == installed.campaign]
    if not ours:
        return
    newest = max(ours, key=lambda p: p.version)
    if newest.version > installed.version:
        _install(store, transport, newest.name, tally)
    elif newest.version < installed.version:
        # an older version beside the newest one is a leftover; alone it is a mistake
        older = TooOld(
            f"package {newest.version} lies here, and package {installed.version} is installed"
        )
        tally.refused(newest.name, older, "The device goes on with the package it has.")
        tally.problems[-1] = replace(tally.problems[-1], severity=Severity.WARNING)


def _install(store: KioskStore, transport: Transport, name: str, tally: _Tally) -> None:
    try:
        install(store, package.read_package(transport.get(name, package.LIMIT)))
    except ONE_FILE as fault:
        tally.refused(name, fault, "The device goes on as before.")
    else:
        tally.packages += 1


def _receipts(
    store: KioskStore, transport: Transport, tally: _Tally, *, again: bool
) -> None:
    """Receipts for every stream that the store still has records of, an earlier survey's too.

    Those that were applied whole are not fetched, unless they are wanted ``again``.
    """
    organisation = store.trusted_organisation
    if organisation is None:
        return
    mine = tuple(stream.hex()[:16] for stream in store.streams())
    unread: list[tuple[str, StorageError | TransportError]] = []
    known = frozenset[str | None]() if again else frozenset(store.applied.names())
    read: set[str | None] = set()
    whole: set[str] = set()
    try:
        for name in transport.list(receipt.SUFFIX):
            claimed = receipt.named(name)
            if not name.startswith(mine) or claimed in known or claimed in whole:
                continue
            try:
                found = receipt.read_receipt(transport.get(name), organisation)
            except ONE_FILE as fault:
                unread.append((name, fault))
                continue
            read.add(receipt.name_of(found))
            if _forget(store, name, found, tally):
                whole.add(receipt.name_of(found))
    finally:  # what was applied before the place went away need not be fetched again either
        store.applied.note(whole)
        tally.forgotten += store.erase_due()
    for name, refusal in unread:
        if receipt.named(name) not in read:  # a damaged one that was sent again is no news
            tally.refused(name, refusal, "Ask for the receipt again.")


def _forget(store: KioskStore, name: str, found: Receipt, tally: _Tally) -> bool:
    """Whether all of the receipt is applied: what was refused may be looked at again."""
    report = store.forget(found)
    tally.receipts += report.acknowledged > 0
    tally.forgotten += report.forgotten
    if report.refused:
        tally.tell(
            name, "receipt-differs",
            f"{report.refused} acknowledged ranges are not what this device has.",
            "Nothing of them was forgotten. Tell the administrator.",
        )
    return report.refused == 0
