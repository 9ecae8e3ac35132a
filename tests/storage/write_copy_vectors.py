"""Writes ``docs/formats/vectors/session-copy.json``; run once per format version.

    python -m tests.storage.write_copy_vectors
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from storage.seal import coding, moderator, moderator_copy
from storage.seal.moderator_copy import Copy, SealedCopy
from storage.seal.slots import Cost

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/session-copy.json"
CHEAP = Cost(memory=32, passes=1, lanes=1)
ID, CAMPAIGN, KEY = (sha256(name).digest() for name in (b"id", b"campaign", b"key"))
BODIES = (b"a body of an event", b"and another", b"")


class Drawn:
    """Random bytes that are the same each time."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, length: int) -> bytes:
        self.count += 1
        return sha256(b"copy vectors %d" % self.count).digest()[:length]


def written(copy: Copy, sealed: SealedCopy, nonce: bytes = b"", tag: bytes = b"") -> str:
    body = coding.pack((copy.id, copy.campaign, copy.begun, copy.wrapped, copy.events))
    made = (nonce or sealed.nonce) + (tag or sealed.tag) + body
    return (coding.magic("session-copy") + made).hex()


@cache
def text() -> str:
    draw = Drawn()
    id, campaign = ID[:16], CAMPAIGN[:16]
    words = moderator.new_code(draw)
    copy = Copy(
        id=id, campaign=campaign, begun=29_000_000,
        wrapped=moderator.wrap(id, KEY, words, cost=CHEAP, random=draw),
        events=tuple(
            moderator.seal_event(KEY, id, n, body, draw) for n, body in enumerate(BODIES)
        ),
    )
    raw = moderator_copy.seal_copy(KEY, copy, draw)
    sealed = moderator_copy.read_copy(raw)
    first = coding.magic("session-copy")
    cut = Copy(id=id, campaign=campaign, begun=copy.begun, wrapped=copy.wrapped,
               events=copy.events[:-1])
    later = Copy(id=id, campaign=campaign, begun=copy.begun + 60, wrapped=copy.wrapped,
                 events=copy.events)
    moved = Copy(id=id, campaign=ID[16:], begun=copy.begun, wrapped=copy.wrapped,
                 events=copy.events)
    refused = [
        {"why": "other words", "words": " ".join(words[::-1]), "refused": "wrong-key"},
        {"why": "the last event left out", "copy": written(cut, sealed), "refused": "damaged"},
        {"why": "begun later", "copy": written(later, sealed), "refused": "damaged"},
        {"why": "another survey", "copy": written(moved, sealed), "refused": "damaged"},
        {"why": "another nonce", "copy": written(copy, sealed, nonce=bytes(12)),
         "refused": "damaged"},
        {"why": "another tag", "copy": written(copy, sealed, tag=bytes(16)), "refused": "damaged"},
        {"why": "a byte after the end", "copy": raw.hex() + "00", "refused": "damaged"},
        {"why": "cut short", "copy": raw[:40].hex(), "refused": "damaged"},
        {"why": "no first line", "copy": raw[len(first):].hex(), "refused": "damaged"},
        {"why": "a later format",
         "copy": (coding.magic("session-copy", 2) + raw[len(first):]).hex(),
         "refused": "too-new"},
    ]
    return json.dumps({
        "format": 1, "words": " ".join(words), "key": KEY.hex(), "id": id.hex(),
        "campaign": campaign.hex(), "begun": copy.begun, "copy": raw.hex(),
        "bodies": [body.hex() for body in BODIES],
        "secret": moderator.secret_of(KEY, id).hex(), "refused": refused,
    }, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    VECTORS.write_text(text(), "utf-8")
