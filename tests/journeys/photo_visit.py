"""A survey that asks for a photo and a sound, and somebody at its kiosk, without a window."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.citizen import Pace
from kiosk.form_citizen import FormCitizen, Means
from kiosk.forms.kinds import CAMERA, MICROPHONE
from kiosk.forms.screen import Answered, HandedIn
from kiosk.opening import Ready, get_ready
from storage.kiosk import KioskStore
from survey import flow
from survey.files import PHOTO_LIMIT
from tests.files import SMALL_SOUND, large_photo
from tests.kiosk.screen_builders import RecordingView

BENCH = """
| survey |
| | type | name | label |
| | image | bench | Take a picture of the bench |
| | audio | birds | What does it sound like? |
| | text | why | Why? |
| settings |
| | form_id | form_title |
| | bench | The bench |
"""
PHOTO = large_photo(PHOTO_LIMIT - 100_000, seed=7)


def now() -> datetime:
    """The present time, UTC."""
    return datetime.now(UTC)


@dataclass
class Sitting:
    """Somebody at the first question."""

    store: KioskStore
    who: FormCitizen

    def hand_in_photo(self) -> None:
        self.who.receive(HandedIn("/data/bench", PHOTO))

    def go_on_to_the_end(self) -> None:
        for wish in (flow.Next(), HandedIn("/data/birds", SMALL_SOUND), flow.Next(),
                     Answered("/data/why", "Solen"), flow.Next()):
            self.who.receive(wish)


def sit_down(directory: Path) -> Sitting:
    """At the kiosk whose store lies in ``directory``, with a package in it."""
    store = KioskStore.create_or_open(directory, name="Disken", clock=now, random=os.urandom)
    ready = get_ready(store, directory)
    assert isinstance(ready, Ready)
    means = Means(clock=now, random=os.urandom, able=lambda: (CAMERA, MICROPHONE))
    who = FormCitizen(RecordingView(), ready.station, ready.diary, means, Pace())
    who.begin()
    language = ready.station.campaign.languages[0]
    who.receive(flow.ChooseLanguage(language))
    who.receive(flow.Agree())
    return Sitting(store, who)
