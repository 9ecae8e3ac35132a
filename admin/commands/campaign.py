"""``vardera campaign new|deploy|list``: a survey from a file, and its signed package."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from admin.commands import (
    changing,
    counting,
    deploying,
    ending,
    from_form,
    from_method,
    keys,
    kiosk_code,
    reviewing,
    saying,
    sharing,
    telling,
    terminal,
)
from assets.words import Words

if TYPE_CHECKING:
    from survey.campaign import Campaign
    from survey.form_method import FormMethod

ACTOR = "vardera campaign"
DEFINITION_LIMIT = 16 * 1024 * 1024
PERIOD = timedelta(days=90)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``campaign`` to the command line."""
    parser = commands.add_parser(
        "campaign", help="make a survey from a file and give it to kiosks",
        epilog="example: vardera campaign deploy ~/vardera --to /media/stick",
    )
    ways = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def way(
        name: str, work: Callable[[argparse.Namespace], int], help: str, example: str
    ) -> argparse.ArgumentParser:
        made = ways.add_parser(
            name, help=help, description=f"{help[0].upper()}{help[1:]}.",
            epilog=f"example: vardera campaign {name} {example}",
        )
        made.add_argument("workspace", type=Path, metavar="DIR")
        terminal.add_passphrase(made)
        terminal.add_json(made)
        made.set_defaults(run=run, work=work)
        return made

    made = way("new", new, "add a survey, or a later version of one, from a campaign file",
               "~/vardera --from campaign.json")
    made.add_argument("--from", dest="file", type=Path, required=True, metavar="FILE|NAME",
                      help="a campaign file (.json), a form (.xlsx .xls .csv .md .xml .json), a "
                           "form that comes with the program (see vardera method list), or "
                           "another organisation's package (.vpackage) with --trust: the survey "
                           "as it stands there")
    _add_template(made)
    from_form.add(made)
    sharing.add_trust(made)
    deploying.add_to_campaign(way)
    way("list", list_, "list the surveys and the packages given out", "~/vardera --json")
    sharing.add_to_campaign(way)
    keys.add_to_campaign(way)
    ending.add_to_campaign(way)
    reviewing.add_to_campaign(way)
    changing.add_to_campaign(way)
    counting.add_to_campaign(way)
    kiosk_code.add_to_campaign(way)


def _add_template(made: argparse.ArgumentParser) -> None:
    made.add_argument("--as-template", action="store_true",
                      help="take the file as a template: the survey gets an id of its own, this "
                           "workspace's name, and three months from today")
    made.add_argument("--withdrawal", action="store_true",
                      help="with --as-template or a form: offer each person a receipt code, "
                           "with which the answers can be taken back")


def run(args: argparse.Namespace) -> int:
    """Exit 0 done, 1 when the file has problems, 2 wrong usage, 3 wrong key, 4 damaged."""
    return terminal.guarded(lambda: int(args.work(args)))


def new(args: argparse.Namespace) -> int:
    """Add a survey; every problem of the file is printed, and nothing is added with errors."""
    from survey.problems import has_errors
    from survey.reading import read_campaign, write_campaign

    method = from_method.taken(args)
    text = terminal.file_bytes(args.file, from_form.most_bytes(args.file, DEFINITION_LIMIT))
    if from_form.is_form(args.file, text):
        return _new_from_form(args, text, method)
    if args.withdrawal and not args.as_template:
        raise terminal.WrongUsage(
            '--withdrawal goes with --as-template or a form; else write "withdrawal": true in it'
        )
    is_package = args.file.suffix.lower() == ".vpackage"
    if is_package:
        if args.as_template:
            raise terminal.WrongUsage("--as-template goes with a campaign file (.json) only")
        definition = sharing.definition_in(args, text)
        if definition is None:
            return 3
        text = definition
    campaign, problems = read_campaign(text)
    failed, raw = campaign is None or has_errors(problems), b""
    if campaign is not None and not failed:
        with terminal.open_workspace(args) as workspace:
            campaign = _as_ours(args, campaign, workspace.name, is_package=is_package)
            raw = write_campaign(campaign)
            workspace.add_campaign(campaign, raw, ACTOR)
    if args.json:
        terminal.say_json({
            "campaign": None if campaign is None or failed else str(campaign.id),
            "problems": [terminal.problem_json(problem) for problem in problems],
        })
        return 1 if failed else 0
    terminal.say(*telling.lines(problems))
    if campaign is None or failed:
        terminal.say(f"{args.file} was not added.")
        return 1
    _say_added(args, campaign, raw, Words("en"), is_package=is_package)
    return 0


def _new_from_form(args: argparse.Namespace, data: bytes, method: FormMethod | None) -> int:
    """Add a survey around a form, or a later version of one; nothing with errors in the form."""
    from survey.problems import has_errors
    from survey.reading import read_campaign, write_campaign

    if args.as_template:
        raise terminal.WrongUsage("--as-template goes with a campaign file (.json) only")
    words, step = Words(args.language), saying.steps(3, len(data))
    with terminal.open_workspace(args) as workspace:
        before = terminal.campaign_in(workspace, args.campaign) if args.campaign else None
        step(words("Reading the form"))
        try:
            made = from_form.campaign_of(args, data, before, workspace.name)
            made = made if before else from_method.named(made, method)
        except from_form.FaultyForm as faulty:
            return deploying.refused(args, faulty.problems)
        step(words("Checking the survey"))
        raw, stops = write_campaign(made.campaign), from_form.why_not(args, made)
        read, others = read_campaign(raw)
        failed = read is None or has_errors(others) or bool(stops)
        if not failed:
            step(words("Adding the survey"))
            workspace.add_campaign(made.campaign, raw, ACTOR)
    if args.json:
        problems = [one.plain() for one in made.problems] + [*map(terminal.problem_json, others)]
        terminal.say_json({
            "campaign": None if failed else str(made.campaign.id), "problems": problems,
            **from_form.plain(made), "refused": stops,
        })
        return 1 if failed else 0
    from_form.say_made(args, made)
    terminal.say(*from_form.refusals(args, made.campaign, others), *stops)
    if failed:
        terminal.say(words("{file} was not added.", file=str(args.file)))
        return 1
    if before == made.campaign:
        terminal.say(words("This very form is the survey's already; nothing was added."))
        return 0
    _say_added(args, made.campaign, raw, words, is_package=False)
    return 0


def _say_added(
    args: argparse.Namespace, campaign: Campaign, raw: bytes, words: Words, *, is_package: bool
) -> None:
    today = terminal.now().date()
    terminal.say(*saying.added(
        campaign, raw, words, args.workspace, today=today, is_package=is_package
    ))


def _as_ours(
    args: argparse.Namespace, campaign: Campaign, organisation: str, *, is_package: bool
) -> Campaign:
    """What is added of what the file says: of others' packages not what others have read."""
    from survey.consents import unmarked

    if args.as_template:
        return _own(campaign, organisation, withdrawal=args.withdrawal)
    return unmarked(campaign) if is_package else campaign


def _own(template: Campaign, organisation: str, *, withdrawal: bool) -> Campaign:
    """A survey of this organisation's own: with an id, a name and days that are its own.

    What a person wrote in ``contact`` stays: the finished file belongs to who adds it.
    """
    today = terminal.now().date()
    return replace(
        template, id=uuid4(), version=1, organisation=organisation, first_day=today,
        last_day=today + PERIOD, withdrawal=withdrawal or template.withdrawal,
    )


def list_(args: argparse.Namespace) -> int:
    """List surveys, oldest first; those that have ended come last."""
    from survey.forms.model import said
    from survey.reading import write_campaign

    with terminal.open_workspace(args) as workspace:
        ended = workspace.keys.retired()
        rows = [
            {
                "id": str(campaign.id), "version": campaign.version,
                "title": said(campaign.title, "sv"), "languages": list(campaign.languages),
                "first_day": campaign.first_day.isoformat(),
                "last_day": campaign.last_day.isoformat(),
                "number": saying.survey_number(campaign, write_campaign(campaign)),
                "ended": campaign.id in ended,
                "packages": [package.version for package in workspace.packages(campaign.id)],
            }
            for campaign in sorted(workspace.campaigns(), key=lambda c: c.id in ended)
        ]
    if args.json:
        terminal.say_json({"campaigns": rows})
    elif rows:
        header = ("id", "title", "first_day", "last_day", "number")
        cells = [
            (*(str(row[key]) for key in header), "ended" if row["ended"] else "") for row in rows
        ]
        heads = ("survey", "title", "from", "to", "number", "")
        terminal.say(*terminal.table([heads, *cells]))
    else:
        terminal.say("No survey yet: vardera campaign new --help")
    return 0
