"""Writes ``docs/formats/vectors/ended.json``.

Run by hand: ``python -m tests.storage.write_ended_vectors``. Everything in it is
known, so it comes out the same every time.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from storage.seal import coding
from storage.seal.keys import Signer
from storage.workspace.ended_file import DeviceEnd, Ended, write_ended

FILE = Path(__file__).resolve().parents[2] / "docs/formats/vectors/ended.json"
ISSUED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SIGNER = Signer(bytes(range(32)))
SURVEYS = (bytes(range(16)), bytes(range(16, 32)))
DEVICES = (bytes([1]) * 32, bytes([2]) * 32)
Case = dict[str, Any]


def case(name: str, file: bytes, **more: object) -> Case:
    return {"name": name, "file": b64encode(file).decode("ascii"), **more}


def signed(payload: object) -> bytes:
    raw = coding.pack(payload)
    signature = SIGNER.sign("ended", SIGNER.public, raw)
    return coding.magic("ended") + coding.pack((raw, SIGNER.public, signature))


def full() -> Ended:
    return Ended(
        campaigns={UUID(bytes=SURVEYS[0]): False, UUID(bytes=SURVEYS[1]): True},
        devices={
            DEVICES[0]: DeviceEnd(step=1, revoked=True, at=ISSUED),
            DEVICES[1]: DeviceEnd(step=2, revoked=False, at=ISSUED),
        },
    )


def says(ended: Ended) -> Case:
    return {
        "signer": SIGNER.public.hex(),
        "campaigns": {str(id): erased for id, erased in ended.campaigns.items()},
        "devices": {
            public.hex(): [end.step, end.revoked, end.at.isoformat()]
            for public, end in ended.devices.items()
        },
    }


def good() -> list[Case]:
    return [
        case(name, write_ended(ended, SIGNER, ISSUED), says=says(ended))
        for name, ended in (("two and two", full()), ("none", Ended()))
    ]


def bad() -> list[Case]:
    file = write_ended(full(), SIGNER, ISSUED)
    minute = int(ISSUED.timestamp()) // 60
    one, other = DEVICES
    flipped = bytearray(file)
    flipped[len(file) // 2] ^= 1
    payloads: tuple[tuple[str, object, str], ...] = (
        ("surveys not rising", (1, minute, ((SURVEYS[1], 0), (SURVEYS[0], 0)), ()), "damaged"),
        ("a survey twice", (1, minute, ((SURVEYS[0], 0), (SURVEYS[0], 1)), ()), "damaged"),
        ("a survey's id too short", (1, minute, ((SURVEYS[0][:-1], 0),), ()), "damaged"),
        ("erased is 2", (1, minute, ((SURVEYS[0], 2),), ()), "damaged"),
        ("devices not rising", (
            1, minute, (), ((other, 1, 1, minute), (one, 1, 1, minute))), "damaged"),
        ("a device's key too long", (1, minute, (), ((one + b"0", 1, 1, minute),)), "damaged"),
        ("step 0", (1, minute, (), ((one, 0, 1, minute),)), "damaged"),
        ("a step beyond the limit", (1, minute, (), ((one, 2**31, 1, minute),)), "damaged"),
        ("revoked is 2", (1, minute, (), ((one, 1, 2, minute),)), "damaged"),
        ("a change before 1970", (1, minute, (), ((one, 1, 1, -1),)), "damaged"),
        ("a time before 1970", (1, -1, (), ()), "damaged"),
        ("a time without end", (1, 2**60, (), ()), "damaged"),
        ("a field more", (1, minute, (), (), 0), "damaged"),
        ("version 0 of the payload", (0, minute, (), ()), "damaged"),
        ("later version of the payload", (2, minute, (), ()), "too-new"),
    )
    return [
        case("empty", b"", refused="damaged"),
        case("another kind", file.replace(b"ended", b"edned", 1), refused="damaged"),
        case("later format in the first line", file.replace(b"/1\n", b"/2\n", 1),
             refused="too-new"),
        case("cut", file[:-1], refused="damaged"),
        case("a byte after the end", file + b"\0", refused="damaged"),
        case("a flipped bit", bytes(flipped), refused="damaged"),
        *(case(name, signed(payload), refused=code) for name, payload, code in payloads),
    ]


if __name__ == "__main__":
    told = {"good": good(), "bad": bad()}
    FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
