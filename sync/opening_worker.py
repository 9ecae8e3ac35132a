"""The process that opens bundles beside an intake; started by :mod:`sync.opening_process`.

It reads from standard input and writes to standard output: four bytes of length (big-endian)
and that many bytes. First comes the key ring; then each message is a bundle file, answered by
what it holds, or by nothing when it cannot be opened. Keys and answers stay in memory. It
ends with its input, and so with its parent.
"""

from __future__ import annotations

import gc
import os
import queue
import signal
import sys
import threading
from typing import IO

import msgspec

from storage.errors import StorageError
from storage.seal import memory
from storage.unsealed import Keyring
from storage.unsealing import Unsealer
from sync.unsealing import unseal_file

COLLECT_EVERY = 64
"""Files after which garbage is looked for: the values made here have no cycles."""


TURN = 0.000_5
"""Seconds after which the thread that reads gets its turn; by default it is ten times that."""


def send(pipe: IO[bytes], message: bytes) -> None:
    """Write one message."""
    pipe.write(len(message).to_bytes(4, "big"))
    pipe.write(message)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Read one message, None at the end."""
    length = pipe.read(4)
    if len(length) < 4:
        return None
    message = pipe.read(int.from_bytes(length, "big"))
    return message if len(message) == int.from_bytes(length, "big") else None


def main() -> None:
    """Work until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to answer
    memory.keep_out_of_swap()
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get among the answers
    try:
        work(source, answers)
    except (BrokenPipeError, MemoryError):
        os._exit(1)  # the parent has gone, or does this file itself; nothing is to be tidied up


def work(source: IO[bytes], answers: IO[bytes]) -> None:
    """Answer every message of ``source``."""
    ring = receive(source)
    if ring is None:
        return
    unsealer = Unsealer(msgspec.msgpack.decode(ring, type=Keyring))
    waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    # read on while opening, or both sides might wait for the other to read
    reader = threading.Thread(target=_read, args=(source, waiting), daemon=True)
    reader.start()
    encoder = msgspec.msgpack.Encoder()
    gc.disable()
    sys.setswitchinterval(TURN)
    done = 0
    while (raw := waiting.get()) is not None:
        try:
            answer = encoder.encode(unseal_file(raw, unsealer))
        except StorageError:
            answer = b""
        send(answers, answer)
        done += 1
        if done % COLLECT_EVERY == 0:
            gc.collect()


def _read(source: IO[bytes], waiting: queue.SimpleQueue[bytes | None]) -> None:
    message = receive(source)
    while message is not None:
        waiting.put(message)
        message = receive(source)
    waiting.put(None)
