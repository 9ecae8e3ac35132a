"""``vardera session``: what can be done with a session's log."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import assets
from admin.commands import (
    session_compare,
    session_papers,
    session_prints,
    session_weights,
    terminal,
)

if TYPE_CHECKING:
    from survey.facilitation.log import Logged
    from survey.problems import Problem
    from survey.session import SessionRules, SessionState

LARGEST = 256 * 1024 * 1024


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``session`` and its parts to the command line."""
    parser = commands.add_parser(
        "session",
        help="replay a group meeting's log; its papers",
        epilog="example: vardera session replay log.jsonl --json",
    )
    ways = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    replay = ways.add_parser(
        "replay",
        help="fold a session's log to its state and result",
        description=(
            "Reads a log of one session, an event a line in any order, and tells what the session "
            "came to. The output holds what participants gave."
        ),
        epilog="example: vardera session replay log.jsonl --json",
    )
    replay.add_argument("file", type=Path, metavar="LOG.jsonl")
    terminal.add_json(replay)
    replay.set_defaults(run=run)
    session_papers.add_protocol(ways)
    session_prints.add(ways)
    session_compare.add_to_session(ways)
    session_weights.add_to_session(ways)


def run(args: argparse.Namespace) -> int:
    """Fold and tell. Exit code 1 when a line cannot be read or an event does not count."""
    return terminal.guarded(lambda: _replay(args))


def _replay(args: argparse.Namespace) -> int:
    from survey.facilitation.log import read_log
    from survey.facilitation.telling import result_json, state_json
    from survey.problems import has_errors
    from survey.session import fold
    from survey.stats.quantiles import t_quantile

    raw = terminal.file_bytes(args.file, LARGEST, may_be_empty=True)
    log = read_log(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    state = fold(log.events, method_rules(log.events))
    problems = (*log.problems, *state.problems)
    if args.json:
        terminal.say_json({
            "events": len(log.events), "state": state_json(state),
            "result": result_json(state, t_quantile),
            "problems": [terminal.problem_json(one) for one in problems],
        })
    else:
        terminal.say(*_lines(state, problems))
    return 1 if has_errors(problems) or not log.events else 0


def method_rules(events: tuple[Logged, ...]) -> SessionRules:
    """The method that the program carries under the name that the opening gives, for logs that
    have not their method in them."""
    from survey.facilitation.reading import read_method
    from survey.records import SessionOpened
    from survey.session import SessionRules

    shipped = {path.stem: path for path in assets.path("methods").glob("*.toml")}
    for told in events:
        if isinstance(told.event, SessionOpened) and told.writer and told.event.method in shipped:
            source = shipped[told.event.method].read_text("utf-8")
            found = read_method(source).method
            if found is not None and told.event.version in (0, found.version):
                return SessionRules(method=found)
    return SessionRules()


def _lines(state: SessionState, problems: tuple[Problem, ...]) -> list[str]:
    from survey.facilitation.telling import result_json
    from survey.stats.quantiles import t_quantile

    lines = [
        f"{state.title} ({state.method}): {len(state.participants)} participants, "
        f"{'closed' if state.closed else 'open'}, {len(state.notes)} notes, "
        f"{len(state.headings)} headings, {state.undone} undone",
    ]
    result = result_json(state, t_quantile)
    for phase in result["phases"]:
        if phase["kind"] in ("allocate", "pins") and phase["items"]:
            w = phase["agreement"]["kendall_w"]
            told = "not shown" if w is None else f"{w:.3f}"
            lines += ["", f"{phase['phase']}  (agreement: {told})", *terminal.table(
                (one["title"], one["field"], str(one["points"]), f"{one['share']:.3f}")
                for one in phase["items"]
            )]
        elif phase["kind"] == "grade" and phase["items"]:
            lines += ["", phase["phase"], *terminal.table(
                (one["title"], f"{one['mean']:.2f}", f"n {one['n']}") for one in phase["items"]
            )]
    return [*lines, *(terminal.problem_line(one) for one in problems)]
