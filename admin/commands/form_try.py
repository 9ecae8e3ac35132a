"""``vardera form try``: a form on the kiosk's screen, and nothing is saved."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from admin import methods
from admin.commands import terminal
from admin.commands.form_check import told_line
from assets.words import LANGUAGES, Words


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``try`` to ``vardera form``."""
    parser = commands.add_parser(
        "try",
        help="see a form as people at the kiosk will; nothing is saved",
        description="Opens the kiosk's window with this form. Nothing that is answered is saved, "
                    "and the screen says so. Pictures and tables are taken from beside the file.",
        epilog="example: vardera form try visit.xlsx --language sv",
    )
    parser.add_argument(
        "file", type=Path,
        help=".xlsx .xls .csv .md .xml .json, or a form's name in vardera method list",
    )
    parser.add_argument("--language", default="", metavar="L", help="the language to begin in")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window; returns when it is closed. Exit 1 when the form cannot be used."""
    return terminal.guarded(lambda: _try(args))


def _try(args: argparse.Namespace) -> int:
    from survey.forms.canonical import write_form
    from survey.forms.read.form import read_form

    args.file = methods.form_file(args.file)
    reading = read_form(terminal.file_bytes(args.file, may_be_empty=True), args.file.stem)
    if reading.form is None:
        words = Words(args.language if args.language in LANGUAGES else "sv")
        sys.stderr.write("".join(f"{told_line(problem, words)}\n" for problem in reading.problems))
        return 1
    kiosk = [
        sys.executable, "-P", "-m", "kiosk.app", "--try-form", "-",
        "--form-files", str(args.file.resolve().parent), "--language", args.language,
    ]
    return subprocess.run(kiosk, input=write_form(reading.form), check=False).returncode
