"""The published vectors of a workspace on a server: sealed columns and its address."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from storage.errors import Damaged
from storage.seal.columns import NONCE_BYTES, ColumnSealer
from storage.workspace import addresses

VECTORS = json.loads(
    (Path(__file__).parents[2] / "docs/formats/vectors/workspace-server.json").read_text("utf-8")
)
REFUSALS = {"damaged": Damaged}


def place(vector: dict[str, str]) -> tuple[str, str, bytes]:
    return vector["table"], vector["column"], bytes.fromhex(vector["row"])


def sealer(vector: dict[str, str], nonce: bytes = b"") -> ColumnSealer:
    key, workspace = bytes.fromhex(vector["key"]), bytes.fromhex(vector["workspace"])
    return ColumnSealer(key, workspace, (lambda _: nonce) if nonce else os.urandom)


@pytest.mark.parametrize("vector", VECTORS["columns"])
def test_a_column_is_sealed_and_opened_as_published(vector: dict[str, str]) -> None:
    sealed, value = bytes.fromhex(vector["sealed"]), bytes.fromhex(vector["value"])
    assert sealer(vector).open(*place(vector), sealed) == value
    assert sealer(vector, sealed[:NONCE_BYTES]).seal(*place(vector), value) == sealed


@pytest.mark.parametrize("vector", VECTORS["columns_refused"], ids=lambda v: v["about"])
def test_a_column_that_is_not_what_was_sealed_there_is_refused(vector: dict[str, str]) -> None:
    with pytest.raises(REFUSALS[vector["refused"]]):
        sealer(vector).open(*place(vector), bytes.fromhex(vector["sealed"]))


@pytest.mark.parametrize("vector", VECTORS["addresses"], ids=lambda v: v["host"])
def test_an_address_is_read_and_written_as_published(vector: dict[str, object]) -> None:
    text = str(vector["address"])
    found = addresses.read_stored(text)
    for name in ("host", "port", "database", "user", "schema"):
        assert getattr(found, name) == vector[name]
    assert addresses.write(found) == text


@pytest.mark.parametrize("vector", VECTORS["addresses_refused"], ids=lambda v: v["about"])
def test_an_address_that_is_none_is_refused(vector: dict[str, str]) -> None:
    with pytest.raises(REFUSALS[vector["refused"]]):
        addresses.read_stored(vector["address"])
