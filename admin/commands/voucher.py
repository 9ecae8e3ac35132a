"""``vardera voucher``: redeem a voucher once, and see how many were made and redeemed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import terminal
from admin.commands.code_given import code_text

if TYPE_CHECKING:
    from storage.workspace.vouchers import VoucherCount, Worth

ACTOR = "vardera voucher"
_SAID = {
    "redeemed": "Redeemed. The voucher cannot be used again.",
    "used-before": "This voucher was redeemed before.",
    "unknown": (
        "No kiosk has told of this voucher. Bring in what the kiosks hold (vardera intake) and try "
        "again, or look whether it belongs to another survey."
    ),
}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``voucher`` to the command line."""
    parser = commands.add_parser(
        "voucher", help="redeem a voucher that a kiosk gave, or count them",
        description=(
            "Redeem a voucher, once. The code is asked for, or read from a file; it is never an "
            "argument. Nothing leads from a voucher to anybody's answers. 'count' tells how many "
            "were made and redeemed."
        ),
        epilog="example: vardera voucher redeem ~/vardera --campaign 52131525",
    )
    parser.add_argument("way", choices=("redeem", "count"))
    parser.add_argument("workspace", type=Path, metavar="WORKSPACE")
    terminal.add_campaign(parser)
    parser.add_argument(
        "--code-file", type=Path, metavar="FILE", help="read the code from FILE, or ask for it"
    )
    terminal.add_passphrase(parser)
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 done, 1 when the voucher is misread, used or unknown."""
    return terminal.guarded(lambda: _count(args) if args.way == "count" else _redeem(args))


def _redeem(args: argparse.Namespace) -> int:
    terminal.existing(args.workspace)
    code = code_text(args.code_file, "Voucher: ")
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        worth = workspace.vouchers.redeem(campaign.id, code, ACTOR)
    return _told(worth, as_json=args.json)


def _told(worth: Worth, *, as_json: bool) -> int:
    if as_json:
        terminal.say_json({"voucher": worth.value})
    else:
        terminal.say(_SAID[worth.value])
    return 0 if worth.value == "redeemed" else 1


def _count(args: argparse.Namespace) -> int:
    if args.code_file is not None:
        raise terminal.WrongUsage("count takes no --code-file")
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        count = workspace.vouchers.count(campaign.id)
    if args.json:
        terminal.say_json({
            "campaign": str(campaign.id), "made": count.made,
            "redeemed": {day.isoformat(): n for day, n in count.redeemed.items()},
        })
    else:
        terminal.say(*_lines(count))
    return 0


def _lines(count: VoucherCount) -> list[str]:
    redeemed = sum(count.redeemed.values())
    return [
        f"Vouchers that can be redeemed or were  {count.made}",
        f"Redeemed                               {redeemed}",
        *(f"  {day.isoformat()}  {n}" for day, n in count.redeemed.items()),
        "Kiosks make them ahead and hold some ready; which were given nobody can tell.",
    ]
