"""``vardera workspace``: the encrypted workspace, its backups and its recovery."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import keys, saying, terminal, upkeep
from sync.naming import printable

if TYPE_CHECKING:
    from storage.workspace import Workspace

ACTOR = "vardera workspace"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``workspace`` to the command line."""
    parser = commands.add_parser(
        "workspace", help="create, look at, check, back up and recover a workspace",
        epilog="example: vardera workspace create ~/vardera --name 'Exempelkommun'",
    )
    ways = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def way(
        name: str, work: Callable[[argparse.Namespace], int], help: str, example: str
    ) -> argparse.ArgumentParser:
        made = ways.add_parser(
            name, help=help, description=f"{help[0].upper()}{help[1:]}.",
            epilog=f"example: vardera workspace {name} {example}",
        )
        made.add_argument("workspace", type=Path, metavar="DIR")
        terminal.add_passphrase(made)
        terminal.add_json(made)
        made.set_defaults(run=run, work=work)
        return made

    made = way("create", create, "make a new workspace and print its recovery code",
               "~/vardera --name 'Exempelkommun'")
    made.add_argument("--name", required=True, help="the organisation's name")
    made.add_argument("--postgres", metavar="URL", help="keep the rows on this server")
    way("info", info, "show surveys, devices, answers and backups", "~/vardera --json")
    upkeep.add_to_workspace(way)
    made = way("recover", recover, "choose a new passphrase with the recovery code", "~/vardera")
    terminal.add_recovery(made)
    made = way("passphrase", passphrase, "change the passphrase with the present one",
               "~/vardera")
    made.add_argument("--new-passphrase-file", type=Path, metavar="FILE",
                      help="read the new passphrase from FILE instead of a question")
    made = way("enrol", enrol, "trust a device once its number is compared",
               "~/vardera stick/0a1b2c3d4e5f6071.vdevice --name 'Biblioteket'")
    made.add_argument("device", type=Path, metavar="FILE.vdevice")
    made.add_argument("--name", help="what staff call it, instead of the name in the file")
    made.add_argument("--trust", metavar="NUMBER",
                      help="its number as read elsewhere; registers nothing when it differs")
    keys.add_to_workspace(way)


def run(args: argparse.Namespace) -> int:
    """Exit 0 done, 1 with faults or conflicts, 2 wrong usage, 3 wrong key, 4 damaged."""
    return terminal.guarded(lambda: int(args.work(args)))


def create(args: argparse.Namespace) -> int:
    """Make a workspace; the recovery code is shown this once."""
    from storage.workspace import create as make

    secret = terminal.passphrase(args, new=True)
    if not secret.strip() or not args.name.strip():
        raise terminal.WrongUsage("neither the passphrase nor the name may be empty")
    if args.workspace.exists() and not args.workspace.is_dir():
        raise terminal.WrongUsage(f"{args.workspace} is a file; name a folder")
    if args.workspace.is_dir() and any(args.workspace.iterdir()):
        raise terminal.WrongUsage(f"{args.workspace} is not empty")
    workspace, code = upkeep.with_password(args.postgres, lambda server: make(
        args.workspace, name=args.name.strip(), passphrase=secret, clock=terminal.now,
        server=server,
    ))
    workspace.close()
    if args.json:
        terminal.say_json({
            "workspace": str(args.workspace), "name": args.name.strip(), "recovery_code": code,
        })
        return 0
    terminal.say(
        f"Made {args.workspace} for {args.name.strip()}.", *upkeep.warning(args.workspace), "",
        "Recovery code (print it, lock it away, show it to nobody):", "",
        f"  {code}", "",
        "Without the passphrase and without this code, what is in the workspace is lost.",
    )
    return 0


def info(args: argparse.Namespace) -> int:
    """Show what the workspace holds; no answer is among it."""
    with terminal.open_workspace(args) as workspace:
        told = _told(workspace)
    if args.json:
        terminal.say_json(told)
        return 0
    terminal.say(
        f"{told['name']}  ({args.workspace})",
        f"Organisation's number, to compare on kiosks: {told['organisation_fingerprint']}", "",
    )
    for title in ("campaigns", "devices", "backups"):
        rows = told[title]
        terminal.say(f"{title.capitalize()}: {len(rows)}")
        if rows:
            cells = [tuple(str(value) for value in row.values()) for row in rows]
            terminal.say(*("  " + line for line in terminal.table([tuple(rows[0]), *cells])))
    terminal.say(f"Files set aside: {told['quarantined']}", *_kept(told))
    terminal.say(*upkeep.warning(args.workspace))
    return 0


def _kept(told: dict[str, Any]) -> tuple[str, str]:
    """The sheet and the computer's memory, each in a line."""
    recovery, memory = told["recovery"], told["memory"]
    could = [what for what, done in memory.items() if done]
    return (
        f"Recovery sheet: {recovery['sheet']} of {recovery['made'][:10]}, with keys for "
        f"{recovery['keys_left']} more surveys and rotations",
        "This program's memory is kept from: " + (", ".join(could) or "nothing"),
    )


def _told(workspace: Workspace) -> dict[str, Any]:
    from storage.seal.memory import keep_out_of_swap
    from survey.forms.model import said
    from sync.enrolment import fingerprint

    sheet = workspace.keys.sheets()[-1]
    campaigns = []
    for campaign in workspace.campaigns():
        counts = workspace.counts(campaign.id)
        campaigns.append({
            "id": str(campaign.id), "title": said(campaign.title, "sv"),
            "complete": counts.complete, "partial": counts.partial,
            "session_events": counts.session_events,
            "packages": len(workspace.packages(campaign.id)),
        })
    seen = {(s.device, s.campaign): s for s in workspace.streams()}
    taken = {
        device: sum(s.taken for (d, _), s in seen.items() if d == device) for device, _ in seen
    }
    return {
        "name": workspace.name, "rows": upkeep.rows(workspace.directory),
        "organisation_fingerprint": fingerprint(workspace.signer_public),
        "campaigns": campaigns,
        "devices": [
            {"name": d.name, "fingerprint": fingerprint(d.public),
             "records": taken.get(d.public, 0)}
            for d in workspace.devices()
        ],
        "backups": [
            {"at": b.at.isoformat(), "name": Path(b.path).name, "records": b.records,
             "path": b.path}
            for b in workspace.backups()
        ],
        "quarantined": len(workspace.quarantined()),
        "recovery": {
            "sheet": sheet.name, "made": sheet.made.isoformat(),
            "keys_left": workspace.keys.recovery_keys_left(),
        },
        "memory": asdict(keep_out_of_swap()),
    }


def recover(args: argparse.Namespace) -> int:
    """Open with the recovery code and set a new passphrase."""
    from storage.workspace.passphrases import change_passphrase

    terminal.existing(args.workspace)
    code = terminal.recovery_code(args)
    secret = terminal.passphrase(args, new=True)
    if not secret.strip():
        raise terminal.WrongUsage("the passphrase may not be empty; nothing was changed")
    change_passphrase(args.workspace, new=secret, recovery_code=code)
    if args.json:
        terminal.say_json({"workspace": str(args.workspace), "recovered": True})
    else:
        terminal.say(
            f"{args.workspace} now opens with the new passphrase. "
            "Make a new backup: earlier ones keep the old passphrase."
        )
    return 0


def passphrase(args: argparse.Namespace) -> int:
    """Let another passphrase open the workspace; nothing in it is touched or sealed anew."""
    from storage.workspace.passphrases import change_passphrase

    terminal.existing(args.workspace)
    if args.new_passphrase_file is None and terminal.PASSPHRASE_VARIABLE in os.environ:
        raise terminal.WrongUsage(
            f"use --new-passphrase-file, or unset {terminal.PASSPHRASE_VARIABLE} to be asked"
        )
    old = terminal.passphrase(args)
    new = terminal.passphrase(
        argparse.Namespace(passphrase_file=args.new_passphrase_file), new=True
    )
    if not new.strip():
        raise terminal.WrongUsage("the passphrase may not be empty; nothing was changed")
    change_passphrase(args.workspace, passphrase=old, new=new)
    if args.json:
        terminal.say_json({"workspace": str(args.workspace), "changed": True})
    else:
        terminal.say(
            f"{args.workspace} now opens with the new passphrase, and with the recovery code as "
            "before. Earlier backups keep the old passphrase: make a new one."
        )
    return 0


def enrol(args: argparse.Namespace) -> int:
    """Register a device from the file it wrote."""
    from dataclasses import replace

    from sync.enrolment import fingerprint, read_device
    from sync.naming import well_named

    raw = terminal.file_bytes(args.device)
    with saying.reading(args.device):
        device = read_device(raw)
    print_ = fingerprint(device.public)
    asked = _compared(args, device.name, print_)
    if args.name is not None:
        if not well_named(args.name):
            raise terminal.WrongUsage("a device's name is one line of at most 120 characters")
        device = replace(device, name=args.name)
    with terminal.open_workspace(args) as workspace:
        workspace.register_device(device, ACTOR)
    if args.json:
        terminal.say_json({"name": device.name, "fingerprint": print_})
    else:
        terminal.say(
            f"Registered {device.name}, with this number:", f"  {print_}",
            *(() if asked else (_WHERE, "If they differ it is another device:",
              saying.command("devices", "revoke", args.workspace, device.name, "--reason", "WHY"))),
            "A mailbox lets it in after the next intake or deploy there:",
            saying.command("intake", args.workspace, "PLACE"),
        )
    return 0


_WHERE = (
    "Compare it: a kiosk prints its number when it is run with --sync, and vardera exchange "
    "forward prints the one of the device that forwards another organisation's answers."
)


def _compared(args: argparse.Namespace, name: str, number: str) -> bool:
    """Whether a person compared the number before anything is registered; asks at a terminal.

    WrongSigner when it is not the one they were told, WrongUsage when they do not say yes.
    """
    from storage.errors import WrongSigner

    if args.trust is not None:
        if _digits(args.trust) != _digits(number):
            raise WrongSigner(
                f"{args.device} is of {name} with the number {number}, not the one to be "
                "trusted. Nothing was registered"
            )
        return True
    if args.json or not sys.stdin.isatty():
        return False
    sys.stderr.write("".join(f"{printable(line)}\n" for line in (
        f"{name} has this number:", f"  {number}", _WHERE,
    )))
    sys.stderr.write("Type yes if it is the same, and the device is registered: ")
    if sys.stdin.readline().strip().casefold() not in ("yes", "y", "ja", "j"):
        raise terminal.WrongUsage("nothing was registered")
    return True


def _digits(told: str) -> str:
    return "".join(told.replace("-", "").split()).upper()
