"""``vardera demo``: the main job on the example survey."""

from __future__ import annotations

import argparse
from pathlib import Path


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``demo`` to the command line."""
    parser = commands.add_parser(
        "demo",
        help="run the main job on a real survey and write results, report and pictures",
        epilog="example: vardera demo --out demo-out --no-window",
    )
    parser.add_argument("--out", type=Path, default=Path("demo-out"), help="folder to write to")
    parser.add_argument("--no-window", action="store_true", help="do not open the admin window")
    parser.add_argument("--language", choices=("sv", "en"), default="sv")
    parser.add_argument("--json", action="store_true", help="print the reconciliation as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when everything reconciles, 1 when it does not, 2 when the folder is in use."""
    from admin.demo.story import run_demo

    return run_demo(args)
