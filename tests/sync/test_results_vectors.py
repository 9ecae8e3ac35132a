"""The published results files read as their page says, or are refused as it says."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from storage.errors import StorageError
from storage.seal.keys import Signer
from sync.shared_results import read_results
from tests.sync.write_results_vectors import VECTORS, figures, payload, signed

TOLD = json.loads(VECTORS.read_text("utf-8"))


def test_the_good_file_says_what_is_beside_it() -> None:
    (good,) = TOLD["good"]
    found = read_results(base64.b64decode(good["file"]))
    assert found.results == good["results"]
    assert found.organisation == Signer(bytes.fromhex(TOLD["keys"]["organisation seed"])).public


@pytest.mark.parametrize("one", TOLD["bad"], ids=lambda one: one["name"])
def test_a_bad_results_file_is_refused_with_its_word(one: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as caught:
        read_results(base64.b64decode(one["file"]))
    assert caught.value.code == one["refused"]


def test_an_index_without_its_people_is_read_and_steps_without_them_are_not() -> None:
    """As where a whole form is asked, and how many rated would tell who was asked."""
    told = figures()
    told["rows"][0]["factors"][0] |= {"n": None, "counts": None}
    found = read_results(signed(payload(told))).results
    assert found["rows"][0]["factors"][0]["index"] == 72.5
    for wrong in ({"counts": {"1": 5, "5": 5}}, {"index": None, "ci": None}):
        told = figures()
        told["rows"][0]["factors"][0] |= {"n": None, "counts": None} | wrong
        with pytest.raises(StorageError) as caught:
            read_results(signed(payload(told)))
        assert caught.value.code == "damaged"
