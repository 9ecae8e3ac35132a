"""Python's collector kept still while much is made that is not waste."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Inside, no cycles are looked for: with 100 000 new objects that alone takes a second."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def settle() -> None:
    """Look for rings once, and leave all that is there now alone until the next call.

    For whoever holds much that stays: going through 100 000 choices in the middle of somebody's
    answer would be felt. What was waste by then is gone, rings of an earlier call's time too.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
