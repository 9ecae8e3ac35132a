"""The vectors of ``docs/formats/withdrawn.md``: what is read, and what is refused and how."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

import pytest

from storage.errors import StorageError
from storage.seal import receipt_codes
from storage.workspace import tombstones
from tests.storage.write_withdrawn_vectors import FILE, bad, good

LOADED: dict[str, list[dict[str, Any]]] = json.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("one", LOADED["good"], ids=lambda one: one["name"])
def test_a_list_vector_says_what_is_written(one: dict[str, Any]) -> None:
    found, says = tombstones.read_list(b64decode(one["file"])), one["says"]
    assert (found.signer.hex(), found.issued.isoformat()) == (says["signer"], says["issued"])
    assert [code.hex() for code in found.codes] == says["codes"]
    hashes = sorted(receipt_codes.code_hash(bytes.fromhex(given)) for given in says["given"])
    assert [code.hex() for code in hashes] == says["codes"]


@pytest.mark.parametrize("one", LOADED["bad"], ids=lambda one: one["name"])
def test_a_bad_list_vector_is_refused_as_it_says(one: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as caught:
        tombstones.read_list(b64decode(one["file"]))
    assert caught.value.code == one["refused"]


def test_the_published_lists_are_those_that_are_written_now() -> None:
    assert {"good": good(), "bad": bad()} == LOADED


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(StorageError) as caught:
        tombstones.read_list(bytes(tombstones.FILE_LIMIT + 1))
    assert caught.value.code == "damaged"
