"""``vardera session protocol``: what came out of a group meeting, as PDF."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from admin.commands import session_named, terminal
from assets.words import LANGUAGES

if TYPE_CHECKING:
    from uuid import UUID

    from admin.reports.session_photos import Photo
    from storage.workspace import Workspace
    from survey.problems import Problem
    from survey.session import SessionState

ACTOR = "vardera session"


class Found(NamedTuple):
    """A meeting from a log or a workspace; ``factors`` are the survey's names, where there are."""

    state: SessionState
    problems: tuple[Problem, ...] = ()
    day: date | None = None
    organisation: str = ""
    factors: dict[UUID, str] | None = None
    events: int = 0


def add_protocol(ways: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``session protocol``."""
    parser = ways.add_parser(
        "protocol", help="a meeting's protocol as PDF",
        description=(
            "Writes agenda, headings, notes, points, decisions and what happens next as a tagged "
            "PDF. It holds what participants wrote: read it before it is handed on."
        ),
        epilog="example: vardera session protocol log.jsonl --day 2026-11-20 --out protocol.pdf",
    )
    add_source(parser)
    parser.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="the day it was held")
    parser.add_argument("--organisation", default="", metavar="NAME", help="whose meeting it was")
    parser.add_argument(
        "--next", default="", metavar="TEXT",
        help="what happens now, who gets back to participants and when",
    )
    parser.add_argument(
        "--photo", type=Path, action="append", default=[], metavar="FILE",
        help="a photo of a paper board; may be given several times. What the camera wrote beside "
        "the pixels, such as the place, is left out",
    )
    add_paper(parser)
    parser.set_defaults(run=lambda args: terminal.guarded(lambda: _protocol(args)))


def add_source(parser: argparse.ArgumentParser) -> None:
    """Where the meeting is read from."""
    parser.add_argument(
        "source", type=Path, metavar="LOG.jsonl|WORKSPACE", help="a log, or a workspace's folder"
    )
    parser.add_argument(
        "--session", metavar="S", help="the meeting's id or title, or its beginning, in a workspace"
    )
    terminal.add_campaign(parser)
    terminal.add_passphrase(parser)


def add_paper(
    parser: argparse.ArgumentParser, languages: tuple[str, ...] = LANGUAGES
) -> None:
    """Where the paper is written, and in which language."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    parser.add_argument("--language", choices=languages, default="sv", help="sv unless said")
    terminal.add_json(parser)


def keep(write: Callable[[], object], out: Path) -> None:
    """Do ``write``; WrongUsage when the page cannot be set or ``out`` cannot be written."""
    from admin.reports.typeset import ReportFailed

    try:
        terminal.written(write, out)
    except ReportFailed as fault:
        raise terminal.WrongUsage(f"{fault}; nothing was written") from fault


def check_out(out: Path) -> None:
    """Refuse what would be no PDF before anything is read."""
    if out.suffix.lower() != ".pdf":
        raise terminal.WrongUsage(f"{out} must end in .pdf")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-11-20") from None


def _protocol(args: argparse.Namespace) -> int:
    from admin.reports.session_photos import read_photos

    check_out(args.out)
    photos, broken = read_photos(args.photo)
    if broken:
        return told(args, broken, written=False)
    if not args.source.is_dir():
        found = from_log(args.source)
        if found.state.session is None:
            return told(args, found.problems, written=False)
        _write(args, found, photos)
        return told(args, found.problems)
    args.workspace = args.source
    with terminal.open_workspace(args) as workspace:
        found = from_workspace(workspace, args)
        _note(workspace, args, found)
        _write(args, found, photos)
    return told(args, found.problems)


def _write(args: argparse.Namespace, found: Found, photos: tuple[Photo, ...]) -> None:
    from admin.reports.session_matter import SessionMatter
    from admin.reports.session_protocol import write_protocol
    from assets.words import Words

    matter = SessionMatter(
        state=found.state, words=Words(args.language), day=args.day or found.day,
        organisation=args.organisation or found.organisation, factors=found.factors or {},
        next=args.next,
    )
    keep(
        lambda: write_protocol(matter, args.out, made=terminal.now(), photos=photos), args.out
    )


def _note(workspace: Workspace, args: argparse.Namespace, found: Found) -> None:
    """A withdrawal must be able to name the paper."""
    from storage.workspace.exports import Made

    campaign = terminal.campaign_in(workspace, args.campaign)
    made = Made(
        kind="session-protocol", path=str(args.out.absolute()), records=found.events
    )
    workspace.erasing.note_export(campaign.id, made, ACTOR)


def from_log(file: Path) -> Found:
    """The meeting of a log. What cannot be read in it is told."""
    from admin.commands.session import LARGEST, method_rules
    from survey.facilitation.log import read_log
    from survey.session import fold

    raw = terminal.file_bytes(file, LARGEST, may_be_empty=True)
    log = read_log(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    state = fold(log.events, method_rules(log.events))
    return Found(state, (*log.problems, *state.problems) if log.events else (
        log.problems or _nothing()
    ))


def _nothing() -> tuple[Problem, ...]:
    from survey.problems import Problem

    return (Problem(where="(file)", code="empty", message="There is no meeting in this file.",
                    hint="Give the log of a meeting."),)


def from_workspace(workspace: Workspace, args: argparse.Namespace) -> Found:
    """The meeting that ``--session`` names, or the only one. WrongUsage when none or many fit."""
    campaign = terminal.campaign_in(workspace, args.campaign)
    one = session_named.session(workspace, campaign, args.session)
    return Found(
        one.state, one.state.problems, one.days[0], campaign.organisation,
        session_named.factor_names(campaign, args.language), one.events,
    )


def told(
    args: argparse.Namespace, problems: tuple[Problem, ...] = (), *, written: bool = True
) -> int:
    """Say what was written and what is wrong. Exit code 1 when anything is an error."""
    from survey.problems import has_errors

    if args.json:
        terminal.say_json({
            "file": str(args.out) if written else None,
            "problems": [terminal.problem_json(one) for one in problems],
        })
    else:
        terminal.say(*([str(args.out)] if written else []), *map(terminal.problem_line, problems))
    return 1 if not written or has_errors(problems) else 0
