"""``vardera campaign end``: kiosks are told to ask no more, before or after keys are destroyed."""

from __future__ import annotations

import argparse
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from admin.commands import places, saying, terminal
from admin.commands.sharing import Way

if TYPE_CHECKING:
    from storage.values import Package
    from storage.workspace import Workspace
    from storage.workspace.values import StreamSeen
    from survey.campaign import Campaign

LATELY = timedelta(days=30)
"""A kiosk heard of, or given a package, within this time may be asking people now."""


def add_to_campaign(way: Way) -> None:
    """Add ``end`` to ``vardera campaign``."""
    made = way("end", end, "tell the kiosks to ask no more; what they hold can still be taken in",
               "~/vardera --campaign 52131525 --to /media/stick")
    terminal.add_campaign(made)
    made.add_argument("--to", required=True, metavar="PLACE", help=places.PLACE)
    places.add_credentials(made)


def end(args: argparse.Namespace) -> int:
    """Put the package that ends the survey in a place; the same one when it is made already."""
    from sync.package import file_name
    from sync.places import shown

    with (
        terminal.open_workspace(args) as workspace,
        closing(places.opened(args, args.to, workspace)) as transport,
    ):
        campaign = terminal.campaign_in(workspace, args.campaign)
        package, asking = ended(workspace, campaign), kiosks(workspace, campaign)
        transport.put(file_name(package), package.raw)
    if args.json:
        terminal.say_json({
            "campaign": str(campaign.id), "version": package.version, "file": file_name(package),
            "kiosks": [one.name for one in asking],
        })
    else:
        terminal.say(
            f"Package {package.version} ends {campaign.id}: "
            f"{shown(args.to).rstrip('/')}/{file_name(package)}",
            "Let every kiosk take it; from then on it asks nobody, and delivers what it holds.",
            *told(asking),
        )
    return 0


def ended(workspace: Workspace, campaign: Campaign) -> Package:
    """The package that ends the survey: the newest one, or made now."""
    from sync.package import write_end

    return given_end(workspace, campaign) or write_end(workspace, campaign, terminal.now)


def given_end(workspace: Workspace, campaign: Campaign) -> Package | None:
    """The newest package given out, when it is one that ends the survey."""
    from sync.package import read_package

    given = workspace.packages(campaign.id)
    last = read_package(given[-1].raw) if given else None
    return last if last is not None and last.ends else None


def kiosks(workspace: Workspace, campaign: Campaign) -> list[StreamSeen]:
    """The trusted devices that have delivered in the survey, the latest heard of first."""
    revoked = frozenset(workspace.revoked_devices())
    found = [
        one for one in workspace.streams()
        if one.campaign == campaign.id and one.device not in revoked
    ]
    return sorted(found, key=lambda one: one.last_seen, reverse=True)


def told(asking: list[StreamSeen]) -> list[str]:
    """Which kiosks are to be seen to; which of them has taken the package, nobody here knows."""
    if not asking:
        return ["No kiosk has delivered in this survey; one that never did may be asking all the "
                "same."]
    return [
        "These have delivered in it. The program cannot see which has learnt that it has ended; "
        "look at each:",
        *(f"  {one.name}, last heard of {saying.moment(one.last_seen)}" for one in asking),
    ]


def may_be_asking(workspace: Workspace, campaign: Campaign) -> str:
    """Why kiosks may be asking: one was heard of, or a package given out, lately. Empty: ended."""
    if given_end(workspace, campaign) is not None:
        return ""
    since = terminal.now() - LATELY
    heard = [one.name for one in kiosks(workspace, campaign) if one.last_seen >= since]
    if heard:
        return f"heard of in the last {LATELY.days} days: {', '.join(heard)}"
    given = [one for one in workspace.packages(campaign.id) if one.made >= since]
    if not given:
        return ""
    return f"package {given[-1].version} was given out {saying.moment(given[-1].made)}"
