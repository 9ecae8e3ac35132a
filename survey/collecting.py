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


@contextmanager
def made_to_stay() -> Iterator[None]:
    """What is made inside stays as long as the program: it is never gone through for rings.

    What was waste before is gone; what is made must have no rings of its own, or they stay too.
    """
    gc.collect()
    with nothing_collected():
        yield
        gc.freeze()


def settle() -> None:
    """Let go of the rings there are, and look for none until the next call.

    For whoever holds much for one person: going through 100 000 choices in the middle of somebody's
    answer would be felt. Rings that come meanwhile wait for the next person.
    """
    gc.enable()
    gc.collect()
    gc.disable()
