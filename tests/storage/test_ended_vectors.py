"""The vectors of ``docs/formats/ended.md``: what is read, and what is refused and how."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

import pytest

from storage.errors import StorageError
from storage.workspace import ended_file
from tests.storage.write_ended_vectors import FILE, bad, good, says

LOADED: dict[str, list[dict[str, Any]]] = json.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("one", LOADED["good"], ids=lambda one: one["name"])
def test_an_ended_vector_says_what_is_written(one: dict[str, Any]) -> None:
    found, signer = ended_file.read_ended(b64decode(one["file"]))
    assert says(found) == one["says"]
    assert signer.hex() == one["says"]["signer"]


@pytest.mark.parametrize("one", LOADED["bad"], ids=lambda one: one["name"])
def test_a_bad_ended_vector_is_refused_as_it_says(one: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as caught:
        ended_file.read_ended(b64decode(one["file"]))
    assert caught.value.code == one["refused"]


def test_the_published_ended_files_are_those_that_are_written_now() -> None:
    assert json.loads(json.dumps({"good": good(), "bad": bad()})) == LOADED
