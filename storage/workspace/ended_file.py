"""``workspace.ended``: what must stay ended when an older backup is restored.

See ``docs/formats/ended.md``. It names retired campaigns and revoked devices, signed by the
organisation, and lies beside the database and in every backup that can be reached.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import msgspec

from storage.errors import Damaged, WrongSigner
from storage.seal import coding, keys
from storage.seal.epochs import minutes, moment
from storage.seal.keys import Signer
from storage.workspace import beside, files

KIND = "ended"
FILE = "workspace.ended"
CAMPAIGNS_LIMIT = 10_000
DEVICES_LIMIT = 100_000
STEPS_LIMIT = 2**31
FILE_LIMIT = CAMPAIGNS_LIMIT * 24 + DEVICES_LIMIT * 52 + 1024

_Wire = tuple[
    int, int, tuple[tuple[bytes, int], ...], tuple[tuple[bytes, int, int, int], ...]
]
_shell = msgspec.msgpack.Decoder(tuple[bytes, bytes, bytes])
_payload = msgspec.msgpack.Decoder(_Wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceEnd:
    """Whether a device is ``revoked``. ``step`` counts every change: the highest one holds.

    ``at`` is the minute of the change.
    """

    step: int
    revoked: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Retired ``campaigns`` (True: their answers were erased too), ``devices`` by public key."""

    campaigns: Mapping[UUID, bool] = field(default_factory=dict)
    devices: Mapping[bytes, DeviceEnd] = field(default_factory=dict)

    def merged(self, other: Ended) -> Ended:
        """Both: a campaign stays retired, and of a device the later step holds."""
        campaigns = dict(self.campaigns)
        for id, erased in other.campaigns.items():
            campaigns[id] = erased or campaigns.get(id, False)
        devices = dict(self.devices)
        for public, end in other.devices.items():
            if public not in devices or devices[public].step < end.step:
                devices[public] = end
        return Ended(campaigns=campaigns, devices=devices)


def write_ended(ended: Ended, signer: Signer, issued: datetime) -> bytes:
    """The signed file. ValueError for more than the limits."""
    if len(ended.campaigns) > CAMPAIGNS_LIMIT or len(ended.devices) > DEVICES_LIMIT:
        raise ValueError("more ended surveys or devices than a file holds")
    payload = coding.pack((
        1, minutes(issued),
        tuple(sorted((id.bytes, int(erased)) for id, erased in ended.campaigns.items())),
        tuple(
            (public, end.step, int(end.revoked), minutes(end.at))
            for public, end in sorted(ended.devices.items())
        ),
    ))
    signature = signer.sign(KIND, signer.public, payload)
    return coding.magic(KIND) + coding.pack((payload, signer.public, signature))


def read_ended(data: bytes) -> tuple[Ended, bytes]:
    """What the file says and the organisation's key (32 bytes) that signed it.

    Raises Damaged or TooNew. Whether that signer is to be trusted is for the caller to say.
    """
    body = coding.after_magic(KIND, data, FILE_LIMIT)
    payload, signer, signature = coding.unpack(_shell, body, KIND, versioned=False)
    if len(signer) != 32 or len(signature) != 64:
        raise Damaged("ended: the signature has the wrong length")
    try:
        keys.verify(signer, signature, KIND, signer, payload)
    except WrongSigner:
        raise Damaged("ended: the file was changed after it was signed") from None
    _, issued, campaigns, devices = coding.unpack(_payload, payload, KIND)
    if len(campaigns) > CAMPAIGNS_LIMIT or len(devices) > DEVICES_LIMIT:
        raise Damaged("ended: it names more than the format allows")
    _check(campaigns, 16)
    _check(devices, 32)
    if (
        issued < 0
        or any(erased not in (0, 1) for _, erased in campaigns)
        or any(
            not 0 < step < STEPS_LIMIT or revoked not in (0, 1) or at < 0
            for _, step, revoked, at in devices
        )
    ):
        raise Damaged("ended: a field is out of limits")
    moment(issued)
    return Ended(
        campaigns={UUID(bytes=id): bool(erased) for id, erased in campaigns},
        devices={
            public: DeviceEnd(step=step, revoked=bool(revoked), at=moment(at))
            for public, step, revoked, at in devices
        },
    ), signer


def _check(
    rows: tuple[tuple[bytes, int], ...] | tuple[tuple[bytes, int, int, int], ...], length: int
) -> None:
    names = [row[0] for row in rows]
    if any(len(name) != length for name in names):
        raise Damaged("ended: a name has the wrong length")
    if any(one >= other for one, other in pairwise(names)):
        raise Damaged("ended: the names are not in order")


def read_beside(directory: Path) -> tuple[Ended, bytes] | None:
    """The file in a workspace's or a backup's directory, and its signer; None without one.

    Raises Damaged or TooNew, and StorageError when it cannot be read.
    """
    return beside.read(directory / FILE, FILE_LIMIT, read_ended)


def put_beside(directory: Path, ended: Ended, signer: Signer, now: datetime) -> None:
    """See to it that the file in ``directory`` says ``ended``, and what it said beyond that.

    One that cannot be read or is another's is put aside, not trusted. StorageError or NoRoom.
    """
    path = directory / FILE
    found = beside.own(path, FILE_LIMIT, read_ended, lambda there: there[1] == signer.public)
    before = found[0] if found else Ended()
    after = before.merged(ended)
    if after != before:
        files.write_new(path, write_ended(after, signer, now))
