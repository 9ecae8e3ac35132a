"""``vardera report``: a value report or a poster as PDF."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from survey.campaign import Campaign

ACTOR = "vardera report"
KINDS = ("unit", "full", "overview", "poster")
_NOT_YET = ("unit", "overview")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``report`` to the command line."""
    parser = commands.add_parser(
        "report",
        help="write a report or a poster as PDF",
        description="Write the value report (full) or the poster that invites (poster) as PDF.",
        epilog="example: vardera report demo-out/workspace --kind full --out report.pdf",
    )
    parser.add_argument("workspace", type=Path, metavar="WORKSPACE", help="a workspace folder")
    parser.add_argument(
        "--campaign", metavar="C", help="its id or title, or how one begins; needed with several"
    )
    parser.add_argument("--kind", choices=KINDS, default="full", help="full unless said")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    parser.add_argument("--language", choices=("sv", "en"), default="sv", help="sv unless said")
    parser.add_argument(
        "--holds", metavar="TEXT", help="what the poster's QR code holds, such as a web address"
    )
    terminal.add_passphrase(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when the file is written, 1 when it cannot be made of what there is, else as usual."""
    return terminal.guarded(lambda: _write(args))


def _write(args: argparse.Namespace) -> int:
    _check(args)
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        if args.kind == "poster":
            _poster(campaign, args)
        else:
            _report(workspace, campaign, args)
    terminal.say(str(args.out))
    return 0


def _check(args: argparse.Namespace) -> None:
    """Refuse before a passphrase is asked for."""
    if args.kind in _NOT_YET:
        raise terminal.WrongUsage(f"--kind {args.kind} is not built yet; full and poster are")
    if args.out.suffix.lower() == ".html":
        raise terminal.WrongUsage("reports as .html are not built yet; name the file .pdf")
    if args.out.suffix.lower() != ".pdf":
        raise terminal.WrongUsage(f"{args.out} must end in .pdf")
    if args.holds is not None and args.kind != "poster":
        raise terminal.WrongUsage("--holds belongs to --kind poster")


def _report(workspace: Workspace, campaign: Campaign, args: argparse.Namespace) -> None:
    from admin.reports.value_report import write_report
    from admin.results.beside import odd_answers
    from admin.results.form_results import form_results
    from admin.results.reckoning import value_results
    from assets.words import Words
    from storage.workspace.exports import Made
    from survey.value import one_way

    by = tuple(name for (name,) in one_way(campaign))
    results = value_results(workspace, campaign.id, by, args.language)
    made = Made(
        kind="report", path=str(args.out.absolute()),
        records=workspace.counts(campaign.id).records,
    )
    workspace.erasing.note_export(campaign.id, made, ACTOR)  # a withdrawal must be able to name it
    answered = form_results(workspace, campaign, args.language)
    odd = odd_answers(workspace, campaign)
    try:
        write_report(
            results, campaign, args.out, words=Words(args.language), made=terminal.now(),
            answered=answered, odd=odd,
        )
    except OSError as fault:
        raise terminal.WrongUsage(f"{args.out} cannot be written: {fault.strerror}") from fault


def _poster(campaign: Campaign, args: argparse.Namespace) -> None:
    from admin.reports.poster import write_poster
    from admin.reports.sheet import TooMuchForQr
    from assets.words import Words
    from survey.forms.model import said

    holds = args.holds or said(campaign.title, args.language)
    try:
        write_poster(
            args.out, campaign=campaign, url_or_text=holds, language=args.language,
            words=Words(args.language), made=terminal.now(),
        )  # fmt: skip
    except TooMuchForQr as fault:
        raise terminal.WrongUsage(str(fault)) from fault
    except OSError as fault:
        raise terminal.WrongUsage(f"{args.out} cannot be written: {fault.strerror}") from fault
