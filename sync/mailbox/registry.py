"""The registry: an organisation's signed list of devices; ``docs/formats/registry.md``.

It tells a mailbox whom to let in, by key alone: no names, nothing a blind keeper could learn.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Lock

import msgspec

from storage.errors import Damaged, WrongSigner
from storage.seal import coding
from storage.seal.epochs import minutes, moment
from sync import envelope
from sync.mailbox.refusals import Refusal

KIND = "registry"
SUFFIX = ".vregistry"
LIMIT = 1024 * 1024
DEVICES_LIMIT = 16_384
DAYS = 400
"""How long a registry is good for unless somebody says otherwise: it is renewed at each use."""

KEPT = 16
"""How many organisations' registries are held in memory; a full one takes some megabytes."""

_head_decoder = msgspec.msgpack.Decoder(tuple[int, int, int, int, msgspec.Raw])
_entries_decoder = msgspec.msgpack.Decoder(tuple[tuple[bytes, int, int], ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A device (32-byte key); let in until ``until`` (None: as long as the registry)."""

    device: bytes
    until: datetime | None = None
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """``devices`` by key. ``version`` rises with every registry the organisation signs."""

    version: int
    issued: datetime
    until: datetime
    devices: dict[bytes, Entry]

    def admit(self, device: bytes, now: datetime) -> None:
        """Refusal ``unpaired``, ``revoked`` or ``expired`` unless ``device`` may come in."""
        entry = self.devices.get(device)
        if entry is None:
            raise Refusal("unpaired")
        if entry.revoked:
            raise Refusal("revoked")
        if now >= self.until or (entry.until is not None and now >= entry.until):
            raise Refusal("expired")


def registry(
    version: int, entries: Iterable[Entry], *, issued: datetime, until: datetime
) -> Registry:
    """A registry of these devices. ValueError for one named twice or more than allowed."""
    listed = sorted(entries, key=lambda entry: entry.device)
    devices = {entry.device: entry for entry in listed}
    if len(devices) != len(listed) or len(listed) > DEVICES_LIMIT:
        raise ValueError(f"a registry names at most {DEVICES_LIMIT} devices, each once")
    return Registry(version=version, issued=issued, until=until, devices=devices)


def write_registry(made: Registry, organisation: bytes, sign: envelope.Sign) -> bytes:
    """The signed bytes; ``organisation`` is its 32-byte public key."""
    entries = tuple(
        (e.device, 0 if e.until is None else minutes(e.until), int(e.revoked))
        for _, e in sorted(made.devices.items())
    )
    payload = coding.pack(
        (1, made.version, minutes(made.issued), minutes(made.until), entries)
    )
    signature = sign(KIND, organisation, payload)
    return envelope.wrap(
        KIND, envelope.SignedFile(payload=payload, signer=organisation, signature=signature)
    )


def read_registry(data: bytes, organisation: bytes) -> Registry:
    """A registry of this ``organisation``. Raises Damaged, TooNew or WrongSigner."""
    signed = envelope.unwrap(KIND, data, LIMIT)
    envelope.check(KIND, signed, signed.signer, signed.payload)
    _, version, issued, until, raw = coding.unpack(_head_decoder, signed.payload, KIND)
    if signed.signer != organisation:
        raise WrongSigner("registry: signed by another organisation than the one asked for")
    if not 0 < version < 2**32:
        raise Damaged("registry: a field is out of limits")
    return Registry(
        version=version, issued=moment(issued), until=moment(until), devices=_entries(bytes(raw)),
    )


class Registries:
    """Registries that were read, so that one is verified once and not for everyone who knocks.

    At most KEPT of them; any thread may ask.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._read: OrderedDict[bytes, tuple[bytes, Registry]] = OrderedDict()

    def read(self, data: bytes, organisation: bytes) -> Registry:
        """What :func:`read_registry` gives of ``data``, and raises."""
        hashed = sha256(data).digest()
        with self._guard:
            kept = self._read.get(organisation)
            if kept is not None and kept[0] == hashed:
                self._read.move_to_end(organisation)
                return kept[1]
        made = read_registry(data, organisation)
        with self._guard:
            self._read[organisation] = (hashed, made)
            self._read.move_to_end(organisation)
            while len(self._read) > KEPT:
                self._read.popitem(last=False)
        return made


def _entries(raw: bytes) -> dict[bytes, Entry]:
    if envelope.array_length(raw, KIND) > DEVICES_LIMIT:
        raise Damaged("registry: more devices than allowed")
    found: dict[bytes, Entry] = {}
    last = b""
    for device, until, revoked in coding.unpack(_entries_decoder, raw, KIND):
        if len(device) != 32 or device <= last or until < 0 or revoked not in (0, 1):
            raise Damaged("registry: a device is out of limits or out of order")
        last = device
        found[device] = Entry(
            device=device, until=moment(until) if until else None, revoked=bool(revoked)
        )
    return found
