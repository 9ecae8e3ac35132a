"""Files with one JSON object a line: cases to work out, steps to take."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from admin.commands import terminal


def read(file: Path) -> Iterator[dict[str, Any]]:
    """The objects in a file in UTF-8, which may be a pipe; ``-`` is what comes in, line by line.

    Empty lines are passed over. Raises WrongUsage when the file cannot be read, and at a line
    that is no object.
    """
    if str(file) == "-":
        return _objects(sys.stdin.buffer, "what came in")
    try:
        return _objects(file.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), str(file))
    except OSError as fault:
        raise terminal.WrongUsage(f"{file} cannot be read ({fault.strerror})") from None


def _objects(lines: Iterable[bytes], where: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise terminal.WrongUsage(f"line {number} of {where} is no JSON object")
        yield found
