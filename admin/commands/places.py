"""A place that files are carried through, as the commands take it from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import terminal

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
