"""What several photos and sounds of one person share, and what is asked when it is used up."""

from __future__ import annotations

from typing import Any

import pytest

from assets.words import Words
from kiosk.filling import Filling, begin
from kiosk.forms.handed import seconds_in
from kiosk.forms.handing_in import LEAST, HandingIn
from kiosk.forms.kinds import CAMERA, MICROPHONE
from kiosk.forms.pages import Pages
from kiosk.questions.asked import Asked, Kind
from kiosk.screens import Frame
from storage.bodies import decode, encode
from survey.files import PHOTO_LIMIT, SAMPLES_A_SECOND, TOGETHER_LIMIT, sound
from survey.forms.engine.refused import Refused
from survey.records import Response
from tests.files import SMALL_PHOTO, SMALL_SOUND, large_photo
from tests.kiosk.form_kiosk_builders import asks, said
from tests.kiosk.screen_builders import NOW, FakeKeeper, station

REPEATED = """
| survey |
| | type | name | label::English (en) | required |
| | begin_repeat | place | Place | |
| | image | bench | Take a picture of the bench | yes |
| | end_repeat | | | |
"""
REQUIRED = """
| survey |
| | type | name | label::English (en) | required |
| | image | bench | Take a picture of the bench | yes |
| | text | why | Why? | |
| | file | film | Hand in a film | yes |
"""
LATER = """
| survey |
| | type | name | label::Svenska (sv) | label::English (en) | relevant |
| | text | why | Varför? | Why? | |
| | image | first | Ta en bild | Take a picture | |
| | image | second | Ta en till | Take another | ${why} = 'more' |
| | audio | birds | Låter det? | What does it sound like? | |
"""
BOTH = """
| survey |
| | type | name | label::English (en) |
| | image | sight | Take a picture |
| | audio | birds | What does it sound like? |
"""
COUNTED = """
| survey |
| | type | name | label::English (en) | repeat_count |
| | integer | n | How many benches? | |
| | begin_repeat | place | Place | ${n} |
| | image | bench | Take a picture of the bench | |
| | end_repeat | | | |
| | image | sight | Take a picture | |
"""


def filling(form: str, *able: str) -> Filling:
    made = begin(
        station(asks(form, photos_and_sound=True)), FakeKeeper(), lambda: NOW, bytes, "en"
    )
    made.handed.able = frozenset(able)
    return made


def only(pages: Pages) -> Asked:
    page = pages.screen(Frame(language="en"))
    assert page is not None
    return page.items[0]


def kept(one: Filling) -> dict[str, Any]:
    keeper = one._keeper
    assert isinstance(keeper, FakeKeeper)
    return said(one._station.campaign, keeper.kept)


def test_a_repeat_that_may_grow_leaves_room_for_more_and_in_the_end_nobody_is_stuck() -> None:
    person = filling(REPEATED, CAMERA)
    pages, taken = Pages(person, Words("en")), 0
    while only(pages).kind is Kind.PHOTO:
        taken += 1
        pages.hand_in(f"/data/place[{taken}]/bench", large_photo(only(pages).room, seed=taken))
        assert not only(pages).violation
        pages.add("/data/place")
    assert taken == 6 and "no room for more photos" in only(pages).reason
    assert pages.next() is False and not only(pages).violation, "though it is required"
    assert sum(file.size for file in person.handed.files.values()) <= TOGETHER_LIMIT
    pages.remove(f"/data/place[{taken}]")
    assert only(pages).kind is not Kind.SKIPPED


def test_a_first_photo_that_finds_no_room_is_told_and_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = filling(REQUIRED, CAMERA)
    pages = Pages(person, Words("en"))
    with monkeypatch.context() as full:
        full.setattr(FakeKeeper, "keep", no_room)
        pages.hand_in("/data/bench", large_photo(3_000))
    assert only(pages).violation.startswith("There is no room") and not person.handed.files
    assert pages.next() is False and only(pages).ref == "/data/why", "though it is required"
    assert pages.next() is True


def no_room(keeper: FakeKeeper, so_far: Response) -> None:
    raise ValueError("a body is larger than a record holds")


@pytest.mark.parametrize("ref", ["/data/bench", "/data/film"])
def test_words_are_no_answer_where_a_file_is_asked_for(ref: str) -> None:
    person = filling(REQUIRED, CAMERA)
    with pytest.raises(Refused):
        person.answer(ref, "photo-9.jpg")
    person.hand_in("/data/bench", SMALL_PHOTO)
    person.answer("/data/bench", "")
    assert kept(person) == {}


def test_what_the_device_cannot_take_is_not_missing_at_the_end() -> None:
    person = filling(REQUIRED, CAMERA)
    assert [one.name for one in person.faults()] == ["bench"]
    person.handed.lose(CAMERA)
    assert list(person.faults()) == []


def test_room_is_left_for_what_may_come_to_be_asked() -> None:
    person = filling(LATER, CAMERA, MICROPHONE)
    first, second = person.form.find("/data/first"), person.form.find("/data/second")
    person.hand_in("/data/first", large_photo(person.handed.room(person.form, first)))
    person.answer("/data/why", "more")
    assert second.relevant and person.handed.room(person.form, second) == TOGETHER_LIMIT // 3


def test_a_photo_that_is_not_relevant_is_left_out_and_comes_back_in_any_language() -> None:
    person = filling(LATER, CAMERA)
    person.answer("/data/why", "more")
    person.hand_in("/data/second", SMALL_PHOTO)
    person.answer("/data/why", "no")
    assert kept(person) == {"why": "no"}
    person.speak("sv")
    person.answer("/data/why", "more")
    assert kept(person) == {"why": "more", "second": SMALL_PHOTO}


def test_a_photo_can_be_left_out_after_the_camera_broke_and_still_takes_its_room() -> None:
    person = filling(LATER, CAMERA, MICROPHONE)
    pages = Pages(person, Words("en"))
    pages.turn_to(1)
    pages.hand_in("/data/first", large_photo(PHOTO_LIMIT))
    person.handed.lose(CAMERA)
    assert only(pages).kind is Kind.PHOTO and only(pages).file is not None
    birds = person.form.find("/data/birds")
    assert person.handed.room(person.form, birds) == TOGETHER_LIMIT - PHOTO_LIMIT
    pages.answer("/data/first", "")
    assert only(pages).kind is Kind.SKIPPED and kept(person) == {}


@pytest.mark.parametrize(("size", "seconds"), [
    (291_495, 24), (291_463, 24), (291_462, 25), (PHOTO_LIMIT, 23), (20_000, 58),
])  # fmt: skip
def test_a_sound_as_long_as_is_offered_beside_a_photo_is_read_again(
    size: int, seconds: int
) -> None:
    person = filling(BOTH, CAMERA, MICROPHONE)
    person.hand_in("/data/sight", large_photo(size))
    pages = Pages(person, Words("en"))
    pages.next()
    offered = seconds_in(only(pages).room)
    assert offered == seconds
    pages.hand_in("/data/birds", sound(bytes(offered * SAMPLES_A_SECOND)))
    assert isinstance(person._keeper, FakeKeeper) and person._keeper.kept is not None
    response = person._keeper.kept
    assert len(response.further) == 2 and decode(encode(response)) == response


def test_a_photo_comes_back_with_its_instance_when_a_count_shrinks_and_grows() -> None:
    person = filling(COUNTED, CAMERA)
    taken, sight = large_photo(200_000), person.form.find("/data/sight")
    person.answer("/data/n", "1")
    person.hand_in("/data/place[1]/bench", taken)
    person.answer("/data/n", "0")
    assert "bench/1" not in kept(person)
    assert person.handed.room(person.form, sight) == TOGETHER_LIMIT - taken.size
    person.answer("/data/n", "1")
    assert kept(person)["bench/1"] == taken


def test_a_sound_is_no_answer_where_a_photo_is_asked_for() -> None:
    person = filling(LATER, CAMERA, MICROPHONE)
    with pytest.raises(Refused):
        person.hand_in("/data/first", SMALL_SOUND)
    with pytest.raises(Refused):
        person.hand_in("/data/birds", SMALL_PHOTO)
    assert not person.handed.files and person.form.find("/data/first").value == ""


def test_nothing_is_asked_for_that_would_hardly_show_anything() -> None:
    person = filling(LATER, CAMERA, MICROPHONE)
    form = person.form
    handed = HandingIn((CAMERA, MICROPHONE))
    for name, size in (("first", TOGETHER_LIMIT // 2), ("second", TOGETHER_LIMIT // 2 - LEAST)):
        form.give(form.find(f"/data/{name}"), handed.keep(large_photo(size)))
    birds = form.find("/data/birds")
    assert handed.for_one(form, birds) == {CAMERA, MICROPHONE}
    form.give(form.find("/data/first"), handed.keep(large_photo(TOGETHER_LIMIT // 2 + 1)))
    assert handed.for_one(form, birds) == frozenset()
