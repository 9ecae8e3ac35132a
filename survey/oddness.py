"""What looks odd about responses at one kiosk: told with a reason, counted like any other. Pure.

Worked out from what the device has in memory alone: when the last ones ended, and keyed hashes of
what they said, under a key that is gone with the program. Nobody is told at the screen.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from uuid import UUID

from survey.beside import Flag
from survey.conduct import Conduct
from survey.hours import is_open
from survey.late import dataclass
from survey.records import Answer

KEY_BYTES = 32
BURST_SECONDS = 60
BURST = 4
"""So many whole surveys ended within a minute at one screen are no longer people in turn."""
BURST_OF_TAPS = 10
SAME_SECONDS = 300
SAME = 4
"""So many before, with the same answers, make a row; of single answers, which are often the same
among strangers, it takes more."""
SAME_SHORT = 9
SAME_SHORT_SECONDS = 120
SHORT = 3
"""Fewer answers than this are too few to be told from a stranger's."""
LEAST_SECONDS = 1.0
"""Nobody reads a question and answers it in less."""
CLOSING = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One visit as it stands. ``at`` and ``since`` are seconds that only grow: now, and when its
    first question was shown. ``local`` is the local time, None where the clock is not believed.
    """

    at: float
    since: float
    answers: Mapping[UUID, Answer] = field(repr=False)
    tapped: bool = False
    local: datetime | None = None


class Oddness:
    """Remembers the last visits at this kiosk: of each what the minutes before it need, until
    another ends, and no longer than the program."""

    def __init__(self, conduct: Conduct, key: bytes) -> None:
        self._conduct = conduct
        self._key = key
        self._ended: deque[tuple[float, bytes]] = deque(maxlen=64)

    def flags(self, run: Run) -> tuple[Flag, ...]:
        """Why ``run`` looks odd if it ends as it stands, rising; mostly empty."""
        found = {
            Flag.BURST: self._burst(run), Flag.SAME_RUN: self._same(run),
            Flag.TOO_FAST: self._too_fast(run), Flag.CLOSED: self._closed(run),
        }
        return tuple(sorted(flag for flag, odd in found.items() if odd))

    @property
    def remembered(self) -> int:
        """How many visits it remembers."""
        return len(self._ended)

    def ended(self, run: Run) -> None:
        """Remember that a visit ended, and forget those of more than a few minutes ago."""
        self._ended.append((run.at, self._hash(run)))
        self._forget(run.at)

    def _forget(self, at: float) -> None:
        while self._ended and at - self._ended[0][0] >= SAME_SECONDS:
            self._ended.popleft()

    def _burst(self, run: Run) -> bool:
        recent = [at for at, _ in self._ended if run.at - at < BURST_SECONDS]
        return len(recent) >= (BURST_OF_TAPS if _short(run) else BURST) - 1

    def _same(self, run: Run) -> bool:
        many, within = (SAME_SHORT, SAME_SHORT_SECONDS) if _short(run) else (SAME, SAME_SECONDS)
        last = list(self._ended)[-many:]
        if not run.answers or len(last) < many or run.at - last[0][0] >= within:
            return False
        mine = self._hash(run)
        return all(said == mine for _, said in last)

    def _too_fast(self, run: Run) -> bool:
        asks = self._conduct.one_tap
        if run.tapped and asks is not None:
            taps = [at for at, _ in self._ended]
            if taps and run.since - taps[-1] < asks.least_seconds:
                return True
        given = len(run.answers)
        return given >= SHORT and run.at - run.since < LEAST_SECONDS * given

    def _closed(self, run: Run) -> bool:
        hours = self._conduct.hours
        if run.local is None or not hours:
            return False
        return not (is_open(hours, run.local) and is_open(hours, run.local + CLOSING))

    def _hash(self, run: Run) -> bytes:
        said = sorted((id.bytes, repr(answer)) for id, answer in run.answers.items())
        return hashlib.blake2b(repr(said).encode(), key=self._key, digest_size=16).digest()


def _short(run: Run) -> bool:
    return len(run.answers) < SHORT
