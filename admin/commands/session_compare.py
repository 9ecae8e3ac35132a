"""``vardera session compare``: answers at the first and the last meeting of a series."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from admin.commands import terminal

if TYPE_CHECKING:
    from survey.facilitation.cell_outcome import Change
    from survey.facilitation.method import Phase
    from survey.problems import Problem
    from survey.session import SessionState

LARGEST = 256 * 1024 * 1024


def add_to_session(ways: Any) -> None:
    """Add ``compare`` to ``vardera session``."""
    made = ways.add_parser(
        "compare",
        help="compare the first and the last meeting of a series",
        description=(
            "Reads two logs of meetings held in the same way and tells how the answers to each "
            "question differ, as of independent groups: people differ from meeting to meeting. "
            "What fewer than five answered is not compared."
        ),
        epilog="example: vardera session compare first.jsonl last.jsonl --json",
    )
    made.add_argument("first", type=Path, metavar="FIRST.jsonl")
    made.add_argument("last", type=Path, metavar="LAST.jsonl")
    terminal.add_json(made)
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when the logs have no question in common that enough people answered, or when
    something of a log cannot be read or does not count."""
    return terminal.guarded(lambda: _compare(args))


def _compare(args: argparse.Namespace) -> int:
    from survey.facilitation.agreement import LEAST
    from survey.facilitation.cell_outcome import change
    from survey.problems import has_errors
    from survey.stats.quantiles import t_quantile

    (first, wrong_first), (last, wrong_last) = _state(args.first), _state(args.last)
    problems = (*wrong_first, *wrong_last)
    found = [
        (phase, one)
        for phase in _phases(first, last) for one in change(first, last, phase, t_quantile)
        if min(one.first.n, one.last.n) >= LEAST
    ]
    if args.json:
        terminal.say_json({
            "first": first.title, "last": last.title, "level": 0.95,
            "method": "difference of means, Welch's t; of steps' places from 1",
            "changes": [_plain(phase, one) for phase, one in found],
            "problems": [terminal.problem_json(one) for one in problems],
        })
    elif found:
        head = ("phase", "row", "question", "first", "last", "difference", "interval")
        terminal.say(*terminal.table([head, *(_row(phase, one) for phase, one in found)]))
    else:
        terminal.say(f"The meetings share no question that {LEAST} or more answered at both.")
    if not args.json:
        terminal.say(*map(terminal.problem_line, problems))
    return 0 if found and not has_errors(problems) else 1


def _state(file: Path) -> tuple[SessionState, tuple[Problem, ...]]:
    """The state of a log, and what is wrong with it, each thing with its file."""
    from admin.commands.session import method_rules
    from survey.facilitation.log import read_log
    from survey.session import fold

    raw = terminal.file_bytes(file, LARGEST, may_be_empty=True)
    log = read_log(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    if not log.events:
        raise terminal.WrongUsage(f"{file} holds no event of a session")
    state = fold(log.events, method_rules(log.events))
    return state, tuple(
        replace(one, where=f"{file.name}: {one.where}") for one in (*log.problems, *state.problems)
    )


def _phases(first: SessionState, last: SessionState) -> list[Phase]:
    """The matrices that both ways of working have, with the same columns."""
    from survey.facilitation.method import PhaseKind

    if first.rules is None or last.rules is None:
        return []
    kinds = (PhaseKind.MATRIX, PhaseKind.EVALUATE)
    return [
        phase for phase in first.rules.phases
        if phase.kind in kinds and (other := last.rules.phase(phase.id)) is not None
        and (other.kind, other.columns) == (phase.kind, phase.columns)
    ]


def _plain(phase: Phase, one: Change) -> dict[str, Any]:
    return {
        "phase": phase.id, "row": one.row, "column": one.column,
        "first": {"n": one.first.n, "mean": one.first.mean},
        "last": {"n": one.last.n, "mean": one.last.mean},
        "difference": one.difference,
        "interval": None if one.interval is None else list(one.interval),
    }


def _row(phase: Phase, one: Change) -> tuple[str, ...]:
    ends = one.interval
    return (
        phase.id, one.row, one.column, f"{one.first.mean:.2f} (n {one.first.n})",
        f"{one.last.mean:.2f} (n {one.last.n})", f"{one.difference:+.2f}",
        f"{ends[0]:.2f} to {ends[1]:.2f}" if ends else "",
    )
