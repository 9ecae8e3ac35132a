"""Key slots: each wraps the workspace's database key for one way of opening it.

A slots file can be read by anybody and opens nothing by itself; see
``docs/formats/workspace.md``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import field

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from storage.errors import Damaged, MissingKey, WrongKey
from storage.seal import coding, keys
from storage.seal.place import ADDRESS_LIMIT, TAG_BYTES, Place
from storage.values import RandomBytes
from survey.late import dataclass

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
FILE_LIMIT = 64 * 1024
SLOTS_LIMIT = 16
PASSPHRASES_LIMIT = 2
"""At opening each is tried in turn, and one try is slow."""
PASSPHRASE = "passphrase"  # noqa: S105 - the kind of a slot
RECOVERY = "recovery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess at a passphrase costs: Argon2id memory in KiB, passes and lanes."""

    memory: int
    passes: int
    lanes: int


DEFAULT_COST = Cost(memory=256 * 1024, passes=3, lanes=4)
NO_COST = Cost(memory=0, passes=0, lanes=0)
"""A recovery code is 32 random bytes: nobody guesses it, so nothing slows guessing down."""

MOST = Cost(memory=1024 * 1024, passes=16, lanes=16)
MOST_WORK = 4 * DEFAULT_COST.memory * DEFAULT_COST.passes
"""Argon2id takes time in proportion to memory × passes: some seconds, not minutes."""
_Wire = tuple[
    int, bytes, tuple[tuple[str, bytes, int, int, int, bytes, bytes], ...], bytes
]
_WirePlaced = tuple[
    int, bytes, tuple[tuple[str, bytes, int, int, int, bytes, bytes], ...],
    tuple[int, str, bytes], bytes,
]
_decoder = msgspec.msgpack.Decoder(_Wire)
_placed_decoder = msgspec.msgpack.Decoder(_WirePlaced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One wrapping of the database key. ``wrapped`` is 32 bytes sealed and a 16-byte tag."""

    kind: str
    salt: bytes
    cost: Cost
    nonce: bytes
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """All slots of the workspace with this random 16-byte id, and where its rows lie.

    Format 1 has no ``place``: the rows lie in the file beside, and were never moved.
    """

    workspace: bytes
    slots: tuple[Slot, ...]
    place: Place | None = None

    @property
    def generation(self) -> int:
        """How often the rows were moved, from 1; 0 in format 1."""
        return 0 if self.place is None else self.place.generation

    @property
    def address(self) -> str:
        """Of the server that has the rows; empty when they lie in the file beside."""
        return "" if self.place is None else self.place.address


def passphrase_slot(
    workspace: bytes, key: bytes, passphrase: str, *, cost: Cost, random: RandomBytes
) -> Slot:
    """Wrap ``key`` for whoever knows ``passphrase``.

    ValueError when that is empty, or ``cost`` is one that a reader refuses.
    """
    if not passphrase.strip():
        raise ValueError("an empty passphrase protects nothing")
    if not is_payable(cost):
        raise ValueError("the cost is outside what the format allows")
    salt = random(SALT_BYTES)
    return _wrap(workspace, PASSPHRASE, salt, cost, stretch(passphrase, salt, cost), key, random)


def recovery_slot(workspace: bytes, key: bytes, code: bytes, *, random: RandomBytes) -> Slot:
    """Wrap ``key`` for whoever holds the 32 bytes of the recovery code."""
    salt = random(SALT_BYTES)
    return _wrap(workspace, RECOVERY, salt, NO_COST, _from_code(code, salt), key, random)


def open_with_passphrase(slots: Slots, passphrase: str) -> bytes:
    """The database key. WrongKey when the passphrase opens no slot, MissingKey without any."""
    chosen = _of_kind(slots, PASSPHRASE)
    for slot in chosen:
        key = _unwrap(slots.workspace, slot, stretch(passphrase, slot.salt, slot.cost))
        if key is not None:
            return key
    raise WrongKey("the passphrase does not open this workspace. Check it and try again")


def open_with_recovery(slots: Slots, code: bytes) -> bytes:
    """The database key. WrongKey when the code opens no slot, MissingKey without any."""
    for slot in _of_kind(slots, RECOVERY):
        key = _unwrap(slots.workspace, slot, _from_code(code, slot.salt))
        if key is not None:
            return key
    raise WrongKey("the recovery code belongs to another workspace. Look for the right sheet")


def write_slots(slots: Slots) -> bytes:
    """The slots file: magic line, then the slots with a checksum over them."""
    fields, version = _fields(slots), 1 if slots.place is None else 2
    return coding.magic("slots", version) + coding.pack((*fields, _check(slots)))


def read_slots(data: bytes) -> Slots:
    """Parse a slots file strictly. Raises Damaged or TooNew; no key is needed."""
    place = None
    if data.startswith(coding.magic("slots")):
        body = coding.after_magic("slots", data, FILE_LIMIT)
        _, workspace, rows, check = coding.unpack(_decoder, body, "slots")
    else:
        body = coding.after_magic("slots", data, FILE_LIMIT, version=2)
        _, workspace, rows, where, check = coding.unpack(
            _placed_decoder, body, "slots", version=2
        )
        place = Place(generation=where[0], address=where[1], tag=where[2])
    slots = Slots(
        workspace=workspace, place=place,
        slots=tuple(
            Slot(
                kind=kind, salt=salt, cost=Cost(memory=memory, passes=passes, lanes=lanes),
                nonce=nonce, wrapped=wrapped,
            )
            for kind, salt, memory, passes, lanes, nonce, wrapped in rows
        ),
    )
    if check != _check(slots):
        raise Damaged("slots: the bytes were changed. Take the file from a backup")
    if len(workspace) != 16 or not 0 < len(rows) <= SLOTS_LIMIT:
        raise Damaged("slots: a field has the wrong length")
    for slot in slots.slots:
        _check_slot(slot)
    if place is not None and not _is_place(place):
        raise Damaged("slots: the place of the rows is none that the format allows")
    if sum(slot.kind == PASSPHRASE for slot in slots.slots) > PASSPHRASES_LIMIT:
        raise Damaged("slots: more passphrases than the format allows")
    return slots


def _is_place(place: Place) -> bool:
    return (
        0 < place.generation < 2**63 and len(place.tag) == TAG_BYTES
        and len(place.address.encode()) <= ADDRESS_LIMIT
    )


def _check_slot(slot: Slot) -> None:
    lengths = (len(slot.salt), len(slot.nonce), len(slot.wrapped))
    if lengths != (SALT_BYTES, NONCE_BYTES, KEY_BYTES + 16):
        raise Damaged("slots: a field has the wrong length")
    sound = is_payable(slot.cost) if slot.kind == PASSPHRASE else slot.cost == NO_COST
    if not sound or slot.kind not in (PASSPHRASE, RECOVERY):
        raise Damaged("slots: a slot is of a kind or cost that the format does not allow")


def is_payable(cost: Cost, most: Cost = MOST, work: int = MOST_WORK) -> bool:
    """Each part at most that of ``most``, and memory × passes at most ``work``: what was forged
    can take neither all memory nor all day."""
    return (
        8 * cost.lanes <= cost.memory <= most.memory
        and 0 < cost.passes <= most.passes
        and 0 < cost.lanes <= most.lanes
        and cost.memory * cost.passes <= work
    )


def _of_kind(slots: Slots, kind: str) -> tuple[Slot, ...]:
    chosen = tuple(s for s in slots.slots if s.kind == kind)
    if not chosen:
        raise MissingKey(f"this workspace has no {kind} to open it with")
    return chosen


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    # one keyboard writes å as one character, another as two: both must open
    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    kdf = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    return kdf.derive(text)


def _from_code(code: bytes, salt: bytes) -> bytes:
    return keys.derive(code, b"vardera/recovery-slot/1\0" + salt)


def _wrap(
    workspace: bytes, kind: str, salt: bytes, cost: Cost, wrapping: bytes, key: bytes,
    random: RandomBytes,
) -> Slot:
    nonce = random(NONCE_BYTES)
    wrapped = AESGCM(wrapping).encrypt(nonce, key, _header(workspace, kind, salt, cost))
    return Slot(kind=kind, salt=salt, cost=cost, nonce=nonce, wrapped=wrapped)


def _unwrap(workspace: bytes, slot: Slot, wrapping: bytes) -> bytes | None:
    header = _header(workspace, slot.kind, slot.salt, slot.cost)
    try:
        return AESGCM(wrapping).decrypt(slot.nonce, slot.wrapped, header)
    except InvalidTag:
        return None


def _header(workspace: bytes, kind: str, salt: bytes, cost: Cost) -> bytes:
    fields = (1, workspace, kind, salt, cost.memory, cost.passes, cost.lanes)
    return b"vardera/slot/1\0" + coding.pack(fields)


def _rows(slots: Slots) -> tuple[tuple[str, bytes, int, int, int, bytes, bytes], ...]:
    return tuple(
        (s.kind, s.salt, s.cost.memory, s.cost.passes, s.cost.lanes, s.nonce, s.wrapped)
        for s in slots.slots
    )


def _check(slots: Slots) -> bytes:
    return keys.digest("slots", coding.pack(_fields(slots)))


def _fields(slots: Slots) -> tuple[object, ...]:
    if slots.place is None:
        return (1, slots.workspace, _rows(slots))
    where = (slots.place.generation, slots.place.address, slots.place.tag)
    return (2, slots.workspace, _rows(slots), where)
