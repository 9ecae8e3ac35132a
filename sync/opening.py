"""Bundle files opened before anybody holds the workspace: here, and in a process beside.

Opening takes longer than writing and needs no database, so a second process opens the next
files while this one writes. It is a help and no more: what it cannot open is opened here,
where the reason is found, and if it dies all is opened here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256

from storage.unsealed import Keyring
from storage.unsealing import Unsealer
from storage.workspace import Workspace
from survey.collecting import nothing_collected
from sync.opening_process import Job, OpeningProcess
from sync.receiving import REFUSALS, open_file
from sync.unsealing import Opened, unseal_file

WORTH_A_PROCESS = 1024 * 1024
"""Bytes of bundles from which on a second process is started: about 1 700 short answers."""

LONGEST_WAIT = 60.0
"""Seconds after which the other process is taken for dead; a file takes well under one."""


class Opening:
    """Opens the files of one intake; to be closed at its end.

    ``keyring`` gives the workspace's, as often as it is asked.
    """

    def __init__(self, workspace: Workspace, keyring: Callable[[], Keyring]) -> None:
        self._workspace = workspace
        self._keyring = keyring
        self._process: OpeningProcess | None = None
        self._unsealer: Unsealer | None = None
        self._bytes = 0

    def __enter__(self) -> Opening:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the other process and let go of the keys."""
        if self._process is not None:
            self._process.close()
        self._process = self._unsealer = None

    def begin(self, raws: Sequence[bytes]) -> Callable[[], list[Opened]]:
        """Begin to open files; what comes back gives them, opening here what is not yet done."""
        hashes = [sha256(raw).digest() for raw in raws]
        seen = self._workspace.arrivals.seen(hashes)
        jobs = [
            None if hash in seen else Job(raw) for hash, raw in zip(hashes, raws, strict=True)
        ]
        self._bytes += sum(len(job.raw) for job in jobs if job is not None)
        if self._process is None and self._bytes >= WORTH_A_PROCESS:
            self._process = self._start()
        if self._process is not None:
            for job in jobs:
                if job is not None:
                    self._process.put(job)
        return lambda: self._collected(raws, jobs)

    def _start(self) -> OpeningProcess | None:
        if not _can_help():
            return None
        try:
            return OpeningProcess(self._keyring())
        except OSError:
            return None  # no memory or no right to it: it goes more slowly, that is all

    def _collected(self, raws: Sequence[bytes], jobs: Sequence[Job | None]) -> list[Opened]:
        with nothing_collected():
            # from the end, while the other process comes from the beginning
            here: dict[int, Opened] = {
                at: self._open_here(raws[at], seen=job is None)
                for at, job in reversed(tuple(enumerate(jobs)))
                if job is None or job.claim()
            }
        return [
            here[at] if job is None or at in here else self._waited_for(job)
            for at, job in enumerate(jobs)
        ]

    def _waited_for(self, job: Job) -> Opened:
        if not job.done.wait(LONGEST_WAIT) and self._process is not None:
            self._process.close()
        unsealed = job.unsealed() if job.done.is_set() else None
        return self._open_here(job.raw) if unsealed is None else unsealed

    def _open_here(self, raw: bytes, *, seen: bool = False) -> Opened:
        try:
            if not seen:
                return unseal_file(raw, self._local())
        except REFUSALS:
            pass  # the workspace knows best why, and by now perhaps more than the key ring
        try:
            return open_file(self._workspace, raw)
        except REFUSALS as fault:
            return fault

    def _local(self) -> Unsealer:
        if self._unsealer is None:
            self._unsealer = Unsealer(self._keyring())
        return self._unsealer


def _can_help() -> bool:
    """Whether there is a second core, and a Python to start on it."""
    frozen = getattr(sys, "frozen", False)  # then the executable is the program, no Python
    return bool(sys.executable) and not frozen and _cores() > 1


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
