"""What happens to files on the way between a kiosk and the administrator."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from admin.simulation.places import Place
from admin.simulation.plan import Fault
from storage.seal.keys import Signer
from sync import bundle, envelope, receipt


class Waiting(NamedTuple):
    """A file that is on its way to ``place`` and arrives in round ``due``."""

    due: int
    place: Place
    name: str
    raw: bytes


@dataclass(slots=True)
class Road:
    """All that travels. ``spoilt`` are hashes of files that were damaged or forged, and how.

    ``renumbered`` are those of them in which the changed bit is of the format's number.
    ``lost_receipts`` are the beginnings of the names of receipts that disappeared.
    """

    spoilt: dict[bytes, Fault] = field(default_factory=dict)
    renumbered: set[bytes] = field(default_factory=set)
    lost_receipts: set[str] = field(default_factory=set)
    _late: list[Waiting] = field(default_factory=list)

    def befall(
        self, fault: Fault, place: Place, name: str, due: int, draw: random.Random
    ) -> None:
        """Do ``fault`` to the bundle ``name``; what is late arrives in round ``due``."""
        raw = place.read(name)
        match fault:
            case Fault.LOST:
                place.remove(name)
            case Fault.DOUBLED:
                place.write(f"copy-{name}", raw)
            case Fault.LATE:
                place.remove(name)
                self._late.append(Waiting(due, place, name, raw))
            case Fault.TRUNCATED:
                self._spoil(fault, place, name, raw[: draw.randrange(len(raw))])
            case Fault.FLIPPED:
                self._flip(fault, place, name, draw)
            case Fault.FORGED:
                number = draw.randrange(900_000, 999_999)
                name = f"{name.partition('-')[0]}-{number}{bundle.SUFFIX}"
                self._spoil(fault, place, name, forged(raw, draw))
            case _:
                raise ValueError(f"{fault} does not happen on the road")

    def spoil_receipt(self, fault: Fault, place: Place, name: str, draw: random.Random) -> None:
        """Lose or damage a receipt that was just sent."""
        self.lost_receipts.add(numbered(name))
        if fault is Fault.LOST_RECEIPT:
            place.remove(name)
        else:
            self._flip(fault, place, name, draw)

    def codes(self, raw: bytes) -> frozenset[str]:
        """What may be told of a file: nothing when it is whole.

        With another number in it nobody can know a damaged file from one of a later format.
        """
        hash = sha256(raw).digest()
        if hash not in self.spoilt:
            return frozenset()
        return frozenset({"damaged", "too-new"} if hash in self.renumbered else {"damaged"})

    def sent_again(self, name: str) -> bool:
        """Whether this receipt, now sent, had disappeared before."""
        known = numbered(name) in self.lost_receipts
        self.lost_receipts.discard(numbered(name))
        return known

    def arrive(self, now: int) -> None:
        """What is due in this round, or was earlier, lies in its place at last."""
        due = [late for late in self._late if late.due <= now]
        self._late = [late for late in self._late if late.due > now]
        for late in due:
            taken = late.name in late.place.names(bundle.SUFFIX)
            late.place.write(f"late-{late.name}" if taken else late.name, late.raw)

    def _flip(self, fault: Fault, place: Place, name: str, draw: random.Random) -> None:
        raw = place.read(name)
        changed = flipped(raw, draw)
        self._spoil(fault, place, name, changed)
        if any(raw[at] != changed[at] for at in number_places(name, raw)):
            self.renumbered.add(sha256(changed).digest())

    def _spoil(self, fault: Fault, place: Place, name: str, raw: bytes) -> None:
        place.write(name, raw)
        self.spoilt[sha256(raw).digest()] = fault


def flipped(raw: bytes, draw: random.Random) -> bytes:
    """The same with one bit changed, anywhere but in the magic line's version."""
    changed = bytearray(raw)
    at = draw.randrange(raw.index(b"\n") + 1, len(raw))
    changed[at] ^= 1 << draw.randrange(8)
    return bytes(changed)


def number_places(name: str, raw: bytes) -> tuple[int, int, int]:
    """Where a whole file says its format: the first line's end, and the payload's first item."""
    kind = receipt.KIND if name.endswith(receipt.SUFFIX) else bundle.KIND
    line = raw.index(b"\n")
    payload = raw.index(envelope.unwrap(kind, raw).payload)
    # the head of an array is one byte, or three when it has more than fifteen items
    return line - 1, line, payload + (1 if raw[payload] & 0xF0 == 0x90 else 3)


def forged(raw: bytes, draw: random.Random) -> bytes:
    """The same bundle with another signature under it: by somebody who lacks the device's key."""
    signed = envelope.unwrap(bundle.KIND, raw)
    head = bundle.peek(raw)
    thief = Signer(draw.randbytes(32))
    signature = thief.sign(
        bundle.KIND, head.device, head.stream, head.campaign.bytes, head.package_hash,
        signed.payload,
    )
    return envelope.wrap(bundle.KIND, envelope.SignedFile(
        payload=signed.payload, signer=signed.signer, signature=signature
    ))


def numbered(name: str) -> str:
    """Which receipt a file is of, whichever attempt its name says."""
    return receipt.named(name) or name.removesuffix(receipt.SUFFIX)
