"""``vardera campaign change``: consent, opening hours, the way of asking and more, without the
questions."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from uuid import uuid4

from admin.commands import saying, telling, terminal
from admin.commands.sharing import Way

ACTOR = "vardera campaign"
LIMIT = 1024 * 1024


def add_to_campaign(way: Way) -> None:
    """Add ``change`` to ``vardera campaign``."""
    made = way("change", change, "change what a survey says of itself and of its kiosks",
               "~/vardera --campaign 52131525 --from settings.json")
    terminal.add_campaign(made)
    ways = made.add_mutually_exclusive_group(required=True)
    ways.add_argument("--to-file", type=Path, metavar="FILE",
                      help="write how it is now, to be edited: JSON, with names for questions")
    ways.add_argument("--media", type=Path, metavar="FOLDER",
                      help="make a later version with the sounds, pictures and films in the "
                           "folder, called as docs/formats/campaign.md says, in place of those "
                           "that it had; for surveys without a form of their own")
    ways.add_argument("--from", dest="file", type=Path, metavar="FILE",
                      help="make a later version of the survey with what the file says; what it "
                           "leaves out stays")


def change(args: argparse.Namespace) -> int:
    """Write the settings, or take them; every problem of the file is printed."""
    return _write(args) if args.to_file else _take(args)


def _write(args: argparse.Namespace) -> int:
    from survey.settings import settings

    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
    if args.to_file.exists():
        raise terminal.WrongUsage(f"{args.to_file} is there already")
    text = json.dumps(settings(campaign), ensure_ascii=False, indent=2) + "\n"
    terminal.written(lambda: args.to_file.write_text(text, encoding="utf-8"), args.to_file)
    which = (args.workspace, "--campaign", str(campaign.id)[:8])
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "file": str(args.to_file)})
    else:
        terminal.say(f"Edit {args.to_file}, then:",
                     saying.command("campaign", "change", *which, "--from", args.to_file))
    return 0


def _take(args: argparse.Namespace) -> int:
    from survey.reading import write_campaign
    from survey.settings import changed

    said = _read(args.file) if args.file else {"media": _media(args.media)}
    with terminal.open_workspace(args) as workspace:
        before = terminal.campaign_in(workspace, args.campaign)
        if args.media and before.definition is not None:
            raise terminal.WrongUsage("the survey's form names its own pictures and sounds")
        made, problems = changed(before, said, uuid4)
        if made is not None and made != before:
            workspace.add_campaign(made, write_campaign(made), ACTOR)
    if args.json:
        terminal.say_json({
            "campaign": None if made is None else str(made.id),
            "version": None if made is None else made.version,
            "problems": [terminal.problem_json(problem) for problem in problems],
        })
        return 1 if made is None else 0
    terminal.say(*telling.lines(problems))
    if made is None:
        terminal.say(f"{args.file or args.media} was not taken; nothing was changed.")
        return 1
    if made == before:
        terminal.say("So it is already; nothing was changed.")
        return 0
    which = (args.workspace, "--campaign", str(made.id)[:8])
    terminal.say(f"The survey has version {made.version} now. Give it to kiosks:",
                 saying.command("campaign", "deploy", *which, "--to", "PLACE"))
    return 0


def _media(folder: Path) -> list[dict[str, str]]:
    """The files of a folder, by name, as a campaign has them. Or WrongUsage."""
    from survey.forms import media

    found = [
        media.Medium(name=file.name, data=terminal.file_bytes(file, media.LARGEST))
        for file in sorted(terminal.place(folder).iterdir(), key=lambda file: file.name)
        if not file.name.startswith(".")
    ]
    return media.plain(found)


def _read(file: Path) -> object:
    from survey.strict import Pairs

    try:
        return json.loads(terminal.file_bytes(file, LIMIT), object_pairs_hook=Pairs.read)
    except (ValueError, RecursionError) as fault:
        line = getattr(fault, "lineno", None)
        where = f" (line {line})" if line else ""
        raise terminal.WrongUsage(f"{file} is not JSON{where}") from None
