"""Answers beside the simple ones, between the domain's values and what a body holds.

See ``docs/formats/record.md``. They lie in the order of question and place, which says nothing
of the order in which they were given.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any, get_args
from uuid import UUID

from storage.body_structs import (
    ChoiceWire,
    FurtherWire,
    NoneWire,
)
from storage.errors import Damaged
from survey.records import Further, Kind

_WIRES: dict[Kind, type[Any]] = {
    Kind(wire.__struct_config__.tag): wire for wire in get_args(FurtherWire)
}
_LISTS = (Kind.CHOICES, Kind.RANKED)


def to_wires(further: Iterable[Further]) -> tuple[FurtherWire, ...]:
    """In the one order. What does not fit its kind is refused when it is written."""
    ordered = sorted(further, key=lambda one: (one.node.bytes, one.at))
    return tuple(_wire(one) for one in ordered)


def to_values(wires: Iterable[FurtherWire]) -> tuple[Further, ...]:
    """The domain's values. Raises Damaged when an answer is given twice, or out of order."""
    found = tuple(_value(wire) for wire in wires)
    check(wires)
    if any(
        one.kind is Kind.CHOICES and list(one.value) != sorted(set(one.value))
        for one in found
        if isinstance(one.value, tuple)
    ):
        raise Damaged("body: choices are not in their order, or twice")
    return found


def check(wires: Iterable[FurtherWire]) -> None:
    """Raises Damaged when two answers are to the same question at the same place."""
    places = [(wire.node, wire.at) for wire in wires]
    if len(set(places)) != len(places):
        raise Damaged("body: a question is answered twice at one place")


def kind_of(wire: FurtherWire) -> str:
    """The wire's kind, as :class:`survey.records.Kind` spells it."""
    return str(wire.__struct_config__.tag)


def _wire(one: Further) -> FurtherWire:
    kind = _WIRES[one.kind]
    if one.kind is Kind.NONE:
        return NoneWire(node=one.node.bytes, at=one.at)
    value: object = one.value
    if isinstance(value, tuple):
        ids = [id.bytes for id in value]
        value = tuple(sorted(set(ids)) if one.kind is Kind.CHOICES else ids)
    elif isinstance(value, UUID):
        value = value.bytes
    made: FurtherWire = kind(node=one.node.bytes, at=one.at, value=value)
    return made


def _value(wire: FurtherWire) -> Further:
    node, kind = UUID(bytes=wire.node), Kind(kind_of(wire))
    if isinstance(wire, NoneWire):
        return Further(node=node, at=wire.at, kind=kind)
    if isinstance(wire, ChoiceWire):
        return Further(node=node, at=wire.at, kind=kind, value=UUID(bytes=wire.value))
    if isinstance(wire.value, tuple):
        ids = tuple(UUID(bytes=id) for id in wire.value)
        return Further(node=node, at=wire.at, kind=kind, value=ids)
    return Further(node=node, at=wire.at, kind=kind, value=wire.value)


# --- as a row: at, kind, number, text, choices


def to_row(wire: FurtherWire) -> tuple[bytes, str, int | None, str | None, bytes | None]:
    """What stands in a row of the table ``further``, after the question."""
    at, kind = place(wire.at), kind_of(wire)
    if isinstance(wire, NoneWire):
        return at, kind, None, None, None
    value = wire.value
    if isinstance(value, int):
        return at, kind, value, None, None
    if isinstance(value, str):
        return at, kind, None, value, None
    return at, kind, None, None, value if isinstance(value, bytes) else b"".join(value)


def of_row(
    node: bytes, at: bytes, kind: str, value: int | str | bytes | None
) -> Further:
    """The value of a row; ``value`` is the one of its columns that is given. Raises Damaged."""
    try:
        known, where = Kind(kind), places(at)
    except (ValueError, struct.error):
        raise Damaged("an answer in the workspace cannot be read") from None
    said: int | str | UUID | tuple[UUID, ...] | None
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        ids = tuple(UUID(bytes=raw[i : i + 16].ljust(16, b"\0")) for i in range(0, len(raw), 16))
        said = ids if known in _LISTS else ids[0]
    else:
        said = value
    return Further(node=UUID(bytes=node), at=where, kind=known, value=said)


def place(at: tuple[int, ...]) -> bytes:
    """Instances from 1 to 65 535 as two bytes each."""
    return struct.pack(f">{len(at)}H", *at)


def places(at: bytes) -> tuple[int, ...]:
    """The instances that :func:`place` wrote."""
    found: tuple[int, ...] = struct.unpack(f">{len(at) // 2}H", at)
    return found
