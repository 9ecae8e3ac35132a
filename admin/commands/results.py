"""``vardera results``: value results of a campaign, as a table or as ``results.json``."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from admin.commands import terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace

ACTOR = "vardera results"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``results`` to the command line."""
    parser = commands.add_parser(
        "results",
        help="show value results of a survey",
        description="Value index and factor indices with intervals; small groups are not shown.",
        epilog="example: vardera results demo-out/workspace --campaign Framtid --by area,gender",
    )
    parser.add_argument("workspace", type=Path, help="the workspace folder")
    parser.add_argument("--campaign", metavar="C", help="the beginning of its id or title")
    parser.add_argument(
        "--by",
        default="",
        metavar="GROUPING,…",
        help="questions to divide by; two joined by ':' are crossed (area:gender). 'arm' sets the "
             "candidate models of a trial side by side",
    )
    parser.add_argument("--screens", action="store_true",
                        help="also how long people stood at each question, where that was noted")
    terminal.add_passphrase(parser)
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the results. Exit codes are the contract's."""
    return terminal.guarded(lambda: _show(args))


def _show(args: argparse.Namespace) -> int:
    from admin.results import beside
    from admin.results.form_results import form_results
    from admin.results.form_results import lines as question_lines
    from admin.results.listing import lines
    from admin.results.reckoning import value_results
    from admin.results.silence import reasons
    from admin.results.wording import weighed_by
    from admin.results.worked_out import worked_out
    from assets.words import Words
    from survey.results import to_json
    from survey.value import one_way

    asked = tuple(name.strip() for name in args.by.split(",") if name.strip())
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        names = {name for (name,) in one_way(campaign)}
        of_arms = beside.ARM in asked and beside.ARM not in names
        by = tuple(name for name in asked if not (of_arms and name == beside.ARM))
        _check(by, names)
        found = value_results(workspace, campaign.id, by)
        answered = form_results(workspace, campaign)
        more = beside.besides(workspace, campaign, arms_asked=of_arms, screens_asked=args.screens)
        why = reasons(campaign, workspace.counts(campaign.id), found)
        _note(workspace, campaign.id)
    if args.json:
        told = to_json(found) | {"not_shown": [reason._asdict() for reason in why]} | more.plain()
        told["weights_version"] = {"version": found.weights_version or None}
        if campaign.definition is not None:
            told["questions"] = [one.plain() for one in answered]
        terminal.say_json(told)
        return 0
    if campaign.ratings():
        terminal.say(*terminal.table(lines(found)))
    words = Words("en")
    terminal.say(*(reason.message for reason in why))
    terminal.say(*question_lines(answered, words, worked_out(campaign, words)))
    terminal.say(*more.lines(), *weighed_by(found, words))
    return 0


def _note(workspace: Workspace, campaign: UUID) -> None:
    """Figures that go into a file or a program: a withdrawal names them."""
    if sys.stdout.isatty():
        return
    from admin.leftovers import SCREEN
    from storage.errors import NoRoom
    from storage.workspace.exports import Made

    records = workspace.counts(campaign).records
    made = Made(kind="results", path=SCREEN, records=records)
    with suppress(NoRoom):  # on a full disk everything can be looked at still
        workspace.erasing.note_export(campaign, made, ACTOR)


def _check(by: tuple[str, ...], names: set[str]) -> None:
    """Raises WrongUsage when a grouping is not one or two of the survey's own."""
    for grouping in by:
        parts = grouping.split(":")
        unknown = [part for part in parts if part not in names]
        if unknown or len(parts) > 2 or len(set(parts)) < len(parts):
            known = ", ".join(sorted(names)) or "none"
            raise terminal.WrongUsage(f"--by {grouping}: this survey can be divided by {known}")
