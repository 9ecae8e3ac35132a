"""Uploads made small, and a clock that a test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from storage.mailbox.store import MailboxStore
from storage.mailbox.values import Quota, Upload

OURS, THEIRS = b"o" * 32, b"t" * 32
KIOSK, OTHER_KIOSK = b"k" * 32, b"l" * 32
NAME = "0011223344556677-000001.vbundle"


class SetClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, **more: float) -> None:
        self.now += timedelta(**more)


def upload(
    data: bytes, name: str = NAME, *, sender: bytes = KIOSK, organisation: bytes = OURS
) -> Upload:
    """What a device says of ``data`` before it sends it."""
    return Upload(
        organisation=organisation, sender=sender, name=name, size=len(data),
        sha256=sha256(data).digest(),
    )


def send(
    store: MailboxStore, data: bytes, name: str = NAME, *, sender: bytes = KIOSK,
    organisation: bytes = OURS, step: int = 128 * 1024,
) -> None:
    """Put a whole file, in parts of ``step`` bytes."""
    told = upload(data, name, sender=sender, organisation=organisation)
    at = 0
    while True:
        at = store.append(told, at, data[at : at + step])
        if at == len(data):
            return


def opened(url: str, clock: SetClock, quota: Quota | None = None) -> MailboxStore:
    """A new mailbox with a space for OURS and THEIRS."""
    store = MailboxStore.open(url, clock=clock, create=True)
    store.open_space(OURS, quota or Quota())
    store.open_space(THEIRS, quota or Quota())
    return store
