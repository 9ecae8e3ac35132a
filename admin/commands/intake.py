"""``vardera intake``: take in what kiosks have put in a folder, an object store or a mailbox."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import places, saying, terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from sync.intake import IntakeReport, Sent
    from sync.purging import Purged
    from sync.receiving import Came

ACTOR = "vardera intake"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``intake`` to the command line."""
    parser = commands.add_parser(
        "intake", help="take in the bundles in a place; doing it again changes nothing",
        epilog="example: vardera intake ~/vardera /media/stick --json",
    )
    parser.add_argument("workspace", type=Path, metavar="WORKSPACE")
    parser.add_argument("place", metavar="PLACE", help=places.PLACE)
    parser.add_argument(
        "--backup", type=Path, metavar="FOLDER",
        help="make a backup there afterwards, so that receipts can be sent",
    )
    parser.add_argument(
        "--receipts", action="store_true",
        help="put receipts for what a backup holds into the place of the bundles",
    )
    parser.add_argument(
        "--purge", action="store_true",
        help="take away the bundles whose every record is here, in a backup and receipted",
    )
    places.add_credentials(parser)
    terminal.add_passphrase(parser)
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 done, 1 with anything put aside or left undone, 2 wrong usage, 3 wrong key."""
    return terminal.guarded(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    from sync.intake import send_receipts, take_in
    from sync.purging import purge

    with (
        terminal.open_workspace(args) as workspace,
        closing(places.opened(args, args.place, workspace)) as transport,
    ):
        report = take_in(
            workspace, transport, clock=terminal.now, actor=ACTOR, progress=saying.progress()
        )
        made = None if args.backup is None else workspace.backup(args.backup, ACTOR)
        sent = send_receipts(workspace, transport) if args.receipts else None
        purged = purge(workspace, transport) if args.purge else None
        told = told_json(workspace, report, sent, purged)
        unknown = any(refused.code == "unknown-device" for refused in report.quarantined)
        how = places.how_to_register(args.workspace, workspace, args.place) if unknown else ()
    told["backup"] = None if made is None else made.path
    told["purged"] = None if purged is None else list(purged.names)
    if args.json:
        terminal.say_json(told)
    else:
        _say(told, args.place, how)
    grave = any(problem["severity"] == "error" for problem in told["problems"])
    return 1 if told["quarantined"] or grave else 0


def told_json(
    workspace: Workspace, report: IntakeReport, sent: Sent | None = None,
    purged: Purged | None = None,
) -> dict[str, Any]:
    """The report as the contract's JSON; gaps and forks name the device."""
    names = {seen.stream: seen.name for seen in workspace.streams()}
    problems = [
        problem for part in (report, sent, purged) if part is not None
        for problem in part.problems
    ]
    return {
        "new": report.new, "known": report.known, "bundles": report.bundles,
        "repeated": report.repeated,
        "quarantined": [refused._asdict() for refused in report.quarantined],
        "resolved": list(report.resolved),
        "files": [_file_json(came, report) for came in report.came],
        "missing": _missing(workspace),
        "gaps": [
            {"device": names[gap.stream], "stream": gap.stream.hex(), "epoch": gap.epoch.hex(),
             "first": gap.first, "missing": gap.missing}
            for gap in report.gaps
        ],
        "forks": [
            {"device": names[fork.stream], "stream": fork.stream.hex(),
             "parent": fork.parent.hex(), "epochs": [epoch.hex() for epoch in fork.epochs]}
            for fork in report.forks
        ],
        "receipts": None if sent is None else {"names": list(sent.names), "records": sent.records},
        "problems": [terminal.problem_json(problem) for problem in problems],
        "began": report.began.isoformat(), "ended": report.ended.isoformat(),
    }


def _file_json(came: Came, report: IntakeReport) -> dict[str, Any]:
    """What became of one file; one whose records came later in the same visit is made good."""
    told = came._asdict()
    if came.outcome == "aside" and came.name in report.resolved:
        told["outcome"] = "made-good"
    return told


def _missing(workspace: Workspace) -> list[dict[str, Any]]:
    """Every device that has made more than came, in any survey."""
    return [
        {"device": device.name, "campaign": str(stream.campaign), "stream": stream.stream.hex(),
         "made": stream.made, "taken": stream.taken, "missing": stream.made - stream.taken,
         "unreadable": stream.unreadable, "last_seen": stream.last_seen.isoformat()}
        for device in workspace.inbox.devices() for stream in device.streams
        if stream.made > stream.taken or stream.gaps
    ]


def _say(told: dict[str, Any], place: str, how_to_register: tuple[str, ...]) -> None:
    terminal.say(
        f"{saying.many(told['new'], 'new record', 'new records')}, {told['known']} already here, "
        f"from {saying.many(told['bundles'], 'whole bundle', 'whole bundles')}."
    )
    if not told["bundles"] and not told["quarantined"]:
        terminal.say(f"No bundle lies there. {places.ask_again(place)}")
    for refused in told["quarantined"]:
        terminal.say(f"Put aside {refused['name']}: {refused['message']} [{refused['code']}]")
    terminal.say(*how_to_register)
    for name in told["resolved"]:
        terminal.say(f"No longer aside, its records have come: {name}")
    for gap in told["gaps"]:
        n = gap["missing"]
        missing = "some records have" if n is None else saying.many(n, "record has", "records have")
        terminal.say(f"{gap['device']}: {missing} not come yet.")
    for late in told["missing"]:
        if late["unreadable"]:
            terminal.say(
                f"{late['device']}: {saying.many(late['unreadable'], 'record', 'records')} cannot "
                "be read; it keeps that and sends it again."
            )
    for fork in told["forks"]:
        terminal.say(f"{fork['device']}: went on twice from one place (a copied disk?).")
    if told["backup"] is not None:
        terminal.say(f"Backed up: {told['backup']}")
    if told["receipts"] is not None:
        sent = told["receipts"]
        terminal.say(
            f"{saying.many(len(sent['names']), 'receipt', 'receipts')} written, for "
            f"{saying.many(sent['records'], 'record', 'records')}."
        )
    if told["purged"] is not None:
        gone = saying.many(len(told["purged"]), "bundle", "bundles")
        terminal.say(f"{gone} taken away; all that was in there is backed up.")
    for problem in told["problems"]:
        terminal.say(f"{problem['where']}: {problem['message']} {problem['hint']}")
