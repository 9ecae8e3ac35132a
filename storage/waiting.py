"""Which thread waits for the disk just now, and since when.

Whoever watches a window's thread must not take it for standing still then: a disk may take
seconds, and another thread may have the store. Told by those who wait, read by another thread.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident

_since: dict[int, float] = {}


def since(thread: int) -> float | None:
    """When the thread with this identity began to wait (``time.monotonic``); None if it does
    not."""
    return _since.get(thread)


def begin() -> None:
    """This thread waits from now on, until :func:`end`."""
    _since[get_ident()] = time.monotonic()


def end() -> None:
    """This thread waits no more."""
    _since.pop(get_ident(), None)


@contextmanager
def waits() -> Iterator[None]:
    """This thread waits for the disk, or for another device, as long as this lasts."""
    begin()
    try:
        yield
    finally:
        end()


def sync(handle: int) -> None:
    """``os.fsync``, told. OSError where the disk refuses."""
    with waits():
        os.fsync(handle)
