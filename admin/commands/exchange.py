"""``vardera exchange``: what crosses to other organisations, and what comes from them."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import saying, terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.key_values import Partner
    from survey.campaign import Campaign
    from sync.folder import FolderTransport


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``exchange`` to the command line."""
    parser = commands.add_parser(
        "exchange", help="give results or re-sealed answers to another organisation",
        epilog="example: vardera exchange results ~/vardera --out stick",
    )
    ways = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def way(name: str, work: object, help: str, example: str) -> argparse.ArgumentParser:
        made = ways.add_parser(
            name, help=help, description=f"{help[0].upper()}{help[1:]}.",
            epilog=f"example: vardera exchange {name} {example}",
        )
        made.add_argument("workspace", type=Path, help="the workspace folder")
        terminal.add_passphrase(made)
        terminal.add_json(made)
        made.set_defaults(run=run, work=work)
        return made

    made = way("results", results, "write signed results, small groups left out",
               "~/vardera --campaign 52131525 --by area --out stick")
    made.add_argument("--campaign", metavar="C", help="the beginning of its id or title")
    made.add_argument("--by", default="", metavar="GROUPING,…", help="questions to divide by")
    made.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    made = way("read", read, "check another organisation's results and keep them",
               "~/vardera theirs.vresults --trust '1A2B 3C4D 5E6F 7081 92A3'")
    made.add_argument("file", type=Path, metavar="FILE.vresults")
    made.add_argument("--trust", required=True, metavar="NUMBER",
                      help="the organisation's number, as it told you itself")
    made = way("forward", forward, "seal the answers again, to one named organisation",
               "~/vardera --campaign 52131525 --to Universitetet --out stick")
    made.add_argument("--campaign", metavar="C", help="the beginning of its id or title")
    made.add_argument("--to", required=True, metavar="NAME", help="a recipient of the survey")
    made.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    way("list", listed, "show every results file that was sent or read", "~/vardera")


def run(args: argparse.Namespace) -> int:
    """Exit codes are the contract's."""
    return terminal.guarded(lambda: int(args.work(args)))


def results(args: argparse.Namespace) -> int:
    """Write the signed file and note that it was sent."""
    from admin.results.reckoning import value_results
    from storage.workspace.forwards import SharedResults
    from survey.results import to_json
    from sync import shared_results
    from sync.folder import FolderTransport

    terminal.place(args.out)
    by = tuple(name.strip() for name in args.by.split(",") if name.strip())
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        found = value_results(workspace, campaign.id, by)
        now = terminal.now()
        raw = shared_results.write_results(
            workspace, to_json(found), title=_title(campaign), threshold=campaign.threshold,
            issued=now,
        )
        name = shared_results.file_name(campaign.id, now)
        FolderTransport(args.out).put(name, raw)
        workspace.forwards.note_results(SharedResults(
            campaign=campaign.id, organisation=workspace.signer_public, name=workspace.name,
            sent=True, at=now, raw=raw,
        ), getpass.getuser())
        number = _fingerprint(workspace.signer_public)
    _say(args, {"file": str(args.out / name), "organisation_fingerprint": number},
         f"Wrote {args.out / name}.", "Whoever gets it compares your number and says:",
         f"  vardera exchange read WORKSPACE {name} --trust '{number}'")
    return 0


def read(args: argparse.Namespace) -> int:
    """Check signature, sender and disclosure; keep the file."""
    from admin.results.silence import reasons_in_file
    from storage.workspace.forwards import SharedResults
    from sync import enrolment, shared_results

    raw = terminal.file_bytes(args.file)
    with saying.reading(args.file):
        found = shared_results.read_results(raw)
    enrolment.expect(found.organisation, args.trust)
    with terminal.open_workspace(args) as workspace:
        new = workspace.forwards.note_results(SharedResults(
            campaign=found.campaign, organisation=found.organisation, name=found.name,
            sent=False, at=found.issued, raw=raw,
        ), getpass.getuser())
    if args.json:
        terminal.say_json({
            "organisation": found.name, "title": found.title, "new": new,
            "issued": found.issued.isoformat(), "threshold": found.threshold,
            "results": found.results, "not_shown": [
                reason._asdict() for reason in reasons_in_file(found.results, found.threshold)
            ],
        })
        return 0
    rows = [("group", "n", "value index")]
    rows += [
        (row["label"] or "-", _figure(row["n"], row), _figure(row["value_index"], row))
        for row in found.results["rows"]
    ]
    terminal.say(
        f"{found.title}: {found.name}, {saying.moment(found.issued)}.",
        "Kept." if new else "This file was kept before.", "", *terminal.table(rows),
        *(reason.message for reason in reasons_in_file(found.results, found.threshold)),
    )
    return 0


def forward(args: argparse.Namespace) -> int:
    """Make what is new, and lay every bundle made so far in the folder."""
    from sync.folder import FolderTransport
    from sync.forwarding import forward as send

    terminal.place(args.out)
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        partner = _partner(workspace, campaign, args.to)
        road = FolderTransport(args.out)
        packages = _lay_packages(args, workspace, campaign, partner, road)
        done = send(
            workspace, campaign.id, partner.organisation, road,
            clock=terminal.now, actor=getpass.getuser(),
        )
        number = _fingerprint(workspace.signer_public)
    _say(
        args, {"new": done.new, "files": done.files, "device": done.device,
               "fingerprint": done.fingerprint, "device_file": done.device_file,
               "packages": packages},
        f"{saying.many(done.new, 'answer', 'answers')} sealed to {partner.name}; "
        f"{saying.many(done.files, 'bundle lies', 'bundles lie')} in {args.out}.",
        f"{partner.name} takes these files home and says there (again does no harm; WORKSPACE is "
        "theirs, FOLDER where the files are):",
        *(f"  vardera campaign accept WORKSPACE FOLDER/{name} --trust '{number}'"
          for name in packages),
        f"  vardera workspace enrol WORKSPACE FOLDER/{done.device_file} "
        f"--trust '{done.fingerprint}'",
        "  vardera intake WORKSPACE FOLDER",
        f"The device passes answers on; it is «{done.device}», number {done.fingerprint}.",
    )
    return 0


def _lay_packages(
    args: argparse.Namespace, workspace: Workspace, campaign: Campaign, partner: Partner,
    road: FolderTransport,
) -> list[str]:
    """Put every package that is sealed to the partner in the folder; their names, oldest first.

    Raises WrongUsage when the newest is not: what would be forwarded, they could not take in.
    """
    from sync.package import file_name, read_package

    every = [read_package(one.raw) for one in workspace.packages(campaign.id)]
    given = [one for one in every if not one.ends]
    theirs = [one for one in given if partner.id in {to.id for to in one.recipients}]
    if not theirs or theirs[-1] is not given[-1]:
        raise terminal.WrongUsage(
            f"the newest package is not sealed to {partner.name} yet; deploy one first:",
            saying.command("campaign", "deploy", args.workspace, "--campaign",
                           str(campaign.id)[:8], "--to", "PLACE"),
        )
    for package in theirs:
        road.put(file_name(package), package.raw)
    return [file_name(package) for package in theirs]


def listed(args: argparse.Namespace) -> int:
    """Every results file, oldest first."""
    with terminal.open_workspace(args) as workspace:
        found = workspace.forwards.results()
    told = [
        {"sent": one.sent, "organisation": one.name, "campaign": str(one.campaign),
         "at": one.at.isoformat()}
        for one in found
    ]
    if args.json:
        terminal.say_json({"results": told})
        return 0
    rows = [("way", "organisation", "at", "survey")]
    rows += [
        ("sent" if one.sent else "read", one.name, saying.moment(one.at),
         str(one.campaign)[:8])
        for one in found
    ]
    terminal.say(*terminal.table(rows))
    return 0


def _partner(workspace: Workspace, campaign: Campaign, name: str) -> Partner:
    wanted = name.casefold()
    found = [
        partner for partner in workspace.keys.partners(campaign.id)
        if partner.removed is None and partner.name.casefold().startswith(wanted)
    ]
    if len(found) != 1:
        known = ", ".join(
            partner.name for partner in workspace.keys.partners(campaign.id)
            if partner.removed is None
        )
        raise terminal.WrongUsage(f"--to {name}: this survey is shared with {known or 'nobody'}")
    return found[0]


def _title(campaign: Campaign) -> str:
    return (campaign.title.get("sv") or next(iter(campaign.title.values())))[:200]


def _fingerprint(public: bytes) -> str:
    from sync.enrolment import fingerprint

    return fingerprint(public)


def _figure(value: float | None, row: dict[str, Any]) -> str:
    if value is None:
        return "hidden" if row["suppressed"] else "none"
    return f"{value:g}" if isinstance(value, int) else f"{value:.1f}"


def _say(args: argparse.Namespace, told: dict[str, object], *lines: str) -> None:
    if args.json:
        terminal.say_json(told)
    else:
        terminal.say(*lines)
