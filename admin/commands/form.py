"""``vardera form``: what can be done with a form file. Each part is a module with ``add``."""

from __future__ import annotations

import argparse
import importlib

PARTS = (
    "admin.commands.form_check",
    "admin.commands.form_compare",
    "admin.commands.form_convert",
    "admin.commands.form_eval",
    "admin.commands.form_run",
    "admin.commands.form_try",
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``form`` and its parts to the command line."""
    parser = commands.add_parser(
        "form",
        help="check, convert, try out a form file",
        epilog="example: vardera form run visit.xlsx --script steps.jsonl",
    )
    ways = parser.add_subparsers(title="what to do", metavar="WHAT", required=True)
    for name in PARTS:
        importlib.import_module(name).add(ways)
