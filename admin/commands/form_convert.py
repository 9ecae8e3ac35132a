"""``vardera form convert``: a form as a workbook, an XForm or canonical JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from admin import methods
from admin.commands import terminal
from admin.commands.form_check import add_language, told_line
from assets.words import Words
from survey.forms.definition import FormDefinition
from survey.problems import Severity

if TYPE_CHECKING:
    from survey.forms.problems import FormProblem


Written = tuple[bytes, tuple["FormProblem", ...]]
"""The file, and what it cannot hold. Nothing is written when one of these is an error."""


def _write_xlsx(form: FormDefinition) -> Written:
    from survey.forms.problems import Findings
    from survey.forms.read.form import read_form
    from survey.forms.write.workbook_ready import workbook_ready
    from survey.forms.write.xlsx import write_xlsx

    findings = Findings()
    made = workbook_ready(form, findings)
    written = write_xlsx(made)
    problems = findings.problems()
    if made is not form:
        again = read_form(written, form.name)
        problems = (*problems, *(again.problems if again.form is None else ()))
    return written, problems


def _write_json(form: FormDefinition) -> Written:
    from survey.forms.canonical import write_form

    return write_form(form), ()


def _write_xform(form: FormDefinition) -> Written:
    from survey.forms.problems import Findings
    from survey.forms.write.xform import write_xform

    findings = Findings()
    return write_xform(form, findings), findings.problems()


_WRITERS: dict[str, Callable[[FormDefinition], Written]] = {
    "xlsx": _write_xlsx,
    "xform": _write_xform,
    "json": _write_json,
}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``convert`` to ``vardera form``."""
    parser = commands.add_parser(
        "convert",
        help="write a form as another kind of file",
        description="Reads any form and writes it as XLSForm, XForm or canonical JSON.",
        epilog="example: vardera form convert visit.xlsx --to json --out visit.json",
    )
    parser.add_argument(
        "file", type=Path,
        help=".xlsx .xls .csv .md .xml .json, or a form's name in vardera method list",
    )
    parser.add_argument("--to", choices=tuple(_WRITERS), required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write")
    add_language(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the form. Exit code 1 when it has problems that stop it."""
    return terminal.guarded(lambda: _convert(args))


def _convert(args: argparse.Namespace) -> int:
    from survey.forms.read.form import read_form

    words = Words(args.language)
    args.file = methods.form_file(args.file)
    reading = read_form(terminal.file_bytes(args.file, may_be_empty=True), args.file.stem)
    if reading.form is None:
        for problem in reading.problems:
            sys.stderr.write(f"{told_line(problem, words)}\n")
        return 1
    written, problems = _WRITERS[args.to](reading.form)
    for problem in problems:
        sys.stderr.write(f"{told_line(problem, words)}\n")
    if any(problem.severity is Severity.ERROR for problem in problems):
        return 1
    terminal.written(lambda: args.out.write_bytes(written), args.out)
    terminal.say(str(args.out))
    return 0
