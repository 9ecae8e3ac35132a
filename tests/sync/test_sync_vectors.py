"""The vectors of ``docs/formats``: what must be read, and what must be refused and how."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from storage.errors import StorageError
from storage.seal.epochs import open_epoch
from storage.seal.keys import ReceivingKey
from storage.seal.ratchet import EpochOpener
from sync import bundle, enrolment, package, receipt

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors"
KINDS = ("device", "receipt", "package", "bundle")
LOADED = {kind: json.loads((VECTORS / f"{kind}.json").read_text("utf-8")) for kind in KINDS}


def read(kind: str, file: bytes) -> Any:
    if kind == "receipt":
        return receipt.read_receipt(file, bytes.fromhex(LOADED[kind]["keys"]["organisation"]))
    reader = {
        "device": enrolment.read_device, "package": package.read_package,
        "bundle": bundle.read_bundle,
    }
    return reader[kind](file)


def cases(group: str) -> list[Any]:
    return [
        pytest.param(kind, one, id=f"{kind}: {one['name']}")
        for kind in KINDS for one in LOADED[kind][group]
    ]


@pytest.mark.parametrize(("kind", "one"), cases("bad"))
def test_a_bad_vector_is_refused_as_it_says(kind: str, one: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as caught:
        read(kind, b64decode(one["file"]))
    assert caught.value.code == one["refused"]


def test_a_device_vector_says_what_is_written() -> None:
    (one,) = LOADED["device"]["good"]
    device = read("device", b64decode(one["file"]))
    assert one["says"] == {
        "public": device.public.hex(), "name": device.name,
        "fingerprint": enrolment.fingerprint(device.public),
        "file name": enrolment.file_name(device),
    }


def test_a_receipt_vector_says_what_is_written() -> None:
    (one,) = LOADED["receipt"]["good"]
    value, says = read("receipt", b64decode(one["file"])), one["says"]
    assert (value.number, value.stream.hex()) == (says["number"], says["stream"])
    assert (str(value.campaign), value.issued.isoformat()) == (says["campaign"], says["issued"])
    assert (value.backup.hex(), receipt.file_name(value)) == (says["backup"], says["file name"])
    (range_,), (told,) = value.ranges, says["ranges"]
    assert (range_.epoch.hex(), range_.first, range_.count) == (
        told["epoch"], told["first"], told["count"]
    )
    hashes = [bytes.fromhex(text) for text in told["record hashes"]]
    assert range_.digest == receipt.range_digest(hashes) == bytes.fromhex(told["digest"])


@pytest.mark.parametrize("one", LOADED["package"]["good"], ids=lambda one: one["name"])
def test_a_package_vector_says_what_is_written(one: dict[str, Any]) -> None:
    value, says = read("package", b64decode(one["file"])), one["says"]
    assert says == {
        "campaign": str(value.campaign), "version": value.version,
        "issued": value.issued.isoformat(), "organisation": value.organisation,
        "signer": value.signer.hex(), "hash": value.hash.hex(),
        "definition": value.definition.decode("utf-8"),
        "recipients": [{"id": r.id.hex(), "role": r.role} for r in value.recipients],
        "revoked": [], "file name": package.file_name(value),
    }


def test_a_bundle_vector_opens_to_what_was_sealed() -> None:
    (one,) = LOADED["bundle"]["good"]
    value, says = read("bundle", b64decode(one["file"])), one["says"]
    key = ReceivingKey(bytes.fromhex(LOADED["bundle"]["keys"]["recipient seed"]))
    openers = {p.epoch.id: EpochOpener(p.epoch, open_epoch(p.epoch, key)) for p in value.epochs}
    assert says["records"] == [
        {"epoch": r.epoch.hex(), "n": r.n, "id": r.id.hex(), "hash": r.hash.hex(),
         "body": openers[r.epoch].open(r).decode("ascii")}
        for r in value.records
    ]
    assert says["epochs"] == [
        {"id": p.epoch.id.hex(), "parent": p.epoch.parent.hex(), "first": p.first,
         "count": p.count, "head": p.head.hex()} for p in value.epochs
    ]
    assert (says["stream"], says["device"], says["campaign"], says["package"]) == (
        value.stream.hex(), value.device.hex(), str(value.campaign), value.package_hash.hex()
    )
    assert (says["number"], says["made"]) == (value.number, value.made.isoformat())
    assert says["file name"] == bundle.file_name(value.stream, value.number)
