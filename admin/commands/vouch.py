"""``vardera vouch``: say of a mailbox elsewhere that it is the organisation's."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from admin.commands import terminal


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``vouch`` to the command line."""
    parser = commands.add_parser(
        "vouch", help="sign that a mailbox elsewhere may be trusted by your kiosks",
        description="Sign that the mailbox with this certificate may be trusted by your kiosks. "
                    "Get the certificate's hash from whoever runs it, in a way you trust.",
        epilog="example: vardera vouch ~/vardera --certificate 809869b1… --out ours.vserver",
    )
    parser.add_argument("workspace", type=Path, metavar="WORKSPACE")
    parser.add_argument("--certificate", required=True, metavar="HASH",
                        help="64 digits, as vardera collect init prints them")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.vserver",
                        help="where to write the statement; give it to whoever runs the mailbox")
    parser.add_argument("--after", type=Path, metavar="FILE.vserver",
                        help="the statement before, when the mailbox has a new certificate")
    terminal.add_passphrase(parser)
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 done, 2 wrong usage, 3 wrong key, 4 damaged."""
    return terminal.guarded(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    from sync.enrolment import fingerprint
    from sync.mailbox import notices, statement

    told = "".join(args.certificate.split()).lower()
    if len(told) != 64 or set(told) - set("0123456789abcdef"):
        raise terminal.WrongUsage("--certificate is 64 digits 0-9 a-f")
    last = None if args.after is None else terminal.file_bytes(args.after, statement.LIMIT)
    with terminal.open_workspace(args) as workspace:
        said = notices.server(
            workspace, bytes.fromhex(told), statement.REMOTE, last, terminal.now
        )
        us = workspace.signer_public
    try:
        with args.out.open("xb") as file:
            file.write(said.raw)
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise terminal.WrongUsage(f"{args.out} cannot be written ({fault.strerror})") from None
    if args.json:
        terminal.say_json({
            "file": str(args.out), "version": said.version, "organisation": us.hex(),
            "organisation_fingerprint": fingerprint(us),
        })
    else:
        terminal.say(
            f"Written: {args.out}. Whoever runs the mailbox now says:",
            f"  vardera collect init --store … --organisation '{fingerprint(us)}' "
            f"--statement {args.out.name}",
        )
    return 0
