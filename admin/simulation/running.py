"""Ways for a life to end: by itself, killed, with a full disk, or with the power."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Any

from admin.simulation import nursery
from admin.simulation.lives import Life, live
from admin.simulation.nursery import Kill
from storage.errors import StorageError

Said = list[list[Any]]
"""What a life said, in order: a word, and what belongs to it."""


class Broken(StorageError):
    """The simulation itself does not work: a process ended that should not have."""

    code = "simulation"


def run_here(life: Life) -> Said:
    """Live it in this process, to its end."""
    lines: Said = []

    def never() -> None:
        raise StorageError("a full disk needs a process of its own")

    live(life, lambda line: lines.append(json.loads(line)), never)
    return lines


class Nursery:
    """A process of its own for each life; started at the first one, ended by :meth:`close`."""

    def __init__(self, before: tuple[str, ...] = ()) -> None:
        self._command = (*before, sys.executable, "-P", "-m", nursery.__name__)
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def run(self, life: Life, kill: Kill | None = None) -> tuple[Said, int]:
        """What the life said until it ended or was killed, and its process's number."""
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise Broken("the nursery has no pipes")
        asked = {"life": asdict(life), "kill": None if kill is None else asdict(kill)}
        process.stdin.write(json.dumps(asked, default=str) + "\n")
        process.stdin.flush()
        lines: list[str] = []
        for line in process.stdout:
            if line.startswith(nursery.OVER):
                child, status = line.removeprefix(nursery.OVER).split()
                if int(status) not in (0, -14):  # the alarm is how a life is killed
                    raise Broken(f"a life ended with status {status}: {lines[-1:]}")
                return said(lines), int(child)
            lines.append(line)
        raise Broken("the nursery is gone")

    def close(self) -> None:
        """End the process; a new one is started when it is needed again."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
        self._process = None

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        return self._process


def said(lines: Sequence[str]) -> Said:
    """The whole lines; half a line, the last of a process that was killed, was never said."""
    whole: Said = []
    for line in lines:
        if line.startswith("["):
            try:
                whole.append(json.loads(line))
            except json.JSONDecodeError:
                break
    return whole
