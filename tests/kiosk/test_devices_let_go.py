"""A camera or microphone is let go of whichever way somebody leaves, and what was said stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.forms.kinds import CAMERA, MICROPHONE
from kiosk.questions.asked import Kind
from kiosk.questions.form_registry import FORM_VIEWS
from kiosk.questions.photo import PhotoView
from kiosk.questions.sound import SoundView
from kiosk.wishes import ChangeTextSize, LeftAlone, StillHere
from survey.files import SAMPLES_A_SECOND, File, samples_of
from tests.kiosk.form_kiosk_builders import asks
from tests.kiosk.form_visitor import FormPerson, sit_at
from tests.kiosk.test_photos_and_sounds import TONE, Device, sight

TOGETHER = """
| survey |
| | type | name | label::English (en) | appearance |
| | begin_group | all | All at once | field-list |
| | image | bench | The bench | |
| | audio | birds | The birds | |
| | end_group | | | |
| | text | why | Why? | |
"""
APART = """
| survey |
| | type | name | label::English (en) |
| | note | hello | Hello |
| | audio | birds | The birds |
| | image | bench | The bench |
"""


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> list[Device]:
    """The camera, and the microphone that is a loudspeaker too."""
    camera, ears = Device(), Device()
    monkeypatch.setitem(FORM_VIEWS, Kind.PHOTO, lambda: PhotoView(lambda: camera))  # type: ignore[misc]
    monkeypatch.setitem(
        FORM_VIEWS, Kind.SOUND, lambda: SoundView(lambda: ears, lambda: ears),  # type: ignore[misc]
    )
    return [camera, ears]


def at(qtbot: QtBot, form: str) -> FormPerson:
    survey = asks(form, photos_and_sound=True)
    person = sit_at(qtbot, survey, able=(CAMERA, MICROPHONE), size=(1280, 1600))
    person.tap("Begin", "Yes, I want to answer")
    return person


@pytest.fixture
def person(qtbot: QtBot, devices: list[Device]) -> Iterator[FormPerson]:
    yield at(qtbot, APART)


def seconds(person: FormPerson) -> float:
    file = person.kept["birds"]
    assert isinstance(file, File)
    return len(samples_of(file)) / SAMPLES_A_SECOND


@pytest.mark.parametrize("way", ["Back", "Stop"])
def test_going_another_way_while_recording_keeps_what_was_said(
    person: FormPerson, devices: list[Device], way: str
) -> None:
    person.tap("Next", "Start recording")
    devices[1].give(TONE)
    person.tap(way)
    assert not devices[1].on and seconds(person) == 1.0
    assert not person.sees("The birds")


def test_after_a_question_whether_somebody_is_there_nothing_pretends_to_record(
    person: FormPerson, devices: list[Device]
) -> None:
    person.tap("Next", "Start recording")
    devices[1].give(TONE)
    person.presenter.receive(ChangeTextSize())
    assert devices[1].on, "larger words end nothing"
    person.presenter.receive(LeftAlone())
    assert not devices[1].on
    person.presenter.receive(StillHere())
    assert person.sees("Start recording") and not person.sees("seconds are left")
    person.tap("Next", "Start the camera")
    person.presenter.receive(ChangeTextSize())
    person.presenter.receive(LeftAlone())
    person.presenter.receive(StillHere())
    assert not devices[0].on and person.sees("Start the camera")


def test_beginning_with_one_ends_the_other(qtbot: QtBot, devices: list[Device]) -> None:
    camera, ears = devices
    person = at(qtbot, TOGETHER)
    person.tap("Start recording")
    ears.give(TONE)
    person.tap("Start the camera")
    assert camera.on and not ears.on and seconds(person) == 1.0
    person.tap("Listen to it")
    assert not camera.on and person.sees("Start the camera") and len(ears.played) == 1
    person.tap("Start the camera")
    assert not person.sees("Stop listening") and camera.on
    camera.give(sight())
    person.tap("Take the photo")
    assert set(person.kept) == {"birds", "bench"} and not camera.on


def test_a_picture_that_cannot_be_written_keeps_nobody(
    person: FormPerson, devices: list[Device], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.questions.taken._jpeg", lambda image, quality: bytes(10**6))
    person.tap("Next", "Next", "Start the camera")
    devices[0].give(sight())
    person.tap("Take the photo")
    assert person.sees("Pictures cannot be taken here") and not devices[0].on
