"""The mailbox's formats against ``docs/formats/vectors``, and single flipped bits."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from storage.errors import Damaged, StorageError, TooNew
from storage.seal import keys
from storage.seal.keys import Signer
from storage.values import DeviceIdentity
from sync.errors import TransportError
from sync.mailbox import cards, wire
from sync.mailbox.address import Address
from sync.mailbox.pairing import Device, Joining
from sync.mailbox.refusals import Refusal
from sync.mailbox.registry import Entry, read_registry, registry, write_registry
from sync.mailbox.statement import read_statement
from tests.sync.pairing_hall import CERTIFICATE, Hall
from tests.sync.sync_builders import MOMENT, clock, known_random

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors"
LOADED = {
    kind: json.loads((VECTORS / f"{kind}.json").read_text("utf-8"))
    for kind in ("mailbox", "registry", "pairing")
}
US = bytes.fromhex(LOADED["mailbox"]["keys"]["organisation"])
READERS = {"mailbox": read_statement, "registry": read_registry}


@pytest.mark.parametrize(("kind", "one"), [
    pytest.param(kind, one, id=f"{kind}: {one['name']}")
    for kind in READERS for one in LOADED[kind]["bad"]
])
def test_a_bad_vector_is_refused_as_it_says(kind: str, one: dict[str, Any]) -> None:
    with pytest.raises(StorageError) as caught:
        READERS[kind](b64decode(one["file"]), US)
    assert caught.value.code == one["refused"]


@pytest.mark.parametrize("kind", sorted(READERS))
def test_every_single_flipped_bit_is_refused(kind: str) -> None:
    (good,) = LOADED[kind]["good"]
    file = b64decode(good["file"])
    for at in range(8 * len(file)):
        hurt = bytearray(file)
        hurt[at // 8] ^= 1 << at % 8
        with pytest.raises(StorageError) as caught:
            READERS[kind](bytes(hurt), US)
        assert caught.value.code in ("damaged", "too-new")


def test_a_statement_vector_says_what_is_written() -> None:
    (one,) = LOADED["mailbox"]["good"]
    read = read_statement(b64decode(one["file"]), US)
    assert one["says"] == {
        "version": read.version, "role": read.role, "certificate": read.certificate.hex(),
        "begins": read.begins.isoformat(), "ends": read.ends.isoformat(),
    }


def test_a_registry_vector_says_what_is_written() -> None:
    (one,) = LOADED["registry"]["good"]
    read, says = read_registry(b64decode(one["file"]), US), one["says"]
    assert (read.version, read.issued.isoformat()) == (says["version"], says["issued"])
    assert read.until.isoformat() == says["until"]
    assert says["devices"] == [
        {"device": e.device.hex(), "revoked": e.revoked,
         "until": None if e.until is None else e.until.isoformat()}
        for e in read.devices.values()
    ]


def test_a_session_vector_is_a_sound_proof() -> None:
    session = {name: bytes.fromhex(text) for name, text in LOADED["mailbox"]["session"].items()}
    hello, nonce = wire.read_hello(session["hello"]), wire.read_challenge(session["challenge"])
    proof = wire.read_proof(session["proof"])
    assert (proof.nonce, proof.token) == (nonce, session["token"])
    parts = wire.session_parts(hello, nonce, session["certificate"], proof.token)
    keys.verify(hello.public, proof.signature, "mailbox-session", *parts)
    assert wire.token_hash(proof.token) == session["token hash"]
    assert wire.read_granted(session["granted"]) == (b"b" * 32, 300, b"x" * 32)
    assert wire.read_refused(session["refused"]) == ("cloned", 0)


def test_a_pairing_vector_is_made_again_byte_for_byte() -> None:
    from tests.sync.write_mailbox_vectors import pairings

    assert json.loads(json.dumps(pairings())) == LOADED["pairing"]


@pytest.mark.parametrize("step", ["offer", "reveal", "agree", "agreed"])
def test_no_flipped_bit_of_a_pairing_makes_the_two_trust_each_other(step: str) -> None:
    assert trusted(step, None)
    at = 0
    while (both := trusted(step, at)) is not None:
        assert not both, at
        at += 7


def trusted(step: str, bit: int | None) -> bool | None:
    """Whether both trust each other after ``bit`` of one message was flipped on the way.

    The persons say yes to the same words only. None when the message has no such bit.
    """
    hall, who = Hall(), Signer(bytes(range(32)))
    hall.door.open()
    kiosk = Joining(Device(
        identity=DeviceIdentity(public=who.public, name="Å"), sign=who.sign, clock=clock,
        random=known_random("flips"),
    ))
    ended = False

    def passed(name: str, message: bytes) -> bytes:
        nonlocal ended
        if name != step or bit is None:
            return message
        hurt = bytearray(message)
        ended = bit >= 8 * len(hurt)
        hurt[bit // 8 % len(hurt)] ^= 1 << bit % 8
        return bytes(hurt)

    try:
        offer = passed("offer", hall.door.answer("begin", kiosk.begin()))
        hall.door.answer("reveal", passed("reveal", kiosk.offered(offer, CERTIFICATE)))
        seen = hall.door.seen()
        assert seen is not None
        hall.door.decide(seen.words == kiosk.words, seen.words)
        agreed = hall.door.answer("agree", passed("agree", kiosk.agree()))
        both = kiosk.outcome(passed("agreed", agreed)) is not None
    except (StorageError, TransportError, Refusal):
        both = False
    return None if ended else both


def test_a_registry_names_each_device_once_and_no_more_than_its_limit() -> None:
    with pytest.raises(ValueError, match="once"):
        registry(1, [Entry(device=bytes(32))] * 2, issued=MOMENT, until=MOMENT)
    many = [Entry(device=number.to_bytes(32)) for number in range(16_384)]
    us = Signer(bytes(32))
    raw = write_registry(
        registry(1, many, issued=MOMENT, until=MOMENT), us.public, us.sign
    )
    assert len(raw) < 1024 * 1024
    assert len(read_registry(raw, us.public).devices) == 16_384


def test_cards_are_read_again_however_they_are_typed() -> None:
    found = LOADED["pairing"]["cards"]
    device = cards.read_device_card(f"  {found['device'][:40]}\n{found['device'][40:].lower()} ")
    assert device.name == "Surfplatta 1"
    card = cards.read_organisation_card(found["organisation"])
    assert (card.public, card.name, card.address) == (
        US, "Exempelkommun", Address("192.168.1.20", 8347)
    )
    assert cards.organisation_card(card) == found["organisation"]
    assert len(card.number) == 24


@pytest.mark.parametrize("kind", ["device", "organisation"])
def test_a_misread_sign_on_a_card_is_noticed(kind: str) -> None:
    text = LOADED["pairing"]["cards"][kind]
    read = cards.read_device_card if kind == "device" else cards.read_organisation_card
    for at in range(len(text)):
        other = "A" if text[at] != "A" else "B"
        with pytest.raises((Damaged, TooNew)):
            read(text[:at] + other + text[at + 1 :])
    for odd in ("", text[:-1], text + "A", "VARDERA1X:AAAA", "A" * 5_000, text.replace("2", "1")):
        with pytest.raises((Damaged, TooNew)):
            read(odd)


def test_a_cards_qr_code_is_read_by_a_scanner() -> None:
    import zxingcpp
    from PIL import Image

    for text in LOADED["pairing"]["cards"].values():
        rows = cards.modules(text)
        image = Image.new("L", (len(rows) + 8, len(rows) + 8), 255)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    image.putpixel((x + 4, y + 4), 0)
        (read,) = zxingcpp.read_barcodes(image.resize((8 * image.width, 8 * image.height), 0))
        assert read.text == text
