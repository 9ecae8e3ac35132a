"""What lies aside, by command: files in quarantine, and records that nobody can read."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from admin.commands import terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace

ACTOR = "vardera responses"


def quarantine(args: argparse.Namespace) -> int:
    """List files that lie aside, records that cannot be read, and decisions taken."""
    with terminal.open_workspace(args) as workspace:
        told = _quarantine(workspace)
    if args.json:
        terminal.say_json(told)
        return 0
    for file in told["files"]:
        terminal.say(f"{file['hash'][:12]}  {file['name']}: {file['message']} [{file['code']}]")
    for record in told["unreadable"]:
        terminal.say(
            f"{record['number']}  {record['device']}: record {record['n']} of epoch "
            f"{record['epoch'][:8]} cannot be read ({record['reason']}). Let the device send again."
        )
    if not told["files"] and not told["unreadable"]:
        terminal.say("Nothing lies aside.")
    return 0


def let_go(args: argparse.Namespace) -> int:
    """Take a file off the list by a decision."""
    with terminal.open_workspace(args) as workspace:
        found = [
            f for f in workspace.quarantined() if f.hash.hex().startswith(args.file.lower())
        ]
        if len(found) != 1 or not args.reason.strip():
            raise terminal.WrongUsage(f"{len(found)} files fit {args.file}; a reason is needed")
        workspace.inbox.let_go(found[0].hash, args.reason, ACTOR)
    _say(args, {"let_go": found[0].name}, f"Let go: {found[0].name}")
    return 0


def give_up(args: argparse.Namespace) -> int:
    """Let go of an unreadable record; its place stays a gap."""
    with terminal.open_workspace(args) as workspace:
        if not args.reason.strip():
            raise terminal.WrongUsage("giving a record up needs a reason")
        if not workspace.inbox.give_up(args.record, args.reason, ACTOR):
            raise terminal.WrongUsage(f"there is no unreadable record {args.record}")
    _say(args, {"given_up": args.record}, "Given up: its place stays a gap.")
    return 0


def _quarantine(workspace: Workspace) -> dict[str, Any]:
    return {
        "files": [
            {"hash": f.hash.hex(), "name": f.name, "code": f.code, "message": f.message,
             "at": f.at.isoformat(), "size": f.size, "kept": f.kept,
             "stream": None if f.stream is None else f.stream.hex()}
            for f in workspace.quarantined()
        ],
        "unreadable": [
            {"number": r.number, "device": r.name, "stream": r.stream.hex(),
             "epoch": r.epoch.hex(), "n": r.n, "reason": r.reason, "at": r.at.isoformat()}
            for r in workspace.inbox.unreadable()
        ],
        "decided": [
            {"hash": f.hash.hex(), "name": f.name, "code": f.code, "decision": f.decision,
             "actor": f.actor, "at": f.at.isoformat()}
            for f in workspace.inbox.decided_files()
        ],
    }


def _say(args: argparse.Namespace, told: dict[str, Any], *lines: str) -> None:
    if args.json:
        terminal.say_json(told)
    else:
        terminal.say(*lines)
