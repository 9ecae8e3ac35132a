"""Photos and sounds at the kiosk: asked for only where all agree, on only while somebody wishes."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColorSpace, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assets.words import Words
from kiosk import sensing
from kiosk.citizen import Pace
from kiosk.filling import begin
from kiosk.form_citizen import FormCitizen, Means
from kiosk.forms.handed import seconds_in
from kiosk.forms.handing_in import HandingIn
from kiosk.forms.kinds import CAMERA, MICROPHONE
from kiosk.forms.page import FormPage
from kiosk.forms.pages import Pages
from kiosk.questions import taken
from kiosk.questions.asked import Kind
from kiosk.questions.form_registry import FORM_VIEWS
from kiosk.questions.photo import PhotoView
from kiosk.questions.sound import SoundView
from kiosk.questions.taken import Law, loudness, photo_of
from kiosk.screens import Frame
from kiosk.sensing import Thinned
from survey import flow
from survey.campaign import Campaign
from survey.files import (
    PHOTO_LIMIT,
    SAMPLES_A_SECOND,
    SIDE_LIMIT,
    TOGETHER_LIMIT,
    File,
    FileType,
    samples_of,
)
from survey.forms.engine.refused import Refused
from survey.records import Response
from tests.files import SMALL_PHOTO, large_photo
from tests.kiosk.form_kiosk_builders import asks
from tests.kiosk.form_visitor import FormPerson, sit_at
from tests.kiosk.screen_builders import NOW, FakeKeeper, RecordingView, station
from tests.kiosk.test_form_presenter import filler, survey

PLACE = """
| survey |
| | type | name | label::English (en) | required | appearance |
| | image | bench | Take a picture of the bench | REQUIRED | |
| | audio | birds | What does it sound like? | | |
| | text | why | Why? | | |
| settings |
| | form_title | form_id | default_language |
| | Place | place | English (en) |
"""
REPEATED = """
| survey |
| | type | name | label::English (en) |
| | begin_repeat | place | Place |
| | image | bench | Take a picture of the bench |
| | end_repeat | | |
| | text | why | Why? |
"""
TONE = array("h", [8000, -8000] * (SAMPLES_A_SECOND // 2)).tobytes()
"""A second of it."""


def place(required: str = "", *, allowed: bool = True) -> Campaign:
    return asks(PLACE.replace("REQUIRED", required), photos_and_sound=allowed)


def sight(colour: int = 0xFF3366AA) -> QImage:
    image = QImage(2000, 1000, QImage.Format.Format_RGB32)
    image.fill(colour)
    image.setText("Comment", "59.3 N 18.1 E")
    image.setColorSpace(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3))
    return image


@dataclass
class Device:
    """A camera, microphone and loudspeaker in a test's hands."""

    on: bool = False
    starts: int = 0
    played: list[bytes] = field(default_factory=list)
    give: Callable[..., None] = print
    fail: Callable[[], None] = print

    def start(self, give: Callable[..., None], fail: Callable[[], None]) -> None:
        self.on, self.give, self.fail = True, give, fail
        self.starts += 1

    def play(self, samples: bytes, ended: Callable[[], None]) -> None:
        self.played.append(samples)
        self.fail = ended

    def stop(self) -> None:
        self.on = False


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Device:
    device = Device()
    monkeypatch.setitem(FORM_VIEWS, Kind.PHOTO, lambda: PhotoView(lambda: device))  # type: ignore[misc]
    return device


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Device:
    device = Device()
    monkeypatch.setitem(
        FORM_VIEWS, Kind.SOUND, lambda: SoundView(lambda: device, lambda: device),  # type: ignore[misc]
    )
    return device


@pytest.fixture
def person(qtbot: QtBot, camera: Device, ears: Device) -> Iterator[FormPerson]:
    person = sit_at(qtbot, place(), able=(CAMERA, MICROPHONE))
    person.tap("Begin", "Yes, I want to answer")
    yield person


def kept(person: FormPerson, name: str) -> File:
    file = person.kept[name]
    assert isinstance(file, File)
    return file


def test_a_photo_is_looked_at_taken_again_and_left_out(
    person: FormPerson, camera: Device
) -> None:
    assert camera.starts == 0 and person.sees("The camera is off until you start it")
    person.tap("Start the camera", "Take the photo")
    assert not person.kept and camera.on, "there is no picture yet"
    camera.give(sight())
    person.tap("Take the photo")
    first = kept(person, "bench")
    assert not camera.on and first.type is FileType.PHOTO
    assert b"18.1" not in first.data and b"ICC" not in first.data
    seen = QImage.fromData(first.data)
    assert (seen.width(), seen.height()) == (SIDE_LIMIT, SIDE_LIMIT // 2)
    person.tap("Take another photo")
    camera.give(sight(0xFF993300))
    person.tap("Take the photo")
    assert kept(person, "bench") != first
    person.tap("Leave the photo out")
    assert person.kept == {} and person.sees("Start the camera")


def test_the_button_that_takes_the_photo_is_in_sight_with_the_largest_words(
    person: FormPerson, camera: Device
) -> None:
    person.tap("Larger text", "Larger text", "Start the camera")
    camera.give(sight())
    for said in ("Take the photo", "Turn the camera off"):
        button = person.button(said)
        assert button.visibleRegion().boundingRect() == button.rect()
    view = next(v for v in person.window.findChildren(PhotoView) if v.isVisible())
    assert view.lens.height() >= 160


def test_the_camera_is_off_on_every_other_page_and_after_changing_ones_mind(
    person: FormPerson, camera: Device
) -> None:
    person.tap("Start the camera", "Turn the camera off")
    assert not camera.on and not person.kept
    person.tap("Start the camera")
    assert camera.on
    person.tap("Next")
    assert not camera.on and person.sees("What does it sound like?")


def test_a_sound_shows_its_level_and_the_time_left_and_can_be_heard(
    person: FormPerson, ears: Device
) -> None:
    person.tap("Next")
    assert person.sees("The microphone is off until you start it. You can record up to 30 seconds.")
    person.tap("Start recording")
    ears.give(TONE)
    assert person.sees("29 seconds are left")
    view = next(v for v in person.window.findChildren(SoundView) if v.isVisible())
    assert 0.2 < view.level.value < 0.3
    person.tap("Stop recording")
    assert not ears.on and person.sees("Your recording is 1 second long.")
    file = kept(person, "birds")
    assert len(samples_of(file)) == SAMPLES_A_SECOND
    person.tap("Listen to it")
    assert ears.played == [Law().decode(samples_of(file))]
    ears.fail()
    person.tap("Listen to it", "Stop listening", "Leave the sound out")
    assert person.kept == {}


def test_recording_ends_by_itself_in_the_end_and_nothing_is_lost(
    person: FormPerson, ears: Device
) -> None:
    person.tap("Next", "Start recording")
    for _ in range(61):
        if ears.on:
            ears.give(TONE)
    assert len(samples_of(kept(person, "birds"))) == 30 * SAMPLES_A_SECOND  # room for a photo


def test_going_on_while_recording_keeps_what_was_said(person: FormPerson, ears: Device) -> None:
    person.tap("Next", "Start recording")
    ears.give(TONE)
    person.tap("Next")
    assert not ears.on and person.sees("Why?")
    assert len(samples_of(kept(person, "birds"))) == SAMPLES_A_SECOND


def test_a_whole_visit_by_keyboard_hands_in_a_photo(person: FormPerson, camera: Device) -> None:
    view = next(v for v in person.window.findChildren(PhotoView) if v.isVisible())
    view.begin.setFocus(Qt.FocusReason.TabFocusReason)
    person.press(Qt.Key.Key_Return)
    camera.give(sight())
    person.press(Qt.Key.Key_Return)
    file = kept(person, "bench")
    assert view.again.hasFocus() and not camera.on
    person.tap("Next", "Next")
    person.tap("Done typing", "Done")
    assert person.finished() == [{"bench": file}]


def test_a_camera_that_fails_keeps_nobody(
    qtbot: QtBot, camera: Device, ears: Device
) -> None:
    person = sit_at(qtbot, place("yes"), able=(CAMERA, MICROPHONE))
    person.tap("Begin", "Yes, I want to answer", "Next")
    assert person.sees("This question needs an answer")
    person.tap("Start the camera")
    camera.fail()
    assert not camera.on and person.sees("Pictures cannot be taken here")
    person.tap("Next")
    assert person.sees("What does it sound like?")


@pytest.mark.parametrize(("able", "allowed", "told"), [
    ((CAMERA, MICROPHONE), False, "This survey takes no photos and no sound"),
    ((MICROPHONE,), True, "Pictures cannot be taken here"), ((), True, "Pictures cannot"),
])  # fmt: skip
def test_without_leave_or_camera_it_is_skipped_with_the_reason(
    qtbot: QtBot, able: tuple[str, ...], allowed: bool, told: str
) -> None:
    person = sit_at(qtbot, place("yes", allowed=allowed), able=able)
    person.tap("Begin", "Yes, I want to answer")
    assert person.sees(told) and not person.sees("Start the camera")
    person.window.view(FormPage).footer.next.click()
    assert not person.sees("needs an answer")


def test_a_drawing_is_no_photo() -> None:
    _, page = filler(survey("image | s | Sign here | signature",
                            columns="type | name | label | appearance"))
    assert page.item("s").kind is Kind.SKIPPED


def test_what_is_left_of_the_room_is_shared_by_those_still_open() -> None:
    person, _ = filler(survey(*(f"image | p{n} | Photo {n}" for n in range(4))))
    form = person._pages._hand.form
    handed = HandingIn((CAMERA,))
    first, second, third, fourth = (form.find(f"/data/p{n}") for n in range(4))
    assert handed.room(form, first) == TOGETHER_LIMIT // 4
    form.give(first, handed.keep(large_photo(TOGETHER_LIMIT // 4)))
    form.give(second, handed.keep(SMALL_PHOTO))
    left = TOGETHER_LIMIT - TOGETHER_LIMIT // 4 - SMALL_PHOTO.size
    assert handed.room(form, third) == left // 2
    form.give(third, handed.keep(large_photo(left // 2, seed=3)))
    assert handed.room(form, fourth) >= left // 2 and len(handed.files) == 3
    form.give(first, "")
    handed.tidy(form)
    assert len(handed.files) == 2 and seconds_in(PHOTO_LIMIT) == 38


@pytest.mark.parametrize("room", [PHOTO_LIMIT, 50_000, 5_000])
def test_a_busy_picture_is_made_to_fit(room: int) -> None:
    image = QImage(1200, 900, QImage.Format.Format_RGB32)
    image.fill(0)  # else the rest is whatever lay in memory
    for at in range(0, 1200, 3):
        for down in range(0, 900, 7):
            image.setPixel(at, down, at * down * 40503 & 0xFFFFFF)
    made = photo_of(image, room)
    assert made is not None and made.size <= room
    assert photo_of(image, 100) is None and photo_of(QImage(), room) is None


@pytest.mark.parametrize("written", [b"", b"\xff\xd8\xff\xe1\0\2"], ids=["none", "other"])
def test_a_picture_that_is_written_otherwise_is_none(
    monkeypatch: pytest.MonkeyPatch, written: bytes
) -> None:
    monkeypatch.setattr(taken, "_jpeg", lambda image, quality: written)
    assert photo_of(sight(), PHOTO_LIMIT) is None


def test_sound_loses_little_by_its_law_and_is_thinned_across_chunks() -> None:
    law, samples = Law(), array("h", [0, 1, -1, 100, -100, 9_999, -32_768, 32_767])
    back = array("h", law.decode(law.code(samples.tobytes())))
    assert all(abs(a - b) <= max(4, abs(a) // 25) for a, b in zip(samples, back, strict=True))
    thin, all_at_once = Thinned(2), array("h", [10, 20, -30, -50, 7, 9]).tobytes()
    assert thin(all_at_once[:5]) + thin(all_at_once[5:]) == Thinned(2)(all_at_once)
    assert array("h", Thinned(2)(all_at_once)).tolist() == [15, -40, 8]
    assert loudness(samples.tobytes()) == 1.0 and loudness(b"") == 0.0


def test_every_word_there_is_has_a_name_for_a_screen_reader(
    person: FormPerson, camera: Device
) -> None:
    view = next(v for v in person.window.findChildren(PhotoView) if v.isVisible())
    assert view.told.accessibleName() and view.lens.accessibleName() == "Photo"
    assert [b.accessibleName() for b in view.row.shown] == [Words("en")("Start the camera")]
    view.begin.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view.begin, Qt.Key.Key_Space)
    assert [b.accessibleName() for b in view.tab_way()] == [
        "Take the photo", "Turn the camera off",
    ]
    assert view.take.hasFocus()


def test_the_device_is_looked_at_only_where_the_survey_asks_and_allows() -> None:
    looked: list[str] = []

    def able() -> tuple[str, ...]:
        looked.append("looked")
        return (CAMERA,)

    for campaign, times in ((asks(), 0), (asks(photos_and_sound=True), 0),
                            (place(allowed=False), 0), (place(), 1)):
        looked.clear()
        means = Means(clock=lambda: NOW, random=bytes, able=able)
        who = FormCitizen(RecordingView(), station(campaign), FakeKeeper(), means, Pace())
        who.begin()
        who.receive(flow.ChooseLanguage("en"))
        who.receive(flow.Agree())
        assert len(looked) == times


@pytest.mark.parametrize(("cameras", "microphones", "found"), [
    (["one"], [], {CAMERA}), ([], ["one"], {MICROPHONE}), ([], [], set()),
])  # fmt: skip
def test_what_the_device_has_is_what_qt_multimedia_tells(
    monkeypatch: pytest.MonkeyPatch, cameras: list[str], microphones: list[str], found: set[str]
) -> None:
    devices = SimpleNamespace(videoInputs=lambda: cameras, audioInputs=lambda: microphones)
    module = SimpleNamespace(QMediaDevices=devices)
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", module)  # type: ignore[arg-type]
    assert sensing.able() == found
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)  # type: ignore[arg-type]
    assert sensing.able() == frozenset(), "where it is not installed there is neither"


def test_a_photo_goes_with_its_instance_and_its_bytes_with_the_photo() -> None:
    campaign = asks(REPEATED, photos_and_sound=True)
    keeper = FakeKeeper()
    filling = begin(station(campaign), keeper, lambda: NOW, bytes, "en")
    filling.handed.able = frozenset({CAMERA})
    photos = [large_photo(2_000, seed=seed) for seed in range(3)]
    for at, photo in enumerate(photos, 1):
        if at > 1:
            filling.add_repeat("/data/place")
        filling.hand_in(f"/data/place[{at}]/bench", photo)
    filling.remove_repeat("/data/place[2]")
    assert keeper.kept is not None
    assert [(one.at, one.value) for one in keeper.kept.further] == [
        ((1,), photos[0]), ((2,), photos[2]),
    ]
    assert list(filling.handed.files.values()) == [photos[0], photos[2]]
    with pytest.raises(Refused):
        filling.hand_in("/data/why", photos[0])


def test_a_photo_that_cannot_be_kept_is_taken_back_and_told() -> None:
    campaign = place()
    keeper = FakeKeeper()
    filling = begin(station(campaign), keeper, lambda: NOW, bytes, "en")
    filling.handed.able = frozenset({CAMERA})
    pages = Pages(filling, Words("en"))
    pages.hand_in("/data/bench", SMALL_PHOTO)
    keeper.keep = refuse  # type: ignore[method-assign]
    pages.hand_in("/data/bench", large_photo(3_000))
    assert filling.form.find("/data/bench").value == "photo-1.jpg"
    page = pages.screen(Frame(language="en"))
    assert page is not None and page.items[0].file == SMALL_PHOTO
    assert page.items[0].violation.startswith("There is no room")


def refuse(so_far: Response) -> None:
    raise ValueError("a body is larger than a record holds")
