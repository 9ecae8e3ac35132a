"""``vardera campaign review``: consent texts that somebody has read, without which no language is
given to kiosks."""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING

from admin.commands import saying, terminal
from admin.commands.sharing import Way

if TYPE_CHECKING:
    from admin.campaigns.consents import Standing
    from storage.workspace import Workspace
    from survey.campaign import Campaign
    from survey.problems import Problem


def add_to_campaign(way: Way) -> None:
    """Add ``review`` to ``vardera campaign``."""
    made = way("review", review, "show the consent texts, and mark those that somebody has read",
               "~/vardera --campaign 52131525 --language ar --by 'Amal Nasser'")
    terminal.add_campaign(made)
    made.add_argument(
        "--language", action="append", default=[], metavar="TAG",
        help="somebody who reads this language has read the text and found it right; may be "
             "repeated. Without it the texts are shown, and how they stand",
    )
    made.add_argument("--by", metavar="NAME", help="who read it (else whoever is logged in)")


def review(args: argparse.Namespace) -> int:
    """Show the texts, or mark them. Exit 1 while some language stands unread."""
    from admin.campaigns import consents

    by = (args.by or getpass.getuser()).strip()
    if not 0 < len(by) <= consents.NAME_LIMIT:
        raise terminal.WrongUsage(f"--by takes a name of at most {consents.NAME_LIMIT} characters")
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        for language in args.language:
            try:
                consents.mark(workspace, campaign, language, by)
            except consents.NoText as fault:
                raise terminal.WrongUsage(str(fault)) from None
        rows = consents.standings(workspace, campaign)
        left = consents.problems(workspace, campaign)
    if args.json:
        told = [
            {"language": one.language, "standing": _standing(one), "text": one.text}
            for one in rows
        ]
        terminal.say_json({"campaign": str(campaign.id), "consent": told})
        return 1 if left else 0
    for one in rows:
        terminal.say(f"{one.language}: {_standing(one)}", f"  {one.text or '(no words)'}")
    if left:
        terminal.say(*hints(args, campaign, left))
    return 1 if left else 0


def problems(workspace: Workspace, campaign: Campaign) -> tuple[Problem, ...]:
    """What keeps the survey from kiosks; empty when nothing does."""
    from admin.campaigns import consents

    return consents.problems(workspace, campaign)


def hints(
    args: argparse.Namespace, campaign: Campaign, left: tuple[Problem, ...]
) -> list[str]:
    """The next commands, in full."""
    which = (args.workspace, "--campaign", str(campaign.id)[:8])
    unread = [one.where.rpartition(".")[2] for one in left if one.code == "consent-unread"]
    missing = [one for one in left if one.code == "no-consent"]
    said: list[str] = []
    if unread:
        said += [
            "When somebody who reads the language has read the text and found it right:",
            *(saying.command("campaign", "review", *which, "--language", tag, "--by", "NAME")
              for tag in unread),
        ]
    if missing:
        said += ["To write a text, or take a language out:",
                 saying.command("campaign", "change", *which, "--to-file", "FILE")]
    return said


def _standing(one: Standing) -> str:
    if one.at is not None:
        return f"read by {one.by}, {saying.moment(one.at)}"
    return {
        "no-text": "no text", "said-read": "read, says the campaign's file",
        "own": "the program's own words", "unread": "NOT READ by anybody",
    }[one.stand.value]
