"""``vardera admin``: the desktop program."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``admin`` to the command line."""
    parser = commands.add_parser(
        "admin", help="open the desktop program", epilog="example: vardera admin demo-out/workspace"
    )
    parser.add_argument("workspace", nargs="?", type=Path, help="a workspace folder to open")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Open the window; returns when it is closed. Exit 2 without a display."""
    asked = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in asked):
        sys.stderr.write(
            "there is no display here. Open it where there is one, or use the other commands\n"
        )
        return 2
    from admin.app import main

    return main([str(args.workspace)] if args.workspace else [])
