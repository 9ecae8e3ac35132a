"""More time at the door: also for a kiosk that has begun, never for a door that is shut."""

from __future__ import annotations

from sync.mailbox.door import SECONDS
from tests.sync.pairing_hall import Hall


def test_more_time_keeps_the_door_open_and_counts_no_try() -> None:
    hall = Hall()
    hall.door.open()
    hall.now += SECONDS - 1
    hall.door.extend()
    hall.now += SECONDS - 1
    assert hall.door.is_open
    hall.now += 1
    assert not hall.door.is_open


def test_more_time_opens_no_door_that_is_shut() -> None:
    hall = Hall()
    hall.door.extend()
    assert not hall.door.is_open
    hall.door.open()
    hall.door.close()
    hall.door.extend()
    assert not hall.door.is_open
    hall.door.open()
    hall.now += SECONDS
    hall.door.extend()
    assert not hall.door.is_open
