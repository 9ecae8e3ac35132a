"""Keys by command: rotation, retiring, and what the recovery sheet opens."""

from __future__ import annotations

import argparse
import getpass
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import terminal
from admin.commands.sharing import ACTOR, REDEPLOY, Way

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.key_values import KeyStanding
    from storage.workspace.leftovers import Leftovers
    from survey.campaign import Campaign


def add_to_campaign(way: Way) -> None:
    """Add ``keys rotate retire certificate`` to ``vardera campaign``."""
    made = way("keys", keys, "show which keys, sheets and organisations open a survey's answers",
               "~/vardera --campaign 52131525")
    terminal.add_campaign(made)
    made = way("rotate", rotate, "give a survey a new receiving key",
               "~/vardera --campaign 52131525")
    terminal.add_campaign(made)
    made = way("retire", retire, "destroy a survey's keys, with a certificate",
               "~/vardera --campaign 52131525 --certificate certificate.pdf")
    terminal.add_campaign(made)
    made.add_argument("--certificate", type=Path, required=True, metavar="OUT.pdf")
    made.add_argument("--erase-answers", action="store_true", help="erase the opened answers too")
    made.add_argument("--despite", default="", metavar="WHY",
                      help="retire although something is neither backed up nor decided")
    made.add_argument("--yes", action="store_true", help="do not ask for the survey's title")
    made.add_argument("--by", metavar="NAME", help="who retires it; your login name unless said")
    made.add_argument("--language", choices=("sv", "en"), default="sv", help="sv unless said")
    made = way("certificate", certificate, "write a retired survey's certificate once more",
               "~/vardera --campaign 52131525 --out certificate.pdf")
    terminal.add_campaign(made)
    made.add_argument("--out", type=Path, required=True, metavar="OUT.pdf")
    made.add_argument("--language", choices=("sv", "en"), default="sv", help="sv unless said")


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


def retire(args: argparse.Namespace) -> int:
    """Destroy the keys; the certificate is written when nothing holds them any more.

    Exit 1 when somebody else reads (to be done again) and when it was retired before.
    """
    from storage.workspace.certificate import LOG, read_certificate

    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        written = workspace.keys.certificates(campaign.id)
        if written:
            return _retired_before(args, campaign, workspace.keys.certificate(campaign.id), written)
        if not args.yes and workspace.keys.standing(campaign.id).retired is None:
            _confirm(campaign)
        raw = workspace.keys.retire(
            campaign.id, erase=args.erase_answers, despite=args.despite, actor=args.by or _login()
        )
        left = workspace.erasing.leftovers()
        if LOG in read_certificate(raw)[0].remains:
            return _held_up(args, campaign, left)
        signed = _write_certificate(args, args.certificate, workspace, campaign)
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "certificate": str(args.certificate),
                           "signed": str(signed), "left": terminal.left_json(left)})
    else:
        terminal.say(
            f"The keys of {campaign.id} are destroyed. What still opens its bundles stands in "
            f"{args.certificate}: destroy that too.",
            f"The signed certificate itself: {signed}", *terminal.left(left),
        )
    return 0


def certificate(args: argparse.Namespace) -> int:
    """Write the certificate of a retired survey once more: the same bytes, the same paper."""
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        signed = _write_certificate(args, args.out, workspace, campaign)
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "certificate": str(args.out),
                           "signed": str(signed)})
    else:
        terminal.say(f"{args.out}, and the signed certificate itself: {signed}")
    return 0


def _write_certificate(
    args: argparse.Namespace, out: Path, workspace: Workspace, campaign: Campaign
) -> Path:
    """The paper at ``out`` and the signed file beside it, whose path comes back."""
    from admin.reports.certificate import write_certificate_pdf
    from admin.reports.keeping import keep
    from assets.words import Words

    raw, signed = workspace.keys.certificate(campaign.id), out.with_suffix(".vcertificate")
    words = Words(args.language)
    terminal.written(lambda: write_certificate_pdf(out, raw, words, campaign.zone), out)
    terminal.written(lambda: keep(raw, signed), signed)
    workspace.keys.certificate_written(campaign.id, str(out.absolute()), ACTOR)
    return signed


def _held_up(args: argparse.Namespace, campaign: Campaign, left: Leftovers) -> int:
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "certificate": None,
                           "left": terminal.left_json(left)})
    else:
        terminal.say(
            f"{campaign.id} is retired: nothing opens its answers here. But no certificate is "
            "written yet.", *terminal.left(left),
        )
    return 1


def _retired_before(
    args: argparse.Namespace, campaign: Campaign, raw: bytes, written: tuple[str, ...]
) -> int:
    from storage.workspace.certificate import read_certificate

    at, number = read_certificate(raw)[0].at, sha256(raw).hexdigest()
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "retired_before": at.isoformat(),
                           "number": number, "written": list(written)})
    else:
        terminal.say(
            f"{campaign.id} was retired {at:%Y-%m-%d %H:%M} UTC; nothing was done now.",
            f"Certificate {number[:8]} {number[8:16]}, written to {written[-1]}",
            "To have it once more: vardera campaign certificate WORKSPACE --out FILE.pdf",
        )
    return 1


def _confirm(campaign: Campaign) -> None:
    """Ask for the survey's title, which nobody types by mistake. WrongUsage for another answer."""
    if not sys.stdin.isatty():
        raise terminal.WrongUsage("there is nobody to ask: say --yes to destroy the survey's keys")
    titles = {title.strip() for title in campaign.title.values()}
    sys.stderr.write(
        "Retiring destroys the survey's keys for good. Type its title to go on: "
        f"{next(iter(campaign.title.values()))}\n> "
    )
    if sys.stdin.readline().strip() not in titles:
        raise terminal.WrongUsage("that is not the survey's title; nothing was done")


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
        terminal.say(f"{left} surveys and rotations have a key for the recovery sheet now.")
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
            "opens every bundle that was sealed to it and backups made before now: destroy the "
            "sheet and those, and make a new backup.",
            REDEPLOY, *terminal.left(left),
        )
    return 1 if left.log else 0


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ACTOR
