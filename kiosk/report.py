"""What an errand came to, told to staff as plain lines or to a program as one JSON object."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from survey.problems import Problem
from sync.courier import Exchanged
from sync.naming import printable

COMPARE = "Compare the organisation's number with the one the administrator's program shows."

RESTORED = (
    "This device has been restored from an older copy, or copied. What it collects is safe; "
    "tell the administrator."
)

_NAMES = {
    "device": "This kiosk",
    "fingerprint": "Its number",
    "paired": "Paired",
    "installed": "Package installed",
    "packages": "New packages",
    "receipts_applied": "Receipts followed",
    "forgotten": "Answers let go of, safe elsewhere",
    "bundles": "Bundles written",
    "records": "Answers and notes in them",
    "names": "Files",
    "cancelled": "Stopped before the end",
    "ended": "The survey has ended; nobody is asked",
    "organisation": "Organisation",
    "organisation_fingerprint": "Organisation's number",
    "waiting": "Still without a receipt",
}


@dataclass
class Report:
    """``facts`` in the order they are told; ``first_meeting`` when an organisation was pinned."""

    facts: dict[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    first_meeting: bool = False

    def exchanged(self, done: Exchanged) -> None:
        """Add what an exchange came to."""
        self.facts |= {k: v for k, v in asdict(done).items() if k != "problems"}
        self.problems = done.problems

    def as_json(self) -> str:
        """One JSON object; after an exchange it has ``problems``, perhaps none."""
        told = dict(self.facts)
        if "packages" in told:
            told["problems"] = [asdict(problem) for problem in self.problems]
        return json.dumps(told, ensure_ascii=False)

    def lines(self) -> Iterator[str]:
        """Lines for a person; what came from outside cannot command the terminal."""
        for name, value in self.facts.items():
            if name in _NAMES and value is not False and value != ():
                yield printable(f"{_NAMES[name]:33}  {_said(value)}").rstrip()
        if self.first_meeting:
            yield COMPARE
        if self.facts.get("restored"):
            yield RESTORED
        for problem in self.problems:
            yield printable(f"{problem.where}: {problem.message} – {problem.hint}")


def _said(value: object) -> str:
    if value is True:
        return "yes"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {inner}" for name, inner in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def speak_utf8() -> None:
    """Write UTF-8 whatever the terminal's own encoding; what is no text comes out as a code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def lines_from(file: str) -> IO[str]:
    """A file of lines, or standard input for ``-``; what is not UTF-8 in it stops nothing."""
    if file != "-":
        return Path(file).open(encoding="utf-8", errors="surrogateescape")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    return sys.stdin
