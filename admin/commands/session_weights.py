"""``vardera session list, headings, map, leave-out, log, weights``: sessions to locked weights."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import session_named, terminal
from admin.commands import session_weights_telling as telling

if TYPE_CHECKING:

    from storage.workspace import Workspace
    from storage.workspace.came_sessions import CameSession
    from storage.workspace.session_decisions import Gathered
    from survey.weight_sets import WeightSet

Ways = Any
KINDS = ("same", "narrower", "wider")


def add_to_session(ways: Ways) -> None:
    """Add the ways of sessions that a workspace has taken in to ``vardera session``."""
    _way(ways, "list", list_, "list the sessions that have come", "")
    made = _way(ways, "headings", headings, "list a session's headings and what they stand for",
                "3f2a")
    _session(made)
    made = _way(ways, "map", map_, "say what a heading stands for; it can be taken back",
                "3f2a 81c0 --to Bemötande --kind narrower")
    _session(made)
    made.add_argument("heading", metavar="HEADING", help="the beginning of its id or title")
    to = made.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", metavar="FACTOR", help="the beginning of a factor's id or name")
    to.add_argument("--new", action="store_true", help="it is none of the survey's factors")
    to.add_argument("--undo", action="store_true", help="as it came")
    made.add_argument("--kind", choices=KINDS, default=KINDS[0],
                      help="the same as the factor (unless said), a part of it, or more than it")
    made = _way(ways, "leave-out", leave_out, "leave a session out of the weights",
                "3f2a --reason 'another question was asked'")
    _session(made)
    what = made.add_mutually_exclusive_group(required=True)
    what.add_argument("--reason", metavar="TEXT", help="kept for ever")
    what.add_argument("--take-in", action="store_true", help="let it count again")
    made = _way(ways, "log", log, "write a session's log as text, readable", "3f2a --out log.jsonl")
    _session(made)
    made.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file")
    made = _way(ways, "weights", weights, "show the weights, lock them, or get a locked version",
                "--lock")
    made.add_argument("--lock", action="store_true",
                      help="lock them as they are now; results use them from now on")
    made.add_argument("--file", type=Path, metavar="FILE", help="write a locked version there")
    made.add_argument("--version", type=int, metavar="N", help="which; the last unless said")


def _way(ways: Ways, name: str, work: object, help: str, example: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = ways.add_parser(
        name, help=help, description=f"{help[0].upper()}{help[1:]}.",
        epilog=f"example: vardera session {name} ~/vardera {example}".rstrip(),
    )
    made.add_argument("workspace", type=Path, metavar="WORKSPACE")
    if name in ("map", "leave-out", "weights"):
        made.add_argument("--by", metavar="NAME", help="who decides (else whoever is logged in)")
    terminal.add_campaign(made)
    terminal.add_passphrase(made)
    terminal.add_json(made)
    made.set_defaults(run=run, work=work)
    return made


def _session(made: argparse.ArgumentParser) -> None:
    made.add_argument("session", metavar="SESSION", help="the beginning of its id or title")


def run(args: argparse.Namespace) -> int:
    """Exit codes are the contract's."""
    return terminal.guarded(lambda: int(args.work(args)))


def list_(args: argparse.Namespace) -> int:
    """List sessions. Exit 1 while something of one is missing or in doubt."""
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        found = workspace.sessions.gathered(campaign.id)
    told = [_plain(one, found) for one in found.came]
    if args.json:
        terminal.say_json({"campaign": str(campaign.id), "sessions": told})
    elif told:
        head = ("id", "title", "day", "participants", "stands", "problems", "in weights")
        terminal.say(*terminal.table([head, *(
            (one["session"][:8], one["title"], one["first_day"], str(one["participants"]),
             "closed" if one["closed"] else one["phase"] or "opened", str(len(one["problems"])),
             one["in_weights"])
            for one in told
        )]))
        for one in told:
            terminal.say(*(f"{one['session'][:8]}: {terminal.problem_line(problem)}"
                           for came in found.came if str(came.id) == one["session"]
                           for problem in came.state.problems))
    else:
        terminal.say("No session has come in yet.")
    return 1 if any(one["problems"] for one in told) else 0


def _plain(one: CameSession, found: Gathered) -> dict[str, Any]:
    state, used = one.state, {session.id for session in found.draft.sessions}
    in_weights = "yes" if one.id in used else "left out" if one.id in found.left else "no"
    return {
        "session": str(one.id), "title": state.title, "method": state.method,
        "method_version": state.version, "first_day": one.days[0].isoformat(),
        "last_day": one.days[1].isoformat(), "participants": len(state.participants),
        "phase": state.turn.phase if state.turn else "", "closed": state.closed,
        "events": one.events, "held": one.held, "hash": one.hash.hex(),
        "in_weights": in_weights,
        "left_out": found.left[one.id].reason if one.id in found.left else None,
        "problems": [terminal.problem_json(problem) for problem in state.problems],
    }


def headings(args: argparse.Namespace) -> int:
    """List what points could be given to, what it stands for, and what it may stand for."""
    from survey.facilitation import harmonising

    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        one = session_named.session(workspace, campaign, args.session)
        mapped = workspace.sessions.mapped(campaign.id)
        before = harmonising.earlier(
            (came.state, mapped.get(came.id, {})) for came in workspace.sessions.came(campaign.id)
        )
    names = session_named.factor_names(campaign)
    told = []
    for named in harmonising.named(one.state, mapped.get(one.id, {}), names):
        hint = harmonising.suggestion(named.title, campaign.factors, before)
        told.append({
            "heading": str(named.heading), "title": named.title,
            "factor": str(named.stands_for) if named.stands_for else None,
            "kind": named.decided.kind.value if named.decided else None,
            "in_room": str(named.in_room) if named.in_room else None,
            "suggestion": str(hint.factor) if hint and hint.factor else None,
        })
    if args.json:
        terminal.say_json({"session": str(one.id), "headings": told})
        return 0
    by_id = {str(id): name for id, name in names.items()}
    terminal.say(*terminal.table([("heading", "title", "stands for", "kind", "may be"), *(
        (row["heading"] or "", row["title"] or "", by_id.get(row["factor"] or "", "nothing"),
         row["kind"] or "", by_id.get(row["suggestion"] or "", "")) for row in told
    )]))
    return 0


def map_(args: argparse.Namespace) -> int:
    """Map one heading, or take that back."""
    from survey.facilitation.harmonising import Kind, Mapped, named

    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        one = session_named.session(workspace, campaign, args.session)
        names = session_named.factor_names(campaign)
        titles = {found.heading: found.title for found in named(one.state, {}, names)}
        heading = session_named.named(titles, args.heading, "heading", "vardera session headings")
        mapped = None if args.undo else Mapped(Kind.NEW, None)
        if args.to is not None:
            factor = session_named.named(names, args.to, "factor", "the survey's factors")
            mapped = Mapped(Kind(args.kind), factor)
        changed = workspace.sessions.map(campaign.id, one.id, heading, mapped, _by(args))
    if args.json:
        terminal.say_json({"changed": changed})
    else:
        terminal.say("Mapped." if changed else "It was so already; nothing was done.")
    return 0


def leave_out(args: argparse.Namespace) -> int:
    """Leave a session out of the weights, or take it in again."""
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        one = session_named.session(workspace, campaign, args.session)
        try:
            changed = workspace.sessions.choose(
                campaign.id, one.id, counts=args.take_in, reason=args.reason or "", actor=_by(args)
            )
        except ValueError as fault:
            raise terminal.WrongUsage(str(fault)) from None
    if args.json:
        terminal.say_json({"changed": changed, "counts": args.take_in})
    else:
        said = "It counts again." if args.take_in else "It is left out of the weights."
        terminal.say(said if changed else "It was so already; nothing was done.")
    return 0


def log(args: argparse.Namespace) -> int:
    """Write a session's log as text; it is listed with the exports."""
    from storage.workspace.exports import Made
    from survey.facilitation.log import written

    if args.out.exists():
        raise terminal.WrongUsage(f"{args.out} is there already; name a new file")
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        one = session_named.session(workspace, campaign, args.session)
        made = Made(kind="session-log", path=str(args.out.absolute()), records=one.events)
        workspace.erasing.note_export(campaign.id, made, "vardera session log")
    raw = "".join(f"{written(event)}\n" for event in one.told).encode()
    terminal.written(lambda: args.out.write_bytes(raw), args.out)
    if args.json:
        terminal.say_json({"file": str(args.out), "events": one.events, "sha256": one.hash.hex()})
    else:
        terminal.say(f"{one.events} events, SHA-256 {one.hash.hex()}. The file is readable to "
                     "whoever has it, and holds what each participant gave.")
    return 0


def weights(args: argparse.Namespace) -> int:
    """Show, lock or write out the weights. Exit 1 where they are only looked at and there is
    something to be wary of."""
    from storage.workspace.sessions import fingerprint

    _check_weights(args)
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        found = workspace.sessions.gathered(campaign.id)
        if args.lock:
            workspace.sessions.lock(campaign.id, fingerprint(found.draft), _by(args))
            found = workspace.sessions.gathered(campaign.id)
        shown = _version(found, args.version)
        if args.file is not None:
            _write(workspace, shown, args.file)
    told = telling.plain(shown, found, campaign)
    if args.json:
        terminal.say_json({**told, "file": telling.file(args.file, shown)})
    else:
        terminal.say(*telling.lines(shown, found, campaign), *telling.of_file(args.file, shown))
    return 1 if found.cautions and not (args.lock or args.file) else 0


def _check_weights(args: argparse.Namespace) -> None:
    """Before anything is done: what is locked stays locked."""
    if args.lock and args.version is not None:
        raise terminal.WrongUsage("--lock makes a version of its own; leave --version out")
    if args.file is not None and args.file.exists():
        raise terminal.WrongUsage(f"{args.file} is there already; name a new file")
    if args.file is not None and not args.file.absolute().parent.is_dir():
        raise terminal.WrongUsage(f"there is no folder for {args.file}")
    if args.lock:
        _by(args)


def _version(found: Gathered, version: int | None) -> WeightSet:
    if version is None:
        return found.locked[-1] if found.locked else found.draft
    for one in found.locked:
        if one.version == version:
            return one
    raise terminal.WrongUsage(f"no version {version} of the weights was locked")


def _write(workspace: Workspace, shown: WeightSet, file: Path) -> None:
    """Write a locked set; a withdrawal must be able to name the file."""
    from storage.workspace.exports import Made

    if not shown.locked:
        raise terminal.WrongUsage("no version of the weights was locked; give --lock too")
    raw = workspace.sessions.file(shown.campaign, shown.version)
    made = Made(kind="weights", path=str(file.absolute()),
                records=sum(one.events for one in shown.sessions))
    workspace.erasing.note_export(shown.campaign, made, "vardera session weights")
    terminal.written(lambda: file.write_bytes(raw), file)


def _by(args: argparse.Namespace) -> str:
    by = (args.by or getpass.getuser()).strip()
    if not 0 < len(by) <= 200:
        raise terminal.WrongUsage("--by takes a name of at most 200 characters")
    return by
