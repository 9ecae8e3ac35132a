"""How far the device's clock can be believed, and what time it is at least.

The wall clock can be set by anybody. Held against it are the seconds since the machine
started, the last hour this store has seen, and the times in what the organisation signed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.kiosk.database import Database, value
from storage.seal.epochs import minutes, moment
from storage.values import Clock

JUMP = timedelta(minutes=5)
"""By how much the wall clock may differ from what has passed."""

NOTED_EVERY = timedelta(hours=1)

_TRUSTED = "SELECT trusted FROM standing"
_SEEN = "UPDATE standing SET seen = ?"
_PASSED = "UPDATE standing SET trusted = trusted + ?"
_LEAST = """
SELECT max(minute) FROM (SELECT seen AS minute FROM standing UNION ALL
SELECT trusted FROM standing UNION ALL SELECT max(issued) FROM package)
"""

Seconds = Callable[[], float]
"""Seconds that only rise, from an arbitrary beginning."""


def seconds_running() -> float:
    """Seconds that nobody can set; those of sleep count where the system tells them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Watch:
    """Compares clocks. Without ``running`` time is told, not measured, and nothing is a jump.

    :meth:`jumped` touches no disk; :meth:`note` writes at most once an hour.
    """

    def __init__(self, database: Database, clock: Clock, running: Seconds | None) -> None:
        self._database = database
        self.clock = clock
        self.running = running
        self._floor = self._least()
        self._behind = False
        self._noted = self._began = (clock(), self._ran())

    def jumped(self) -> bool:
        """Whether the wall clock has moved otherwise than time, or stands before what was seen.

        A clock that was behind and is set right is believed from then on.
        """
        if self.running is None:
            return False
        wall = self.clock()
        if self._floor is not None and wall < self._floor - JUMP:
            self._behind = True
            return True
        if self._behind:
            self._behind = False
            self._noted = self._began = (wall, self._ran())
        return abs(self.drift(*self._began)) > JUMP

    def drift(self, wall: datetime, ran: float) -> timedelta:
        """How much more the wall clock has moved than time has passed, since the two."""
        if self.running is None:
            return timedelta(0)
        return (self.clock() - wall) - timedelta(seconds=self._ran() - ran)

    def now(self) -> tuple[datetime, float]:
        """The wall clock and the seconds that run beside it, to give to :meth:`drift`."""
        return self.clock(), self._ran()

    def least(self) -> datetime:
        """The time it is at least: no clock that was set back makes it earlier."""
        wall = self.clock()
        floor = self._least()
        return wall if floor is None or self.running is None else max(wall, floor)

    def trusted(self) -> int:
        """Minutes since 1970 that the organisation's word and the passing of time vouch for.

        0 before anything signed has come. The wall clock has no part in it.
        """
        with self._database.snapshot() as connection:
            known: int | None = value(connection, _TRUSTED)
        return known or 0

    def note(self) -> None:
        """Remember the hour (finer would date a person) and how much time has passed."""
        if self.running is None:
            return
        (wall, ran), steady = self.now(), not self.jumped()
        passed = timedelta(seconds=ran - self._noted[1])
        new_hour = self._floor is None or wall - self._floor >= NOTED_EVERY
        if passed < NOTED_EVERY and not (steady and new_hour):
            return
        minutes_more = int(passed.total_seconds()) // 60
        hour = wall.replace(minute=0, second=0, microsecond=0)
        if steady:
            self._floor = max(hour, self._floor or hour)
        with self._database.transaction() as connection:
            connection.execute(_PASSED, (minutes_more,))
            if steady:
                connection.execute(_SEEN, (minutes(hour),))
        self._noted = (wall, ran)

    def set_right(self) -> None:
        """Somebody has looked at the clock and says that it is right now."""
        self._noted = self._began = self.now()
        self._behind = False
        hour = self._began[0].replace(minute=0, second=0, microsecond=0)
        with self._database.transaction() as connection:
            connection.execute(_SEEN, (minutes(hour),))
        self._floor = self._least()

    def _ran(self) -> float:
        return 0.0 if self.running is None else self.running()

    def _least(self) -> datetime | None:
        with self._database.snapshot() as connection:
            latest: int | None = value(connection, _LEAST)
        return None if latest is None else moment(latest)
