"""Receipts: what the administrator has taken in and backed up; ``docs/formats/receipt.md``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

import msgspec

from storage.errors import Damaged, WrongSigner
from storage.seal import coding, keys
from storage.seal.epochs import minutes, moment
from storage.seal.records import PLACES_LIMIT
from storage.values import AcknowledgedRange, Receipt
from sync import envelope

KIND = "receipt"
SUFFIX = ".vreceipt"
RANGES_LIMIT = 65_536
_NAME = re.compile(r"([0-9a-f]{16}-[0-9]{6,10}-[0-9a-f]{12})(?:-[0-9]+)?\.vreceipt")

_Head = tuple[int, int, bytes, bytes, int, bytes, msgspec.Raw]
_head_decoder = msgspec.msgpack.Decoder(_Head)
_ranges_decoder = msgspec.msgpack.Decoder(tuple[tuple[bytes, int, int, bytes], ...])


def range_digest(hashes: Iterable[bytes]) -> bytes:
    """The 32-byte digest of consecutive sealed records' hashes."""
    return keys.digest("range", *hashes)


def _payload(receipt: Receipt) -> bytes:
    ranges = tuple((r.epoch, r.first, r.count, r.digest) for r in receipt.ranges)
    return coding.pack((
        1, receipt.number, receipt.stream, receipt.campaign.bytes,
        minutes(receipt.issued), receipt.backup, ranges,
    ))


def write_receipt(receipt: Receipt, organisation: bytes, sign: envelope.Sign) -> bytes:
    """The file of ``receipt``, signed by ``organisation`` (its 32-byte public key)."""
    payload = _payload(receipt)
    signature = sign(KIND, organisation, receipt.stream, receipt.campaign.bytes, payload)
    signed = envelope.SignedFile(payload=payload, signer=organisation, signature=signature)
    return envelope.wrap(KIND, signed)


def read_receipt(data: bytes, organisation: bytes) -> Receipt:
    """A receipt from the pinned ``organisation``. Raises Damaged, TooNew or WrongSigner."""
    signed = envelope.unwrap(KIND, data)
    _, number, stream, campaign, issued, backup, raw = coding.unpack(
        _head_decoder, signed.payload, KIND
    )
    envelope.check(KIND, signed, signed.signer, stream, campaign, signed.payload)
    if signed.signer != organisation:
        raise WrongSigner("receipt: signed by another organisation than the one this device serves")
    if [len(b) for b in (stream, campaign, backup)] != [16, 16, 16] or not 0 < number < 2**32:
        raise Damaged("receipt: a field has the wrong length")
    return Receipt(
        number=number, stream=stream, campaign=UUID(bytes=campaign), issued=moment(issued),
        backup=backup, ranges=_ranges(bytes(raw)),
    )


def _ranges(raw: bytes) -> tuple[AcknowledgedRange, ...]:
    if envelope.array_length(raw, KIND) > RANGES_LIMIT:
        raise Damaged("receipt: more ranges than allowed")
    ranges = coding.unpack(_ranges_decoder, raw, KIND)
    for epoch, first, count, digest in ranges:
        sound = len(epoch) == 16 and len(digest) == 32 and first >= 0
        if not sound or count < 1 or first + count > PLACES_LIMIT:
            raise Damaged("receipt: a range is out of limits")
    return tuple(
        AcknowledgedRange(epoch=epoch, first=first, count=count, digest=digest)
        for epoch, first, count, digest in ranges
    )


def name_of(receipt: Receipt) -> str:
    """What a receipt's files are called after: stream, number, and 12 digits of what it says.

    The digits are there because a number is given twice when a backup of the workspace is
    restored: under one name there is always one receipt.
    """
    said = keys.digest("receipt-name", _payload(receipt)).hex()[:12]
    return f"{receipt.stream.hex()[:16]}-{receipt.number:06}-{said}"


def file_name(receipt: Receipt, attempt: int = 1) -> str:
    """The name of a receipt's file; another where a damaged file holds the first one."""
    again = "" if attempt == 1 else f"-{attempt}"
    return f"{name_of(receipt)}{again}{SUFFIX}"


def named(file: str) -> str | None:
    """The receipt (as in :func:`name_of`) that a file's name claims; None if it claims none."""
    found = _NAME.fullmatch(file)
    return None if found is None else found[1]
