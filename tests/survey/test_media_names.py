"""Media beside plain questions: carried since format 4, told what they belong to by their names."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from survey.forms.media import Medium
from survey.forms.model import said
from survey.reading import read_campaign, write_campaign
from tests.builders import small_campaign
from tests.survey.test_form_media import campaign as whole_campaign

STARTS = {
    "ogg": b"OggS", "png": b"\x89PNG\r\n\x1a\n", "webm": b"\x1a\x45\xdf\xa3", "mp4": b"....ftyp",
    "mp3": b"ID3",
}


def medium(name: str) -> Medium:
    return Medium(name=name, data=STARTS[name.rpartition(".")[2]] + b"more")


FITTING = (
    "aloud-en-area-north.mp3", "aloud-sv-consent.ogg", "aloud-sv-x1a-5.ogg", "aloud-sv-x1a.ogg",
    "picture-area-north.png", "picture-x1a-1.png", "sign-sv-consent.webm", "sign-sv-x1a.mp4",
)
NAMELESS = (
    "a.png", "aloud-fi-x1a.ogg", "aloud-sv-x1a-6.ogg", "aloud-sv-x9.ogg", "aloud-sv.ogg",
    "picture-area-east.png", "picture-area.png", "sign-sv-x1a-1.webm", "sign-sv-x1a.png",
)


def test_media_beside_plain_questions_come_back_as_they_were() -> None:
    made = replace(small_campaign(), media=tuple(medium(name) for name in FITTING))
    raw = write_campaign(made)
    assert json.loads(raw)["format"] == 4
    assert read_campaign(raw) == (made, ())
    assert write_campaign(made) == raw


@pytest.mark.parametrize("name", NAMELESS)
def test_a_name_that_fits_nothing_is_a_warning(name: str) -> None:
    made = replace(small_campaign(), media=(medium(name),))
    read, problems = read_campaign(write_campaign(made))
    assert read == made
    assert [(p.where, p.code) for p in problems] == [("media[0].name", "names-nothing")]


@pytest.mark.parametrize("format", [1, 2, 3])
def test_older_formats_have_no_media_beside_plain_questions(format: int) -> None:
    raw = json.loads(write_campaign(replace(small_campaign(), media=(medium(FITTING[0]),))))
    read, problems = read_campaign(json.dumps(raw | {"format": format}))
    assert read is None
    assert "media" in {p.where for p in problems}


def test_films_came_with_format_4() -> None:
    made = replace(whole_campaign(()), media=(medium("film.webm"),))
    raw = json.loads(write_campaign(made))
    assert raw["format"] == 4 and read_campaign(json.dumps(raw))[0] == made
    read, problems = read_campaign(json.dumps(raw | {"format": 3}))
    assert read is None and [p.code for p in problems] == ["not-a-medium"]


def test_words_in_a_kind_of_a_language_are_those_of_the_language() -> None:
    words = {"en": "Hello", "fi": "Hei", "sv": "Hej"}
    assert said(words, "sv-simple", fallback="en") == "Hej"
    assert said(words | {"sv-simple": "Hej du"}, "sv-simple") == "Hej du"
    assert said(words, "so", fallback="en") == "Hello"
