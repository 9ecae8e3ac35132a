"""``vardera export``: everybody's answers as tables for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import terminal
from admin.exports import FORMATS

if TYPE_CHECKING:
    from admin.exports.exporting import Wish

ACTOR = "vardera export"
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``export`` to the command line."""
    parser = commands.add_parser(
        "export",
        help="write everybody's answers as tables (CSV, Excel, JSON)",
        description="Write a new folder with everybody's answers as tables, a codebook and a "
        "manifest. It holds every person's answers: see what is said at the end.",
        epilog="example: vardera export ~/vardera --campaign Bibl --format csv --out answers",
    )
    parser.add_argument("workspace", type=Path, metavar="WORKSPACE", help="the workspace folder")
    terminal.add_campaign(parser)
    parser.add_argument("--format", choices=FORMATS, default="csv", help="csv unless said")
    parser.add_argument("--out", type=Path, required=True, metavar="PATH",
                        help="a folder that is new or empty; nothing is ever written over")
    parser.add_argument("--labels", default="", metavar="TAG",
                        help="a column more for each question with choices: their words in a "
                             "language of the survey, such as sv")
    parser.add_argument("--all", action="store_true",
                        help="also what is held, excluded or unfinished; _state and _complete say")
    parser.add_argument("--files", action="store_true",
                        help="the photos and sounds that people handed in, too")
    parser.add_argument("--excel", action="store_true",
                        help="csv: begin with the mark by which Excel knows UTF-8")
    parser.add_argument("--separator", choices=tuple(SEPARATORS),
                        help="csv: comma unless said; a Swedish Excel wants semicolon")
    parser.add_argument("--language", choices=("sv", "en"), default="sv",
                        help="of what is told and of README.txt; sv unless said")
    terminal.add_passphrase(parser)
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when the folder is there, whole; else nothing is, and the code says why."""
    return terminal.guarded(lambda: _export(args))


def _export(args: argparse.Namespace) -> int:
    from admin.exports.exporting import By, NoSuchLanguage, export
    from admin.exports.folder import NotThere, ready
    from admin.exports.tables import CannotHold
    from admin.exports.telling import told_lines
    from assets.words import Words

    wish = _wish(args)
    try:
        ready(args.out, args.workspace)  # before a passphrase is asked for
        with terminal.open_workspace(args) as workspace:
            campaign = terminal.campaign_in(workspace, args.campaign)
            by = By(actor=ACTOR, clock=terminal.now)
            done = export(workspace, campaign.id, args.out, wish, by)
    except (NotThere, CannotHold, NoSuchLanguage) as fault:
        raise terminal.WrongUsage(str(fault)) from None
    except OSError as fault:
        raise terminal.WrongUsage(f"{args.out} cannot be written ({fault.strerror})") from None
    if args.json:
        terminal.say_json({
            "folder": str(done.folder), "here": done.here, "written": done.written,
            "left_out": dict(done.left_out), "tables": dict(done.tables), "files": done.files,
            "answers_astray": done.astray,
        })
    else:
        terminal.say(*told_lines(done, Words(wish.language), campaign.threshold))
    return 0


def _wish(args: argparse.Namespace) -> Wish:
    """What is wanted; WrongUsage for what cannot be."""
    from admin.exports.exporting import Wish
    from admin.exports.tables import Style

    if args.format != "csv" and (args.excel or args.separator):
        raise terminal.WrongUsage("--excel and --separator belong to --format csv")
    return Wish(
        format=args.format, labels=args.labels, everything=args.all, files=args.files,
        language=args.language,
        style=Style(separator=SEPARATORS[args.separator or "comma"], excel=args.excel),
    )
