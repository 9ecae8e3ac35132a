"""The front door: which command is meant, and nothing else.

Every command lives in its own room and is loaded when it is asked for.
"""

from __future__ import annotations

import argparse
import importlib
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
    "admin.commands.listen",
    "admin.commands.results",
    "admin.commands.report",
    "admin.commands.bundle",
    "admin.commands.exchange",
    "admin.commands.simulate",
    "admin.commands.collect",
    "admin.commands.vouch",
    "admin.commands.form",
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
    code: int = args.run(args)
    return code


if __name__ == "__main__":
    sys.exit(main())
