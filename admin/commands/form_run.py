"""``vardera form run``: a form without a screen, step by step."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from admin.commands import json_lines, terminal
from admin.commands.form_check import told_line

if TYPE_CHECKING:
    from survey.forms.definition import FormDefinition
    from survey.forms.engine.circumstances import Circumstances
    from survey.forms.engine.running import RunningForm
    from survey.forms.problems import FormProblem

_SEED = 1


class _Faulty(Exception):
    """The form cannot be run; its problems are told."""

    def __init__(self, problems: tuple[FormProblem, ...]) -> None:
        super().__init__()
        self.problems = problems


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``run`` to ``vardera form``."""
    parser = commands.add_parser(
        "run",
        help="answer a form from a script and print its state after each step",
        description="Prints one JSON line {step, state} after loading and after each step.",
        epilog="example: vardera form run visit.xlsx --script steps.jsonl --tz Europe/Stockholm",
    )
    parser.add_argument("form", type=Path, help=".xlsx .xls .csv .md .xml .json")
    parser.add_argument(
        "--script", type=Path, metavar="STEPS.jsonl",
        help="one step a line: {op: answer|add_repeat|remove_repeat|set_language, …}; - reads them",
    )
    parser.add_argument("--now", type=float, metavar="MS", help="stop the clock at this time")
    parser.add_argument("--tz", default="UTC", metavar="ZONE", help="the device's time zone")
    parser.add_argument("--language", default="", metavar="L", help="the language to begin in")
    parser.add_argument("--seed", type=int, default=_SEED, help="of all randomness")
    parser.add_argument(
        "--order", type=_order, metavar="N",
        help="of shuffled choices alone: what vardera responses show tells of somebody's",
    )
    parser.add_argument(
        "--files", type=Path, metavar="DIR", help="files the form reads; else those beside it"
    )
    parser.add_argument("--record", type=Path, metavar="XML", help="go on with a saved record")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run the form. Exit codes are the contract's."""
    return terminal.guarded(lambda: _run(args))


def _run(args: argparse.Namespace) -> int:
    from survey.forms.engine.refused import FormRefused
    from survey.forms.engine.running import open_form

    try:
        definition = _definition(args.form)
        form = open_form(definition, _circumstances(args), _record(args.record))
    except _Faulty as faulty:
        return _tell(faulty.problems)
    except FormRefused as refused:
        return _tell(refused.problems)
    steps = json_lines.read(args.script) if args.script is not None else ()
    _say(0, form)
    for number, step in enumerate(steps, 1):
        _say(number, form, _take(form, step))
    return 0


def _tell(problems: tuple[FormProblem, ...]) -> int:
    terminal.say_line({"problems": [problem.plain() for problem in problems]})
    sys.stderr.write("".join(f"{told_line(problem)}\n" for problem in problems))
    return 1


def _definition(path: Path) -> FormDefinition:
    from survey.forms.read.form import read_form

    reading = read_form(terminal.file_bytes(path, may_be_empty=True), path.stem)
    if reading.form is None:
        raise _Faulty(reading.problems)
    return reading.form


def _record(path: Path | None) -> str:
    """A saved record's XML; nothing without one."""
    if path is None:
        return ""
    try:
        return terminal.file_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise terminal.WrongUsage(f"{path} cannot be read as text") from None


def _circumstances(args: argparse.Namespace) -> Circumstances:
    from random import Random

    from storage.seal.foreign import genuine
    from survey.forms.engine.circumstances import Circumstances
    from survey.forms.engine.loading import beside

    try:
        zone = ZoneInfo(args.tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise terminal.WrongUsage(f"no time zone is called {args.tz}") from None
    stopped = _stopped(args.now)
    return Circumstances(
        clock=lambda: stopped or datetime.now(UTC),
        zone=zone,
        random=Random(args.seed),  # noqa: S311 - the same script gives the same states
        language=args.language,
        files=beside(args.files or args.form.parent),
        order=args.order,
        verify=genuine,
    )


def _order(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:11]) < 2**31):
        raise argparse.ArgumentTypeError("is a whole number below 2147483648")
    return int(text)


def _stopped(milliseconds: float | None) -> datetime | None:
    if milliseconds is None:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise terminal.WrongUsage("--now is no time that a clock can show") from None


def _take(form: RunningForm, step: dict[str, Any]) -> str:
    """Take one step; gives back why it was refused, or nothing."""
    from survey.forms.engine.refused import Refused
    from survey.forms.engine.scripted import BadStep, take

    try:
        take(form, step, form.set_language)
    except (Refused, BadStep) as refused:
        return str(refused)
    return ""


def _say(number: int, form: RunningForm, error: str = "") -> None:
    from survey.forms.engine.state import state_of

    form.catch_up()
    line: dict[str, object] = {"step": number, "state": state_of(form)}
    if form.behind:
        line["behind"] = True
    if error:
        line["error"] = error
    terminal.say_line(line)
