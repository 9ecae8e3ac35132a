"""Writes ``docs/formats/vectors/{epoch,record,body}.json``; run once per format version.

    python -m tests.storage.write_seal_vectors

HPKE is randomised: a new run gives other epoch headers, and vectors once released stay.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from storage import bodies
from storage.seal import coding, epochs, keys, records
from storage.seal.ratchet import Ratchet
from storage.values import Epoch, Recipient
from survey.beside import NOTHING
from survey.records import Body, Response, SessionEvent
from tests.storage.kiosk_builders import CAMPAIGN, Hands
from tests.storage.test_bodies import BODIES, RESPONSE, changed

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors"
SEEDS = {"campaign": bytes(range(96)), "recovery": bytes(range(96, 192))}
STRANGER = bytes(range(100, 196))
STREAM = keys.stream_id(bytes(range(32)), CAMPAIGN)
PACKAGE_HASH = keys.digest("package", b"vector")

LATER = ("version", "question", "way", "role", "phase", "round")


def plain(body: Body) -> dict[str, object]:
    """A body as JSON: names, ids and times as text. ``event`` also says which event it is."""
    says: dict[str, object] = msgspec.to_builtins(body, str_keys=True)
    if isinstance(body, SessionEvent):
        says["what"] = type(body.event).__name__
        if body.writer is None:  # before events had writers, and their kinds phases
            says = {name: value for name, value in says.items() if name not in ("writer", "n")}
            event = msgspec.to_builtins(body.event, str_keys=True)
            says["event"] = {name: v for name, v in event.items() if name not in LATER}
    if says.get("code", "") is None:
        del says["code"]  # released vectors were written before there were codes
    if not says.get("further", True):
        del says["further"]  # and before there were whole forms
    if isinstance(body, Response) and body.beside == NOTHING:
        del says["beside"]  # and before anything came beside answers
    return says


def bad(name: str, refused: str, raw: bytes, **more: str) -> dict[str, str]:
    return {"name": name, "refused": refused, "raw": raw.hex(), **more}


def make_epoch(hands: Hands, parent: bytes, parent_head: bytes) -> tuple[Epoch, bytes]:
    held = {role: keys.ReceivingKey(seed) for role, seed in SEEDS.items()}
    return epochs.new_epoch(
        stream=STREAM, campaign=CAMPAIGN, package_hash=PACKAGE_HASH, parent=parent,
        parent_head=parent_head, opened=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        recipients=[Recipient(id=k.id, role=r, public=k.public) for r, k in held.items()],
        random=hands.random,
    )


def epoch_vectors(first: Epoch, secret: bytes, other: Epoch) -> dict[str, Any]:
    wire = list(msgspec.msgpack.decode(first.header))

    def with_field(at: int, value: object) -> bytes:
        return coding.pack([*wire[:at], value, *wire[at + 1 :]])

    flipped = bytearray(wire[8][0][1])
    flipped[-1] ^= 1
    (campaign_id, _), recovery = wire[8]
    other_wire = msgspec.msgpack.decode(other.header)
    return {
        "format": "epoch header 1",
        "keys": {
            "recipient seeds": {role: seed.hex() for role, seed in SEEDS.items()},
            "recipient ids": {r: keys.ReceivingKey(s).id.hex() for r, s in SEEDS.items()},
            "stranger seed": STRANGER.hex(),
        },
        "good": [
            {
                "name": "two recipients, first of its stream",
                "raw": first.header.hex(),
                "hash": first.hash.hex(),
                "says": {
                    "id": first.id.hex(), "stream": first.stream.hex(),
                    "campaign": first.campaign.hex, "package": first.package_hash.hex(),
                    "parent": first.parent.hex(), "parent head": first.parent_head.hex(),
                    "opened": first.opened.isoformat(),
                },
                "secret": secret.hex(),
            }
        ],
        "bad": [
            bad("a later format", "too-new", with_field(0, 2), key="campaign"),
            bad("cut", "damaged", first.header[:-1], key="campaign"),
            bad("a byte too many", "damaged", first.header + b"\0", key="campaign"),
            bad("a short id", "damaged", with_field(1, wire[1][:15]), key="campaign"),
            bad("no recipients", "damaged", with_field(8, []), key="campaign"),
            bad("a recipient twice", "damaged", with_field(8, [recovery, recovery]),
                key="recovery"),
            bad("a sealed secret with one bit changed", "damaged",
                with_field(8, [[campaign_id, bytes(flipped)], recovery]), key="campaign"),
            bad("wrong place: another epoch's sealed secret", "damaged",
                with_field(8, other_wire[8]), key="campaign"),
            bad("wrong place: another package", "damaged", with_field(4, bytes(32)),
                key="campaign"),
            bad("wrong key: sealed to others", "missing-key", first.header, key="stranger"),
        ],
    }


def record_vectors(first: Epoch, secret: bytes, hands: Hands) -> dict[str, Any]:
    body = bodies.encode(RESPONSE)
    partial = b"so far"
    ratchet = Ratchet(first, secret, hands.random)
    finished = ratchet.record(body)
    ratchet.step(finished)
    draft = ratchet.draft(partial)
    ratchet.step(draft)
    last = ratchet.record(b"")
    chains = [secret]
    chains += [records.next_chain(secret), records.next_chain(records.next_chain(secret))]
    wire = list(msgspec.msgpack.decode(finished))
    last_wire = list(msgspec.msgpack.decode(last))

    def with_field(at: int, value: object, of: list[Any] = wire) -> bytes:
        return coding.pack([*of[:at], value, *of[at + 1 :]])

    def good(name: str, raw: bytes, content: bytes) -> dict[str, str]:
        return {
            "name": name, "raw": raw.hex(), "hash": records.record_hash(raw).hex(),
            "body": content.hex(),
        }

    return {
        "format": "sealed record 1",
        "epoch": first.header.hex(),
        "secret": secret.hex(),
        "ratchet": [
            {
                "n": n, "chain": chain.hex(), "record key": records.record_key(chain).hex(),
                "draft key": records.draft_key(chain).hex(),
            }
            for n, chain in enumerate(chains)
        ],
        "padding": [
            {"body": content.hex(), "padded": records.pad(content).hex()}
            for content in (b"", b"body", bytes(252), bytes(253))
        ],
        "good": [
            good("a finished record", finished, body),
            good("a draft that was promoted", draft, partial),
            good("an empty body", last, b""),
        ],
        "bad": [
            bad("a later format", "too-new", with_field(0, 2)),
            bad("cut", "damaged", finished[:-1]),
            bad("a byte too many", "damaged", finished + b"\0"),
            bad("a number longer than needed", "damaged",
                finished.replace(wire[1] + b"\0", wire[1] + b"\xcc\0", 1)),
            bad("a nonce of five bytes", "damaged", with_field(5, b"12345")),
            bad("the content with one bit changed", "damaged",
                with_field(6, bytes([wire[6][0] ^ 1]) + wire[6][1:])),
            bad("wrong place: the next one", "damaged", with_field(2, 1)),
            bad("wrong place: another record's id", "damaged", with_field(3, last_wire[3])),
            bad("wrong place: after another record", "damaged", with_field(4, last_wire[4])),
            bad("wrong place: another epoch", "damaged", with_field(1, bytes(16))),
            bad("wrong place: beyond any epoch", "damaged", with_field(2, 65_536)),
            bad("a nonce where the record key needs none", "damaged", with_field(5, bytes(12))),
        ],
    }


def body_vectors() -> dict[str, Any]:
    raw = bodies.encode(RESPONSE)
    wire = bodies.read(raw)
    assert isinstance(wire, bodies.ResponseWire)
    return {
        "format": "body 1",
        "good": [
            {"raw": bodies.encode(body).hex(), "says": plain(body)} for body in BODIES
        ],
        "kept": [
            {"name": "an unknown kind", "kind": "device.colour", "version": 1,
             "raw": coding.pack(["device.colour", 1, {}]).hex()},
            {"name": "a later version", "kind": "response", "version": 3,
             "raw": coding.pack(["response", 3]).hex()},
        ],
        "bad": [
            bad("cut", "damaged", raw[:-1]),
            bad("a byte too many", "damaged", raw + b"\0"),
            bad("a short id", "damaged", changed(raw, form=b"short")),
            bad("a text among the steps", "damaged", changed(raw, answers={bytes(16): "text"})),
            bad("another order", "damaged",
                changed(raw, answers=dict(reversed(wire.answers.items())))),
            bad("a question answered twice", "damaged",
                changed(raw, texts={next(iter(wire.answers)): "again"})),
            bad("a field too many", "damaged", coding.pack([*msgspec.msgpack.decode(raw), 1])),
        ],
    }


def main() -> None:
    hands = Hands(seed=b"vectors")
    first, secret = make_epoch(hands, epochs.NO_EPOCH, epochs.NO_HEAD)
    other, _ = make_epoch(hands, first.id, first.hash)
    found = {
        "epoch": epoch_vectors(first, secret, other),
        "record": record_vectors(first, secret, hands),
        "body": body_vectors(),
    }
    for name, vectors in found.items():
        text = json.dumps(vectors, indent=1, ensure_ascii=False)
        (VECTORS / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
