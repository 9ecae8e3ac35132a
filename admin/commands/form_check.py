"""``vardera form check``: everything that is wrong with a form, and where."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from admin import methods
from admin.commands import terminal
from assets.words import LANGUAGES, Words, later
from survey.problems import Severity
from sync.naming import printable

if TYPE_CHECKING:
    from survey.forms.definition import FormDefinition
    from survey.forms.problems import FormProblem
    from survey.problems import Problem

_ENGLISH, _SWEDISH = Words("en"), Words("sv")

LOST = ("expression-left-out", "function-fault")
"""Codes of problems with which a condition or a calculation of the form's maker is emptied."""


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``check`` to ``vardera form``."""
    parser = commands.add_parser(
        "check",
        help="list all problems of a form, each with its place",
        description="Reads a form and lists every problem with sheet, row and column.",
        epilog="example: vardera form check visit.xlsx --language en",
    )
    parser.add_argument(
        "file", type=Path,
        help=".xlsx .xls .csv .md .xml .json, or a form's name in vardera method list",
    )
    add_language(parser)
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add ``--language``, in which problems are told."""
    parser.add_argument("--language", choices=LANGUAGES, default="sv", help="sv unless said")


def run(args: argparse.Namespace) -> int:
    """List the problems. Exit code 1 when the form cannot be used."""
    return terminal.guarded(lambda: _check(args))


def _check(args: argparse.Namespace) -> int:
    words, args.file = Words(args.language), methods.form_file(args.file)
    form, problems = checked(args.file)
    lost = [cell(problem) for problem in problems if problem.code in LOST]
    if args.json:
        told = {
            "file": args.file.name,
            "usable": form is not None,
            "form": form.name if form else None,
            "questions": sum(1 for _ in form.walk()) if form else None,
            "lost_rules": lost,
            "survey": form is not None and not lost and not _refused(problems),
            "problems": [in_both(problem) for problem in problems],
        }
        terminal.say_json(told)
        return 0 if form is not None else 1
    for problem in problems:
        terminal.say(told_line(problem, words))
    if form is not None:
        total = sum(1 for _ in form.walk())
        usable = words(
            "{form} can be read and tried, but no survey can be made of it as it is: "
            "{n} questions, groups and values.", form=form.name, n=total,
        ) if _refused(problems) else words(
            "{form} can be used: {n} questions, groups and values.", form=form.name, n=total,
        )
        only = [_only_without(lost, words)] if lost and not _refused(problems) else []
        terminal.say(usable, *only)
    return 0 if form is not None else 1


def checked(file: Path) -> tuple[FormDefinition | None, tuple[FormProblem, ...]]:
    """The form in a file, None when it cannot be used, and all that is found in it."""
    from survey.forms.problems import in_order
    from survey.forms.read.form import read_form

    reading = read_form(terminal.file_bytes(file, may_be_empty=True), file.stem)
    form, problems = reading.form, reading.problems
    if form is not None:
        found = _opened(form, file.parent)
        others = (problem for problem in found if problem not in problems)
        problems = in_order((*problems, *others))
        form = None if any(p.severity.value == "error" for p in found) else form
    return form, problems


def _refused(problems: Iterable[FormProblem]) -> bool:
    """Is it known that no survey can be made of the form?"""
    return any(problem.code == "no-survey" for problem in problems)


def _only_without(lost: list[str], words: Words) -> str:
    return words(
        "A survey is made of it only with --without-lost-rules: a condition or calculation in "
        "{cells} cannot be read, and people would be asked otherwise than is meant.",
        cells=", ".join(lost),
    )


def _opened(form: FormDefinition, folder: Path) -> tuple[FormProblem, ...]:
    """What would be found when the form goes to a kiosk, with the files in its folder."""
    from random import Random

    from survey.forms.engine.circumstances import Circumstances
    from survey.forms.engine.loading import beside
    from survey.forms.engine.trying import tried
    from survey.forms.media import gathered
    from survey.forms.personal import warned
    from survey.forms.problems import Findings
    from survey.forms.suspect import suspicions
    from survey.trial import what_refuses

    now, files, findings = terminal.now(), beside(folder), Findings()
    chance = Random(1)  # noqa: S311 - nothing is kept of it
    world = Circumstances(clock=lambda: now, zone=UTC, random=chance, files=files)
    media = gathered(form, files, findings)
    opened = tried(form, world)
    if not findings.errors and not any(one.severity is Severity.ERROR for one in opened):
        stops = what_refuses(form, files, media)
        return (*opened, *findings.problems(), *no_survey(form, stops, Severity.WARNING),
                *warned(form), *suspicions(form))
    return (*opened, *findings.problems(), *warned(form), *suspicions(form))


def no_survey(
    form: FormDefinition, problems: Iterable[Problem], severity: Severity
) -> tuple[FormProblem, ...]:
    """What refuses a survey around the form, by the rows of its questions.

    ``where`` of a problem is the question's name, as :func:`survey.trial.named` says it.
    """
    from survey.forms.problems import Findings, Spot

    rows, findings = {node.name: node.row for node in form.walk()}, Findings()
    note = findings.error if severity is Severity.ERROR else findings.warning
    for one in problems:
        row = rows.get(one.where, 0)
        spot = Spot(sheet="survey" if row else "", row=row, text=one.where)
        note("no-survey", spot, message=one.message, hint=one.hint)
    return findings.problems()


def in_both(problem: FormProblem) -> dict[str, object]:
    """The contract's object, which is in English, with ``message_sv`` and ``hint_sv``."""
    message, hint = problem.told(_SWEDISH)
    return {**problem.plain(), "message_sv": message, "hint_sv": hint}


def cell(problem: FormProblem) -> str:
    """Where a problem is, as people say it: ``survey:D7``."""
    spot = problem.spot
    return ":".join(part for part in (spot.sheet, spot.cell or str(spot.row or "")) if part)


_GRAVE = {"error": later("error"), "warning": later("warning")}


def told_line(problem: FormProblem, words: Words = _ENGLISH) -> str:
    """One problem for a terminal: where, how grave, what, and what to do."""
    where, spot = cell(problem), problem.spot
    column = f" ({printable(spot.column)})" if spot.column else ""
    message, hint = problem.told(words)
    grave = words(_GRAVE[problem.severity.value])
    said = f"{grave}: {printable(message)} {printable(hint)}"
    return f"{printable(where)}{column} {said}".lstrip()
