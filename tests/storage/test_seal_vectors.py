"""The vectors of epochs, records and bodies: what opens, and what is refused and how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from storage import bodies
from storage.errors import StorageError
from storage.seal import coding, epochs, keys, records
from storage.seal.ratchet import EpochOpener
from tests.storage.write_seal_vectors import plain

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors"
EPOCH, RECORD, BODY = (
    json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    for name in ("epoch", "record", "body")
)


def hexed(text: str) -> bytes:
    return bytes.fromhex(text)


def named(vectors: dict[str, Any], group: str) -> list[Any]:
    return [pytest.param(one, id=one.get("name", one["raw"][:40])) for one in vectors[group]]


def receiving_key(role: str) -> keys.ReceivingKey:
    held = EPOCH["keys"]
    seed = held["stranger seed"] if role == "stranger" else held["recipient seeds"][role]
    return keys.ReceivingKey(hexed(seed))


def opener() -> EpochOpener:
    return EpochOpener(epochs.read_epoch(hexed(RECORD["epoch"])), hexed(RECORD["secret"]))


def test_recipients_are_named_by_their_public_keys() -> None:
    ids = {role: receiving_key(role).id.hex() for role in EPOCH["keys"]["recipient seeds"]}
    assert ids == EPOCH["keys"]["recipient ids"]


@pytest.mark.parametrize("one", named(EPOCH, "good"))
@pytest.mark.parametrize("role", ["campaign", "recovery"])
def test_an_epoch_opens_with_either_key(one: dict[str, Any], role: str) -> None:
    epoch = epochs.read_epoch(hexed(one["raw"]))
    assert epoch.hash.hex() == one["hash"]
    assert one["says"] == {
        "id": epoch.id.hex(),
        "stream": epoch.stream.hex(),
        "campaign": epoch.campaign.hex,
        "package": epoch.package_hash.hex(),
        "parent": epoch.parent.hex(),
        "parent head": epoch.parent_head.hex(),
        "opened": epoch.opened.isoformat(),
    }
    assert epochs.open_epoch(epoch, receiving_key(role)).hex() == one["secret"]


@pytest.mark.parametrize("one", named(EPOCH, "bad"))
def test_a_bad_epoch_is_refused_as_it_says(one: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as caught:
        epochs.open_epoch(epochs.read_epoch(hexed(one["raw"])), receiving_key(one["key"]))
    assert caught.value.code == one["refused"]


def test_the_ratchet_gives_these_keys() -> None:
    chain = hexed(RECORD["secret"])
    for step in RECORD["ratchet"]:
        assert chain.hex() == step["chain"]
        assert records.record_key(chain).hex() == step["record key"]
        assert records.draft_key(chain).hex() == step["draft key"]
        chain = records.next_chain(chain)


def test_padding_is_written_in_one_way() -> None:
    for one in RECORD["padding"]:
        assert records.pad(hexed(one["body"])).hex() == one["padded"]
        assert records.unpad(hexed(one["padded"])).hex() == one["body"]


@pytest.mark.parametrize("one", named(RECORD, "good"))
def test_a_record_opens_and_is_sealed_to_the_same_bytes(one: dict[str, Any]) -> None:
    record = records.read_record(hexed(one["raw"]))
    assert record.hash.hex() == one["hash"]
    assert opener().open(record).hex() == one["body"]
    step = RECORD["ratchet"][record.n]
    again = records.seal_raw(
        key=hexed(step["draft key" if record.nonce else "record key"]),
        stream=epochs.read_epoch(hexed(RECORD["epoch"])).stream,
        epoch=record.epoch, n=record.n, id=record.id, previous=record.previous,
        body=hexed(one["body"]), nonce=record.nonce,
    )
    assert again.hex() == one["raw"]


@pytest.mark.parametrize("one", named(RECORD, "bad"))
def test_a_bad_record_is_refused_as_it_says(one: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as caught:
        opener().open(records.read_record(hexed(one["raw"])))
    assert caught.value.code == one["refused"]


@pytest.mark.parametrize("one", named(BODY, "good"))
def test_a_body_reads_and_is_written_to_the_same_bytes(one: dict[str, Any]) -> None:
    body = bodies.decode(hexed(one["raw"]))
    assert not isinstance(body, bodies.Unknown)
    assert plain(body) == one["says"]
    assert bodies.encode(body).hex() == one["raw"]


@pytest.mark.parametrize("one", named(BODY, "kept"))
def test_what_is_not_known_yet_is_kept(one: dict[str, Any]) -> None:
    body = bodies.decode(hexed(one["raw"]))
    assert isinstance(body, bodies.Unknown)
    assert (body.kind, body.version, body.raw.hex()) == (one["kind"], one["version"], one["raw"])


@pytest.mark.parametrize("one", named(BODY, "bad"))
def test_a_bad_body_is_refused_as_it_says(one: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as caught:
        bodies.decode(hexed(one["raw"]))
    assert caught.value.code == one["refused"]


def test_versions_are_told_from_damage_in_long_arrays_too() -> None:
    from storage.errors import TooNew

    with pytest.raises(TooNew):
        records.read_record(coding.pack([2, *range(20)]))
