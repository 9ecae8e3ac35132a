"""After the demo a newcomer opens one of its kiosks, and it asks."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

from storage.kiosk import KioskStore
from survey.hours import shut
from survey.reading import read_campaign


def test_every_kiosk_of_the_demo_is_awake_for_weeks(demo: Any) -> None:
    stores = sorted((demo.folder / "kiosks").iterdir())
    assert len(stores) == 3
    for folder in stores:
        opened = KioskStore.create_or_open(
            folder, name="-", clock=lambda: datetime.now(UTC), random=os.urandom
        )
        with closing(opened) as store:
            package = store.package()
        assert package is not None
        campaign, _ = read_campaign(package.definition)
        assert campaign is not None and campaign.version == 2
        now = datetime.now(UTC)
        assert shut(campaign, now) is None and shut(campaign, now + timedelta(days=60)) is None
