"""What a guess at a passphrase shall cost on this computer: Argon2id's passes, measured.

A fast computer is a fast guesser too, so a new slot costs about 0.6 s of the computer that
makes it, and never less than :data:`~storage.seal.slots.DEFAULT_COST`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from storage.seal import slots
from storage.seal.slots import DEFAULT_COST, Cost

WANTED = 0.6
"""Seconds for one try. Rounding down to whole passes leaves it above 0.4 on any computer that
the least cost does not already take longer."""

_FALL_BACK = 64 * 1024
"""KiB. Below this the format's limit on passes would make guessing cheaper than it must be."""

Timer = Callable[[], float]
Work = Callable[[Cost], None]


def calibrate(timer: Timer, work: Work) -> Cost:
    """The cost whose :func:`derive` takes about WANTED seconds by ``timer``.

    Memory stays at 256 MiB; where this computer cannot give that much it is halved and the
    passes doubled, down to 64 MiB, so that memory × passes is never below the default.
    Raises MemoryError when not even that is to be had.
    """
    least = DEFAULT_COST
    while True:
        began = timer()
        try:
            work(least)
        except MemoryError:
            if least.memory <= _FALL_BACK:
                raise
            least = replace(least, memory=least.memory // 2, passes=least.passes * 2)
        else:
            one_pass = (timer() - began) / least.passes
            break
    most = min(slots.MOST.passes, slots.MOST_WORK // least.memory)
    wanted = most if one_pass * most <= WANTED else int(WANTED / one_pass)
    return replace(least, passes=min(most, max(least.passes, wanted)))


def derive(cost: Cost) -> None:
    """One try at a passphrase that is nobody's."""
    slots.stretch("", bytes(slots.SALT_BYTES), cost)


@cache
def calibrated() -> Cost:
    """This computer's cost, measured once for as long as the program runs."""
    return calibrate(time.perf_counter, derive)
