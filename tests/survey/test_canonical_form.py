from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from survey.forms.canonical import read_canonical, write_form
from survey.forms.definition import FormDefinition
from survey.forms.json_text import DEEPEST, LARGEST
from survey.forms.read.form import read_form

VECTOR = Path(__file__).parents[2] / "docs" / "formats" / "vectors" / "form.json"
SOURCE = Path(__file__).parents[2] / "docs" / "formats" / "vectors" / "form.md"


def sample() -> FormDefinition:
    form = read_form(SOURCE.read_bytes(), "visit").form
    assert form is not None
    return form


def plain() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(write_form(sample()))
    return made


def codes(changed: object) -> list[str]:
    form, problems = read_canonical(json.dumps(changed).encode())
    assert (form is None) == bool(problems)
    return [problem.code for problem in problems]


def wheres(changed: object) -> list[str]:
    return [p.spot.column for p in read_canonical(json.dumps(changed).encode())[1]]


def test_the_published_vector_is_what_its_workbook_becomes() -> None:
    assert write_form(sample()) == VECTOR.read_bytes()


def test_what_is_written_is_read_back_the_same() -> None:
    form, problems = read_canonical(VECTOR.read_bytes())
    assert problems == ()
    assert form == sample()
    assert write_form(form) == VECTOR.read_bytes()


def test_a_form_in_json_is_known_by_its_content() -> None:
    assert read_form(VECTOR.read_bytes(), "any").form == sample()
    assert read_form(b"\xef\xbb\xbf \n" + VECTOR.read_bytes(), "any").form == sample()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "not-json"),
        (b"\xff{}", "not-utf8"),
        (b'{"format":NaN}', "not-json"),
        (b"[" * (DEEPEST + 1), "json-too-deep"),
        (b" " * (LARGEST + 1), "too-big"),
        (b"{}", "json-format"),
        (b"[]", "json-format"),
        (b'{"format":true}', "json-format"),
        (b'{"format":"1"}', "json-format"),
        (b'{"format":2,"nodes":7}', "json-too-new"),
    ],
)
def test_what_cannot_be_read_is_told_for_what_it_is(data: bytes, code: str) -> None:
    form, problems = read_canonical(data)
    assert form is None
    assert problems[0].code == code


def test_every_fault_is_told_with_its_path() -> None:
    changed = plain()
    changed["nodes"][0]["kind"] = "quest"
    changed["nodes"][0]["texts"] = {}
    changed["lists"][0]["choices"][0]["id"] = "1"
    del changed["name"]
    assert sorted(wheres(changed)) == [
        "lists[0].choices[0].id",
        "name",
        "nodes[0].kind",
        "nodes[0].texts",
    ]


def test_signs_that_xml_cannot_hold_and_unknown_words_are_refused() -> None:
    changed = plain()
    changed["title"] = "a\x00b"
    changed["nodes"][0]["text"]["lable"] = {"sv": "x"}
    assert codes(changed) == ["json-fault", "json-fault"]


def test_an_id_stands_once() -> None:
    changed = plain()
    changed["nodes"][1]["id"] = changed["nodes"][0]["id"]
    assert codes(changed) == ["json-doubled-id"]


@pytest.mark.parametrize("where", [b'"columns":{"a":"1"}', b'"text":{"label":{"sv":"1"}}'])
def test_what_a_choice_may_not_hold_is_told_with_its_place(where: bytes) -> None:
    head = b'{"format":1,"id":"1b4e28ba-2fa1-41d2-883f-0016d3cca427","name":"f","lists":['
    choice = b'{"id":"1b4e28ba-2fa1-41d2-883f-0016d3cca429","name":"c",' + where + b"}"
    rest = b'{"id":"1b4e28ba-2fa1-41d2-883f-0016d3cca428","name":"l","choices":[' + choice + b"]}]}"
    assert read_canonical(head + rest)[0] is not None
    for sound, wrong in ((b'"1"', b'"\\u0001"'), (b'"1"', b"1"), (b'"a"', b'"\\u0001"'),
                         (b'"label"', b'"lable"'), (b'"c"', b"7"), (b"429", b"42A")):
        form, problems = read_canonical(head + rest.replace(sound, wrong))
        if sound in rest:
            assert form is None
            assert problems[0].spot.column.startswith("lists[0].choices[0].")
