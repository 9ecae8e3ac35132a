"""The kiosk as a program: started, spoken to through its headless door, and killed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO

Line = Mapping[str, object]


class KioskFailed(Exception):
    """The kiosk program stopped by itself; carries what it said on standard error."""


class KioskProgram:
    """One kiosk store and the program that runs on it.

    The program is started anew for every call, as it is when a tablet wakes up.
    """

    def __init__(self, store: Path) -> None:
        self.store = store

    def run(self, *options: str) -> dict[str, object]:
        """Run to the end with ``--json`` and give what it reported."""
        done = subprocess.run(
            [*_program(self.store), *options, "--json"], capture_output=True, text=True, check=False
        )
        if done.returncode not in (0, 1):
            raise KioskFailed(done.stderr.strip())
        report: dict[str, object] = json.loads(done.stdout)
        return report

    def answer(self, lines: Iterable[Line], finished: Callable[[], None]) -> int:
        """Give these people's answers, one after another. Returns how many finished."""
        count = 0
        with _Driven(self.store) as driven:
            for line in lines:
                driven.tell(line)
                count += "done" in driven.reply()
                finished()
            driven.end()
        return count

    def killed_in_the_middle(
        self, lines: Iterable[Line], last: Line, after: int, finished: Callable[[], None]
    ) -> int:
        """As ``answer``, but ``last`` is cut off by SIGKILL after that many answers."""
        count = 0
        with _Driven(self.store) as driven:
            for line in lines:
                driven.tell(line)
                count += "done" in driven.reply()
                finished()
            driven.tell({**last, "pause_after_answers": after})
            if not driven.reply().get("waiting"):
                raise KioskFailed("the kiosk did not stop in the middle of a person's answers")
            driven.kill()
        return count


def _program(store: Path) -> list[str]:
    return [sys.executable, "-P", "-m", "kiosk.app", "--store", str(store)]


class _Driven:
    def __init__(self, store: Path) -> None:
        self._process = subprocess.Popen(
            [*_program(store), "--drive", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def __enter__(self) -> _Driven:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._in.close()
        self._out.close()
        self._process.wait()

    @property
    def _in(self) -> IO[str]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _out(self) -> IO[str]:
        assert self._process.stdout is not None
        return self._process.stdout

    def tell(self, line: Line) -> None:
        self._in.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._in.flush()

    def reply(self) -> dict[str, object]:
        line = self._out.readline()
        if not line:
            raise KioskFailed("the kiosk stopped before everybody had answered")
        answer: dict[str, object] = json.loads(line)
        return answer

    def end(self) -> None:
        self._in.close()
        if self._process.wait() != 0:
            raise KioskFailed(f"the kiosk ended with code {self._process.returncode}")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
