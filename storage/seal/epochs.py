"""Epochs: a random secret sealed once to each recipient; see ``docs/formats/epoch.md``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke

from storage.errors import Damaged, MissingKey
from storage.seal import coding, keys
from storage.values import Epoch, RandomBytes, Recipient
from survey.late import dataclass

SECRET_BYTES = 32
NO_EPOCH = bytes(16)
NO_HEAD = bytes(32)
HEADER_LIMIT = 64 * 1024
RECIPIENTS_LIMIT = 16

_suite = hpke.Suite(
    hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305
)
_WRAP_BYTES = hpke.KEM.MLKEM768_X25519.enc_length() + SECRET_BYTES + 16

_Wire = tuple[
    int, bytes, bytes, bytes, bytes, bytes, bytes, int, tuple[tuple[bytes, bytes], ...]
]
_decoder = msgspec.msgpack.Decoder(_Wire)


def minutes(moment: datetime) -> int:
    """Whole minutes since 1970 of an aware time."""
    return int(moment.timestamp()) // 60


def moment(minute: int) -> datetime:
    """The aware UTC time of a count of minutes; Damaged when out of range."""
    try:
        return datetime.fromtimestamp(minute * 60, UTC)
    except (OverflowError, ValueError, OSError):
        raise Damaged("a time is out of range") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An epoch made in advance, while nobody waits: all but what precedes it is settled."""

    id: bytes
    stream: bytes
    campaign: UUID
    package_hash: bytes
    wraps: tuple[tuple[bytes, bytes], ...]
    secret: bytes = field(repr=False)


def prepare(
    *,
    stream: bytes,
    campaign: UUID,
    package_hash: bytes,
    recipients: Sequence[Recipient],
    random: RandomBytes,
) -> Prepared:
    """Draw a secret and seal it to 1-16 recipients. MissingKey when there is none.

    The sealing itself draws from the operating system: HPKE offers no other source.
    """
    if not recipients:
        raise MissingKey("no recipient key: nothing may be collected")
    id, secret = random(16), random(SECRET_BYTES)
    info = _info(stream, id, package_hash)
    wraps = tuple(
        (r.id, _suite.encrypt(secret, keys.receiving_public(r.public), info)) for r in recipients
    )
    return Prepared(
        id=id, stream=stream, campaign=campaign, package_hash=package_hash, wraps=wraps,
        secret=secret,
    )


def begin(prepared: Prepared, *, parent: bytes, parent_head: bytes, opened: datetime) -> Epoch:
    """The epoch itself, after its ``parent`` (NO_EPOCH and NO_HEAD for a stream's first)."""
    p = prepared
    wire = (
        1, p.id, p.stream, p.campaign.bytes, p.package_hash, parent, parent_head,
        minutes(opened), p.wraps,
    )
    return read_epoch(coding.pack(wire))


def new_epoch(
    *,
    stream: bytes,
    campaign: UUID,
    package_hash: bytes,
    parent: bytes,
    parent_head: bytes,
    opened: datetime,
    recipients: Sequence[Recipient],
    random: RandomBytes,
) -> tuple[Epoch, bytes]:
    """Make an epoch and its 32-byte secret at once: :func:`prepare`, then :func:`begin`."""
    prepared = prepare(
        stream=stream, campaign=campaign, package_hash=package_hash, recipients=recipients,
        random=random,
    )
    epoch = begin(prepared, parent=parent, parent_head=parent_head, opened=opened)
    return epoch, prepared.secret


def read_epoch(header: bytes) -> Epoch:
    """Parse a header strictly. Raises Damaged or TooNew."""
    if len(header) > HEADER_LIMIT:
        raise Damaged("epoch: header larger than allowed")
    wire = coding.unpack(_decoder, header, "epoch")
    _, id, stream, campaign, package_hash, parent, parent_head, opened, wraps = wire
    lengths = [len(b) for b in (id, stream, campaign, package_hash, parent, parent_head)]
    sound = lengths == [16, 16, 16, 32, 16, 32] and 0 < len(wraps) <= RECIPIENTS_LIMIT
    if not sound or any(len(r) != 16 or len(w) != _WRAP_BYTES for r, w in wraps):
        raise Damaged("epoch: a field has the wrong length")
    if len({r for r, _ in wraps}) != len(wraps):
        raise Damaged("epoch: a recipient is named twice")
    return Epoch(
        id=id,
        stream=stream,
        campaign=UUID(bytes=campaign),
        package_hash=package_hash,
        parent=parent,
        parent_head=parent_head,
        opened=moment(opened),
        wraps=wraps,
        header=header,
        hash=keys.digest("epoch", header),
    )


def open_epoch(epoch: Epoch, key: keys.ReceivingKey) -> bytes:
    """The epoch's secret. MissingKey when not sealed to ``key``, Damaged when changed."""
    wrap = next((w for r, w in epoch.wraps if r == key.id), None)
    if wrap is None:
        raise MissingKey("this epoch is not sealed to any key held here")
    try:
        return _suite.decrypt(wrap, key.hybrid, _info(epoch.stream, epoch.id, epoch.package_hash))
    except (InvalidTag, ValueError):
        raise Damaged("epoch: the sealed secret was changed on the way") from None


def _info(stream: bytes, epoch: bytes, package_hash: bytes) -> bytes:
    return b"vardera/epoch/1\0" + stream + epoch + package_hash
