"""The front door: which command is meant, and nothing else.

Every command lives in its own room and is loaded when it is asked for.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys

COMMANDS = (
    "admin.demo.command",
    "admin.commands.window",
    "admin.commands.workspace",
    "admin.commands.campaign",
    "admin.commands.intake",
    "admin.commands.devices",
    "admin.commands.responses",
    "admin.commands.withdraw",
    "admin.commands.voucher",
    "admin.commands.listen",
    "admin.commands.results",
    "admin.commands.report",
    "admin.commands.export",
    "admin.commands.bundle",
    "admin.commands.exchange",
    "admin.commands.simulate",
    "admin.commands.collect",
    "admin.commands.vouch",
    "admin.commands.form",
    "admin.commands.method",
    "admin.commands.session",
    "admin.commands.weights",
)


def parser() -> argparse.ArgumentParser:
    """The whole command line; each command adds its own part."""
    top = argparse.ArgumentParser(
        prog="vardera",
        description="Find out what residents value, and act on it.",
        epilog="Start with: vardera demo",
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        importlib.import_module(name).add(commands)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command. Returns its exit code: see the contract in ``docs/guide``."""
    args = parser().parse_args(argv)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        return _unread()
    return code


def _unread() -> int:
    """Whoever read along has closed (``| head``): quiet, and the exit code that the shell knows."""
    # what is still to be written, here and at the end of the program, goes nowhere
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    return 128 + 13


if __name__ == "__main__":
    sys.exit(main())
