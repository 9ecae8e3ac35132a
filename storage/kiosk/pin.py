"""The staff's PIN: set, tried, and slower to try after wrong ones, also after a restart.

A try is counted as wrong, durably, before it is looked at: whoever cuts the power between the two
has used it up. It opens the staff's screens; no answer is ever opened by it.
"""

from __future__ import annotations

import threading

from storage.errors import MissingKey, StorageError
from storage.kiosk.database import Database
from storage.kiosk.watch import Seconds
from storage.seal import pin as sealing
from storage.seal.slots import Cost
from storage.values import RandomBytes

FREE = 3
"""So many wrong ones in a row cost no time."""

WAITS = (30, 60, 300, 900, 3600)
"""Seconds after the third wrong one, the fourth, and so on; the last stands for all further."""

FORGIVEN = WAITS[-1]
"""So many seconds without a try take one wrong one away: a guesser gains nothing by waiting them,
for that is what the next guess costs anyhow, and what a child typed one day costs staff nothing the
next."""


_PIN = "SELECT verifier, failures FROM pin"
_KEEP = "INSERT INTO pin (one, verifier, failures) VALUES (1, ?, 0)"
_ERASE = "DELETE FROM pin"
_FAILED = "UPDATE pin SET failures = ?"


class TooSoon(StorageError):
    """There were wrong PINs, and the time that they cost has not passed."""

    code = "too-soon"
    exit_code = 3


def wait_after(failures: int) -> int:
    """Seconds that pass after so many wrong ones in a row before the next may be tried."""
    if failures < FREE:
        return 0
    return WAITS[min(failures - FREE, len(WAITS) - 1)]


class Pin:
    """``running`` gives seconds that nobody can set; the wall clock has no part in it.

    How long the program was off is not known, so after a start the whole wait begins anew. May be
    called from any thread; :meth:`opens` and :meth:`set` take about half a second.
    """

    def __init__(
        self, database: Database, running: Seconds, random: RandomBytes,
        cost: Cost = sealing.COST,
    ) -> None:
        self._database = database
        self._running = running
        self._random = random
        self._cost = cost
        self._since = running()
        self._one_at_a_time = threading.Lock()

    @property
    def is_set(self) -> bool:
        """Whether there is one; without it nothing opens."""
        with self._database.snapshot() as connection:
            return connection.execute(_PIN).fetchone() is not None

    @property
    def failures(self) -> int:
        """Wrong ones since the last right one, less those that have been forgiven since."""
        with self._database.snapshot() as connection:
            row = connection.execute(_PIN).fetchone()
        return self._unforgiven(0 if row is None else row["failures"])

    def left(self) -> float:
        """Seconds until one may be tried; 0 when it may be now."""
        return max(0.0, wait_after(self.failures) - (self._running() - self._since))

    def set(self, pin: str) -> None:
        """``pin`` (0-9, see :func:`storage.seal.pin.fault`) from now on; wrong ones are forgotten.

        ValueError when it cannot be one. Nothing of an earlier one is left in the files.
        """
        verifier = sealing.make(pin, self._random, self._cost)

        def keep() -> None:
            with self._database.transaction() as connection:
                connection.execute(_ERASE)
                connection.execute(_KEEP, (verifier,))

        self._database.with_reserve(keep)
        self._database.with_reserve(self._database.empty_log)
        self._database.files.keep_reserve()

    def opens(self, pin: str) -> bool:
        """Whether ``pin`` is the right one. TooSoon when none may be tried yet, MissingKey without
        one. Raises Damaged, and NoRoom when not even the try can be counted."""
        with self._one_at_a_time:
            if self.left() > 0:
                raise TooSoon("there were wrong PINs; the next may be tried later")
            verifier = self._database.with_reserve(self._count)
            self._since = self._running()
            right = sealing.fits(verifier, pin)
            if right:
                self._database.with_reserve(self._forgive)
            self._database.files.keep_reserve()
            return right

    def _unforgiven(self, failures: int) -> int:
        return max(0, failures - int((self._running() - self._since) // FORGIVEN))

    def _count(self) -> bytes:
        with self._database.transaction() as connection:
            row = connection.execute(_PIN).fetchone()
            if row is None:
                raise MissingKey("no PIN has been set on this kiosk")
            verifier: bytes = row["verifier"]
            connection.execute(_FAILED, (self._unforgiven(row["failures"]) + 1,))
        return verifier

    def _forgive(self) -> None:
        with self._database.transaction() as connection:
            connection.execute(_FAILED, (0,))
