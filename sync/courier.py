"""The kiosk's side of carrying: packages and receipts in, bundles out (:mod:`sync.outgoing`)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from storage.errors import StorageError, TooOld
from storage.kiosk import KioskStore
from storage.seal import keys
from storage.values import Clock, Package, Receipt
from survey.problems import Problem, Severity
from sync import enrolment, package, receipt
from sync.errors import TransportError
from sync.outgoing import Outgoing, Size
from sync.transport import Transport


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


def exchange(
    store: KioskStore, transport: Transport, clock: Clock, *, resend: bool = False,
    size: Size | None = None,
) -> Exchanged:
    """Take in packages and receipts, then write what is not acknowledged and not there yet.

    ``resend`` writes all that is not acknowledged, even what already lies there. A fault in
    a file or in the place becomes a Problem and nothing is lost; trouble with the kiosk's
    own store (StorageError) is raised.
    """
    tally = _Tally()
    outgoing = Outgoing(store, transport, clock, size or Size())
    try:
        _packages(store, transport, tally)
        _receipts(store, transport, tally)
        outgoing.write(resend=resend)
        _introduce(store, transport)
    except TransportError as fault:
        hint = "Try again when the place answers; what was not delivered is still here."
        tally.tell("folder", fault.code, str(fault), hint)
    return Exchanged(
        packages=tally.packages, receipts_applied=tally.receipts, forgotten=tally.forgotten,
        bundles=len(outgoing.names), records=outgoing.records, names=tuple(outgoing.names),
        problems=tuple(tally.problems),
    )


def _introduce(store: KioskStore, transport: Transport) -> None:
    """Let the device file travel too, so that the administrator can register the sender."""
    card = enrolment.write_device(store.identity, store.signer.sign)
    transport.put(enrolment.file_name(store.identity), card)


@dataclass
class _Tally:
    packages: int = 0
    receipts: int = 0
    forgotten: int = 0
    problems: list[Problem] = field(default_factory=list)

    def tell(self, where: str, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(where=where, code=code, message=message, hint=hint))

    def refused(self, name: str, fault: StorageError, hint: str) -> None:
        self.tell(name, fault.code, str(fault), hint)


def _packages(store: KioskStore, transport: Transport, tally: _Tally) -> None:
    installed = store.package()
    prefix = "" if installed is None else installed.campaign.hex[:12]
    found: list[tuple[str, Package]] = []
    for name in transport.list(package.SUFFIX):
        if name.startswith(prefix):
            try:
                found.append((name, package.read_package(transport.get(name))))
            except StorageError as fault:
                tally.refused(name, fault, "Ask for the package again.")
    if installed is None:
        _first_package(store, found, tally)
    else:
        _next_package(store, installed, found, tally)


def _first_package(store: KioskStore, found: list[tuple[str, Package]], tally: _Tally) -> None:
    if len({(p.signer, p.campaign) for _, p in found}) > 1:
        tally.tell(
            "folder", "several-campaigns", "Packages of several surveys lie here.",
            "Leave only the package of the survey this device shall run.",
        )
    elif found:
        _install(store, *max(found, key=lambda pair: pair[1].version), tally)


def _next_package(
    store: KioskStore, installed: Package, found: list[tuple[str, Package]], tally: _Tally
) -> None:
    for name, foreign in found:
        if foreign.signer != installed.signer:
            _install(store, name, foreign, tally)  # the store says why not
    ours = [
        (name, p) for name, p in found
        if (p.signer, p.campaign) == (installed.signer, installed.campaign)
    ]
    if not ours:
        return
    name, newest = max(ours, key=lambda pair: pair[1].version)
    if newest.version > installed.version:
        _install(store, name, newest, tally)
    elif newest.version < installed.version:
        # an older version beside the newest one is a leftover; alone it is a mistake
        older = TooOld(
            f"package {newest.version} lies here, and package {installed.version} is installed"
        )
        tally.refused(name, older, "The device goes on with the package it has.")
        tally.problems[-1] = replace(tally.problems[-1], severity=Severity.WARNING)


def _install(store: KioskStore, name: str, found: Package, tally: _Tally) -> None:
    try:
        store.install(found)
    except StorageError as fault:
        tally.refused(name, fault, "The device goes on as before.")
    else:
        tally.packages += 1


def _receipts(store: KioskStore, transport: Transport, tally: _Tally) -> None:
    organisation, installed = store.trusted_organisation, store.package()
    if organisation is None or installed is None:
        return
    mine = keys.stream_id(store.identity.public, installed.campaign).hex()[:16]
    unread: list[tuple[str, StorageError]] = []
    read: set[str] = set()
    for name in transport.list(receipt.SUFFIX):
        if not name.startswith(mine):
            continue
        try:
            found = receipt.read_receipt(transport.get(name), organisation)
        except StorageError as fault:
            unread.append((name, fault))
            continue
        read.add(receipt.file_name(found))
        _forget(store, name, found, tally)
    for name, refusal in unread:
        if name not in read:  # a damaged one that was sent again is no news
            tally.refused(name, refusal, "Ask for the receipt again.")


def _forget(store: KioskStore, name: str, found: Receipt, tally: _Tally) -> None:
    report = store.forget(found)
    tally.receipts += report.forgotten > 0
    tally.forgotten += report.forgotten
    if report.refused:
        tally.tell(
            name, "receipt-differs",
            f"{report.refused} acknowledged ranges are not what this device has.",
            "Nothing of them was forgotten. Tell the administrator.",
        )
