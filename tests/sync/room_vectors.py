"""Writes ``docs/formats/vectors/room.json``: ``python -m tests.sync.room_vectors``."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

from storage.seal.phones import PROLOGUE, Calling, RoomKey

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/room.json"
SECRET = bytes(range(32))
TOKEN = bytes(range(100, 116))
PHONE = bytes(range(200, 232))
TABLET = bytes(range(64, 96))
NEWS, AT_ONCE = 1, 1 << 32 | 1
SAID = '{"do":"join","phone":"000102030405060708090a0b0c0d0e0f"}'
ANSWERED = '{"participant":7,"credential":"%s"}'


def vectors() -> dict[str, Any]:
    key = RoomKey(SECRET)
    phone = Calling(key.public, lambda n: PHONE)
    padded = (b"\x01" + TOKEN).ljust(64, b"\0")
    first = phone.first(padded)
    _, hearing = key.hear(first)
    second, tablets = hearing.answer(bytes(4), lambda n: TABLET)
    phone.second(second)
    answer = ANSWERED % key.credential(7).hex()
    code = urlsafe_b64encode(TOKEN + key.public).decode("ascii")
    changed = bytearray(first)
    changed[40] ^= 1
    sealed = tablets.seal(AT_ONCE, answer.encode())
    return {
        "format": 1, "prologue": PROLOGUE.hex(), "secret": SECRET.hex(),
        "public": key.public.hex(), "token": TOKEN.hex(),
        "url": f"http://192.168.1.20:8350/#1{code}",
        "credential of 7": key.credential(7).hex(),
        "phone's own key": PHONE.hex(), "tablet's own key": TABLET.hex(),
        "first payload": padded.hex(), "first": first.hex(),
        "second payload": bytes(4).hex(), "second": second.hex(),
        "from phone": tablets.receiving.hex(), "to phone": tablets.sending.hex(),
        "n": AT_ONCE, "said": SAID, "answered": answer, "answer sealed": sealed.hex(),
        "bad": [
            {"what": "a bit of the first message changed", "first": changed.hex()},
            {"what": "the first message cut", "first": first[:-1].hex()},
            {"what": "a key of small order", "first": (bytes(32) + first[32:]).hex()},
            {"what": "the answer at another number", "n": NEWS, "sealed": sealed.hex()},
            {"what": "the answer cut", "n": AT_ONCE, "sealed": sealed[:-1].hex()},
        ],
    }


if __name__ == "__main__":
    VECTORS.write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", "utf-8")
