"""Bundles: sealed records on their way to the administrator; ``docs/formats/bundle.md``.

Reading has two steps, so that nothing is decoded deeply before it is known to be signed:
:func:`peek` parses the head and checks the signature, :func:`contents` the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

import msgspec

from storage.errors import Damaged
from storage.seal import coding, keys
from storage.seal.epochs import minutes, moment, read_epoch
from storage.seal.records import PLACES_LIMIT, read_record
from storage.values import Epoch, SealedRecord
from sync import envelope

KIND = "bundle"
SUFFIX = ".vbundle"
EPOCHS_LIMIT = 4_096
RECORDS_LIMIT = 65_536

_BEGINNING = re.compile(  # as the format writes it: shell, head up to the number
    rb"vardera-bundle/1\n\x93(?:\xc4.|\xc5..|\xc6....)\x99\x01\xc4\x10(.{16})\xc4\x20(.{32})"
    rb"\xc4\x10(.{16})\xc4\x20.{32}([\x01-\x7f]|\xcc.|\xcd..|\xce....)(?:\xce(....))?", re.DOTALL
)
_Head = tuple[int, bytes, bytes, bytes, bytes, int, int, msgspec.Raw, msgspec.Raw]
_head_decoder = msgspec.msgpack.Decoder(_Head)
_epochs_decoder = msgspec.msgpack.Decoder(tuple[tuple[bytes, int, int, bytes], ...])
_records_decoder = msgspec.msgpack.Decoder(tuple[bytes, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochPart:
    """An epoch in a bundle. ``first`` is the first record's place here.

    ``count`` records had been made in the epoch when the bundle was written, and ``head``
    is the hash of the last of them: so a gap shows.
    """

    epoch: Epoch
    first: int
    count: int
    head: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a bundle says; nothing in it is opened. Records lie in (epoch, n) order."""

    stream: bytes
    device: bytes
    campaign: UUID
    package_hash: bytes
    number: int
    made: datetime
    epochs: tuple[EpochPart, ...]
    records: tuple[SealedRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A bundle's head, signed by the very ``device`` it names; that proves no trust yet."""

    stream: bytes
    device: bytes
    campaign: UUID
    package_hash: bytes
    number: int
    made: datetime
    epochs_raw: bytes
    records_raw: bytes


def write_bundle(bundle: Bundle, sign: envelope.Sign) -> bytes:
    """The file of ``bundle``, signed by its device."""
    payload = coding.pack((
        1, bundle.stream, bundle.device, bundle.campaign.bytes, bundle.package_hash,
        bundle.number, minutes(bundle.made),
        tuple((p.epoch.header, p.first, p.count, p.head) for p in bundle.epochs),
        tuple(r.raw for r in bundle.records),
    ))
    signature = sign(
        KIND, bundle.device, bundle.stream, bundle.campaign.bytes, bundle.package_hash, payload
    )
    signed = envelope.SignedFile(payload=payload, signer=bundle.device, signature=signature)
    return envelope.wrap(KIND, signed)


def peek(data: bytes) -> Head:
    """The head of a whole, unchanged bundle. Raises Damaged or TooNew.

    The caller decides whether ``head.device`` is known before it calls :func:`contents`.
    """
    signed = envelope.unwrap(KIND, data)
    _, stream, device, campaign, package_hash, number, made, epochs, records = coding.unpack(
        _head_decoder, signed.payload, KIND
    )
    if [len(b) for b in (stream, device, campaign, package_hash)] != [16, 32, 16, 32]:
        raise Damaged("bundle: a field has the wrong length")
    if device != signed.signer or not 0 < number < 2**32:
        raise Damaged("bundle: the key inside is not the key that signed")
    envelope.check(KIND, signed, device, stream, campaign, package_hash, signed.payload)
    if stream != keys.stream_id(device, UUID(bytes=campaign)):
        raise Damaged("bundle: the stream does not fit the device and the campaign")
    return Head(
        stream=stream, device=device, campaign=UUID(bytes=campaign), package_hash=package_hash,
        number=number, made=moment(made), epochs_raw=bytes(epochs), records_raw=bytes(records),
    )


def contents(head: Head) -> Bundle:
    """The epochs and sealed records below ``head``. Raises Damaged or TooNew."""
    counts = [envelope.array_length(raw, KIND) for raw in (head.epochs_raw, head.records_raw)]
    if not 0 < counts[0] <= EPOCHS_LIMIT or not 0 < counts[1] <= RECORDS_LIMIT:
        raise Damaged("bundle: more epochs or records than allowed, or none")
    parts = coding.unpack(_epochs_decoder, head.epochs_raw, KIND)
    raws = coding.unpack(_records_decoder, head.records_raw, KIND)
    bundle = Bundle(
        stream=head.stream, device=head.device, campaign=head.campaign,
        package_hash=head.package_hash, number=head.number, made=head.made,
        epochs=tuple(
            EpochPart(epoch=read_epoch(header), first=first, count=count, head=hash)
            for header, first, count, hash in parts
        ),
        records=tuple(read_record(raw) for raw in raws),
    )
    _check_epochs(bundle)
    _check_records(bundle)
    return bundle


def read_bundle(data: bytes) -> Bundle:
    """Both steps at once, for whoever already trusts the device. Raises Damaged or TooNew."""
    return contents(peek(data))


class Claim(NamedTuple):
    """What a damaged bundle's beginning still tells; ``made`` is None where it is cut before."""

    stream: bytes
    number: int
    made: datetime | None


def claimed(data: bytes) -> Claim | None:
    """The stream, number and time that a damaged bundle's beginning still tells, or None.

    Nothing of it is signed any more: good for asking what a file may have been, no more.
    """
    found = _BEGINNING.match(data)
    if found is None:
        return None
    stream, device, campaign, number, made = found.groups()
    if stream != keys.stream_id(device, UUID(bytes=campaign)):
        return None
    count = int.from_bytes(number if len(number) == 1 else number[1:], "big")
    return Claim(stream, count, None if made is None else _claimed_time(made))


def _claimed_time(minute: bytes) -> datetime | None:
    try:
        return moment(int.from_bytes(minute, "big"))
    except Damaged:
        return None


def _check_epochs(bundle: Bundle) -> None:
    seen: set[bytes] = set()
    ids = {part.epoch.id for part in bundle.epochs}
    for part in bundle.epochs:
        epoch = part.epoch
        bound = (bundle.stream, bundle.campaign, bundle.package_hash)
        if (epoch.stream, epoch.campaign, epoch.package_hash) != bound:
            raise Damaged("bundle: an epoch belongs to another stream or package")
        if epoch.id in seen or (epoch.parent in ids and epoch.parent not in seen):
            raise Damaged("bundle: the epochs are not in opening order")
        if len(part.head) != 32 or not 0 <= part.first < part.count <= PLACES_LIMIT:
            raise Damaged("bundle: an epoch's counts are out of limits")
        seen.add(epoch.id)


def _check_records(bundle: Bundle) -> None:
    order = {part.epoch.id: at for at, part in enumerate(bundle.epochs)}
    try:
        places = [(order[record.epoch], record.n) for record in bundle.records]
    except KeyError:
        raise Damaged("bundle: a record belongs to an epoch that is not here") from None
    if any(here >= there for here, there in pairwise(places)):
        raise Damaged("bundle: the records are not in order")
    firsts: dict[int, int] = {}
    for at, n in places:
        firsts.setdefault(at, n)
    if firsts != {at: part.first for at, part in enumerate(bundle.epochs)}:
        raise Damaged("bundle: an epoch does not begin where it says")
    for (at, n), record in zip(places, bundle.records, strict=True):
        part = bundle.epochs[at]
        if n >= part.count or (n == part.count - 1 and record.hash != part.head):
            raise Damaged("bundle: an epoch's last record is not the one it names")
        if n == 0 and record.previous != part.epoch.hash:
            raise Damaged("bundle: an epoch's first record does not follow from its header")
    for before, after in pairwise(bundle.records):
        follows = before.epoch == after.epoch and before.n + 1 == after.n
        if follows and after.previous != before.hash:
            raise Damaged("bundle: the chain of records is broken")


def file_name(stream: bytes, number: int) -> str:
    """The name of a bundle's file; ``stream`` is 16 bytes, ``number`` counts from 1."""
    return f"{stream.hex()[:16]}-{number:06}{SUFFIX}"
