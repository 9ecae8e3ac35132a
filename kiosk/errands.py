"""What staff ask of the kiosk without opening it: install a package, carry, play lines."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.headless import DrivenClock, Driver, NotKept
from kiosk.opening import NotReady, get_ready, open_store
from kiosk.report import Report, lines_from, speak_utf8
from storage.errors import StorageError
from storage.kiosk import KioskStore
from storage.kiosk.watch import seconds_running
from survey.problems import has_errors
from sync import enrolment, package
from sync.courier import exchange
from sync.enrolment import fingerprint
from sync.errors import TransportError
from sync.folder import read_file
from sync.mailbox import kiosk_side
from sync.naming import printable
from sync.noting import install, note_troubles
from sync.places import is_mailbox, open_place, scheme, why_no_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What to do, in this order, on the store in ``directory``."""

    directory: Path
    name: str
    install: Path | None = None
    sync: Path | str | None = None
    credentials: Path | None = None
    trust: str | None = None
    resend: bool = False
    pair: str | None = None
    lan: str | None = None
    clock_is_right: bool = False
    drive: str = ""
    as_json: bool = False


def now() -> datetime:
    """The present time, UTC."""
    return datetime.now(UTC)


def run(errand: Errand) -> int:
    """Do the errand. Exit 0 done, 1 problems, 2 wrong usage, 3 not allowed, 4 damaged or full."""
    speak_utf8()
    if errand.trust is not None and not enrolment.is_fingerprint(errand.trust):
        sys.stderr.write("--trust takes the organisation's number: 20 digits 0-9 and A-F\n")
        return 2
    clock = DrivenClock(now)
    try:
        running = None if errand.drive else seconds_running
        store = open_store(errand.directory, errand.name, clock, os.urandom, running)
    except StorageError as trouble:
        return _failed(trouble)
    except OSError as trouble:
        sys.stderr.write(f"{errand.directory}: {trouble.strerror}\n")
        return 4
    try:
        code = _on_store(errand, store, clock)
        sys.stdout.flush()
        return code
    except StorageError as trouble:
        return _failed(trouble)
    except BrokenPipeError:  # whoever read along has closed (| head); what was done is kept
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13
    finally:
        store.close()


def _on_store(errand: Errand, store: KioskStore, clock: DrivenClock) -> int:
    known = store.trusted_organisation
    report = Report({
        "device": store.identity.name, "fingerprint": fingerprint(store.identity.public)
    })
    code = 0
    if errand.clock_is_right:
        store.watch.set_right()
    if errand.install is not None:
        code = _install(errand, errand.install, store, report)
    if errand.sync is not None and code == 0:
        code = _carry(errand, errand.sync, store, report)
    if (errand.pair is not None or errand.lan is not None) and code == 0:
        from kiosk import network

        asked = network.Network(
            pair=errand.pair, lan=errand.lan, resend=errand.resend, as_json=errand.as_json
        )
        code = network.run(asked, store, now, report)
    if errand.drive and code == 0:
        return _drive(errand, store, clock)
    installed, pinned = store.package(), store.trusted_organisation
    if installed is not None and pinned is not None:
        report.facts["ended"] = installed.ends
        report.facts["organisation"] = installed.organisation
        report.facts["organisation_fingerprint"] = fingerprint(pinned)
        report.first_meeting = known is None
    report.facts["waiting"] = store.waiting()
    if store.copied:
        report.facts["restored"] = True
    lines = [report.as_json()] if errand.as_json else report.lines()
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return code


def _carry(errand: Errand, to: Path | str, store: KioskStore, report: Report) -> int:
    try:
        caller = kiosk_side.caller(store) if is_mailbox(str(to)) else None
        place = open_place(to, credentials=errand.credentials, caller=caller)
    except (ValueError, TransportError) as fault:
        sys.stderr.write(f"{printable(str(fault))}\n")
        return fault.exit_code if isinstance(fault, TransportError) else 2
    with closing(place):
        done = exchange(store, place, now, resend=errand.resend, trust=errand.trust)
    note_troubles(store, done.problems)
    report.exchanged(done)
    if not scheme(str(to)) and (why := why_no_folder(Path(to).expanduser())):
        sys.stderr.write(f"{printable(why)}\n")
    return 1 if has_errors(done.problems) else 0


def _install(errand: Errand, file: Path, store: KioskStore, report: Report) -> int:
    try:
        head = package.peek(read_file(file, package.LIMIT))
    except OSError as trouble:
        sys.stderr.write(f"{file}: {trouble.strerror}\n")
        return 2
    if errand.trust is not None:
        enrolment.expect(head.signer, errand.trust)
    new = package.contents(head)
    install(store, new)
    report.facts["installed"] = {"campaign": str(new.campaign), "version": new.version,
                                 "organisation": new.organisation}
    return 0


def _drive(errand: Errand, store: KioskStore, clock: DrivenClock) -> int:
    ready = get_ready(store, errand.directory)
    if isinstance(ready, NotReady):
        sys.stderr.write(f"the kiosk is not ready: {ready.reason}\n")
        return 3
    try:
        lines = lines_from(errand.drive)
    except OSError as trouble:
        sys.stderr.write(f"{errand.drive}: {trouble.strerror}\n")
        return 2
    with lines:
        try:
            return Driver(ready, clock, os.urandom).play(lines, sys.stdout)
        except NotKept as trouble:
            sys.stderr.write(f"an answer could not be kept: {trouble}\n")
            return 4


def _failed(trouble: StorageError) -> int:
    sys.stderr.write(f"{trouble}\n")
    return trouble.exit_code
