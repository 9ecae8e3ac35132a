"""Writes ``docs/formats/vectors/{mailbox,registry,pairing}.json``.

Run by hand after a change of format: ``python -m tests.sync.write_mailbox_vectors``.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from storage.seal import coding
from storage.seal.keys import Signer
from storage.values import DeviceIdentity
from sync.envelope import SignedFile, unwrap, wrap
from sync.mailbox import wire
from sync.mailbox.address import Address
from sync.mailbox.cards import OrganisationCard, device_card, organisation_card
from sync.mailbox.pairing import Device, Host, Hosting, Joining
from sync.mailbox.registry import Entry, registry, write_registry
from sync.mailbox.statement import LAN, Statement, write_statement
from tests.sync.sync_builders import MOMENT, clock, known_random, seed
from tests.sync.write_vectors import VECTORS, case, hurt_everywhere, later_payload, resigned

US = Signer(seed("organisation Exempelkommun"))
THEM = Signer(seed("organisation Grannkommun"))
DEVICE = Signer(seed("device Surfplatta 1"))
CERTIFICATE = bytes(range(32))
KEYS = {
    "organisation seed": seed("organisation Exempelkommun").hex(),
    "organisation": US.public.hex(), "device seed": seed("device Surfplatta 1").hex(),
}


def registries() -> dict[str, Any]:
    entries = (
        Entry(device=DEVICE.public), Entry(device=bytes(32), until=MOMENT),
        Entry(device=b"\xff" * 32, revoked=True),
    )
    made = registry(7, entries, issued=MOMENT, until=MOMENT + timedelta(days=400))
    raw = write_registry(made, US.public, US.sign)
    row = (DEVICE.public, 0, 0)

    def with_devices(*rows: Any, version: int = 7) -> bytes:
        payload = coding.pack((1, version, 1, 2, rows))
        return resigned("registry", payload, US.public, US.sign, US.public)

    return {
        "format": "vardera-registry/1", "keys": KEYS,
        "good": [case("three devices", raw, says={
            "version": 7, "issued": MOMENT.isoformat(), "until": made.until.isoformat(),
            "devices": [
                {"device": e.device.hex(), "revoked": e.revoked,
                 "until": None if e.until is None else e.until.isoformat()}
                for _, e in sorted(made.devices.items())
            ],
        })],
        "bad": [
            *hurt_everywhere("registry", raw),
            later_payload("registry", raw, US.sign, US.public),
            case("another organisation's", write_registry(made, THEM.public, THEM.sign),
                 refused="wrong-signer"),
            case("version nought", with_devices(row, version=0), refused="damaged"),
            case("a device twice", with_devices(row, row), refused="damaged"),
            case("devices turned round", with_devices(row, (bytes(32), 0, 0)), refused="damaged"),
            case("a short key", with_devices((b"short", 0, 0)), refused="damaged"),
            case("neither revoked nor not", with_devices((bytes(32), 0, 2)), refused="damaged"),
            case("a time before 1970", with_devices((bytes(32), -1, 0)), refused="damaged"),
            case("a time no clock shows", with_devices((bytes(32), 2**62, 0)), refused="damaged"),
        ],
    }


def mailboxes() -> dict[str, Any]:
    said = Statement(version=3, role=LAN, certificate=CERTIFICATE, begins=MOMENT,
                     ends=MOMENT + timedelta(days=30))
    raw = write_statement(said, US.public, US.sign)
    signed = unwrap("mailbox-server", raw)
    hello = wire.Hello(US.public, DEVICE.public, b"n" * 32)
    token = b"t" * 32
    parts = wire.session_parts(hello, b"s" * 32, CERTIFICATE, token)

    def with_fields(*fields: Any) -> bytes:
        payload = coding.pack((1, *fields))
        return resigned("mailbox-server", payload, US.public, US.sign, US.public)

    other = wrap("mailbox-server", SignedFile(
        payload=signed.payload, signer=THEM.public,
        signature=THEM.sign("mailbox-server", THEM.public, signed.payload),
    ))
    return {
        "format": "vardera-mailbox-server/1", "keys": KEYS,
        "good": [case("a statement", raw, says={
            "version": 3, "role": "lan", "certificate": CERTIFICATE.hex(),
            "begins": MOMENT.isoformat(), "ends": said.ends.isoformat(),
        })],
        "bad": [
            *hurt_everywhere("mailbox-server", raw),
            later_payload("mailbox-server", raw, US.sign, US.public),
            case("another organisation's", other, refused="wrong-signer"),
            case("version nought", with_fields(0, "lan", CERTIFICATE, 1, 2), refused="damaged"),
            case("an unknown role", with_fields(1, "ours", CERTIFICATE, 1, 2), refused="damaged"),
            case("a short hash", with_fields(1, "lan", b"short", 1, 2), refused="damaged"),
        ],
        "session": {
            "certificate": CERTIFICATE.hex(), "token": token.hex(),
            "token hash": wire.token_hash(token).hex(),
            "hello": wire.pack(*hello).hex(), "challenge": wire.pack(b"s" * 32).hex(),
            "proof": wire.pack(
                b"s" * 32, DEVICE.sign(wire.SESSION_DOMAIN, *parts), token
            ).hex(),
            "granted": wire.pack(b"b" * 32, 300, b"x" * 32).hex(),
            "refused": wire.pack("cloned", 0).hex(),
        },
    }


def pairings() -> dict[str, Any]:
    identity = DeviceIdentity(public=DEVICE.public, name="Surfplatta 1")
    statement = write_statement(Statement(
        version=1, role=LAN, certificate=CERTIFICATE, begins=MOMENT, ends=MOMENT + timedelta(days=1)
    ), US.public, US.sign)
    kiosk = Joining(Device(
        identity=identity, sign=DEVICE.sign, clock=clock, random=known_random("kiosk nonce")
    ))
    host = Hosting(Host(
        name="Exempelkommun", public=US.public, sign=US.sign, statement=statement,
        certificate=CERTIFICATE,
    ), known_random("host nonce"))
    begin = kiosk.begin()
    offer = host.begin(begin)
    reveal = kiosk.offered(offer, CERTIFICATE)
    host.reveal(reveal)
    agree = kiosk.agree()
    host.agree(agree)
    host.decide(True)
    host.registered()
    card = OrganisationCard(
        public=US.public, name="Exempelkommun", address=Address("192.168.1.20", 8347)
    )
    return {
        "keys": {**KEYS, "certificate": CERTIFICATE.hex()},
        "messages": {
            "begin": begin.hex(), "offer": offer.hex(), "reveal": reveal.hex(),
            "agree": agree.hex(), "agreed": host.outcome().hex(),
        },
        "words": list(kiosk.words),
        "cards": {
            "device": device_card(identity, DEVICE.sign), "organisation": organisation_card(card)
        },
    }


def main() -> None:
    made = {"registry": registries, "mailbox": mailboxes, "pairing": pairings}
    for name, make in made.items():
        text = json.dumps(make(), ensure_ascii=False, indent=1)
        (VECTORS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
