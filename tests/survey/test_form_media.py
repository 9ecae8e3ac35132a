"""Pictures and sounds that a form names: gathered, carried in the campaign, read strictly."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from survey.around import campaign_around, later_version
from survey.forms import media
from survey.forms.media import Medium, gathered
from survey.forms.problems import Findings
from survey.reading import read_campaign, write_campaign
from tests.builders import small_campaign
from tests.forms import table
from tests.survey.test_campaign_forms import wish

VECTOR = Path(__file__).parents[2] / "docs/formats/vectors/campaign-media.json"
PNG = b"\x89PNG\r\n\x1a\n and more"
OGG = b"OggS and more"
PICTURES = """
| survey |
|  | type | name | label | media::image | media::audio |
|  | select_one ab | q | Which? | jr://images/way.png | say.ogg |
| choices |
|  | list_name | name | label | media::image |
|  | ab | a | A | a.png |
|  | ab | b | B | ../../b.png |
"""
FILES = {"way.png": PNG, "a.png": PNG + b"a", "b.png": PNG + b"b", "say.ogg": OGG}


def carried(text: str = PICTURES, files: dict[str, bytes] = FILES) -> tuple[
    tuple[Medium, ...], list[tuple[str, str]]
]:
    findings = Findings()
    found = gathered(table(text), files.get, findings)
    return found, [(p.code, p.values.get("name", "")) for p in findings.problems()]


def campaign(found: tuple[Medium, ...]) -> Any:
    return campaign_around(table(PICTURES), wish(group_by=()), found)


def test_a_survey_carries_what_its_form_names_and_comes_back_the_same() -> None:
    found, problems = carried()
    assert {one.name: one.data for one in found} == FILES and problems == []
    made = campaign(found)
    raw = write_campaign(made)
    assert read_campaign(raw) == (made, ())
    assert write_campaign(replace(made, media=())) == write_campaign(campaign(()))
    assert b'"media"' not in write_campaign(campaign(()))


def test_a_file_is_asked_for_by_its_name_alone() -> None:
    asked = []

    def read(name: str) -> bytes | None:
        asked.append(name)
        return None

    gathered(table(PICTURES), read, Findings())
    assert asked == ["way.png", "say.ogg", "a.png", "b.png"]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"a.png": None}, ("medium-missing", "a.png")),
        ({"a.png": b"<html>"}, ("medium-damaged", "a.png")),
        ({"a.png": b""}, ("medium-damaged", "a.png")),
        ({"a.png": PNG + bytes(media.LARGEST)}, ("medium-large", "a.png")),
    ],
)
def test_what_cannot_go_along_is_told_and_left_out(
    files: dict[str, Any], problem: tuple[str, str]
) -> None:
    found, problems = carried(files={**FILES, **files})
    assert problems == [problem]
    assert [one.name for one in found] == ["b.png", "say.ogg", "way.png"]


def test_a_film_is_told_and_left_out() -> None:
    found, problems = carried(PICTURES.replace("media::audio", "media::video"))
    assert ("medium-kind", "say.ogg") in problems
    assert "say.ogg" not in [one.name for one in found]


def test_more_than_fits_a_package_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "ALTOGETHER", 40)
    _, problems = carried()
    assert [code for code, _ in problems] == ["media-large"]


def data(content: bytes) -> str:
    return b64encode(content).decode()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([{"name": "b.png", "data": data(PNG)}, {"name": "a.png", "data": data(PNG)}],
         "out-of-order"),
        ([{"name": "a.png", "data": data(PNG)}] * 2, "out-of-order"),
        ([{"name": "a.png", "data": data(OGG)}], "not-a-medium"),
        ([{"name": "../a.png", "data": data(PNG)}], "not-a-medium"),
        ([{"name": "a.exe", "data": data(PNG)}], "not-a-medium"),
        ([{"name": "a.png", "data": data(PNG) + "\n"}], "bad-data"),
        ([{"name": "a.png", "data": "iVBORw0KGg="}], "bad-data"),
        ([{"name": "a.png", "data": ""}], "bad-data"),
        ([{"name": "a.png", "data": 3}], "wrong-type"),
        ([{"name": "a.png", "data": data(PNG), "x": 1}], "unknown-field"),
    ],
)
def test_media_are_read_strictly(said: list[object], code: str) -> None:
    plain = json.loads(write_campaign(campaign(()))) | {"media": said}
    read, problems = read_campaign(json.dumps(plain))
    assert read is None
    assert code in [problem.code for problem in problems]


def test_media_without_a_form_are_refused() -> None:
    plain = json.loads(write_campaign(small_campaign()))
    plain["media"] = [{"name": "a.png", "data": data(PNG)}]
    for made, code in ((1, "not-in-format"), (3, "misplaced")):
        read, problems = read_campaign(json.dumps(plain | {"format": made}))
        assert read is None and code in [problem.code for problem in problems]


def test_another_picture_is_another_survey_version_of_the_same_form() -> None:
    first = campaign(carried()[0])
    other = carried(files={**FILES, "a.png": PNG + b"new"})[0]
    second = later_version(first, table(PICTURES), other)
    assert (second.version, second.form.version) == (2, 1)
    assert later_version(second, table(PICTURES), other) is second


def test_the_released_bytes_with_media_are_read_and_written_the_same() -> None:
    raw = VECTOR.read_bytes()
    read, problems = read_campaign(raw)
    assert read is not None and problems == ()
    assert read == campaign(carried()[0])
    assert write_campaign(read) == raw
