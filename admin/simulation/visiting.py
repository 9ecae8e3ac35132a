"""How a program in a simulation reaches a place: the real transports, by the place's address."""

from __future__ import annotations

import time
from pathlib import Path

from admin.simulation.bucket import ROOT, Bucket
from admin.simulation.places import PATIENCE
from admin.simulation.plan import Means
from storage.kiosk import KioskStore
from storage.values import Clock, RandomBytes
from storage.workspace import Workspace
from sync.folder import FolderTransport
from sync.mailbox import channel, kiosk_side, notices
from sync.mailbox.address import read_address
from sync.mailbox.client import Caller, MailboxTransport
from sync.objects import ObjectTransport
from sync.transport import Transport


def for_kiosk(address: str, store: KioskStore, clock: Clock, random: RandomBytes) -> Transport:
    """The place as a kiosk reaches it."""
    means, _, rest = address.partition(":")
    if means == Means.MAILBOX:
        return kiosk_side.mailbox(store, rest, _client(clock, random))
    return _files(means, rest, random)


def for_admin(address: str, workspace: Workspace, clock: Clock, random: RandomBytes) -> Transport:
    """The place as the administrator reaches it; a mailbox is told which devices are registered."""
    means, _, rest = address.partition(":")
    if means != Means.MAILBOX:
        return _files(means, rest, random)
    us = workspace.signer_public
    caller = Caller(organisation=us, public=us, sign=workspace.sign)
    mailbox = MailboxTransport(read_address(rest), caller, _client(clock, random))
    notices.renew(workspace, mailbox, clock)
    return mailbox


def let_in(place: Transport, device: bytes) -> None:
    """The administrator says that this device, of which two had come, is the right one."""
    if isinstance(place, MailboxTransport):
        place.let_in(device)


def _files(means: str, directory: str, random: RandomBytes) -> Transport:
    if means == Means.FOLDER:
        return FolderTransport(Path(directory), random)
    return ObjectTransport(Bucket(Path(directory)), ROOT, "the object store", whole=True)


def _client(clock: Clock, random: RandomBytes) -> channel.Means:
    return channel.Means(clock=clock, random=random, wait=time.sleep, timeout=PATIENCE)
