"""Writes ``docs/formats/vectors/{package,bundle,receipt,device}.json``.

Run by hand after a change of format: ``python -m tests.sync.write_vectors``. Sealing an
epoch draws from the operating system, so the bundle file differs each time; the tests
only read what is written here.
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from storage.seal import coding
from storage.seal.keys import recipient_id
from storage.values import AcknowledgedRange, Package, Receipt
from sync import bundle, enrolment, envelope, package, receipt
from tests.sync.sync_builders import (
    CAMPAIGN,
    MOMENT,
    Device,
    Organisation,
    campaign,
    clock,
    recipient,
    seed,
)

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors"
Case = dict[str, Any]


def case(name: str, file: bytes, **more: object) -> Case:
    return {"name": name, "file": b64encode(file).decode("ascii"), **more}


def resigned(kind: str, payload: bytes, public: bytes, sign: envelope.Sign, *parts: bytes) -> bytes:
    signature = sign(kind, *parts, payload)
    return envelope.wrap(
        kind, envelope.SignedFile(payload=payload, signer=public, signature=signature)
    )


def hurt_everywhere(kind: str, file: bytes) -> list[Case]:
    """The refusals that every kind of file has."""
    first = len(coding.magic(kind))
    flipped = bytearray(file)
    flipped[len(file) // 2] ^= 1
    signature = bytearray(file)
    signature[-1] ^= 1
    later = file.replace(b"/1\n", b"/2\n", 1)
    return [
        case("empty", b"", refused="damaged"),
        case("only the first line", file[:first], refused="damaged"),
        case("first line of another kind", b"vardera-other/1\n" + file[first:], refused="damaged"),
        case("later format in the first line", later, refused="too-new"),
        case("cut in the middle", file[: len(file) // 2], refused="damaged"),
        case("one byte short", file[:-1], refused="damaged"),
        case("a byte after the end", file + b"\0", refused="damaged"),
        case("one bit flipped in the payload", bytes(flipped), refused="damaged"),
        case("one bit flipped in the signature", bytes(signature), refused="damaged"),
        case("array header longer than needed", file[:first] + b"\xdc\x00\x03" + file[first + 1 :],
             refused="damaged"),
    ]


def later_payload(kind: str, file: bytes, sign: envelope.Sign, *parts: bytes) -> Case:
    """A payload of version 2, soundly signed."""
    signed = envelope.unwrap(kind, file)
    payload = signed.payload[:1] + b"\x02" + signed.payload[2:]
    return case(
        "later format in the payload", resigned(kind, payload, signed.signer, sign, *parts),
        refused="too-new",
    )


def devices() -> dict[str, Any]:
    device = Device()
    file = enrolment.write_device(device.identity, device.signer.sign)
    stranger = Device("stranger")
    two_lines = coding.pack((1, device.signer.public, "Två\nrader"))
    foreign = coding.pack((1, stranger.signer.public, "Surfplatta 1"))
    sign, public = device.signer.sign, device.signer.public
    return {
        "format": "vardera-device/1",
        "keys": {"device seed": seed("device Surfplatta 1").hex()},
        "good": [case(
            "a device", file,
            says={"public": public.hex(), "name": "Surfplatta 1",
                  "fingerprint": enrolment.fingerprint(public),
                  "file name": enrolment.file_name(device.identity)},
        )],
        "bad": [
            *hurt_everywhere("device", file),
            later_payload("device", file, sign, public),
            case("a name of two lines", resigned("device", two_lines, public, sign, public),
                 refused="damaged"),
            case("the key of another device", resigned("device", foreign, public, sign, public),
                 refused="damaged"),
        ],
    }


def receipts() -> dict[str, Any]:
    us, them = Organisation(), Organisation("Grannkommun")
    value = Receipt(
        number=3, stream=Device().stream, campaign=CAMPAIGN, issued=MOMENT, backup=b"b" * 16,
        ranges=(AcknowledgedRange(
            epoch=b"e" * 16, first=2, count=2, digest=receipt.range_digest([b"x" * 32, b"y" * 32])
        ),),
    )
    file = receipt.write_receipt(value, us.signer_public, us.sign)
    endless = replace(value, ranges=(replace(value.ranges[0], count=65_536),))
    return {
        "format": "vardera-receipt/1",
        "keys": {"organisation seed": seed("organisation Exempelkommun").hex(),
                 "organisation": us.signer_public.hex()},
        "good": [case("one range", file, says={
            "number": 3, "stream": value.stream.hex(), "campaign": str(CAMPAIGN),
            "issued": MOMENT.isoformat(), "backup": value.backup.hex(),
            "ranges": [{"epoch": r.epoch.hex(), "first": r.first, "count": r.count,
                        "digest": r.digest.hex(), "record hashes": ["78" * 32, "79" * 32]}
                       for r in value.ranges],
            "file name": receipt.file_name(value),
        })],
        "bad": [
            *hurt_everywhere("receipt", file),
            later_payload("receipt", file, us.sign, us.signer_public, value.stream,
                          CAMPAIGN.bytes),
            case("another organisation's",
                 receipt.write_receipt(value, them.signer_public, them.sign),
                 refused="wrong-signer"),
            case("number nought",
                 receipt.write_receipt(replace(value, number=0), us.signer_public, us.sign),
                 refused="damaged"),
            case("more records than an epoch holds",
                 receipt.write_receipt(endless, us.signer_public, us.sign), refused="damaged"),
        ],
    }


def packages() -> dict[str, Any]:
    us = Organisation()
    made = package.write_package(us, campaign(), clock)
    last = package.write_end(us, campaign(), clock)
    wire = list(msgspec.msgpack.decode(envelope.unwrap("package", made.raw).payload))

    def says(made: Package) -> dict[str, Any]:
        return {
            "campaign": str(made.campaign), "version": made.version, "issued": MOMENT.isoformat(),
            "organisation": made.organisation, "signer": made.signer.hex(),
            "hash": made.hash.hex(), "definition": made.definition.decode("utf-8"),
            "recipients": [{"id": r.id.hex(), "role": r.role} for r in made.recipients],
            "revoked": [], "file name": package.file_name(made),
        }

    def with_field(at: int, value: object) -> bytes:
        changed = coding.pack((*wire[:at], value, *wire[at + 1 :]))
        return resigned("package", changed, us.signer_public, us.sign, us.signer_public)

    one = recipient()[0]
    return {
        "format": "vardera-package/1",
        "keys": {"organisation seed": seed("organisation Exempelkommun").hex(),
                 "recipient seed": seed("recipient campaign", 96).hex()},
        "good": [
            case("first version", made.raw, says=says(made)),
            case("the survey has ended", last.raw, says=says(last)),
        ],
        "bad": [
            *hurt_everywhere("package", made.raw),
            later_payload("package", made.raw, us.sign, us.signer_public),
            case("version nought", with_field(2, 0), refused="damaged"),
            case("a recipient whose id is not its key's",
                 with_field(6, ((b"i" * 16, "campaign", one.public),)), refused="damaged"),
            case("a recipient twice",
                 with_field(6, ((recipient_id(one.public), "campaign", one.public),) * 2),
                 refused="damaged"),
            case("another survey inside", with_field(1, b"c" * 16), refused="damaged"),
            case("no survey inside", with_field(5, b"{}"), refused="damaged"),
            case("a revoked device with a short key", with_field(7, (b"short",)),
                 refused="damaged"),
        ],
    }


def bundles() -> dict[str, Any]:
    device, stranger = Device(), Device("stranger")
    value = device.bundle(device.epoch([b"one", b"two"]), device.epoch([b"three"]))
    file = bundle.write_bundle(value, device.signer.sign)
    first, second = value.epochs
    one, two, three = value.records

    def signed(**changes: Any) -> bytes:
        return bundle.write_bundle(replace(value, **changes), device.signer.sign)

    contradictions = {
        "epochs turned round": signed(epochs=(second, first)),
        "records turned round": signed(records=(two, one, three)),
        "a record twice": signed(records=(one, one, two, three)),
        "a record without its epoch": signed(epochs=(first,)),
        "an epoch without records": signed(records=(one, two)),
        "a wrong first": signed(epochs=(replace(first, first=1), second)),
        "fewer made than sent": signed(epochs=(replace(first, count=1), second)),
        "a wrong head": signed(epochs=(replace(first, head=b"h" * 32), second)),
        "a stream of another device": signed(stream=stranger.stream),
        "number nought": signed(number=0),
    }
    return {
        "format": "vardera-bundle/1",
        "keys": {"device seed": seed("device Surfplatta 1").hex(),
                 "recipient seed": seed("recipient campaign", 96).hex()},
        "good": [case("two epochs", file, says={
            "stream": value.stream.hex(), "device": value.device.hex(),
            "campaign": str(CAMPAIGN), "package": value.package_hash.hex(), "number": 1,
            "made": MOMENT.isoformat(),
            "epochs": [{"id": p.epoch.id.hex(), "parent": p.epoch.parent.hex(), "first": p.first,
                        "count": p.count, "head": p.head.hex()} for p in value.epochs],
            "records": [{"epoch": r.epoch.hex(), "n": r.n, "id": r.id.hex(),
                         "hash": r.hash.hex(), "body": body}
                        for r, body in zip(value.records, ("one", "two", "three"), strict=True)],
            "file name": bundle.file_name(value.stream, 1),
        })],
        "bad": [
            *hurt_everywhere("bundle", file),
            later_payload(
                "bundle", file, device.signer.sign, value.device, value.stream, CAMPAIGN.bytes,
                value.package_hash,
            ),
            case("signed by another device than it names",
                 bundle.write_bundle(value, stranger.signer.sign), refused="damaged"),
            *(case(name, raw, refused="damaged") for name, raw in contradictions.items()),
        ],
    }


def main() -> None:
    made = {"device": devices, "receipt": receipts, "package": packages, "bundle": bundles}
    for name, make in made.items():
        text = json.dumps(make(), ensure_ascii=False, indent=1)
        (VECTORS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
