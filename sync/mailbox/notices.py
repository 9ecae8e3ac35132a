"""The two notices a workspace signs for a mailbox: its registry, and which server is its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.mailbox.values import Posted
from storage.seal.certificates import DAYS as CERTIFICATE_DAYS
from storage.values import Clock
from storage.workspace import Workspace
from sync.errors import FileGone
from sync.mailbox import registry as listing
from sync.mailbox.client import MailboxTransport
from sync.mailbox.registry import Entry, read_registry, write_registry
from sync.mailbox.statement import LAN, LEEWAY, Statement, read_statement, write_statement

LAN_DAYS = 60
"""How long a statement for ``vardera listen`` is good: its key lives no longer than the program."""

RENEW = timedelta(days=30)
"""A registry is signed anew when so much of its time is gone."""


def server(
    workspace: Workspace, certificate: bytes, role: str, last: bytes | None, clock: Clock
) -> Posted:
    """The statement that the server with this ``certificate`` (32-byte hash) is ours.

    ``last`` is the one before it in the same mailbox. Raises Damaged or WrongSigner for it.
    """
    us, now = workspace.signer_public, clock()
    version = 1 if last is None else read_statement(last, us).version + 1
    said = Statement(
        version=version, role=role, certificate=certificate, begins=now - LEEWAY,
        ends=now + timedelta(days=LAN_DAYS if role == LAN else CERTIFICATE_DAYS),
    )
    return Posted(version=version, raw=write_statement(said, us, workspace.sign))


def registry(workspace: Workspace, last: bytes | None, clock: Clock) -> Posted | None:
    """The list of devices, signed anew; None when ``last`` says the same and is young."""
    us, now = workspace.signer_public, clock()
    revoked = set(workspace.inbox.revoked_devices())
    entries = {
        device.public: Entry(device=device.public, revoked=device.public in revoked)
        for device in workspace.devices()
    }
    before = None if last is None else read_registry(last, us)
    if before is not None and before.devices == entries and _young(before.issued, now):
        return None
    made = listing.registry(
        1 if before is None else before.version + 1, entries.values(), issued=now,
        until=now + timedelta(days=listing.DAYS),
    )
    return Posted(version=made.version, raw=write_registry(made, us, workspace.sign))


def renew(workspace: Workspace, mailbox: MailboxTransport, clock: Clock) -> bool:
    """Post the registry in a mailbox elsewhere, if it has changed. Raises TransportError."""
    try:
        last: bytes | None = mailbox.posted("registry")
    except FileGone:
        last = None
    made = registry(workspace, last, clock)
    if made is not None:
        mailbox.post("registry", made.raw)
    return made is not None


def _young(issued: datetime, now: datetime) -> bool:
    return timedelta(0) <= now - issued < RENEW
