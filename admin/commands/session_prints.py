"""``vardera session slips`` and ``invitation``: what is printed before a group meeting."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import session_papers, terminal
from assets.words import LANGUAGES, RESPONDENTS

if TYPE_CHECKING:
    from survey.facilitation.method import Method
    from survey.session import SessionState


def add(ways: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both."""
    _add_slips(ways)
    _add_invitation(ways)


def _add_slips(ways: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = ways.add_parser(
        "slips", help="paper slips, a participant each, as PDF",
        description=(
            "Prints slips with boxes for points, grades and answers. From a meeting's log or a "
            "workspace they hold the headings so far; from a method they have numbered blank "
            "lines, to be filled in from the board."
        ),
        epilog='example: vardera session slips focus-group --title "Our library" --count 12 '
        "--out slips.pdf",
    )
    parser.add_argument(
        "source", metavar="METHOD|LOG.jsonl|WORKSPACE",
        help="a method's name or .toml file, a log, or a workspace's folder",
    )
    parser.add_argument("--session", metavar="S", help="its id or title, or the beginning of one")
    terminal.add_campaign(parser)
    terminal.add_passphrase(parser)
    parser.add_argument("--title", default="", metavar="TEXT", help="what the meeting is called")
    parser.add_argument("--question", default="", metavar="TEXT", help="what it is about")
    parser.add_argument(
        "--count", type=int, metavar="N",
        help="10 unless said; in a meeting, those who take part on paper",
    )
    parser.add_argument(
        "--first", type=int, metavar="N",
        help="the first participant's number; unless said, a box to write it in",
    )
    session_papers.add_paper(parser, RESPONDENTS)
    parser.set_defaults(run=lambda args: terminal.guarded(lambda: _slips(args)))


def _add_invitation(ways: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = ways.add_parser(
        "invitation", help="an invitation with a QR code as PDF",
        description=(
            "Prints what an invitation must say: what it is, what it is for, how what is said is "
            "used, how long it takes and how it goes."
        ),
        epilog='example: vardera session invitation focus-group --title "Our library" '
        '--when "Thursday 3 December 18.00" --where "The library" --used "A report to the '
        'committee in January" --out invitation.pdf',
    )
    parser.add_argument("method", metavar="METHOD", help="a method's name or .toml file")
    for name, says in (
        ("title", "what the meeting is called"), ("when", "day and time, in words"),
        ("where", "the place"), ("used", "how what is said is used, and who tells what came of it"),
    ):
        parser.add_argument(f"--{name}", required=True, metavar="TEXT", help=says)
    for name, says in (
        ("purpose", "what it is for; the method's own purpose unless said"),
        ("contact", "whom to ask"), ("organisation", "who invites"),
        ("holds", "what the QR code holds, such as a web address; title, time and place "
         "unless said"),
    ):
        parser.add_argument(f"--{name}", default="", metavar="TEXT", help=says)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    parser.add_argument(
        "--language", choices=LANGUAGES, action="append",
        help="a page for each that is given; sv unless said",
    )
    terminal.add_json(parser)
    parser.set_defaults(run=lambda args: terminal.guarded(lambda: _invitation(args)))


def _slips(args: argparse.Namespace) -> int:
    from admin.reports.slips.printing import MOST, Slips, write_slips
    from assets.words import Words

    session_papers.check_out(args.out)
    words = Words(args.language)
    method, state = _method_and_state(args)
    title = args.title or (state.title if state else "") or words("Group meeting")
    numbers = _numbers(args, state)
    if not 1 <= len(numbers) <= MOST:
        raise terminal.WrongUsage(f"print between 1 and {MOST} slips, numbered from 1")
    slips = Slips(
        method=method, title=title, numbers=numbers,
        question=args.question or (state.question if state else ""), state=state,
    )
    each = 0

    def write() -> None:
        nonlocal each
        each = write_slips(slips, args.out, words=words, made=terminal.now())

    session_papers.keep(write, args.out)
    if args.json:
        terminal.say_json({
            "file": str(args.out), "slips": len(numbers), "pages_each": each, "problems": [],
        })
    else:
        both = ": print on both sides" if each > 1 else ""
        terminal.say(f"{args.out}  ({len(numbers)} slips, pages each: {each}{both})")
    return 0


def _numbers(
    args: argparse.Namespace, state: SessionState | None
) -> tuple[int | None, ...]:
    """Those who are counted in on paper; else as many as are asked for, from the first."""
    from admin.reports.slips.printing import UNSAID, numbers_of

    if args.count is None and args.first is None:
        return numbers_of(state)
    count = UNSAID if args.count is None else min(max(args.count, 0), 10_000)
    if args.first is None:
        return (None,) * count
    return tuple(range(args.first, args.first + count)) if 1 <= args.first < 2**31 - 10_000 else ()


def _method_and_state(args: argparse.Namespace) -> tuple[Method, SessionState | None]:
    source = Path(args.source)
    if source.is_dir():
        args.workspace = source
        with terminal.open_workspace(args) as workspace:
            state = session_papers.from_workspace(workspace, args).state
    elif source.suffix == ".jsonl":
        state = session_papers.from_log(source).state
    else:
        return method_named(args.source), None
    if state.rules is None:
        raise terminal.WrongUsage("this meeting has no method in it, so nothing says what to ask")
    return state.rules, state


def _invitation(args: argparse.Namespace) -> int:
    from admin.reports.invitation import Invitation, write_invitation
    from admin.reports.session_matter import drawn
    from admin.reports.sheet import TooMuchForQr
    from assets.words import Words

    session_papers.check_out(args.out)
    method = method_named(args.method)
    for name in ("title", "when", "where", "used"):
        if not drawn(getattr(args, name)):
            raise terminal.WrongUsage(f"--{name} says nothing; an invitation must")
    asked = Invitation(
        title=args.title, when=args.when, where=args.where, used=args.used, purpose=args.purpose,
        contact=args.contact, organisation=args.organisation, holds=args.holds,
    )
    languages = [Words(one) for one in dict.fromkeys(args.language or ["sv"])]
    try:
        session_papers.keep(lambda: write_invitation(
            asked, method, args.out, languages=languages, made=terminal.now()
        ), args.out)
    except TooMuchForQr as fault:
        raise terminal.WrongUsage(str(fault)) from fault
    return session_papers.told(args)


def method_named(name: str) -> Method:
    """A session's method that the program carries, or of a file. WrongUsage when it is none."""
    import assets
    from survey.facilitation.reading import LONGEST, read_method

    path = next((p for p in assets.path("methods").glob("*.toml") if p.stem == name), Path(name))
    if path.suffix != ".toml":
        raise terminal.WrongUsage(
            f"there is no method {name} for a group; see vardera method list"
        )
    raw = terminal.file_bytes(path, 4 * LONGEST, may_be_empty=True)
    found = read_method(raw.decode("utf-8-sig", "replace"))
    if found.method is None:
        raise terminal.WrongUsage(
            f"{path.name} cannot be used; see vardera method check {path.name}"
        )
    return found.method
