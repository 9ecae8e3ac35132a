"""Which candidate model somebody meets: drawn in blocks, so that the arms come out even. Pure.

By person: blocks whose sizes are random multiples (1-4) of the sum of shares, each in random
order, so that nobody can tell the next arm from those before. By half-day: blocks of days, mornings
and afternoons apart, in an order that follows from campaign, unit and block alone: all kiosks of a
place agree without asking each other, and each arm gets its share of mornings and of afternoons.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from survey.campaign import Campaign
from survey.conduct import Arm, AssignedBy, Trial

RandomBytes = Callable[[int], bytes]
"""As many random bytes as are asked for, from the system."""

NOON = 12
"""The local hour at which a half-day ends."""

_KEY_BYTES = 16


@dataclass
class Draws:
    """Draws an arm for one person after another. What is left of a block is in memory alone: after
    a restart another block begins, which tells nothing of anybody and is at most one block uneven.
    """

    trial: Trial
    random: RandomBytes
    _left: tuple[Arm, ...] = ()

    def next(self) -> Arm:
        """The next person's arm."""
        if not self._left:
            self._left = self.block()
        self._left, arm = self._left[:-1], self._left[-1]
        return arm

    def block(self) -> tuple[Arm, ...]:
        """A whole block in random order."""
        times = 1 + (self.random(1)[0] & 3)
        arms = [arm for arm in self.trial.arms for _ in range(arm.share * times)]
        # an order by random keys of 16 bytes: every one as likely as any other
        keyed = sorted((self.random(_KEY_BYTES), at) for at in range(len(arms)))
        return tuple(arms[at] for _, at in keyed)


def half_day(campaign: Campaign, now: datetime) -> tuple[int, bool]:
    """The day, counted from the campaign's first, and whether it is past noon, at ``now`` (aware)
    in the campaign's zone. The count may be negative."""
    local = now.astimezone(ZoneInfo(campaign.zone))
    return (local.date() - campaign.first_day).days, local.hour >= NOON


def arm_of_half_day(campaign: Campaign, unit: UUID, now: datetime) -> Arm | None:
    """The arm of the half-day of ``now`` (aware); None where arms are not given by half-day."""
    trial = campaign.conduct.trial
    if trial is None or trial.by is not AssignedBy.HALF_DAY:
        return None
    day, late = half_day(campaign, now)
    shares = [arm for arm in trial.arms for _ in range(arm.share)]
    block, at = divmod(day, len(shares))
    # a text as seed is hashed the same way on every machine, unlike a tuple
    drawn = random.Random(f"{campaign.id} {unit} {late:d} {block}")  # noqa: S311 - no secret
    return drawn.sample(shares, len(shares))[at]
