"""What staff ask of the kiosk without opening it: install a package, carry, play lines."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.headless import DrivenClock, Driver, NotKept
from kiosk.opening import NotReady, get_ready, open_store
from storage.errors import StorageError
from storage.kiosk import KioskStore
from sync.courier import Exchanged, exchange
from sync.enrolment import fingerprint
from sync.errors import TransportError
from sync.folder import FolderTransport
from sync.package import read_package


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What to do, in this order, on the store in ``directory``."""

    directory: Path
    name: str
    install: Path | None = None
    sync: Path | None = None
    resend: bool = False
    drive: str = ""
    as_json: bool = False


def now() -> datetime:
    """The present time, UTC."""
    return datetime.now(UTC)


def run(errand: Errand) -> int:
    """Do the errand. Exit 0 done, 1 problems, 3 wrong key or not allowed, 4 damaged or full."""
    clock = DrivenClock(now)
    try:
        store = open_store(errand.directory, errand.name, clock, os.urandom)
    except StorageError as trouble:
        return _failed(trouble)
    except OSError as trouble:
        sys.stderr.write(f"{errand.directory}: {trouble.strerror}\n")
        return 4
    try:
        return _on_store(errand, store, clock)
    except StorageError as trouble:
        return _failed(trouble)
    finally:
        store.close()


def _on_store(errand: Errand, store: KioskStore, clock: DrivenClock) -> int:
    report: dict[str, object] = {
        "device": store.identity.name, "fingerprint": fingerprint(store.identity.public)
    }
    code = 0
    if errand.install is not None:
        code = _install(errand.install, store, report)
    if errand.sync is not None and code == 0:
        code = _sync(errand, store, report)
    if errand.drive and code == 0:
        return _drive(errand, store, clock)
    report["waiting"] = store.waiting()
    _tell(report, errand.as_json)
    return code


def _install(file: Path, store: KioskStore, report: dict[str, object]) -> int:
    try:
        package = read_package(file.read_bytes())
    except OSError as trouble:
        sys.stderr.write(f"{file}: {trouble.strerror}\n")
        return 2
    store.install(package)
    report["installed"] = {"campaign": str(package.campaign), "version": package.version,
                           "organisation": package.organisation}
    return 0


def _sync(errand: Errand, store: KioskStore, report: dict[str, object]) -> int:
    assert errand.sync is not None
    try:
        done: Exchanged = exchange(
            store, FolderTransport(errand.sync), now, resend=errand.resend
        )
    except TransportError as trouble:
        sys.stderr.write(f"{trouble}\n")
        return trouble.exit_code
    report.update(asdict(done))
    return 1 if done.problems else 0


def _drive(errand: Errand, store: KioskStore, clock: DrivenClock) -> int:
    ready = get_ready(store, errand.directory)
    if isinstance(ready, NotReady):
        sys.stderr.write(f"the kiosk is not ready: {ready.reason}\n")
        return 3
    driver = Driver(ready, clock, os.urandom)
    try:
        if errand.drive == "-":
            return driver.play(sys.stdin, sys.stdout)
        with Path(errand.drive).open(encoding="utf-8") as lines:
            return driver.play(lines, sys.stdout)
    except NotKept as trouble:
        sys.stderr.write(f"an answer could not be kept: {trouble}\n")
        return 4


def _tell(report: Mapping[str, object], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
        return
    for name, value in report.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
        sys.stdout.write(f"{name.replace('_', ' '):18} {shown}\n")


def _failed(trouble: StorageError) -> int:
    sys.stderr.write(f"{trouble}\n")
    return trouble.exit_code
