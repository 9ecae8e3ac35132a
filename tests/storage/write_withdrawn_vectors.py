"""Writes ``docs/formats/vectors/withdrawn.json``.

Run by hand: ``python -m tests.storage.write_withdrawn_vectors``. Everything in it is
known, so it comes out the same every time.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.seal import coding, receipt_codes
from storage.seal.keys import Signer
from storage.workspace import tombstones

FILE = Path(__file__).resolve().parents[2] / "docs/formats/vectors/withdrawn.json"
ISSUED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SIGNER = Signer(bytes(range(32)))
GIVEN = (bytes(range(16)), bytes(range(16, 32)))
Case = dict[str, Any]


def case(name: str, file: bytes, **more: object) -> Case:
    return {"name": name, "file": b64encode(file).decode("ascii"), **more}


def signed(payload: bytes, signer: Signer = SIGNER) -> bytes:
    signature = signer.sign("withdrawn", signer.public, payload)
    return coding.magic("withdrawn") + coding.pack((payload, signer.public, signature))


def good() -> list[Case]:
    codes = tuple(map(receipt_codes.code_hash, GIVEN))
    says = {
        "signer": SIGNER.public.hex(), "issued": ISSUED.isoformat(),
        "codes": [code.hex() for code in sorted(codes)], "given": [g.hex() for g in GIVEN],
    }
    empty = says | {"codes": [], "given": []}
    return [
        case("two", tombstones.write_list(codes, SIGNER, ISSUED), says=says),
        case("none", tombstones.write_list((), SIGNER, ISSUED), says=empty),
    ]


def bad() -> list[Case]:
    codes = sorted(map(receipt_codes.code_hash, GIVEN))
    file = tombstones.write_list(codes, SIGNER, ISSUED)
    minute = int(ISSUED.timestamp()) // 60
    flipped = bytearray(file)
    flipped[len(file) // 2] ^= 1
    payloads = (
        ("not rising", (1, minute, codes[1] + codes[0]), "damaged"),
        ("one code twice", (1, minute, codes[0] * 2), "damaged"),
        ("a code cut short", (1, minute, codes[0][:-1]), "damaged"),
        ("a time before 1970", (1, -1, codes[0]), "damaged"),
        ("a field more", (1, minute, codes[0], 0), "damaged"),
        ("version 0 of the payload", (0, minute, codes[0]), "damaged"),
        ("later version of the payload", (2, minute, codes[0]), "too-new"),
    )
    return [
        case("empty", b"", refused="damaged"),
        case("another kind", file.replace(b"withdrawn", b"withdrawl", 1), refused="damaged"),
        case("later format in the first line", file.replace(b"/1\n", b"/2\n", 1),
             refused="too-new"),
        case("cut", file[:-1], refused="damaged"),
        case("a byte after the end", file + b"\0", refused="damaged"),
        case("a flipped bit", bytes(flipped), refused="damaged"),
        *(case(name, signed(coding.pack(p)), refused=code) for name, p, code in payloads),
    ]


if __name__ == "__main__":
    told = {"good": good(), "bad": bad()}
    FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
