"""Retiring by command: what is destroyed, and what must be made anew before people destroy more."""

from __future__ import annotations

import argparse
import getpass
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import ending, saying, terminal
from admin.commands.sharing import ACTOR, Way
from survey.forms.model import said
from sync.naming import printable

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.leftovers import Leftovers
    from storage.workspace.values import StreamSeen
    from survey.campaign import Campaign


def add_to_campaign(way: Way) -> None:
    """Add ``retire certificate`` to ``vardera campaign``."""
    made = way("retire", retire, "destroy a survey's keys, with a certificate",
               "~/vardera --campaign 52131525 --certificate certificate.pdf")
    terminal.add_campaign(made)
    made.add_argument("--certificate", type=Path, required=True, metavar="OUT.pdf")
    made.add_argument("--erase-answers", action="store_true", help="erase the opened answers too")
    made.add_argument("--despite", default="", metavar="WHY",
                      help="retire although something is neither backed up nor decided, or a "
                           "kiosk may still be asking")
    made.add_argument("--yes", action="store_true", help="do not ask for the survey's title")
    made.add_argument("--by", metavar="NAME", help="who retires it; your login name unless said")
    made.add_argument("--language", choices=("sv", "en"), default="sv", help="sv unless said")
    made = way("certificate", certificate, "write a retired survey's certificate once more",
               "~/vardera --campaign 52131525 --out certificate.pdf")
    terminal.add_campaign(made)
    made.add_argument("--out", type=Path, required=True, metavar="OUT.pdf")
    made.add_argument("--language", choices=("sv", "en"), default="sv", help="sv unless said")


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
        _try_paper(args.certificate)
        asking = _stop_if_asking(args, workspace, campaign)
        running = _running(workspace, campaign)
        if not args.yes and workspace.keys.standing(campaign.id).retired is None:
            _confirm(campaign, _warning(running))
        raw = workspace.keys.retire(
            campaign.id, erase=args.erase_answers, despite=args.despite, actor=args.by or _login()
        )
        ending.ended(workspace, campaign)
        left = workspace.erasing.leftovers()
        if LOG in read_certificate(raw)[0].remains:
            return _held_up(args, campaign, left)
        try:
            signed = _write_certificate(args, args.certificate, workspace, campaign)
        except terminal.WrongUsage as fault:
            raise _without_paper(args, campaign, str(fault)) from None
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "certificate": str(args.certificate),
                           "signed": str(signed), "running": _ids(running),
                           "left": terminal.left_json(left),
                           "kiosks": [one.name for one in asking]})
    else:
        terminal.say(
            *_destroyed(args, campaign, signed),
            *_in_order(args.workspace, args.certificate, running), *terminal.left(left),
            *_where_asked(args, campaign, asking),
        )
    return 0


def certificate(args: argparse.Namespace) -> int:
    """Write the certificate of a retired survey once more: the same bytes, the same paper."""
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        signed = _write_certificate(args, args.out, workspace, campaign)
        running = _running(workspace, campaign)
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "certificate": str(args.out),
                           "signed": str(signed), "running": _ids(running)})
    else:
        terminal.say(
            f"{args.out}, and the signed certificate itself: {signed}",
            *_in_order(args.workspace, args.out, running),
        )
    return 0


def _running(workspace: Workspace, but: Campaign) -> list[Campaign]:
    """The workspace's other surveys whose keys are not destroyed."""
    return [
        campaign for campaign in workspace.campaigns()
        if campaign.id != but.id and workspace.keys.standing(campaign.id).retired is None
    ]


def _ids(running: list[Campaign]) -> list[str]:
    return [str(campaign.id) for campaign in running]


def _warning(running: list[Campaign]) -> list[str]:
    """What hangs on the very things that a certificate asks people to destroy."""
    if not running:
        return ["The recovery sheet and the backups are the whole workspace's: its answers and "
                "its next surveys hang on them too."]
    many = len(running) > 1
    return [
        f"The recovery sheet and the backups are the whole workspace's. "
        f"{'These surveys go' if many else 'This survey goes'} on and "
        f"{'hang' if many else 'hangs'} on them too:",
        *(f"  {str(campaign.id)[:8]}  {said(campaign.title, 'sv')}" for campaign in running),
    ]


def _in_order(workspace: Path, paper: Path, running: list[Campaign]) -> list[str]:
    """What is to be made anew, and only then destroyed, each with its command."""
    steps = [
        ("Make a new recovery sheet, print it and lock it away:",
         [saying.command("workspace", "new-sheet", workspace, "--out", "NEW-SHEET.pdf")]),
    ]
    if running:
        steps.append((
            "Give out a new package, and let every kiosk take it:",
            [saying.command("campaign", "deploy", workspace, "--campaign", str(one.id)[:8],
                            "--to", "PLACE") for one in running],
        ))
    steps += [
        ("Make a new backup:",
         [saying.command("workspace", "backup", workspace, "--to", "FOLDER")]),
        (f"Then destroy the sheets and backups that {paper} names, and tick them there.", []),
    ]
    lines = ["", "DESTROY NO SHEET AND NO BACKUP YET.", *_warning(running), "In this order:"]
    for n, (what, commands) in enumerate(steps, start=1):
        lines += [f"{n}. {what}", *commands]
    return lines


def _write_certificate(
    args: argparse.Namespace, out: Path, workspace: Workspace, campaign: Campaign
) -> Path:
    """The paper at ``out`` and the signed file beside it, whose path comes back."""
    from admin.reports.certificate import write_certificate_pdf
    from admin.reports.keeping import keep
    from assets.words import Words

    raw, signed = workspace.keys.certificate(campaign.id), _signed(out)
    words = Words(args.language)
    running = [said(one.title, args.language) for one in _running(workspace, campaign)]
    terminal.written(
        lambda: write_certificate_pdf(out, raw, words, campaign.zone, running), out
    )
    terminal.written(lambda: keep(raw, signed), signed)
    workspace.keys.certificate_written(campaign.id, str(out.absolute()), ACTOR)
    return signed


def _signed(paper: Path) -> Path:
    """Where the signed file goes: beside the paper."""
    return paper.with_suffix(".vcertificate")


def _try_paper(paper: Path) -> None:
    """WrongUsage when the certificate could not be written; to be asked before keys go."""
    from admin.reports.keeping import try_place

    if paper == _signed(paper):
        raise terminal.WrongUsage(f"{paper} is where the signed file goes; name a .pdf")
    for out in (paper, _signed(paper)):
        terminal.written(lambda out=out: try_place(out), out)  # type: ignore[misc]


def _without_paper(
    args: argparse.Namespace, campaign: Campaign, why: str
) -> terminal.WrongUsage:
    """The keys are gone already when the paper, of all things, could not be written."""
    return terminal.WrongUsage(
        why, f"The keys of {campaign.id} are destroyed all the same. Write the certificate "
        "elsewhere:",
        saying.command("campaign", "certificate", args.workspace, "--campaign",
                       str(campaign.id)[:8], "--out", "FILE.pdf"),
    )


def _stop_if_asking(
    args: argparse.Namespace, workspace: Workspace, campaign: Campaign
) -> list[StreamSeen]:
    """The survey's kiosks. WrongUsage while one may be sealing to the keys that shall go."""
    asking = ending.may_be_asking(workspace, campaign)
    if asking and not args.despite.strip():
        raise terminal.WrongUsage(
            f"kiosks may be asking still ({asking}), and the survey has not been ended. What they "
            "take after this could never be opened. First:",
            _end(args, campaign),
            "then take in what they hold, and retire; or say why not with --despite WHY.",
        )
    return ending.kiosks(workspace, campaign)


def _destroyed(args: argparse.Namespace, campaign: Campaign, signed: Path) -> list[str]:
    return [
        f"The keys of {campaign.id} in the workspace are destroyed. What still opens its "
        f"bundles stands in {args.certificate}.", f"The signed certificate itself: {signed}",
    ]


def _where_asked(
    args: argparse.Namespace, campaign: Campaign, asking: list[StreamSeen]
) -> list[str]:
    return [
        "", "What a kiosk takes from now on, NOBODY CAN EVER OPEN. Where one may be asking still:",
        _end(args, campaign), *ending.told(asking),
    ]


def _end(args: argparse.Namespace, campaign: Campaign) -> str:
    return saying.command("campaign", "end", args.workspace, "--campaign",
                          str(campaign.id)[:8], "--to", "PLACE")


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


def _confirm(campaign: Campaign, warning: list[str]) -> None:
    """Ask for the survey's title, which nobody types by mistake. WrongUsage for another answer."""
    if not sys.stdin.isatty():
        raise terminal.WrongUsage("there is nobody to ask: say --yes to destroy the survey's keys")
    titles = {title.strip() for title in campaign.title.values()}
    sys.stderr.write("".join(f"{printable(line)}\n" for line in (
        *warning,
        "The certificate will ask you to destroy the sheet and the backups there are now: make a "
        "new sheet and a new backup after retiring, before you do.",
    )))
    sys.stderr.write(
        "Retiring destroys the survey's keys for good. Type its title to go on: "
        f"{next(iter(campaign.title.values()))}\n> "
    )
    if sys.stdin.readline().strip() not in titles:
        raise terminal.WrongUsage("that is not the survey's title; nothing was done")


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ACTOR
