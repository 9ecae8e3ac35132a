"""The parent's side of :mod:`sync.opening_worker`: starts it, feeds it, outlives it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from typing import IO

import msgspec

from storage.unsealed import Keyring, Unsealed
from sync.opening_worker import receive, send

AHEAD = 4
"""Files that the other process holds at a time: it must not wait while this one is busy."""
PIPE_BYTES = 1024 * 1024
"""Asked for where the system lets one ask, so that a file goes through in one piece."""

_COMMAND = "from sync.opening_worker import main; main()"
_SECRETS = (
    "VARDERA_PASSPHRASE", "VARDERA_RECOVERY_CODE", "VARDERA_COLLECT_STORE", "PGPASSWORD",
    "PGPASSFILE", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
)

_decoder = msgspec.msgpack.Decoder(Unsealed)


class Job:
    """A file to open; whoever claims it first does so. ``unsealed`` is None when it failed."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.done = threading.Event()
        self._claim = threading.Lock()
        self._answer = b""

    def claim(self) -> bool:
        """True for the first who asks."""
        return self._claim.acquire(blocking=False)

    def finish(self, answer: bytes) -> None:
        """What the other process said; nothing when it could not."""
        self._answer = answer
        self.done.set()

    def unsealed(self) -> Unsealed | None:
        """What the answer says, once it is ``done``."""
        try:
            return _decoder.decode(self._answer) if self._answer else None
        except msgspec.DecodeError:
            return None


class OpeningProcess:
    """Opens jobs in another process, in the order given, with a thread here that feeds it.

    The key ring goes through a pipe, never to disk or into arguments. :meth:`close` ends the
    process at once; so does the end of this one.
    """

    def __init__(self, keyring: Keyring) -> None:
        self._jobs: deque[Job] = deque()
        self._more = threading.Condition()
        self._closed = False
        environment = {k: v for k, v in os.environ.items() if k not in _SECRETS}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(
            # -P: a file on the stick that somebody stands in must not be taken for a module of ours
            [sys.executable, "-P", "-c", _COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=environment, pipesize=PIPE_BYTES,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._thread = threading.Thread(
            target=self._feed, args=(msgspec.msgpack.encode(keyring),), name="opening", daemon=True
        )
        self._thread.start()

    def put(self, job: Job) -> None:
        """Have ``job`` done, unless somebody else claims it first."""
        with self._more:
            self._jobs.append(job)
            self._more.notify()

    def close(self) -> None:
        """End the process and the thread; jobs that were claimed are finished empty."""
        with self._more:
            self._closed = True
            self._more.notify()
        self._process.kill()  # it has nothing to tidy up
        self._thread.join()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # what had not been written is for nobody now

    def _feed(self, ring: bytes) -> None:
        source, answers = self._process.stdin, self._process.stdout
        assert source is not None and answers is not None
        held: deque[Job] = deque()
        try:
            send(source, ring)
            while (job := self._next(wait=not held)) is not None or held:
                if job is not None:
                    held.append(job)
                    send(source, job.raw)
                    if len(held) < AHEAD:
                        continue
                if not _answered(answers, held):
                    return
        except OSError:
            return  # it has died: the jobs are done by whoever waits for them
        finally:
            with self._more:
                self._closed = True
            for job in held:
                job.finish(b"")

    def _next(self, *, wait: bool) -> Job | None:
        with self._more:
            while not self._closed:
                while self._jobs:
                    job = self._jobs.popleft()
                    if job.claim():
                        return job
                if not wait:
                    return None
                self._more.wait()
        return None


def _answered(answers: IO[bytes], held: deque[Job]) -> bool:
    """Read the answer to the first of ``held``; False when there comes none any more."""
    answer = receive(answers)
    if answer is None:
        return False
    held.popleft().finish(answer)
    return True
