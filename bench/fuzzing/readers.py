"""Every reader of bytes from outside, with one sound input to start from."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest import mock
from uuid import UUID

from storage import bodies
from storage.errors import StorageError
from storage.seal import epochs, moderator_copy, records, recovery, slots
from storage.seal.phones import RoomKey
from storage.seal.slots import Cost
from storage.workspace.certificate import read_certificate
from storage.workspace.ended_file import read_ended
from storage.workspace.tombstones import read_list
from survey.reading import read_campaign, write_campaign
from survey.records import Circumstances, ClockQuality, Mode, Response, Withdrawal
from sync import envelope
from sync.mailbox import wire
from sync.mailbox.registry import read_registry
from sync.mailbox.statement import read_statement
from sync.recipient import read_recipient
from sync.room import messages
from sync.room.messages import NotUnderstood
from sync.shared_results import read_results
from tests.sync.sync_builders import MOMENT, RATING, UNIT, campaign, known_random
from tests.sync.test_hostile_files import files

VECTORS = Path(__file__).resolve().parents[2] / "docs" / "formats" / "vectors"


@dataclass(frozen=True)
class Reader:
    """``read`` takes bytes or raises one of ``refuses``; ``sound`` is read without complaint.

    Of a ``signed`` kind nothing else than ``sound`` may be taken.
    """

    name: str
    sound: bytes
    read: Callable[[bytes], object]
    refuses: tuple[type[Exception], ...] = (StorageError,)
    signed: bool = False


def every() -> list[Reader]:
    """The readers, each with its sound input; the same bytes every time but for sealing."""
    found: list[Reader] = []
    for kind, (raw, read) in files().items():
        found.append(Reader(kind, raw, read, signed=True))
        found.append(_hostile(kind, raw, read))
    header, record = _sealed()
    response = Response(
        form=UUID(int=77), form_version=1, answers={RATING: 4, UUID(int=5): "ord"},
        circumstances=Circumstances(
            unit=UNIT, place=None, mode=Mode.KIOSK, language="sv", time=MOMENT,
            day=date(2026, 3, 2), clock=ClockQuality.OK, consent="1",
        ),
        complete=True, code=bytes(range(32)),
    )
    return [
        *found,
        Reader("epoch", header, epochs.read_epoch),
        Reader("record", record, records.read_record),
        Reader("body of a response", bodies.encode(response), bodies.decode),
        Reader("body of a withdrawal", bodies.encode(Withdrawal(code=bytes(16))), bodies.decode),
        Reader("slots", _slots(), slots.read_slots),
        Reader("recovery code", recovery.write_code(bytes(range(32))).encode(), _read_code),
        Reader("campaign", write_campaign(campaign()), read_campaign),
        *_from_vectors(),
        *_messages(),
        *_room(),
    ]


def _from_vectors() -> Iterator[Reader]:
    """The later formats, beginning with what their published vectors hold."""
    from storage.seal.keys import Signer

    said = json.loads((VECTORS / "beside-body.json").read_text("utf-8"))["good"]
    for kind in ("response", "device.health", "occasion", "voucher.batch"):
        raw = next(raw for one in said if kind.encode() in (raw := bytes.fromhex(one["raw"]))[:20])
        yield Reader(f"body of {kind}, with what is beside", raw, bodies.decode)
    conducted = (VECTORS / "campaign-conduct.json").read_bytes()
    yield Reader("campaign with conduct", conducted, read_campaign)
    copy = json.loads((VECTORS / "session-copy.json").read_text("utf-8"))
    yield Reader("copy of a session", bytes.fromhex(copy["copy"]), _read_copy)
    with_seed: dict[str, Callable[[bytes, bytes], object]] = {
        "registry": read_registry, "mailbox": read_statement,
    }
    alone: dict[str, Callable[[bytes], object]] = {
        "recipient": read_recipient, "withdrawn": read_list, "certificate": read_certificate,
        "results": read_results, "ended": read_ended,
    }
    for name in (*with_seed, *alone):
        told = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
        raw = base64.b64decode(told["good"][0]["file"])
        if name in alone:
            yield Reader(name, raw, alone[name], signed=True)
        else:
            organisation = Signer(bytes.fromhex(told["keys"]["organisation seed"])).public
            read = with_seed[name]
            yield Reader(name, raw, lambda data, r=read, o=organisation: r(data, o), signed=True)


def _messages() -> Iterator[Reader]:
    """The bodies of the mailbox's protocol."""
    long, short = bytes(range(64)), bytes(range(32))
    yield Reader("hello", wire.pack(short, short, short), wire.read_hello)
    yield Reader("proof", wire.pack(short, long, short), wire.read_proof)
    yield Reader("granted", wire.pack(short, 900, short), wire.read_granted)
    yield Reader("names", wire.pack(("a.vbundle", "b.vbundle"), 0), wire.read_names)
    yield Reader("part", wire.pack(7, short, b"content"), wire.read_part)
    yield Reader("keys", wire.pack((short, short)), wire.read_keys)


def _room() -> Iterator[Reader]:
    """What phones in a meeting send: a greeting, and messages as they are inside a channel."""
    told = json.loads((VECTORS / "room.json").read_text("utf-8"))
    key = RoomKey(bytes.fromhex(told["secret"]))
    yield Reader("room's greeting", bytes.fromhex(told["first"]), key.hear, signed=True)
    item, id = str(UUID(int=9)), "0011223344556677"
    replies: tuple[dict[str, object], ...] = (
        {"sort": "numbers", "phase": "weigh", "round": 1, "numbers": {item: 3}},
        {"sort": "cells", "phase": "weigh", "round": 1, "cells": [["a", "b", "c"]]},
        {"sort": "note", "phase": "p", "round": 1, "note": item, "text": "ord", "heading": None},
    )
    said = [told["said"], *(json.dumps({"do": "give", "id": id, "reply": r}) for r in replies)]
    for at, one in enumerate(said):
        yield Reader(f"room's message {at}", one.encode(), _read_message, (NotUnderstood,))


def _read_message(raw: bytes) -> object:
    message = messages.read(raw)
    return messages.reply_of(message.reply) if isinstance(message, messages.Give) else message


def _hostile(kind: str, raw: bytes, read: Callable[[bytes], object]) -> Reader:
    """Changes go into the payload, and every signature fits: a signer who means ill."""
    signed = envelope.unwrap(kind, raw)

    def read_payload(payload: bytes) -> object:
        whole = envelope.wrap(kind, envelope.SignedFile(
            payload=payload, signer=signed.signer, signature=signed.signature
        ))
        with mock.patch.object(envelope, "check", lambda *_: None):
            return read(whole)

    return Reader(f"{kind} of a hostile signer", signed.payload, read_payload)


def _sealed() -> tuple[bytes, bytes]:
    from tests.sync.sync_builders import Device

    epoch, sealed = Device().epoch([b"one"])[:2]
    return epoch.header, sealed[0].raw


def _slots() -> bytes:
    draw, id, key = known_random("slots"), bytes(16), bytes(32)
    cheap = Cost(memory=64, passes=1, lanes=1)
    made = slots.Slots(workspace=id, slots=(
        slots.passphrase_slot(id, key, "nio ord", cost=cheap, random=draw),
        slots.recovery_slot(id, key, bytes(32), random=draw),
    ))
    return slots.write_slots(made)


def _read_code(raw: bytes) -> bytes:
    return recovery.read_code(raw.decode("utf-8", "replace"))


def _read_copy(raw: bytes) -> object:
    sealed = moderator_copy.read_copy(raw)
    key = json.loads((VECTORS / "session-copy.json").read_text("utf-8"))["key"]
    return moderator_copy.open_copy(bytes.fromhex(key), sealed)


CLAIMS = (
    b"\xdd\xff\xff\xff\xff", b"\xc6\x3f\xff\xff\xff", b"\xdf\xff\xff\xff\xff",
    b"\xdb\x40\x00\x00\x00", b"\xdc\xff\xff", b"\xc9\x7f\xff\xff\xff\x01",
    b"\x91" * 4_000, b"[" * 4_000, b"9" * 4_000,
)
"""What says of itself that it is large or deep."""


def mutated(sound: bytes, draw: random.Random) -> Iterator[bytes]:
    """Without end: ``sound`` with one to eight changes of any sort, or bytes out of nowhere."""
    while True:
        data = bytearray(sound if draw.random() < 0.98 else draw.randbytes(draw.randint(0, 300)))
        for _ in range(draw.choice((1, 1, 1, 2, 3, 8))):
            _change(data, draw)
        yield bytes(data)


def _change(data: bytearray, draw: random.Random) -> None:
    at = draw.randrange(len(data) + 1)
    match draw.randrange(7):
        case 0 if data:
            data[at - 1] ^= 1 << draw.randrange(8)
        case 1 if data:
            data[at - 1] = draw.choice((0, 1, 2, 0x7F, 0x80, 0xC0, 0xC4, 0xFF))
        case 2:
            del data[at : at + draw.randint(1, 40)]
        case 3:
            data[at:at] = draw.randbytes(draw.randint(1, 40))
        case 4:
            data[at : at + 5] = draw.choice(CLAIMS)
        case 5:
            data[at:at] = data[: draw.randint(0, len(data))]
        case _:
            del data[at:]


@contextmanager
def bounded_memory(more: int) -> Iterator[None]:
    """No more than ``more`` bytes beyond what the process has now: MemoryError after that."""
    import resource
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    limit = pages * resource.getpagesize() + more
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
