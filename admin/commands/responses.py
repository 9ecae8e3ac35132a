"""``vardera responses``: review, corrections, retention, and what lies in quarantine."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import aside, correcting, handing_out, saying, terminal, which

if TYPE_CHECKING:
    from storage.workspace.leftovers import Leftovers
    from storage.workspace.retention import Going
    from storage.workspace.reviews import Listed

ACTOR = "vardera responses"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``responses`` to the command line."""
    parser = commands.add_parser(
        "responses", help="decide which answers count; retention; files and exports",
        epilog="example: vardera responses retention ~/vardera --answers-days 730 --dry-run",
    )
    ways = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)

    def way(name: str, work: object, help: str, example: str) -> argparse.ArgumentParser:
        made = ways.add_parser(
            name, help=help, description=f"{help[0].upper()}{help[1:]}.",
            epilog=f"example: vardera responses {name} ~/vardera {example}".rstrip(),
        )
        made.add_argument("workspace", type=Path, metavar="WORKSPACE")
        terminal.add_passphrase(made)
        terminal.add_json(made)
        made.set_defaults(run=run, work=work)
        return made

    _add_decisions(way)
    _add_files(way)


def _add_decisions(way: Callable[[str, object, str, str], argparse.ArgumentParser]) -> None:
    made = way("list", list_, "list responses by where and when, without answers", "--state held")
    which.add(made)
    made.add_argument("--first", type=int, default=0, metavar="N", help="from this place on")
    made.add_argument("--most", type=int, default=100, metavar="N", help="100 unless said")
    made = way("decide", decide, "count, hold or exclude the responses that fit",
               "--mode paper --to excluded --reason 'scanned twice'")
    which.add(made)
    made.add_argument("--to", choices=which.STATES, required=True)
    made.add_argument("--reason", required=True, metavar="TEXT", help="kept for ever")
    _add_one(way("show", correcting.show, "show one response with its answers and history", "ID"))
    made = way("file", handing_out.file, "save a photo or a sound of one response, readable",
               "ID --field picture --out picture.jpg")
    _add_one(made)
    made.add_argument("--field", required=True, metavar="NAME", help="as show names it")
    made.add_argument("--out", type=Path, required=True, metavar="PATH",
                      help="a new file; it is listed with the exports, and the log tells of it")
    made = way("correct", correcting.correct, "say how a field of one response is to read",
               "ID --field area --value-file value.txt --reason 'slip misread'")
    _add_correction(made)
    _add_retention(way("retention", retention, "erase answers and free words past their days",
                       "--answers-days 730 --words-days 365 --dry-run"))


def _add_files(way: Callable[[str, object, str, str], argparse.ArgumentParser]) -> None:
    way("quarantine", aside.quarantine,
        "list files that lie aside and records that cannot be read", "")
    made = way("let-go", aside.let_go, "take a file that lies aside off the list; its bytes go",
               "3f2a --reason 'not ours'")
    made.add_argument("file", metavar="HASH", help="the beginning of its hash")
    made.add_argument("--reason", required=True, metavar="TEXT")
    made = way("give-up", aside.give_up, "wait no longer for a record that cannot be read",
               "3 --reason 'the device is lost'")
    made.add_argument("record", type=int, metavar="NUMBER", help="as quarantine shows it")
    made.add_argument("--reason", required=True, metavar="TEXT", help="kept for ever")
    way("exports", exports, "list readable files that were made of answers", "")
    made = way("destroyed", destroyed, "say that such a file is gone", "4")
    made.add_argument("number", type=int, metavar="NUMBER")
    way("log", log, "show what people decided and did", "")


def run(args: argparse.Namespace) -> int:
    """Exit 0 done, 2 wrong usage, 3 wrong key, 4 damaged."""
    return terminal.guarded(lambda: int(args.work(args)))


def list_(args: argparse.Namespace) -> int:
    """List responses."""
    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        used = campaign.use_partials
        if args.first < 0 or args.most < 1:
            raise terminal.WrongUsage("--first counts from 0 and --most from 1")
        meant = which.meant(args, campaign)
        found = workspace.inbox.listed(campaign.id, meant, args.first, args.most)
        counts = workspace.counts(campaign.id)
    rows = [_row(one) for one in found]
    if args.json:
        terminal.say_json({
            "responses": rows, "complete": counts.complete, "partial": counts.partial,
            "held": counts.held, "excluded": counts.excluded, "withdrawn": counts.withdrawn,
        })
        return 0
    header = ("id", "day", "mode", "language", "form_version", "state")
    states = [which.standing(one, campaign) for one in found]
    cells = [
        (*(str(row[key]) for key in header[:-1]), state)
        for row, state in zip(rows, states, strict=True)
    ]
    terminal.say(*(terminal.table([header, *cells]) if cells else ["No answers fit."]))
    counted = f"Counted: {counts.complete} complete" + (
        f", {counts.partial} partial." if used else
        f". Stopped before the end, not in results: {counts.partial}."
    )
    terminal.say(
        f"{counted} Held: {counts.held}. "
        f"Excluded: {counts.excluded}. Withdrawn: {counts.withdrawn}."
    )
    return 0


def decide(args: argparse.Namespace) -> int:
    """Decide about every response that fits."""
    from storage.workspace.reviews import State

    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        try:
            changed = workspace.inbox.review(
                campaign.id, which.meant(args, campaign), State[args.to.upper()], args.reason, ACTOR
            )
        except ValueError as fault:
            raise terminal.WrongUsage(str(fault)) from None
    if args.json:
        terminal.say_json({"changed": changed, "state": args.to})
    else:
        terminal.say(f"{saying.many(changed, 'response is', 'responses are')} {args.to} now.")
    return 0


def retention(args: argparse.Namespace) -> int:
    """Tell what goes by a rule, or erase it. Without days, the campaign's own rule is used."""
    from storage.workspace.retention import Rule

    with terminal.open_workspace(args) as workspace:
        campaign = terminal.campaign_in(workspace, args.campaign)
        rule: Rule | None
        if args.answers_days is None and args.words_days is None:
            rule = workspace.erasing.rule(campaign.id)
            if rule is None:
                raise terminal.WrongUsage("no rule is kept: give --answers-days or --words-days")
        else:
            try:
                rule = Rule(answers_days=args.answers_days, words_days=args.words_days)
            except ValueError as fault:
                raise terminal.WrongUsage(str(fault)) from None
        if args.apply:
            workspace.erasing.set_rule(campaign.id, rule, ACTOR)
            going = workspace.erasing.apply_rule(campaign.id, rule, ACTOR)
        else:
            going = workspace.erasing.due(campaign.id, rule)
        backups = [backup.path for backup in workspace.backups()] if going else []
        left = workspace.erasing.leftovers()
    _say_going(args, going, backups, left)
    return 1 if left.log else 0


def exports(args: argparse.Namespace) -> int:
    """List readable files that were made."""
    with terminal.open_workspace(args) as workspace:
        rows = [
            {"number": e.number, "campaign": str(e.campaign), "kind": e.kind, "path": e.path,
             "records": e.records, "actor": e.actor, "at": e.at.isoformat(),
             "destroyed": None if e.destroyed is None else e.destroyed.isoformat()}
            for e in workspace.erasing.exports()
        ]
    lines = [f"{r['number']}  {r['kind']}  {r['path']}{' (gone)' * bool(r['destroyed'])}"
             for r in rows]
    _say(args, {"exports": rows}, *lines)
    return 0


def destroyed(args: argparse.Namespace) -> int:
    """Note that an export is gone."""
    with terminal.open_workspace(args) as workspace:
        changed = workspace.erasing.export_destroyed(args.number, ACTOR)
    said = "Noted." if changed else "There is no such export that was not marked before."
    _say(args, {"changed": changed}, said)
    return 0


def log(args: argparse.Namespace) -> int:
    """Show the log."""
    with terminal.open_workspace(args) as workspace:
        rows = [
            {"at": h.at.isoformat(), "actor": h.actor, "kind": h.kind,
             "campaign": None if h.campaign is None else str(h.campaign),
             "device": None if h.device is None else h.device.hex(), "detail": h.detail}
            for h in workspace.inbox.happenings()
        ]
    _say(args, {"happenings": rows},
         *(f"{r['at']}  {r['actor']}  {r['kind']}  {r['detail']}" for r in rows))
    return 0


def _add_one(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="as vardera responses list shows it")
    parser.add_argument("--campaign", metavar="C", help="beginning of the survey's id or title")


def _add_correction(parser: argparse.ArgumentParser) -> None:
    _add_one(parser)
    parser.add_argument("--field", required=True, metavar="NAME",
                        help="a question's name (in a repeat person[2]/age), or unit, place, "
                             "mode, language, day")
    parser.add_argument("--value-file", type=Path, metavar="FILE",
                        help="what it is to read; '-' for none. An answer is never an argument")
    parser.add_argument("--undo", action="store_true", help="read it as it came again")
    parser.add_argument("--against-form", action="store_true",
                        help="note it even where the form would not take the answer; the rules "
                             "that it breaks are kept with the reason")
    parser.add_argument("--follow", action="store_true",
                        help="note what the form calculates from it too")
    parser.add_argument("--reason", required=True, metavar="TEXT")


def _add_retention(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--campaign", metavar="C", help="beginning of the survey's id or title")
    parser.add_argument("--answers-days", type=int, metavar="N")
    parser.add_argument("--words-days", type=int, metavar="M")
    done = parser.add_mutually_exclusive_group()
    done.add_argument("--dry-run", action="store_true", help="tell what would go (the default)")
    done.add_argument("--apply", action="store_true", help="erase it, and keep the rule")


def _row(one: Listed) -> dict[str, Any]:
    return {
        "id": one.id.hex(), "unit": str(one.unit),
        "place": None if one.place is None else str(one.place), "mode": one.mode,
        "language": one.language, "day": one.day.isoformat(), "complete": one.complete,
        "state": one.state.name.lower(), "corrected": one.corrected,
        "form_version": one.form_version,
    }


def _say_going(
    args: argparse.Namespace, going: tuple[Going, ...], backups: list[str], left: Leftovers
) -> None:
    rows = [
        {"table": g.table, "rows": g.rows, "first": g.first.isoformat(),
         "last": g.last.isoformat()} for g in going
    ]
    verb = "went" if args.apply else "would go"
    lines = [
        f"{r['table']}: {saying.many(r['rows'], 'row', 'rows')} of {r['first']} to {r['last']} "
        f"{verb}" for r in rows
    ]
    if backups:
        held = saying.many(len(backups), "earlier backup holds", "earlier backups hold")
        lines.append(
            f"{held} them still: make a new one first, then destroy what was made before."
        )
    told_of = {"applied": bool(args.apply), "going": rows, "backups_before": backups}
    _say(args, told_of | {"left": terminal.left_json(left)},
         *(lines or [f"Nothing {verb}."]), *(terminal.left(left) if args.apply else ()))


def _say(args: argparse.Namespace, told: dict[str, Any], *lines: str) -> None:
    if args.json:
        terminal.say_json(told)
    else:
        terminal.say(*lines)
