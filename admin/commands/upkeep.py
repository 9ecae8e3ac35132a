"""``vardera workspace verify backup restore move``: keeping what is in a workspace."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from admin.commands import saying, terminal

if TYPE_CHECKING:
    from storage.values import Receipt
    from storage.workspace import Verified, Workspace
    from storage.workspace.addresses import Address

ACTOR = "vardera workspace"
Way = Callable[
    [str, Callable[[argparse.Namespace], int], str, str], argparse.ArgumentParser
]
T = TypeVar("T")


def add_to_workspace(way: Way) -> None:
    """Add the four to ``vardera workspace``."""
    made = way("verify", verify, "check every page, hash, signature and reference", "~/vardera")
    made.add_argument("--backups", type=Path, metavar="FOLDER",
                      help="where backups lie now, if not where they were made")
    made = way("backup", backup, "make a checked, encrypted copy", "~/vardera --to /media/backup")
    made.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    made = way("restore", restore, "put a backup in an empty folder and open it",
               "~/vardera --from /media/backup/backup-20260302T093000Z-0a1b2c3d")
    made.add_argument("--from", dest="backup", type=Path, required=True, metavar="BACKUP")
    made.add_argument("--postgres", metavar="URL", help="put the rows on this server")
    made.add_argument("--receipts", type=Path, metavar="FOLDER",
                      help="look here for receipts that are newer than the backup")
    made = way("move", move, "move the rows to a PostgreSQL server, or back into a file",
               "~/vardera --to-postgres postgresql://vardera@localhost/vardera")
    where = made.add_mutually_exclusive_group(required=True)
    where.add_argument("--to-postgres", metavar="URL")
    where.add_argument("--to-file", action="store_true")


def verify(args: argparse.Namespace) -> int:
    """Exit 4 when a fault was found."""
    with terminal.open_workspace(args) as workspace:
        found = workspace.verify(package=_package, progress=_progress(), backups=args.backups)
        left = replace(workspace.erasing.leftovers(), server=False)
    if args.json:
        terminal.say_json({
            "whole": not found.faults, "records": found.records, "responses": found.responses,
            "faults": list(found.faults), "notes": list(found.notes),
            "left": terminal.left_json(left),
        })
    else:
        if found.faults:
            terminal.say(*found.faults, "Restore a backup: vardera workspace restore --help")
        else:
            terminal.say(
                f"Whole: {saying.many(found.records, 'record', 'records')}, "
                f"{saying.many(found.responses, 'answer', 'answers')}."
            )
        terminal.say(*(f"Note: {note}" for note in (*found.notes, *terminal.left(left))))
    return 4 if found.faults else 0


def backup(args: argparse.Namespace) -> int:
    """Make a backup; afterwards receipts may name what it holds."""
    with terminal.open_workspace(args) as workspace:
        made = workspace.backup(args.to, ACTOR)
    told = {"backup": made.path, "records": made.records, "at": made.at.isoformat()}
    if args.json:
        terminal.say_json(told)
    else:
        records = saying.many(made.records, "record", "records")
        terminal.say(f"Backed up and checked: {made.path} ({records}).")
    return 0


def restore(args: argparse.Namespace) -> int:
    """Copy a backup into place and open it, so that the passphrase is known to fit."""
    from storage.workspace.passphrases import unlock

    if not args.backup.is_dir():
        raise terminal.WrongUsage(
            f"{args.backup} is not a folder; name a backup's own, as vardera workspace backup said"
        )
    if args.workspace.is_dir() and any(args.workspace.iterdir()):
        raise terminal.WrongUsage(f"{args.workspace} is not empty; nothing was changed")
    if args.receipts is not None:
        terminal.place(args.receipts)
    secret = terminal.passphrase(args)
    unlock(args.backup, passphrase=secret, recovery_code=None)
    with with_password(
        args.postgres, lambda server: _put_back(args.backup, args.workspace, secret, server)
    ) as workspace:
        found = workspace.verify(package=_package, progress=_progress())
        newer = _newer(workspace, args.receipts)
    if args.json:
        terminal.say_json({"workspace": str(args.workspace), "records": found.records,
                           "faults": list(found.faults), "newer_receipts": newer})
    else:
        _say_restored(args.workspace, found, newer)
    return 4 if found.faults else 0


def _put_back(backup: Path, directory: Path, secret: str, server: Address | None) -> Workspace:
    from storage.errors import StorageError
    from storage.workspace import open_workspace
    from storage.workspace import restore as copy
    from storage.workspace.moving import to_server

    copy(backup, directory)
    try:
        if server is not None:
            to_server(directory, server, passphrase=secret)
        return open_workspace(
            directory, passphrase=secret, clock=terminal.now,
            database_password=None if server is None else server.password,
        )
    except StorageError:
        # a copy that does not open is no use, and would stand in the way of the next try
        shutil.rmtree(directory)
        raise


def move(args: argparse.Namespace) -> int:
    """Move the rows; the folder, its secrets and everything else in it stay."""
    from storage.workspace.moving import to_file, to_server

    terminal.existing(args.workspace)
    secret = terminal.passphrase(args)
    if args.to_file:
        _asking(lambda password: to_file(
            args.workspace, passphrase=secret, database_password=password
        ))
    else:
        with_password(args.to_postgres, lambda server: to_server(
            args.workspace, _given(server), passphrase=secret
        ))
    if args.json:
        terminal.say_json({"workspace": str(args.workspace), "rows": rows(args.workspace)})
    else:
        terminal.say(f"Moved the rows of {args.workspace}. Make a new backup.",
                     *warning(args.workspace))
    return 0


def with_password(url: str | None, work: Callable[[Address | None], T]) -> T:
    """``work`` on the address of ``url``, once more with a password if the server wants one."""
    from storage.workspace.addresses import read

    def tried(password: str | None) -> T:
        try:
            server = None if url is None else read(url, password)
        except ValueError as fault:
            raise terminal.WrongUsage(f"{fault}; nothing was done") from None
        return work(server)

    return _asking(tried)


def rows(directory: Path) -> str:
    """Where a workspace's rows lie: its file, or the server's address."""
    from storage.workspace import addresses, files

    address = files.read_slots(directory).address
    return addresses.write(addresses.read_stored(address)) if address else files.DATABASE


def warning(directory: Path) -> tuple[str, ...]:
    """What whoever keeps rows on a server must know; nothing for a file."""
    from storage.workspace import files
    from storage.workspace.addresses import UNENCRYPTED

    if not files.is_on_server(directory):
        return ()
    return (f"Rows: {rows(directory)}", UNENCRYPTED)


def _asking(work: Callable[[str | None], T]) -> T:
    from storage.errors import NoPassword

    try:
        return work(None)
    except NoPassword as fault:
        why = str(fault)
    return work(terminal.database_password(why))


def _given(server: Address | None) -> Address:
    assert server is not None
    return server


def _package(raw: bytes) -> tuple[bytes, UUID, int, bytes]:
    from sync.package import read_package

    found = read_package(raw)
    return found.hash, found.campaign, found.version, found.signer


def _progress() -> Callable[[int, int, str], None] | None:
    """A line that is written over, where somebody looks on."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, what: str) -> None:
        line = f"Checking {done + 1} of {total}: {what}" if what else ""
        sys.stderr.write(f"\r{line:60}" + ("" if what else "\r"))
        sys.stderr.flush()

    return show


def _newer(workspace: Workspace, folder: Path | None) -> list[dict[str, object]]:
    if folder is None:
        return []
    return [
        {"device": one.device, "number": one.number, "issued": one.issued.isoformat(),
         "records": one.records, "missing": one.missing}
        for one in workspace.inbox.newer_receipts(_receipts(workspace, folder))
    ]


def _receipts(workspace: Workspace, folder: Path) -> Iterator[Receipt]:
    """This organisation's receipts below ``folder``; anything else there proves nothing."""
    from storage.errors import StorageError
    from sync.receipt import SUFFIX, read_receipt

    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        try:
            yield read_receipt(terminal.file_bytes(path), workspace.signer_public)
        except (StorageError, terminal.WrongUsage):
            continue


def _say_restored(directory: Path, found: Verified, newer: list[dict[str, object]]) -> None:
    terminal.say(
        f"Restored {directory}: {saying.many(found.records, 'record', 'records')}.",
        *found.faults, *warning(directory),
    )
    for one in newer:
        terminal.say(
            f"Receipt {one['number']} of {one['device'] or 'an unknown device'} is newer than "
            f"this backup: of the {one['records']} it covers, {one['missing']} "
            f"{'is' if one['missing'] == 1 else 'are'} not here"
        )
    if any(one["missing"] for one in newer):
        terminal.say("Devices may have forgotten what is missing. Look for a later backup.")
