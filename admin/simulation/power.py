"""Lives that end with the power: recorded call by call, then cut at one that was at stake."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from admin.simulation.disk import Disk
from admin.simulation.disk_calls import CALLS, Call, parse
from admin.simulation.lives import Life
from admin.simulation.nursery import Kill
from admin.simulation.running import Broken, Nursery, Said, said

AT_STAKE = {
    "pwrite64", "write", "ftruncate", "truncate", "rename", "link", "openat",
    "unlink", "mkdir",
}
"""A cut comes right after one of these."""
_PATIENCE = 10.0
_ENDED = b"+++"


class Recorder:
    """Lives under strace, which is started with the first one."""

    def __init__(self) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="vardera-calls-"))
        self._log = self._directory / "calls"
        self._nursery: Nursery | None = None

    def __enter__(self) -> Recorder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._nursery is not None:
            self._nursery.close()
        shutil.rmtree(self._directory, ignore_errors=True)

    def cut(
        self, life: Life, roots: Sequence[str], draw: random.Random, kill: Kill | None = None
    ) -> Said:
        """What the life had said when the power went; the files below ``roots`` are as left then.

        The moment is drawn among what was at stake, or is that of ``kill``.

        Raises Broken when there is no strace.
        """
        for root in roots:
            Path(root).mkdir(parents=True, exist_ok=True)
        disk = Disk(*roots)
        disk.load()
        _, child = self._started().run(life, kill)
        calls = self._calls(child)
        at_stake = [at for at, call in enumerate(calls) if _is_at_stake(call)]
        moment = draw.choice(at_stake) if at_stake and kill is None else len(calls) - 1
        for call in calls[: moment + 1]:
            disk.take(call)
        disk.put_back(draw)
        return said(disk.said)

    def _calls(self, child: int) -> list[Call]:
        log = self._log.with_name(f"{self._log.name}.{child}")
        until = time.monotonic() + _PATIENCE
        # the recorder writes its last line a little after the process is gone
        while not log.exists() or _ENDED not in log.read_bytes()[-100:]:
            if time.monotonic() > until:
                raise Broken("strace did not finish its record")
            time.sleep(0.001)
        calls = list(parse(log))
        log.unlink()
        return calls

    def _started(self) -> Nursery:
        if self._nursery is None:
            strace = shutil.which("strace")
            if strace is None:
                raise Broken("power cuts need strace: apt-get install strace")
            self._nursery = Nursery((
                strace, "-q", "-f", "-ff", "--seccomp-bpf", "-xx", "-s", "100000000",
                "-o", str(self._log), "-e", f"trace={CALLS}",
            ))
        return self._nursery


def _is_at_stake(call: Call) -> bool:
    standard_output = call.name == "write" and call.rest[0] == "1"
    return call.name in AT_STAKE and call.result >= 0 and not standard_output
