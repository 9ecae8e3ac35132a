"""``vardera campaign quotas|occasions``: how many are wanted and here, and whom staff met where."""

from __future__ import annotations

import argparse

from admin.commands import terminal
from admin.commands.sharing import Way


def add_to_campaign(way: Way) -> None:
    """Add ``quotas occasions`` to ``vardera campaign``."""
    made = way("quotas", quotas, "show how many finished answers are wanted, and how many are here",
               "~/vardera --campaign 52131525")
    terminal.add_campaign(made)
    made = way("occasions", occasions, "show what staff wrote of visits: whom they met, and how "
               "many answered", "~/vardera --campaign 52131525")
    terminal.add_campaign(made)


def quotas(args: argparse.Namespace) -> int:
    """List the quotas; groups under the survey's threshold are not shown."""
    from admin.results import beside

    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        found = beside.quotas(workspace, campaign, "sv")
    if args.json:
        terminal.say_json({"quotas": [beside.quota_plain(one) for one in found]})
    elif found:
        terminal.say(*terminal.table(beside.quota_lines(found)))
    else:
        terminal.say("This survey says nothing of how many are wanted: vardera campaign change")
    return 0


def occasions(args: argparse.Namespace) -> int:
    """List the occasions, the earliest first."""
    from survey.forms.model import said

    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        found = workspace.kiosks.occasions(campaign.id)
    units = {unit.id: said(unit.name, "sv") for unit in campaign.units}
    rows = [
        {
            "day": one.day.isoformat(), "partner": one.partner, "audience": one.audience,
            "unit": units.get(one.unit, str(one.unit)[:8]), "present": one.present,
            "asked": one.asked, "declined": one.declined, "answered": one.answered,
        }
        for one in found
    ]
    if args.json:
        terminal.say_json({"occasions": rows})
    elif rows:
        heads = tuple(rows[0])
        terminal.say(*terminal.table([heads, *(tuple(map(str, row.values())) for row in rows)]))
    else:
        terminal.say("No occasion was written of yet.")
    return 0
