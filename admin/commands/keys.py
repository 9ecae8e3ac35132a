"""Keys by command: rotation, and what the recovery sheet opens."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import retiring, saying, terminal
from admin.commands.sharing import ACTOR, REDEPLOY, Way

if TYPE_CHECKING:
    from storage.workspace.key_values import KeyStanding


def add_to_campaign(way: Way) -> None:
    """Add ``keys rotate`` and what :mod:`retiring` has to ``vardera campaign``."""
    made = way("keys", keys, "show which keys, sheets and organisations open a survey's answers",
               "~/vardera --campaign 52131525")
    terminal.add_campaign(made)
    made = way("rotate", rotate, "give a survey a new receiving key",
               "~/vardera --campaign 52131525")
    terminal.add_campaign(made)
    retiring.add_to_campaign(way)


def add_to_workspace(way: Way) -> None:
    """Add ``new-recovery-keys new-sheet`` to ``vardera workspace``."""
    made = way("new-recovery-keys", new_recovery_keys,
               "make more keys for the recovery sheet; asks for its code", "~/vardera")
    terminal.add_recovery(made)
    made = way("new-sheet", new_sheet, "make a new recovery sheet when one was lost or seen",
               "~/vardera --out sheet.pdf")
    made.add_argument("--out", type=Path, required=True, metavar="SHEET.pdf")
    made.add_argument("--language", choices=("sv", "en"), default="sv", help="sv unless said")


def keys(args: argparse.Namespace) -> int:
    """Show a survey's keys; no secret is among them."""
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        found, left = workspace.keys.standing(campaign.id), workspace.keys.recovery_keys_left()
    told = _told(found, left)
    if args.json:
        terminal.say_json(told)
        return 0
    if found.retired is not None:
        terminal.say(f"Retired {found.retired:%Y-%m-%d %H:%M} UTC: its keys were destroyed.")
    terminal.say(
        f"Present key: {told['present'] or 'none'}",
        *(f"Older key, for what was sealed to it: {id}" for id in told["older"]),
        *(f"Recovery sheet {s['name']} of {s['made'][:10]}" for s in told["sheets"]),
        *(f"{p['name']} ({p['fingerprint']})" + (", removed" if p["removed"] else "")
          for p in told["partners"]),
        f"Keys left for new surveys and rotations: {left}",
    )
    return 0


def _told(found: KeyStanding, left: int) -> dict[str, Any]:
    from sync.enrolment import fingerprint

    return {
        "present": None if found.present is None else found.present.hex(),
        "older": [id.hex() for id in found.older],
        "sheets": [
            {"name": s.name, "made": s.made.isoformat(),
             "replaced": None if s.replaced is None else s.replaced.isoformat()}
            for s in found.sheets
        ],
        "partners": [
            {"id": p.id.hex(), "name": p.name, "fingerprint": fingerprint(p.organisation),
             "removed": None if p.removed is None else p.removed.isoformat()}
            for p in found.partners
        ],
        "retired": None if found.retired is None else found.retired.isoformat(),
        "recovery_keys_left": left,
    }


def rotate(args: argparse.Namespace) -> int:
    """A new key; the old one is kept for what was sealed to it."""
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        id = workspace.keys.rotate(campaign.id, ACTOR)
        left = replace(workspace.erasing.leftovers(), server=False)  # no key was destroyed
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "present": id.hex(),
                           "left": terminal.left_json(left)})
    else:
        terminal.say(
            f"{campaign.id} has a new key. The old one stays for what was sealed to it.", REDEPLOY,
            *terminal.left(left),
        )
    return 0


def new_recovery_keys(args: argparse.Namespace) -> int:
    """Open with the code alone, and make more keys for its sheet."""
    from storage.workspace import open_workspace

    terminal.existing(args.workspace)
    code = terminal.recovery_code(args)
    with open_workspace(args.workspace, recovery_code=code, clock=terminal.now) as workspace:
        left = workspace.keys.more_recovery_keys(code, "vardera workspace")
    if args.json:
        terminal.say_json({"recovery_keys_left": left})
    else:
        have = saying.many(left, "survey or rotation has", "surveys and rotations have")
        terminal.say(f"{have} a key for the recovery sheet now.")
    return 0


def new_sheet(args: argparse.Namespace) -> int:
    """Write the new sheet first, then let it replace the old one."""
    from admin.reports.recovery_sheet import write_recovery_sheet
    from assets.words import Words
    from storage.workspace.sheets import new_sheet as make

    if args.out.exists():
        raise terminal.WrongUsage(f"{args.out} is there already; name a new file")
    with terminal.open_workspace(args) as workspace:
        name = workspace.name

    def keep(code: str) -> None:
        words = Words(args.language)
        terminal.written(lambda: write_recovery_sheet(
            args.out, workspace_name=name, code=code, words=words, made=terminal.now()
        ), args.out)

    left = make(args.workspace, keep=keep, clock=terminal.now,
                passphrase=terminal.passphrase(args), actor="vardera workspace")
    if args.json:
        terminal.say_json({"sheet": str(args.out), "left": terminal.left_json(left)})
    else:
        terminal.say(
            f"Print {args.out}, lock it away and delete the file.",
            "The old sheet opens this workspace no longer, whose database has a new key. It still "
            "opens every bundle that was sealed to it and backups made before now.",
            REDEPLOY, "Then make a new backup:",
            saying.command("workspace", "backup", args.workspace, "--to", "FOLDER"),
            "Only when that is done, destroy the old sheet and the backups made before.",
            *terminal.left(left),
        )
    return 1 if left.log else 0
