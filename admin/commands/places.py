"""A place that files are carried through, as the commands take it from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import saying, terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from sync.transport import Transport

PLACE = (
    "a folder, s3://BUCKET/PREFIX, sftp://HOST/FOLDER, or a mailbox: https://HOST:PORT, lan:"
)


def add_credentials(parser: argparse.ArgumentParser) -> None:
    """Add ``--credentials-file``. A key is never an argument: others could read it."""
    parser.add_argument(
        "--credentials-file", type=Path, metavar="FILE",
        help="TOML with key, secret, endpoint, region for an object store, readable by you "
             "alone; without it the environment is asked",
    )


def opened(args: argparse.Namespace, place: str, workspace: Workspace) -> Transport:
    """The transport for ``place``, to be closed; a mailbox gets the newest list of devices.

    Raises WrongUsage, TransportError and what opening raises.
    """
    from sync.errors import TransportError
    from sync.mailbox import notices
    from sync.mailbox.client import Caller, MailboxTransport
    from sync.places import open_place, scheme

    if not scheme(place):
        terminal.place(Path(place))
    us = workspace.signer_public
    caller = Caller(organisation=us, public=us, sign=workspace.sign)
    try:
        transport = open_place(place, credentials=args.credentials_file, caller=caller)
    except ValueError as fault:
        raise terminal.WrongUsage(str(fault)) from None
    if isinstance(transport, MailboxTransport):
        try:
            notices.renew(workspace, transport, terminal.now)
        except TransportError:
            transport.close()
            raise
    return transport


def ask_again(place: str) -> str:
    """What to look at when nothing lies in ``place``, by the kind of place it is."""
    from sync.places import is_mailbox, scheme

    if is_mailbox(place):
        return "Have the kiosks sent to this mailbox, and are they registered here?"
    if scheme(place) not in ("", "file"):
        return "Is it the right bucket or address, and the right prefix?"
    return "Is it the right folder?"


def how_to_register(directory: Path, workspace: Workspace, place: str) -> tuple[str, ...]:
    """The commands that make an unknown device known, in full where the files can be seen."""
    from sync.enrolment import SUFFIX, file_name
    from sync.places import is_mailbox, scheme

    known = {file_name(device) for device in workspace.devices()}

    files: list[Path] = []
    if not scheme(place):
        lying = sorted(Path(place).expanduser().glob(f"*{SUFFIX}"))
        files = [file for file in lying if file.name not in known]
    told = ["Register the device, compare the number that is printed with its screen, and take in "
            "again:"]
    told += [saying.command("workspace", "enrol", directory, file) for file in files[:10]]
    if not files:
        told.append(saying.command("workspace", "enrol", directory, "FILE.vdevice"))
    if is_mailbox(place):
        told.append("The mailbox learns of it with the next intake or deploy.")
    return tuple(told)
