"""The recipient file and the certificate: their vectors, every flipped bit, every limit."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest

from storage.errors import Damaged, StorageError, TooNew
from storage.workspace.certificate import read_certificate, write_certificate
from sync import recipient
from sync.enrolment import fingerprint
from tests.sync.sync_builders import CAMPAIGN
from tests.sync.write_recipient_vectors import CERTIFICATE, KEY, SIGNER, VECTORS, University

LOADED = {
    kind: json.loads((VECTORS / f"{kind}.json").read_text("utf-8"))
    for kind in ("recipient", "certificate")
}
READERS: dict[str, Callable[[bytes], Any]] = {
    "recipient": recipient.read_recipient, "certificate": read_certificate,
}
FILE = recipient.write_recipient(University(), CAMPAIGN)


@pytest.mark.parametrize(("kind", "one"), [
    pytest.param(kind, one, id=f"{kind}: {one['name']}")
    for kind in LOADED for one in LOADED[kind]["bad"]
])
def test_a_bad_vector_is_refused_with_the_error_it_names(kind: str, one: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as caught:
        READERS[kind](b64decode(one["file"]))
    assert caught.value.code == one["refused"]


def test_the_good_recipient_says_what_stands_in_its_vector() -> None:
    [one] = LOADED["recipient"]["good"]
    assert b64decode(one["file"]) == FILE
    read = recipient.read_recipient(FILE)
    assert one["says"] == {
        "campaign": read.campaign.hex, "public": read.public.hex(), "name": read.name,
        "organisation": read.organisation.hex(), "fingerprint": fingerprint(read.organisation),
    }
    assert read.public == KEY.public
    assert recipient.file_name(read) == f"{CAMPAIGN.hex[:12]}-{SIGNER.public.hex()[:8]}.vrecipient"


def test_the_good_certificate_says_what_stands_in_its_vector() -> None:
    [one] = LOADED["certificate"]["good"]
    raw = write_certificate(CERTIFICATE, SIGNER)
    assert b64decode(one["file"]) == raw
    assert read_certificate(raw) == (CERTIFICATE, SIGNER.public)
    says = one["says"]
    assert (says["actor"], says["records"], says["waiting"]) == ("Kim", 1200, [["missing", 10]])
    assert says["keys"] == [id.hex() for id in CERTIFICATE.keys]


def test_a_flipped_bit_in_any_byte_of_a_recipient_file_is_refused() -> None:
    for at in range(len(FILE)):
        hurt = bytearray(FILE)
        hurt[at] ^= 1 << at % 8
        with pytest.raises((Damaged, TooNew)):
            recipient.read_recipient(bytes(hurt))


def test_a_name_that_could_not_be_shown_is_not_written() -> None:
    class Odd(University):
        name = "två\nrader"

    with pytest.raises(ValueError, match="one printable line"):
        recipient.write_recipient(Odd(), CAMPAIGN)
