"""Other organisations by command: asking for answers, sharing them, accepting a package."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from admin.commands import saying, terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.key_values import Partner
    from survey.campaign import Campaign

ACTOR = "vardera campaign"
REDEPLOY = "Deploy a new package and let every kiosk take it: until then all stays as it was."
Way = Callable[[str, Callable[[argparse.Namespace], int], str, str], argparse.ArgumentParser]
"""Adds a way of a command: its name, its work, its help and the arguments of an example."""


def add_to_campaign(way: Way) -> None:
    """Add ``recipient share unshare accept`` to ``vardera campaign``."""
    made = way("recipient", recipient, "write the file by which this organisation asks another "
               "for a survey's answers",
               "~/vardera --campaign 52131525 --out ours.vrecipient")
    terminal.add_campaign(made)
    made.add_argument("--out", type=Path, required=True, metavar="FILE.vrecipient")
    made = way("share", share, "seal a survey's answers to another organisation too",
               "~/vardera theirs.vrecipient --trust '1A2B 3C4D 5E6F 7081 92A3'")
    made.add_argument("file", type=Path, metavar="FILE.vrecipient")
    add_trust(made)
    made = way("unshare", unshare, "leave an organisation out of later packages",
               "~/vardera --campaign 52131525 --recipient Universitetet")
    terminal.add_campaign(made)
    made.add_argument("--recipient", required=True, metavar="NAME",
                      help="its name, or the beginning of its key's id")
    made = way("accept", accept, "take in what is collected with another organisation's package",
               "~/vardera 521315251c0e-v3.vpackage --trust '1A2B 3C4D 5E6F 7081 92A3'")
    made.add_argument("file", type=Path, metavar="FILE.vpackage")
    add_trust(made)


def add_trust(parser: argparse.ArgumentParser) -> None:
    """Add ``--trust``, without which another organisation's file only tells whose it is."""
    parser.add_argument("--trust", metavar="NUMBER",
                        help="the other organisation's number, as it told you itself")


def recipient(args: argparse.Namespace) -> int:
    """Write the file, and say the number that the other side must be told."""
    from admin.reports.keeping import keep
    from survey.reading import write_campaign
    from sync.enrolment import fingerprint
    from sync.recipient import write_recipient

    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        try:
            raw = write_recipient(workspace, campaign.id)
        except ValueError as fault:
            raise terminal.WrongUsage(str(fault)) from None
        number = fingerprint(workspace.signer_public)
    survey = saying.survey_number(campaign, write_campaign(campaign))
    terminal.written(lambda: keep(raw, args.out), args.out)
    if args.json:
        terminal.say_json({"file": str(args.out), "organisation_fingerprint": number})
    else:
        terminal.say(
            f"Wrote {args.out}. Give it to the organisation that runs the survey, and tell them",
            "this organisation's number another way (by telephone, say):", f"  {number}",
            "They then say, in their own workspace:",
            f"  vardera campaign share WORKSPACE {args.out.name} --trust '{number}'",
            f"Both have the same survey when it has the same number: {survey}",
        )
    return 0


def share(args: argparse.Namespace) -> int:
    """Exit 3 and change nothing unless the number that a person was told is the file's."""
    from sync.enrolment import expect, fingerprint
    from sync.recipient import read_recipient

    raw = terminal.file_bytes(args.file)
    with saying.reading(args.file):
        asked = read_recipient(raw)
    number = fingerprint(asked.organisation)
    if not _is_trusted(args, f"{asked.name}, for survey {asked.campaign}", number):
        return 3
    expect(asked.organisation, args.trust)
    with terminal.open_workspace(args) as workspace:
        _must_be_here(workspace, asked.campaign)
        workspace.keys.share(
            asked.campaign, public=asked.public, name=asked.name,
            organisation=asked.organisation, actor=ACTOR,
        )
    if args.json:
        terminal.say_json({"campaign": str(asked.campaign), "name": asked.name,
                           "fingerprint": number})
    else:
        short = str(asked.campaign)[:8]
        terminal.say(
            f"Answers of {asked.campaign} will be sealed to {asked.name} too.", REDEPLOY,
            saying.command("campaign", "deploy", args.workspace, "--campaign", short,
                           "--to", "PLACE"),
            "What is here already is passed on, each time there is something new, by",
            saying.command("exchange", "forward", args.workspace, "--campaign", short,
                           "--to", asked.name, "--out", "FOLDER"),
        )
    return 0


def unshare(args: argparse.Namespace) -> int:
    """Leave a recipient out; what was sealed to it stays open to it."""
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        partner = _partner(workspace, campaign, args.recipient)
        workspace.keys.unshare(campaign.id, partner.id, ACTOR)
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "removed": partner.name})
    else:
        terminal.say(
            f"{partner.name} is left out of later packages. What was sealed before stays open to "
            "it.", REDEPLOY,
        )
    return 0


def _partner(workspace: Workspace, campaign: Campaign, wanted: str) -> Partner:
    found = [
        p for p in workspace.keys.partners(campaign.id)
        if p.removed is None
        and (p.name.casefold().startswith(wanted.casefold())
             or p.id.hex().startswith(wanted.lower()))
    ]
    if len(found) != 1:
        raise terminal.WrongUsage(
            f"{len(found)} recipients fit {wanted}; see vardera campaign keys"
        )
    return found[0]


def accept(args: argparse.Namespace) -> int:
    """Exit 3 and change nothing unless the number that a person was told is the package's."""
    from sync.enrolment import expect, fingerprint
    from sync.package import LIMIT, contents, peek

    raw = terminal.file_bytes(args.file, LIMIT)
    with saying.reading(args.file):
        head = peek(raw)
    number = fingerprint(head.signer)
    if not _is_trusted(args, f"{head.organisation}, package {head.version}", number):
        return 3
    expect(head.signer, args.trust)
    with terminal.open_workspace(args) as workspace:
        _must_be_here(workspace, head.campaign, args, number)
        workspace.keys.accept(contents(head), ACTOR)
    if args.json:
        terminal.say_json({"campaign": str(head.campaign), "version": head.version,
                           "hash": head.hash.hex(), "fingerprint": number})
    else:
        terminal.say(
            f"Bundles made with package {head.version} of {head.organisation} are taken in from "
            "now on.",
            "Each of its kiosks, and the device that it passes answers on with, must be known here "
            "too; their files lie beside its bundles:",
            saying.command("workspace", "enrol", args.workspace, "FILE.vdevice"),
            "Then take in: " + saying.command("intake", args.workspace, "PLACE").strip(),
        )
    return 0


def definition_in(args: argparse.Namespace, raw: bytes) -> bytes | None:
    """The survey's own bytes in another organisation's package; None when it is not trusted yet.

    Raises Damaged, TooNew, WrongSigner, WrongUsage.
    """
    from sync.enrolment import expect, fingerprint
    from sync.package import contents, peek

    head = peek(raw)
    who = f"{head.organisation}, package {head.version}"
    if not _is_trusted(args, who, fingerprint(head.signer)):
        return None
    expect(head.signer, args.trust)
    return contents(head).definition


def _must_be_here(
    workspace: Workspace, survey: UUID, args: argparse.Namespace | None = None, number: str = ""
) -> None:
    """WrongUsage that says how to get the survey, when this workspace does not have it.

    ``args`` and ``number`` are those of :func:`accept`, whose package holds the survey.
    """
    if any(campaign.id == survey for campaign in workspace.campaigns()):
        return
    if args is None:
        raise terminal.WrongUsage(
            f"it asks for the answers of survey {survey}, which is not here. Both must have the "
            "same survey; let them take it out of your package:",
            "  vardera campaign new WORKSPACE --from FILE.vpackage --trust 'YOUR NUMBER'",
            "(or from the very file yours was made from, without --as-template). vardera campaign "
            "list shows each survey's number: the same where every word is the same.",
        )
    raise terminal.WrongUsage(
        f"survey {survey} is not in this workspace, so nothing can be sealed to it yet. Take the "
        "survey out of this package, and go on with the command that is printed then:",
        saying.command("campaign", "new", args.workspace, "--from", args.file, "--trust", number),
    )


def _is_trusted(args: argparse.Namespace, who: str, number: str) -> bool:
    """Whether ``--trust`` was given; else say whose file it is, and what to do."""
    from sync.enrolment import is_fingerprint

    if args.trust is None:
        if args.json:
            terminal.say_json({"organisation": who, "fingerprint": number, "trusted": False})
        else:
            terminal.say(
                f"This file is signed by {who}. Its number is", f"  {number}",
                "Compare it with what that organisation tells you itself; if it is the same, say "
                "this again with --trust and the number. Nothing was changed.",
            )
        return False
    if not is_fingerprint(args.trust):
        raise terminal.WrongUsage("--trust takes the number: 20 digits 0-9 and A-F")
    return True
