"""``vardera form compare``: what a new version of a form changes, and which answers it parts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from admin.commands import terminal
from admin.commands.form_check import add_language, told_line
from assets.words import Words
from sync.naming import printable

if TYPE_CHECKING:
    from survey.forms.compare import Change
    from survey.forms.definition import FormDefinition
    from survey.forms.pooling import Column


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``compare`` to ``vardera form``."""
    parser = commands.add_parser(
        "compare",
        help="tell what changed between two versions of a form",
        description=(
            "Compares two versions of a form by the ids of its questions: added, removed, renamed, "
            "relabelled, moved, and what means something else and parts the answers."
        ),
        epilog="example: vardera form compare visit-1.xlsx visit-2.xlsx --json",
    )
    parser.add_argument("old", type=Path, metavar="OLD", help="the version that has answers")
    parser.add_argument("new", type=Path, metavar="NEW", help="the version to come")
    add_language(parser)
    terminal.add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell the differences. Exit code 1 when one of the forms cannot be used."""
    return terminal.guarded(lambda: _compare(args))


def _compare(args: argparse.Namespace) -> int:
    from survey.forms.compare import compare
    from survey.forms.pooling import columns

    words = Words(args.language)
    old, new = _form(args.old, words), _form(args.new, words)
    if old is None or new is None:
        return 1
    changes = compare(old, new)
    if args.json:
        told = {
            "old": _named(old),
            "new": _named(new),
            "changes": [in_both(change) for change in changes],
            "columns": [_column(column) for column in columns((old, new))],
        }
        terminal.say_json(told)
        return 0
    terminal.say(*lines(changes, columns((old, new)), words))
    return 0


def lines(changes: Sequence[Change], over_time: Sequence[Column], words: Words) -> list[str]:
    """What changed, a sentence each, and which answers then stand side by side."""
    from survey.forms.telling import apart, equal, sentence

    parted = [column for column in over_time if len(column.pools) > 1]
    return [
        *([sentence(change, words) for change in changes] or [equal(words)]),
        *(apart(", ".join(column.names), words) for column in parted),
    ]


def in_both(change: Change) -> dict[str, object]:
    """The change for programs, told in English and in Swedish."""
    from survey.forms.telling import sentence

    return {
        **change.plain(), "message": sentence(change), "message_sv": sentence(change, Words("sv")),
    }


def _form(file: Path, words: Words) -> FormDefinition | None:
    from survey.forms.read.form import read_form

    reading = read_form(terminal.file_bytes(file, may_be_empty=True), file.stem)
    if reading.form is None:
        for problem in reading.problems:
            sys.stderr.write(f"{printable(file.name)}: {told_line(problem, words)}\n")
    return reading.form


def _named(form: FormDefinition) -> dict[str, str]:
    return {"name": form.name, "version": form.version, "id": str(form.id)}


def _column(column: Column) -> dict[str, object]:
    return {
        "id": str(column.id),
        "names": list(column.names),
        "versions": [node.name if node is not None else None for node in column.nodes],
        "pools": [list(pool) for pool in column.pools],
    }
