"""``vardera weights``: points in a table to weights, in exact arithmetic."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import terminal

if TYPE_CHECKING:
    from survey.facilitation.ballots import Weighed

RULES = ("mean-of-shares", "share-of-sums", "sum")
"""The last two are one rule: what is shown of a sum is its share."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``weights`` to the command line."""
    parser = commands.add_parser(
        "weights",
        help="weights of factors from a table of points",
        description=(
            "Reads a CSV with the columns participant, factor, points and, if there are several, "
            "group. Who gave no points is excluded and counted; agreement (Kendall's W) is not "
            "shown under five participants."
        ),
        epilog="example: vardera weights points.csv --rule share-of-sums --json",
    )
    parser.add_argument("file", type=Path, metavar="FILE.csv")
    parser.add_argument(
        "--rule", choices=RULES, default=RULES[0],
        help="mean-of-shares unless said: the mean over groups of the mean of each one's shares",
    )
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell the weights. Exit code 1 when a line of the table is wrong."""
    return terminal.guarded(lambda: _weights(args))


def _weights(args: argparse.Namespace) -> int:
    from survey.campaign import WeightRule
    from survey.facilitation.ballots import read_ballots, weigh

    ballots, problems = read_ballots(terminal.file_bytes(args.file, may_be_empty=True))
    if ballots is None:
        if args.json:
            terminal.say_json({"problems": [terminal.problem_json(one) for one in problems]})
        else:
            terminal.say(*map(terminal.problem_line, problems))
        return 1
    weighed = weigh(ballots, WeightRule(RULES[1] if args.rule == RULES[2] else args.rule))
    if args.json:
        told = {"problems": [terminal.problem_json(one) for one in problems]} if problems else {}
        terminal.say_json(_told(weighed, args.rule) | told)
    else:
        terminal.say(*map(terminal.problem_line, problems), *_lines(weighed, args.rule))
    return 0


def _told(weighed: Weighed, rule: str) -> dict[str, object]:
    shares = weighed.shares or (None,) * len(weighed.factors)
    return {
        "rule": rule,
        "participants": weighed.participants,
        "excluded": weighed.excluded,
        "groups": weighed.groups,
        "kendall_w": None if weighed.agreement is None else float(weighed.agreement),
        "factors": [
            {"factor": factor, "points": _number(points),
             "share": None if share is None else float(share)}
            for factor, points, share in zip(
                weighed.factors, weighed.points, shares, strict=True
            )
        ],
    }


def _lines(weighed: Weighed, rule: str) -> list[str]:
    shares = weighed.shares or (Fraction(0),) * len(weighed.factors)
    rows = sorted(
        zip(weighed.factors, weighed.points, shares, strict=True), key=lambda row: -row[2]
    )
    told = terminal.table([
        ("factor", "points", "share"),
        *((factor, str(_number(points)), f"{float(share):.4f}") for factor, points, share in rows),
    ])
    agreement = "not shown under five participants"
    if weighed.agreement is not None:
        agreement = f"{float(weighed.agreement):.3f}"
    return [
        *told, "",
        f"{weighed.participants} participants in {weighed.groups} groups, {weighed.excluded} "
        f"without points. Rule: {rule}. Agreement (Kendall's W): {agreement}.",
    ]


def _number(points: Fraction) -> int | float:
    """Whole where it is whole; else the nearest decimal, which is what was written."""
    return points.numerator if points.denominator == 1 else float(points)
