"""The published open session reads as its page says; all that is sealed has a class's size."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from storage.errors import Damaged, StorageError, TooNew, WrongKey
from storage.seal import moderator
from storage.seal.records import BODY_LIMIT, SMALLEST_CLASS, pad, seal_raw, unpad

VECTORS = Path(__file__).parents[2] / "docs" / "formats" / "vectors" / "open-session.json"
ERRORS: dict[str, type[StorageError]] = {
    "wrong-key": WrongKey, "damaged": Damaged, "too-new": TooNew
}


def vectors() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))
    return read


def test_the_words_open_the_published_session() -> None:
    told = vectors()
    id, code = bytes.fromhex(told["id"]), moderator.read_code(told["words"])
    key = moderator.unwrap(id, bytes.fromhex(told["wrapped"]), code)
    assert key.hex() == told["key"]
    body = moderator.open_event(key, id, told["n"], bytes.fromhex(told["event"]))
    assert body.hex() == told["body"]


@pytest.mark.parametrize("case", vectors()["refused"], ids=lambda case: str(case["why"]))
def test_what_must_be_refused_is(case: dict[str, Any]) -> None:
    told = vectors() | case
    with pytest.raises(ERRORS[case["refused"]]):
        id, code = bytes.fromhex(told["id"]), moderator.read_code(told["words"])
        key = moderator.unwrap(id, bytes.fromhex(told["wrapped"]), code)
        moderator.open_event(key, id, told["n"], bytes.fromhex(told["event"]))


def test_everything_sealed_has_the_size_of_its_class_only() -> None:
    draw = random.Random(5)
    lengths = [0, 1, 252, 253, 508, 509, BODY_LIMIT, *(draw.randrange(9000) for _ in range(200))]
    sizes: dict[str, set[tuple[int, int]]] = {"record": set(), "draft": set(), "event": set()}
    for length in lengths:
        body = draw.randbytes(length)
        padded = pad(body)
        assert unpad(padded) == body
        assert len(padded) >= SMALLEST_CLASS and len(padded) & (len(padded) - 1) == 0
        place: dict[str, Any] = {"key": bytes(32), "stream": bytes(16), "epoch": bytes(16), "n": 7,
                                 "id": bytes(16), "previous": bytes(32), "body": body}
        sizes["record"].add((len(padded), len(seal_raw(**place))))
        sizes["draft"].add((len(padded), len(seal_raw(**place, nonce=bytes(12)))))
        event = moderator.seal_event(bytes(32), bytes(16), 7, body, bytes)
        sizes["event"].add((len(padded), len(event)))
    for pairs in sizes.values():
        assert len(pairs) == len({size for size, _ in pairs}), "a class has one sealed size"
